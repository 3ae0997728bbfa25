-- How many lessons of a course somebody has done, in this cohort and in others, stands in their row: looked up for whoever learns
-- in several cohorts, it took seconds of a province in its second year. Not for the version before to run beside: it would publish
-- a course and leave the counts as they were.
DROP INDEX "standings_others";--> statement-breakpoint
DROP INDEX "standings_unit";--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "done" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "elsewhere" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "standings_several" ON "standings" USING btree ("learner_id") WHERE not "standings"."sole";--> statement-breakpoint
CREATE INDEX "standings_unit" ON "standings" USING btree ("unit_id","sole");
--> statement-breakpoint
-- What these lessons, begun in these cohorts, add to what their people have done of the courses as they are taught now.
CREATE FUNCTION add_done(learners bigint[], cohorts bigint[], lessons text[], amounts int[]) RETURNS void LANGUAGE sql AS $$
  update standings s set done = s.done + x.done, elsewhere = s.elsewhere + x.elsewhere
  from (
    select p.learner_id, p.cohort_id, sum(w.amount) as done, coalesce(sum(w.amount) filter (where w.cohort_id <> p.cohort_id), 0) as elsewhere
    from unnest(learners, cohorts, lessons, amounts) as w(learner_id, cohort_id, lesson_id, amount)
    join standings p on p.learner_id = w.learner_id join cohorts c on c.id = p.cohort_id
    join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id and l.lesson_id = w.lesson_id
    group by p.learner_id, p.cohort_id) x
  where s.learner_id = x.learner_id and s.cohort_id = x.cohort_id and (x.done <> 0 or x.elsewhere <> 0);
