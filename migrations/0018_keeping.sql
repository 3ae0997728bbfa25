-- A person's points in all, and days as bits, beside the counters of 0016 and kept in the same way: the days kept, and those
-- on which a lesson was completed.
-- The part from `first` to `last` of the bits of days that begin with `begins`; as many bits as there are days.
CREATE FUNCTION days_between(begins date, days bit varying, first date, last date) RETURNS bit varying LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select substring(repeat('0', greatest(begins - first, 0))::bit varying || substring(days from greatest(first - begins, 0) + 1)
    || repeat('0', last - first + 1)::bit varying from 1 for greatest(last - first + 1, 0))
$$;
--> statement-breakpoint
-- The days on which learners completed lessons, in each cohort. Of all learners: null.
CREATE FUNCTION learnt_bits(learners bigint[]) RETURNS TABLE (learner_id bigint, cohort_id bigint, learnt_from date, learnt bit varying)
LANGUAGE sql STABLE AS $$
  select x.learner_id, x.cohort_id, min(x.day), string_agg(repeat('0', x.gap) || '1', '' order by x.day)::bit varying
  from (
    select s.learner_id, s.cohort_id, s.day,
      coalesce(s.day - lag(s.day) over (partition by s.learner_id, s.cohort_id order by s.day) - 1, 0) as gap
    from study_days s where s.completed > 0 and (learners is null or s.learner_id = any (learners))
  ) x group by x.learner_id, x.cohort_id;
$$;
--> statement-breakpoint
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
  with learning as (
    select array_agg(distinct w.learner) as ids from unnest(learners, lessons) as w(learner, completed) where w.completed <> 0)
  update standings s set learnt_from = b.learnt_from, learnt = b.learnt
  from learning l, standings x left join learnt_bits((select ids from learning)) b on b.learner_id = x.learner_id and b.cohort_id = x.cohort_id
  where x.learner_id = any (l.ids) and s.learner_id = x.learner_id and s.cohort_id = x.cohort_id
    and (x.learnt_from, x.learnt) is distinct from (b.learnt_from, b.learnt);
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_points() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    delete from earnings;
    update lifetimes set points = 0;
    return null;
  end if;
  if tg_op <> 'DELETE' then
    insert into earnings (learner_id, day, points)
    select learner_id, earned_on, sum(points) from new_rows group by learner_id, earned_on order by learner_id, earned_on
    on conflict on constraint earnings_pkey do update set points = earnings.points + excluded.points;
    insert into lifetimes (learner_id, points)
    select learner_id, sum(points) from new_rows group by learner_id order by learner_id
    on conflict on constraint lifetimes_pkey do update set points = lifetimes.points + excluded.points;
  end if;
  if tg_op <> 'INSERT' then
    update earnings e set points = e.points - x.points
    from (select learner_id, earned_on, sum(points) as points from old_rows group by learner_id, earned_on) x
    where e.learner_id = x.learner_id and e.day = x.earned_on;
    update lifetimes l set points = l.points - x.points
    from (select learner_id, sum(points) as points from old_rows group by learner_id) x where l.learner_id = x.learner_id;
  end if;
  return null;
end $$;
--> statement-breakpoint
-- The days that learners kept, from the first to the last, a bit each. Of all learners: null.
CREATE FUNCTION kept_bits(learners bigint[]) RETURNS TABLE (learner_id bigint, kept_from date, kept bit varying) LANGUAGE sql STABLE AS $$
  select x.learner_id, min(x.day), string_agg(repeat('0', x.gap) || '1', '' order by x.day)::bit varying
  from (
    select s.learner_id, s.day, coalesce(s.day - lag(s.day) over (partition by s.learner_id order by s.day) - 1, 0) as gap
    from streak_days s where learners is null or s.learner_id = any (learners)
  ) x group by x.learner_id order by x.learner_id;
$$;
--> statement-breakpoint
CREATE FUNCTION keep_days(learners bigint[]) RETURNS void LANGUAGE sql AS $$
  update lifetimes l set kept_from = null, kept = null
  where l.learner_id = any (learners) and not exists (select 1 from streak_days s where s.learner_id = l.learner_id);
  insert into lifetimes (learner_id, kept_from, kept) select * from kept_bits(learners)
  on conflict on constraint lifetimes_pkey do update set kept_from = excluded.kept_from, kept = excluded.kept;
$$;
--> statement-breakpoint
CREATE FUNCTION count_kept() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    update lifetimes set kept_from = null, kept = null;
  elsif tg_op = 'INSERT' then
    perform keep_days(array_agg(distinct learner_id)) from new_rows having count(*) > 0;
  elsif tg_op = 'UPDATE' then
    perform keep_days(array_agg(distinct learner_id)) from (select learner_id from old_rows union select learner_id from new_rows) x having count(*) > 0;
  else
    perform keep_days(array_agg(distinct learner_id)) from old_rows having count(*) > 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER streak_days_inserted AFTER INSERT ON streak_days REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_kept();
--> statement-breakpoint
CREATE TRIGGER streak_days_updated AFTER UPDATE ON streak_days REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_kept();
--> statement-breakpoint
CREATE TRIGGER streak_days_deleted AFTER DELETE ON streak_days REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_kept();
--> statement-breakpoint
CREATE TRIGGER streak_days_truncated AFTER TRUNCATE ON streak_days FOR EACH STATEMENT EXECUTE FUNCTION count_kept();
--> statement-breakpoint
-- Everything is read, so nothing is read by an index: in its order a page is fetched once for each of its rows.
CREATE OR REPLACE FUNCTION count_all() RETURNS void LANGUAGE sql
SET enable_indexscan = off SET enable_indexonlyscan = off SET enable_bitmapscan = off SET work_mem = '256MB' AS $$
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
  ) x group by x.learner_id, x.cohort_id, x.day;
  insert into standings (learner_id, cohort_id, completed, tries, "right", learnt_from, learnt)
  select s.learner_id, s.cohort_id, s.completed, s.tries, s.rights, b.learnt_from, b.learnt
  from (
    select x.learner_id, x.cohort_id, sum(x.completed) as completed, sum(x.tries) as tries, sum(x.rights) as rights from (
      select learner_id, cohort_id, 1 as completed, 0 as tries, 0 as rights from attempts where completed_at is not null
      union all
      select learner_id, cohort_id, 0, tries, "right" from study_days
    ) x group by x.learner_id, x.cohort_id
  ) s left join learnt_bits(null) b on b.learner_id = s.learner_id and b.cohort_id = s.cohort_id;
  insert into earnings (learner_id, day, points)
  select learner_id, earned_on, sum(points) from points_ledger group by learner_id, earned_on;
  insert into lifetimes (learner_id, points, kept_from, kept)
  select coalesce(e.learner_id, k.learner_id), coalesce(e.points, 0), k.kept_from, k.kept
  from (select learner_id, sum(points) as points from earnings group by learner_id) e
  full join kept_bits(null) k on k.learner_id = e.learner_id;
$$;
--> statement-breakpoint
SELECT count_all();
