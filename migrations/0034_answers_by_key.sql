-- What a lesson adds is found by key, whatever the planner thinks of a table that was empty when it was asked first: `add_done`
-- read everybody of the cohort for each lesson completed. And it is planned once in a session by each version of PostgreSQL;
-- functions in SQL are only by 18.
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
  where s.learner_id = x.learner_id and s.cohort_id = x.cohort_id and (x.done <> 0 or x.elsewhere <> 0);
end $$;
--> statement-breakpoint
-- As in 0030; an answer, which completes nothing, leaves the days learnt as they are.
CREATE OR REPLACE FUNCTION add_work(learners bigint[], cohorts bigint[], days date[], lessons int[], firsts int[], rights int[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
begin
  insert into standings (learner_id, cohort_id, completed, tries, "right", tries_by)
  select w.learner, w.cohort, sum(w.completed), sum(w.tries), sum(w.rights), by_day_of_all(w.tries_by)
  from (
    select w.learner, w.cohort, sum(w.completed) as completed, sum(w.tries) as tries, sum(w.rights) as rights,
      case when w.day is not null and (sum(w.tries) <> 0 or sum(w.rights) <> 0) then by_day(w.day, sum(w.tries) * 65536 + sum(w.rights)) end as tries_by
    from unnest(learners, cohorts, days, lessons, firsts, rights) as w(learner, cohort, day, completed, tries, rights)
    group by w.learner, w.cohort, w.day) w
  group by w.learner, w.cohort
  having sum(w.completed) <> 0 or sum(w.tries) <> 0 or sum(w.rights) <> 0 or count(w.tries_by) > 0 order by w.learner, w.cohort
  on conflict on constraint standings_pkey do update set completed = standings.completed + excluded.completed,
    tries = standings.tries + excluded.tries, "right" = standings."right" + excluded."right",
    tries_by = by_day_of_both(standings.tries_by, excluded.tries_by);
  insert into study_days (learner_id, cohort_id, day, completed, tries, "right")
  select w.learner, w.cohort, w.day, sum(w.completed), sum(w.tries), sum(w.rights)
  from unnest(learners, cohorts, days, lessons, firsts, rights) as w(learner, cohort, day, completed, tries, rights)
  where w.day is not null
  group by w.learner, w.cohort, w.day having sum(w.completed) <> 0 or sum(w.tries) <> 0 or sum(w.rights) <> 0
  order by w.learner, w.cohort, w.day
  on conflict on constraint study_days_pkey do update set completed = study_days.completed + excluded.completed,
    tries = study_days.tries + excluded.tries, "right" = study_days."right" + excluded."right";
  if 0 <> any (lessons) then
    update standings s set learnt_from = b.learnt_from, learnt = b.learnt
    from (select distinct w.learner as id from unnest(learners, lessons) as w(learner, completed) where w.completed <> 0) l
    join standings x on x.learner_id = l.id
    cross join lateral (
      select min(y.day) as learnt_from, string_agg(repeat('0', y.gap) || '1', '' order by y.day)::bit varying as learnt
      from (
        select d.day, coalesce(d.day - lag(d.day) over (order by d.day) - 1, 0) as gap
        from study_days d where d.learner_id = x.learner_id and d.cohort_id = x.cohort_id and d.completed > 0
      ) y
    ) b
    where s.learner_id = x.learner_id and s.cohort_id = x.cohort_id and (x.learnt_from, x.learnt) is distinct from (b.learnt_from, b.learnt);
  end if;
end $$;
--> statement-breakpoint
-- As in 0026.
CREATE OR REPLACE FUNCTION keep_days(learners bigint[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
begin
  update lifetimes l set kept_from = null, kept = null
  where l.learner_id = any (learners) and not exists (select 1 from streak_days s where s.learner_id = l.learner_id);
  insert into lifetimes (learner_id, kept_from, kept)
  select i.id, b.kept_from, b.kept
  from (select distinct u.id from unnest(learners) as u(id)) i
  cross join lateral (
    select min(y.day) as kept_from, string_agg(repeat('0', y.gap) || '1', '' order by y.day)::bit varying as kept
    from (
      select s.day, coalesce(s.day - lag(s.day) over (order by s.day) - 1, 0) as gap from streak_days s where s.learner_id = i.id
    ) y
  ) b
  where b.kept is not null order by i.id
  on conflict on constraint lifetimes_pkey do update set kept_from = excluded.kept_from, kept = excluded.kept;
end $$;
