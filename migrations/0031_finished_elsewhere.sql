-- A course is finished by its lessons, in whatever course they were completed (`finishedDay` in `src/db/places.ts`). So which lesson an
-- attempt is on decides a streak now, not only by which version, and so does which lessons a course ever taught. Not for the
-- version before to run beside: it would go on keeping streaks by the law of before.
DROP TRIGGER attempts_streak_changed ON attempts;
--> statement-breakpoint
CREATE TRIGGER attempts_streak_changed AFTER UPDATE OF learner_id, lesson_id, completed_day ON attempts FOR EACH ROW
WHEN ((old.learner_id, old.lesson_id, old.completed_day) IS DISTINCT FROM (new.learner_id, new.lesson_id, new.completed_day)) EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
DROP TRIGGER lesson_versions_streak ON lesson_versions;
--> statement-breakpoint
CREATE TRIGGER lesson_versions_streak AFTER INSERT OR UPDATE OF course_id, lesson_id OR DELETE OR TRUNCATE ON lesson_versions FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
-- All are worked out by this law.
INSERT INTO streak_world AS w (generation) VALUES (1) ON CONFLICT ("only") DO UPDATE SET generation = w.generation + 1;
