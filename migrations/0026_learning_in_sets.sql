-- Whose days are kept as bits anew is looked up person by person: asked as a list that might be null, for everybody, the days of
-- all people were read for each lesson completed, a minute where there are eleven million.
CREATE OR REPLACE FUNCTION add_work(learners bigint[], cohorts bigint[], days date[], lessons int[], firsts int[], rights int[]) RETURNS void
LANGUAGE sql AS $$
  insert into standings (learner_id, cohort_id, completed, tries, "right")
  select w.learner, w.cohort, sum(w.completed), sum(w.tries), sum(w.rights)
  from unnest(learners, cohorts, lessons, firsts, rights) as w(learner, cohort, completed, tries, rights)
  group by w.learner, w.cohort having sum(w.completed) <> 0 or sum(w.tries) <> 0 or sum(w.rights) <> 0 order by w.learner, w.cohort
  on conflict on constraint standings_pkey do update set completed = standings.completed + excluded.completed,
    tries = standings.tries + excluded.tries, "right" = standings."right" + excluded."right";
  insert into study_days (learner_id, cohort_id, day, completed, tries, "right")
  select w.learner, w.cohort, w.day, sum(w.completed), sum(w.tries), sum(w.rights)
  from unnest(learners, cohorts, days, lessons, firsts, rights) as w(learner, cohort, day, completed, tries, rights)
  where w.day is not null
  group by w.learner, w.cohort, w.day having sum(w.completed) <> 0 or sum(w.tries) <> 0 or sum(w.rights) <> 0
  order by w.learner, w.cohort, w.day
  on conflict on constraint study_days_pkey do update set completed = study_days.completed + excluded.completed,
    tries = study_days.tries + excluded.tries, "right" = study_days."right" + excluded."right";
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
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION keep_days(learners bigint[]) RETURNS void LANGUAGE sql AS $$
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
$$;
