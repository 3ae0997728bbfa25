-- only adds
-- The streak of each learner is kept beside their days, as `src/domain/lifetime.ts` worked it out. What says here that it has to be
-- worked out again is written by whatever statement changes something that decides it, in its own transaction: so whoever sees
-- the change sees that, too.
CREATE TABLE "stale_streaks" (
	"learner_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "streak_world" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"generation" bigint NOT NULL,
	CONSTRAINT "streak_world_only" CHECK ("streak_world"."only")
);
--> statement-breakpoint
ALTER TABLE "lifetimes" ADD COLUMN "streak" integer;--> statement-breakpoint
ALTER TABLE "lifetimes" ADD COLUMN "streak_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lifetimes" ADD COLUMN "streak_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lifetimes" ADD COLUMN "streak_known_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lifetimes" ADD COLUMN "streak_world" bigint;--> statement-breakpoint
CREATE INDEX "lifetimes_streak" ON "lifetimes" USING btree ("streak_world","streak_from") WHERE "lifetimes"."kept" is not null;--> statement-breakpoint
CREATE INDEX "lifetimes_streak_known" ON "lifetimes" USING btree ("streak_known_until") WHERE "lifetimes"."streak_known_until" is not null;
--> statement-breakpoint
-- Other days are kept: in the row that is written anyway.
CREATE FUNCTION streak_is_stale() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  new.streak_world := null;
  return new;
end $$;
--> statement-breakpoint
CREATE TRIGGER lifetimes_kept BEFORE UPDATE OF kept_from, kept ON lifetimes FOR EACH ROW
WHEN ((old.kept_from, old.kept) IS DISTINCT FROM (new.kept_from, new.kept)) EXECUTE FUNCTION streak_is_stale();
--> statement-breakpoint
-- Everybody's. These functions write as whoever migrated: a program of the version before may not know the tables' rights yet.
CREATE FUNCTION turn_streak_world() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
begin
  insert into public.streak_world as w (generation) values (1) on conflict ("only") do update set generation = w.generation + 1;
  return null;
end $$;
--> statement-breakpoint
-- One learner's, whether anything is kept of them or not: to look first, and not to see what another is about to change, would be to miss it.
CREATE FUNCTION doubt_streak() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
begin
  if old.learner_id is not null then
    insert into public.stale_streaks values (old.learner_id);
  end if;
  if new.learner_id is distinct from old.learner_id and new.learner_id is not null then
    insert into public.stale_streaks values (new.learner_id);
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE FUNCTION doubt_own_streak() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
begin
  insert into public.stale_streaks values (new.id);
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER holidays_streak AFTER INSERT OR UPDATE OF day OR DELETE OR TRUNCATE ON holidays FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
-- A gap that lasts is no row yet: it is written down once it has ended.
CREATE TRIGGER outages_streak AFTER INSERT OR UPDATE OF what, from_at, to_at OR DELETE OR TRUNCATE ON outages FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
CREATE TRIGGER cohorts_streak AFTER UPDATE OF course_id, start_day, push_time, weekdays, zone ON cohorts FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
-- Which of the lessons that somebody skipped their course has says when they finished it.
CREATE TRIGGER course_versions_streak AFTER INSERT OR UPDATE OF course_id, current OR DELETE OR TRUNCATE ON course_versions FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
CREATE TRIGGER course_lessons_streak AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON course_lessons FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
CREATE TRIGGER lesson_versions_streak AFTER UPDATE OF course_id ON lesson_versions FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
-- Row by row and not once a statement: nearly every statement about these tables changes nothing of a streak, and then costs nothing.
CREATE TRIGGER pauses_streak AFTER INSERT OR UPDATE OR DELETE ON pauses FOR EACH ROW EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER skips_streak AFTER INSERT OR UPDATE OR DELETE ON skips FOR EACH ROW EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER enrolments_streak AFTER INSERT OR DELETE ON enrolments FOR EACH ROW EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER enrolments_streak_changed AFTER UPDATE OF id, learner_id, cohort_id, joined_day, next_lesson_id, left_at ON enrolments FOR EACH ROW
WHEN ((old.id, old.learner_id, old.cohort_id, old.joined_day, old.next_lesson_id IS NULL, old.left_at)
  IS DISTINCT FROM (new.id, new.learner_id, new.cohort_id, new.joined_day, new.next_lesson_id IS NULL, new.left_at)) EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER chats_streak_begun AFTER INSERT ON chats FOR EACH ROW WHEN (new.learner_id IS NOT NULL) EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER chats_streak_gone AFTER DELETE ON chats FOR EACH ROW WHEN (old.learner_id IS NOT NULL) EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER chats_streak_changed AFTER UPDATE OF learner_id, bot ON chats FOR EACH ROW
WHEN ((old.learner_id, old.bot) IS DISTINCT FROM (new.learner_id, new.bot)) EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER attempts_streak_done AFTER INSERT ON attempts FOR EACH ROW WHEN (new.completed_day IS NOT NULL) EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER attempts_streak_gone AFTER DELETE ON attempts FOR EACH ROW WHEN (old.completed_day IS NOT NULL) EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER attempts_streak_changed AFTER UPDATE OF learner_id, lesson_version_id, completed_day ON attempts FOR EACH ROW
WHEN ((old.learner_id, old.lesson_version_id, old.completed_day) IS DISTINCT FROM (new.learner_id, new.lesson_version_id, new.completed_day)) EXECUTE FUNCTION doubt_streak();
--> statement-breakpoint
CREATE TRIGGER people_streak AFTER UPDATE OF push_time ON people FOR EACH ROW WHEN (old.push_time IS DISTINCT FROM new.push_time) EXECUTE FUNCTION doubt_own_streak();
--> statement-breakpoint
CREATE TRIGGER pauses_streak_emptied AFTER TRUNCATE ON pauses FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
CREATE TRIGGER skips_streak_emptied AFTER TRUNCATE ON skips FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
CREATE TRIGGER enrolments_streak_emptied AFTER TRUNCATE ON enrolments FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
CREATE TRIGGER chats_streak_emptied AFTER TRUNCATE ON chats FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
--> statement-breakpoint
CREATE TRIGGER attempts_streak_emptied AFTER TRUNCATE ON attempts FOR EACH STATEMENT EXECUTE FUNCTION turn_streak_world();
