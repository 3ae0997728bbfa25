-- Counting everything anew (0018) had every index switched off, so that the check of each foreign key read the whole table of
-- people; and wrote rows in no order, so that each one's place in an index was looked for on disk.
CREATE OR REPLACE FUNCTION count_all() RETURNS void LANGUAGE sql
SET random_page_cost = 20 SET work_mem = '256MB' AS $$
  delete from standings;
  delete from study_days;
  delete from earnings;
  delete from lifetimes;
  insert into study_days (learner_id, cohort_id, day, completed, tries, "right")
  select x.learner_id, x.cohort_id, x.day, sum(x.completed), sum(x.tries), sum(x.rights) from (
    select learner_id, cohort_id, completed_day as day, 1 as completed, 0 as tries, 0 as rights from attempts
    where completed_at is not null and completed_day is not null
    union all
    select a.learner_id, a.cohort_id, (r.answered_at at time zone c.zone)::date, 0, 1, r."right"::int
    from answers r join attempts a on a.id = r.attempt_id join cohorts c on c.id = a.cohort_id where not r.comeback
  ) x group by x.learner_id, x.cohort_id, x.day order by 1, 2, 3;
  insert into standings (learner_id, cohort_id, completed, tries, "right", learnt_from, learnt)
  select s.learner_id, s.cohort_id, s.completed, s.tries, s.rights, b.learnt_from, b.learnt
  from (
    select x.learner_id, x.cohort_id, sum(x.completed) as completed, sum(x.tries) as tries, sum(x.rights) as rights from (
      select learner_id, cohort_id, 1 as completed, 0 as tries, 0 as rights from attempts where completed_at is not null
      union all
      select learner_id, cohort_id, 0, tries, "right" from study_days
    ) x group by x.learner_id, x.cohort_id
  ) s left join learnt_bits(null) b on b.learner_id = s.learner_id and b.cohort_id = s.cohort_id order by 1, 2;
  insert into earnings (learner_id, day, points)
  select learner_id, earned_on, sum(points) from points_ledger group by learner_id, earned_on order by 1, 2;
  insert into lifetimes (learner_id, points, kept_from, kept)
  select coalesce(e.learner_id, k.learner_id), coalesce(e.points, 0), k.kept_from, k.kept
  from (select learner_id, sum(points) as points from earnings group by learner_id) e
  full join kept_bits(null) k on k.learner_id = e.learner_id order by 1;
$$;