$$;
--> statement-breakpoint
-- The same of these people, anew. Few are looked up by key, whatever the planner thinks of a table that was filled a moment ago.
CREATE FUNCTION count_done(learners bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_custom_plan SET work_mem = '256MB' AS $$
begin
  if cardinality(learners) > 5000 then
    perform set_config('enable_seqscan', 'on', true);
  end if;
  update standings s set done = coalesce(x.done, 0), elsewhere = coalesce(x.elsewhere, 0)
  from standings y left join (
    select p.learner_id, p.cohort_id, count(*) as done, count(*) filter (where a.cohort_id <> p.cohort_id) as elsewhere
    from attempts a join standings p on p.learner_id = a.learner_id join cohorts c on c.id = p.cohort_id
    join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id and l.lesson_id = a.lesson_id
    where a.learner_id = any (learners) and a.completed_at is not null
    group by p.learner_id, p.cohort_id) x on x.learner_id = y.learner_id and x.cohort_id = y.cohort_id
  where y.learner_id = any (learners) and s.learner_id = y.learner_id and s.cohort_id = y.cohort_id
    and (s.done, s.elsewhere) is distinct from (coalesce(x.done, 0), coalesce(x.elsewhere, 0));
end $$;
--> statement-breakpoint
-- As in 0016; lessons done are added first, so that a row which begins with one is counted as it is.
CREATE OR REPLACE FUNCTION count_attempts() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    delete from standings;
    delete from study_days;
  elsif tg_op = 'INSERT' then
    perform add_done(array_agg(learner_id), array_agg(cohort_id), array_agg(lesson_id), array_agg(1))
    from new_rows where completed_at is not null having count(*) > 0;
    perform add_work(array_agg(learner_id), array_agg(cohort_id), array_agg(completed_day), array_agg(1), array_agg(0), array_agg(0))
    from new_rows where completed_at is not null having count(*) > 0;
  elsif tg_op = 'UPDATE' then
    perform add_done(array_agg(learner_id), array_agg(cohort_id), array_agg(lesson_id), array_agg(n))
    from (
      select o.learner_id, o.cohort_id, o.lesson_id, -1 as n from old_rows o join new_rows w using (id)
      where o.completed_at is not null and (o.learner_id, o.cohort_id, o.lesson_id, true) is distinct from (w.learner_id, w.cohort_id, w.lesson_id, w.completed_at is not null)
      union all
      select w.learner_id, w.cohort_id, w.lesson_id, 1 from old_rows o join new_rows w using (id)
      where w.completed_at is not null and (o.learner_id, o.cohort_id, o.lesson_id, o.completed_at is not null) is distinct from (w.learner_id, w.cohort_id, w.lesson_id, true)
    ) x having count(*) > 0;
    perform add_work(array_agg(learner_id), array_agg(cohort_id), array_agg(completed_day), array_agg(n), array_agg(0), array_agg(0))
    from (
      select o.learner_id, o.cohort_id, o.completed_day, -1 as n from old_rows o join new_rows w using (id)
      where o.completed_at is not null and (o.cohort_id, o.completed_day, true) is distinct from (w.cohort_id, w.completed_day, w.completed_at is not null)
      union all
      select w.learner_id, w.cohort_id, w.completed_day, 1 from old_rows o join new_rows w using (id)
      where w.completed_at is not null and (o.cohort_id, o.completed_day, o.completed_at is not null) is distinct from (w.cohort_id, w.completed_day, true)
    ) x having count(*) > 0;
  else
    perform add_done(array_agg(learner_id), array_agg(cohort_id), array_agg(lesson_id), array_agg(-1))
    from old_rows where completed_at is not null having count(*) > 0;
    perform add_work(array_agg(learner_id), array_agg(cohort_id), array_agg(completed_day), array_agg(-1), array_agg(0), array_agg(0))
    from old_rows where completed_at is not null having count(*) > 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
-- As in 0028; a place in a second cohort begins with what was done in the first one.
CREATE OR REPLACE FUNCTION seat_standing() RETURNS trigger LANGUAGE plpgsql AS $$
declare
  strangers bigint[];
begin
  if exists (select 1 from new_rows) then
    select array_agg(distinct n.learner_id) into strangers from new_rows n
    where not exists (select 1 from enrolments e where e.learner_id = n.learner_id and e.cohort_id = n.cohort_id);
    if strangers is not null then
      perform seat(strangers);
    end if;
    perform count_done(array_agg(distinct n.learner_id)) from new_rows n
    where exists (select 1 from attempts a where a.learner_id = n.learner_id and a.completed_at is not null offset 0) having count(*) > 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
-- As in 0030, and the lessons done.
CREATE OR REPLACE FUNCTION count_everything() RETURNS void LANGUAGE sql AS $$
  select count_all();
  select seat_all();
  select add_days_up();
  select count_done(array_agg(distinct learner_id)) from standings having count(*) > 0;
$$;
--> statement-breakpoint
-- As in 0030, but that whoever holds one post is found by it in however many cohorts.
CREATE OR REPLACE VIEW seating AS
  select x.learner_id, x.cohort_id, coalesce(e.left_at is null or x.erased, false) and e.id is not null as listed,
    x.agreed, x.erased, e.joined_day, e.next_lesson_id, l.kept_from + length(l.kept) - 1 as kept_last, x.sole, x.unit_id,
    case when x.unit_id is not null then greatest(x.since, x.until) end as held_since,
    x.unit_id is not null and x.until is null as first_post,
    case when x.unit_id is null then x.posts end as unit_ids, (
      select count(*)::int from skips k join cohorts c on c.id = x.cohort_id join course_versions v on v.course_id = c.course_id and v.current
      join course_lessons t on t.course_version_id = v.id and t.lesson_id = k.lesson_id
      where k.learner_id = x.learner_id and not exists (select 1 from attempts done
        where done.learner_id = k.learner_id and done.lesson_id = k.lesson_id and done.completed_at is not null offset 0)) as skipped
  from (
    select s.learner_id, s.cohort_id, p.agreed_at is not null as agreed, p.erased_at is not null as erased,
      not exists (select 1 from standings z where z.learner_id = s.learner_id and z.cohort_id <> s.cohort_id) as sole, o.posts, o.since,
      case when cardinality(o.posts) = 1 then o.posts[1] end as unit_id, h.until
    from standings s
    join people p on p.id = s.learner_id
    cross join lateral (
      select coalesce(array_agg(y.unit_id order by y.unit_id), '{}') as posts, min(y.since) as since from posts y where y.person_id = s.learner_id) o
    cross join lateral (select max(y.until) as until from past_posts y where y.person_id = s.learner_id) h) x
  left join lifetimes l on l.learner_id = x.learner_id
  -- Looked up by learner (`offset 0`): of a cohort that was filled a moment ago the planner would read everybody, for each.
  left join lateral (select * from enrolments y where y.learner_id = x.learner_id offset 0) e on e.cohort_id = x.cohort_id;
--> statement-breakpoint
UPDATE standings SET unit_ids = null WHERE unit_id is not null and unit_ids is not null;
--> statement-breakpoint
SELECT count_done(array_agg(distinct learner_id)) FROM standings HAVING count(*) > 0;
