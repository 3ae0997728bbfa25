-- The counters are kept by triggers, so that no writer can forget them: what a statement changes is added up once, in its
-- own transaction. A null day (a lesson completed on none) counts in the standing alone.
CREATE FUNCTION add_work(learners bigint[], cohorts bigint[], days date[], lessons int[], firsts int[], rights int[]) RETURNS void
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
$$;
--> statement-breakpoint
CREATE FUNCTION count_attempts() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    delete from standings;
    delete from study_days;
  elsif tg_op = 'INSERT' then
    perform add_work(array_agg(learner_id), array_agg(cohort_id), array_agg(completed_day), array_agg(1), array_agg(0), array_agg(0))
    from new_rows where completed_at is not null having count(*) > 0;
  elsif tg_op = 'UPDATE' then
    perform add_work(array_agg(learner_id), array_agg(cohort_id), array_agg(completed_day), array_agg(n), array_agg(0), array_agg(0))
    from (
      select o.learner_id, o.cohort_id, o.completed_day, -1 as n from old_rows o join new_rows w using (id)
      where o.completed_at is not null and (o.cohort_id, o.completed_day, true) is distinct from (w.cohort_id, w.completed_day, w.completed_at is not null)
      union all
      select w.learner_id, w.cohort_id, w.completed_day, 1 from old_rows o join new_rows w using (id)
      where w.completed_at is not null and (o.cohort_id, o.completed_day, o.completed_at is not null) is distinct from (w.cohort_id, w.completed_day, true)
    ) x having count(*) > 0;
  else
    perform add_work(array_agg(learner_id), array_agg(cohort_id), array_agg(completed_day), array_agg(-1), array_agg(0), array_agg(0))
    from old_rows where completed_at is not null having count(*) > 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE FUNCTION count_answers() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    update standings set tries = 0, "right" = 0;
    update study_days set tries = 0, "right" = 0;
  elsif tg_op = 'INSERT' then
    perform add_work(array_agg(a.learner_id), array_agg(a.cohort_id), array_agg((x.answered_at at time zone c.zone)::date),
      array_agg(0), array_agg(1), array_agg(x."right"::int))
    from new_rows x join attempts a on a.id = x.attempt_id join cohorts c on c.id = a.cohort_id where not x.comeback having count(*) > 0;
  elsif tg_op = 'UPDATE' then
    perform add_work(array_agg(a.learner_id), array_agg(a.cohort_id), array_agg((x.answered_at at time zone c.zone)::date),
      array_agg(0), array_agg(x.n), array_agg(x.n * x."right"::int))
    from (
      select o.attempt_id, o.answered_at, o."right", -1 as n from old_rows o join new_rows w using (id)
      where not o.comeback and (o.answered_at, o."right", o.comeback) is distinct from (w.answered_at, w."right", w.comeback)
      union all
      select w.attempt_id, w.answered_at, w."right", 1 from old_rows o join new_rows w using (id)
      where not w.comeback and (o.answered_at, o."right", o.comeback) is distinct from (w.answered_at, w."right", w.comeback)
    ) x join attempts a on a.id = x.attempt_id join cohorts c on c.id = a.cohort_id having count(*) > 0;
  else
    perform add_work(array_agg(a.learner_id), array_agg(a.cohort_id), array_agg((x.answered_at at time zone c.zone)::date),
      array_agg(0), array_agg(-1), array_agg(-(x."right"::int)))
    from old_rows x join attempts a on a.id = x.attempt_id join cohorts c on c.id = a.cohort_id where not x.comeback having count(*) > 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE FUNCTION count_points() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    delete from earnings;
    return null;
  end if;
  if tg_op <> 'DELETE' then
    insert into earnings (learner_id, day, points)
    select learner_id, earned_on, sum(points) from new_rows group by learner_id, earned_on order by learner_id, earned_on
    on conflict on constraint earnings_pkey do update set points = earnings.points + excluded.points;
  end if;
  if tg_op <> 'INSERT' then
    update earnings e set points = e.points - x.points
    from (select learner_id, earned_on, sum(points) as points from old_rows group by learner_id, earned_on) x
    where e.learner_id = x.learner_id and e.day = x.earned_on;
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER attempts_inserted AFTER INSERT ON attempts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_attempts();
--> statement-breakpoint
CREATE TRIGGER attempts_updated AFTER UPDATE ON attempts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_attempts();
--> statement-breakpoint
CREATE TRIGGER attempts_deleted AFTER DELETE ON attempts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_attempts();
--> statement-breakpoint
CREATE TRIGGER attempts_truncated AFTER TRUNCATE ON attempts FOR EACH STATEMENT EXECUTE FUNCTION count_attempts();
--> statement-breakpoint
CREATE TRIGGER answers_inserted AFTER INSERT ON answers REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_answers();
--> statement-breakpoint
CREATE TRIGGER answers_updated AFTER UPDATE ON answers REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_answers();
--> statement-breakpoint
CREATE TRIGGER answers_deleted AFTER DELETE ON answers REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_answers();
--> statement-breakpoint
CREATE TRIGGER answers_truncated AFTER TRUNCATE ON answers FOR EACH STATEMENT EXECUTE FUNCTION count_answers();
--> statement-breakpoint
CREATE TRIGGER points_inserted AFTER INSERT ON points_ledger REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_points();
--> statement-breakpoint
CREATE TRIGGER points_updated AFTER UPDATE ON points_ledger REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_points();
--> statement-breakpoint
CREATE TRIGGER points_deleted AFTER DELETE ON points_ledger REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_points();
--> statement-breakpoint
CREATE TRIGGER points_truncated AFTER TRUNCATE ON points_ledger FOR EACH STATEMENT EXECUTE FUNCTION count_points();
--> statement-breakpoint
-- Counts everything anew: once now for what there is, and whenever rows were written in bulk past the triggers.
CREATE FUNCTION count_all() RETURNS void LANGUAGE sql AS $$
  delete from standings;
  delete from study_days;
  delete from earnings;
  insert into study_days (learner_id, cohort_id, day, completed, tries, "right")
  select x.learner_id, x.cohort_id, x.day, sum(x.completed), sum(x.tries), sum(x.rights) from (
    select learner_id, cohort_id, completed_day as day, 1 as completed, 0 as tries, 0 as rights from attempts
    where completed_at is not null and completed_day is not null
    union all
    select a.learner_id, a.cohort_id, (r.answered_at at time zone c.zone)::date, 0, 1, r."right"::int
    from answers r join attempts a on a.id = r.attempt_id join cohorts c on c.id = a.cohort_id where not r.comeback
  ) x group by x.learner_id, x.cohort_id, x.day;
  insert into standings (learner_id, cohort_id, completed, tries, "right")
  select x.learner_id, x.cohort_id, sum(x.completed), sum(x.tries), sum(x.rights) from (
    select learner_id, cohort_id, 1 as completed, 0 as tries, 0 as rights from attempts where completed_at is not null
    union all
    select learner_id, cohort_id, 0, tries, "right" from study_days
  ) x group by x.learner_id, x.cohort_id;
  insert into earnings (learner_id, day, points)
  select learner_id, earned_on, sum(points) from points_ledger group by learner_id, earned_on;
$$;
--> statement-breakpoint
SELECT count_all();
