import { type SQL, sql } from "drizzle-orm";

/**
 * `elsewhere (learner_id, cohort_id, completed)`: how many lessons of the course that a cohort is taught now its people
 * completed in another cohort, also one they have left. A lesson is completed once and counts where it was begun, so these are
 * not due for them here. Lessons are looked up of those alone who learnt in several cohorts whose courses share some.
 * @param seats query of (learner_id, cohort_id), of whom it is told
 */
export const elsewhere = (seats: SQL): SQL => sql`
  kin as materialized (
    select distinct v.course_id, w.course_id as other_id from course_versions v
    join course_lessons l on l.course_version_id = v.id join lesson_versions w on w.lesson_id = l.lesson_id where v.current),
  elsewhere as (
    select p.learner_id, p.cohort_id, sum(done.lessons)::bigint as completed
    from standings o join cohorts k on k.id = o.cohort_id
    join (${seats}) p on p.learner_id = o.learner_id and p.cohort_id <> o.cohort_id
    join cohorts c on c.id = p.cohort_id
    join course_versions v on v.course_id = c.course_id and v.current
    cross join lateral (
      select count(*) as lessons from attempts a join course_lessons l on l.course_version_id = v.id and l.lesson_id = a.lesson_id
      where a.learner_id = o.learner_id and a.cohort_id = o.cohort_id and a.completed_at is not null) done
    where not o.sole and o.completed > 0 and (c.course_id, k.course_id) in (select n.course_id, n.other_id from kin n)
    group by p.learner_id, p.cohort_id)`;
