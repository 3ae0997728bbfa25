import { sql } from "drizzle-orm";

/**
 * How many lessons of the course that each of `seats` is taught now the person has completed, in whatever cohort: `done` of
 * `progress (id, learner_id, cohort_id, upto, done)`. Who skipped nothing and has completed as many lessons in all as stand
 * before their next one has completed just those (`upto` so many); for the others (`upto` null) lessons are looked up.
 */
export const progress = sql`
  totals as (
    select t.learner_id, sum(t.completed) as completed from standings t
    where t.learner_id in (select s.learner_id from seats s) group by t.learner_id),
  skippers as (select distinct s.learner_id from skips s where s.learner_id in (select x.learner_id from seats x)),
  steps as (
    select c.id as cohort_id, v.id as version, l.lesson_id, l.position
    from cohorts c join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id where c.id in (select s.cohort_id from seats s)),
  courses as (select cohort_id, version, count(*) as lessons from steps group by cohort_id, version),
  orders as (
    select p.id, p.learner_id, p.cohort_id, c.version, case when k.learner_id is not null then null
      when p.next_lesson_id is null then c.lessons
      when n.position - 1 = coalesce(t.completed, 0) then n.position - 1 end as upto
    from seats p join courses c on c.cohort_id = p.cohort_id
    left join steps n on n.cohort_id = p.cohort_id and n.lesson_id = p.next_lesson_id
    left join totals t on t.learner_id = p.learner_id left join skippers k on k.learner_id = p.learner_id),
  progress as (
    select o.id, o.learner_id, o.cohort_id, o.upto, coalesce(o.upto, (
      select count(*) from attempts a join course_lessons l on l.course_version_id = o.version and l.lesson_id = a.lesson_id
      where a.learner_id = o.learner_id and a.completed_at is not null)) as done
    from orders o)`;
