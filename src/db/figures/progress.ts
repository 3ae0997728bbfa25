/**
 * How many lessons of the course that a standing `p` is taught now its learner has completed, in whatever cohort: `done`.
 * Who has completed as many lessons in all as stand before their next one, but for those they skipped, has completed just
 * those; for the others lessons are looked up.
 */
import { sql } from "drizzle-orm";
import { completed } from "../learning/unfinished.ts";

/** Table of the query: the courses as they are taught now, each with a step after its last lesson. */
export const progressTables = sql`
  steps as materialized (
    select c.id as cohort_id, v.id as version, l.lesson_id, l.position from cohorts c
    join course_versions v on v.course_id = c.course_id and v.current join course_lessons l on l.course_version_id = v.id
    union all
    select c.id, v.id, '', (select count(*) from course_lessons l where l.course_version_id = v.id) + 1 from cohorts c
    join course_versions v on v.course_id = c.course_id and v.current)`;

export const progressJoins = sql`
  left join steps n on n.cohort_id = p.cohort_id and n.lesson_id = coalesce(p.next_lesson_id, '')`;

const completedInAll = sql`case when p.sole then p.completed
  else (select sum(t.completed) from standings t where t.learner_id = p.learner_id) end`;

/** As many lessons as stand before the next one, where they completed all of those and skipped none; else null. */
export const upto = sql`(case when (p.next_lesson_id is null or n.position - 1 = ${completedInAll})
  and p.learner_id not in (select k.learner_id from skips k) then n.position - 1 end)`;

const skippedBefore = sql`(select count(*) from skips k join course_lessons l on l.course_version_id = n.version and l.lesson_id = k.lesson_id
  where k.learner_id = p.learner_id and l.position < n.position and not ${completed(sql`k.learner_id`, sql`k.lesson_id`)})`;

export const done = sql`case
  when n.position - 1 - p.skipped = ${completedInAll} then n.position - 1 - p.skipped
  when p.skipped > 0 and n.position - 1 - ${skippedBefore} = ${completedInAll} then ${completedInAll}
  else (
    select count(*) from attempts a join course_lessons l on l.lesson_id = a.lesson_id
    join course_versions v on v.id = l.course_version_id and v.current join cohorts c on c.course_id = v.course_id
    where c.id = p.cohort_id and a.learner_id = p.learner_id and a.completed_at is not null) end`;
