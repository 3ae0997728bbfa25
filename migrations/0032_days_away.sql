-- Whoever is brought back to a cohort was sent nothing on the days between: they are no days of theirs. Not for the version before to
-- run beside: it would count them as missed, and keep the streaks that come of it.
ALTER TABLE "enrolments" ADD COLUMN "away" jsonb DEFAULT '[]'::jsonb NOT NULL;
--> statement-breakpoint
CREATE INDEX "enrolments_away" ON "enrolments" USING btree ("learner_id") WHERE "enrolments"."away" <> '[]';
--> statement-breakpoint
DROP TRIGGER enrolments_streak_changed ON enrolments;
--> statement-breakpoint
CREATE TRIGGER enrolments_streak_changed AFTER UPDATE OF id, learner_id, cohort_id, joined_day, next_lesson_id, left_at, away ON enrolments FOR EACH ROW
WHEN ((old.id, old.learner_id, old.cohort_id, old.joined_day, old.next_lesson_id IS NULL, old.left_at, old.away)
  IS DISTINCT FROM (new.id, new.learner_id, new.cohort_id, new.joined_day, new.next_lesson_id IS NULL, new.left_at, new.away)) EXECUTE FUNCTION doubt_streak();
