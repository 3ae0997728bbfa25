-- What a lesson adds is found by key, whatever the planner thinks of a table that was empty when it was asked first: it read
-- everybody of the cohort for each lesson completed. And it is planned once in a session by each version of PostgreSQL; functions
-- in SQL are only by 18. (`+ 0`: a standing is looked up by its learner, not by the cohort.)
CREATE OR REPLACE FUNCTION add_done(learners bigint[], cohorts bigint[], lessons text[], amounts int[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
begin
  update standings s set done = s.done + x.done, elsewhere = s.elsewhere + x.elsewhere
  from (
    select p.learner_id, p.cohort_id, sum(w.amount) as done, coalesce(sum(w.amount) filter (where w.cohort_id <> p.cohort_id), 0) as elsewhere
    from unnest(learners, cohorts, lessons, amounts) as w(learner_id, cohort_id, lesson_id, amount)
    cross join lateral (select y.learner_id, y.cohort_id from standings y where y.learner_id = w.learner_id offset 0) p
    where exists (
      select 1 from cohorts c join course_versions v on v.course_id = c.course_id and v.current
      join course_lessons l on l.course_version_id = v.id and l.lesson_id = w.lesson_id
      where c.id = p.cohort_id offset 0)
    group by p.learner_id, p.cohort_id) x
  where s.learner_id = x.learner_id and s.cohort_id + 0 = x.cohort_id and (x.done <> 0 or x.elsewhere <> 0);
end $$;
