-- A span of days asked of everybody reads a row of each person, and not a row of each of their days: beside what somebody has
-- in all stands what they had by the end of each of the last forty days with any of it.
ALTER TABLE "lifetimes" ADD COLUMN "points_by" integer[];--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "tries_by" integer[];--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "skipped" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "standings_units" ON "standings" USING gin ("unit_ids") WHERE "standings"."unit_ids" is not null;--> statement-breakpoint
CREATE INDEX "standings_held" ON "standings" USING btree ("held_since");
--> statement-breakpoint
-- What comes of one day alone. Subscripts are numbers of days, the last one's the greatest.
CREATE FUNCTION by_day(day date, amount bigint) RETURNS int[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select array_fill(0, array[39], array[day - date '2000-01-01' - 39]) || amount::int
$$;
--> statement-breakpoint
-- The same up to the day of this number, which is none before its last.
CREATE FUNCTION by_day_until(had int[], until int) RETURNS int[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
declare
  last int := array_upper(had, 1);
  had_until int[];
begin
  if until = last then
    return had;
  elsif until >= last + 40 then
    return array_fill(had[last], array[40], array[until - 39]);
  end if;
  had_until[until - 39:until] := had[until - 39:last] || array_fill(had[last], array[until - last]);
  return had_until;
end $$;
--> statement-breakpoint
-- What comes of both together: added up day by day. Either may be null.
CREATE FUNCTION by_day_of_both(had int[], more int[]) RETURNS int[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
declare
  last int := greatest(array_upper(had, 1), array_upper(more, 1));
begin
  if had is null or more is null then
    return coalesce(had, more);
  end if;
  had := by_day_until(had, last);
  more := by_day_until(more, last);
  -- Nearly always it is one day's, the last.
  if more[last - 39:last - 1] = array_fill(0, array[39]) then
    had[last] := had[last] + more[last];
  else
    for day in last - 39..last loop
      had[day] := had[day] + more[day];
    end loop;
  end if;
  return had;
end $$;
--> statement-breakpoint
CREATE AGGREGATE by_day_of_all(int[]) (SFUNC = by_day_of_both, STYPE = int[], PARALLEL = SAFE);
--> statement-breakpoint
-- As in 0026, and the tries by day.
CREATE OR REPLACE FUNCTION add_work(learners bigint[], cohorts bigint[], days date[], lessons int[], firsts int[], rights int[]) RETURNS void
LANGUAGE sql AS $$
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
-- As in 0018, and the points by day.
CREATE OR REPLACE FUNCTION count_points() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    delete from earnings;
    update lifetimes set points = 0, points_by = null;
    return null;
  end if;
  if tg_op <> 'DELETE' then
    insert into earnings (learner_id, day, points)
    select learner_id, earned_on, sum(points) from new_rows group by learner_id, earned_on order by learner_id, earned_on
    on conflict on constraint earnings_pkey do update set points = earnings.points + excluded.points;
    insert into lifetimes (learner_id, points, points_by)
    select x.learner_id, sum(x.points), by_day_of_all(by_day(x.earned_on, x.points))
    from (select learner_id, earned_on, sum(points) as points from new_rows group by learner_id, earned_on) x
    group by x.learner_id order by x.learner_id
    on conflict on constraint lifetimes_pkey do update set points = lifetimes.points + excluded.points,
      points_by = by_day_of_both(lifetimes.points_by, excluded.points_by);
  end if;
  if tg_op <> 'INSERT' then
    update earnings e set points = e.points - x.points
    from (select learner_id, earned_on, sum(points) as points from old_rows group by learner_id, earned_on) x
    where e.learner_id = x.learner_id and e.day = x.earned_on;
    update lifetimes l set points = l.points - y.points, points_by = by_day_of_both(l.points_by, y.points_by)
    from (
      select x.learner_id, sum(x.points) as points, by_day_of_all(by_day(x.earned_on, -x.points)) as points_by
      from (select learner_id, earned_on, sum(points) as points from old_rows group by learner_id, earned_on) x
      group by x.learner_id) y
    where l.learner_id = y.learner_id;
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE FUNCTION no_tries_by() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  update standings set tries_by = null where tries_by is not null;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER answers_truncated_days AFTER TRUNCATE ON answers FOR EACH STATEMENT EXECUTE FUNCTION no_tries_by();
--> statement-breakpoint
-- Everybody's, anew. What lies before the last forty days is one sum.
CREATE FUNCTION add_days_up() RETURNS void LANGUAGE sql SET work_mem = '256MB' AS $$
  update standings s set tries_by = b.tries_by
  from (
    select y.learner_id, y.cohort_id, by_day_of_all(by_day(y.day, y.tries) order by y.day) as tries_by
    from (
      select d.learner_id, d.cohort_id, greatest(d.day, x.last - 39) as day, sum(d.tries * 65536 + d."right") as tries
      from study_days d join (
        select learner_id, cohort_id, max(day) as last from study_days where tries > 0 group by learner_id, cohort_id) x using (learner_id, cohort_id)
      where d.tries > 0 group by d.learner_id, d.cohort_id, greatest(d.day, x.last - 39)) y
    group by y.learner_id, y.cohort_id) b
  where s.learner_id = b.learner_id and s.cohort_id = b.cohort_id;
  update lifetimes l set points_by = b.points_by
  from (
    select y.learner_id, by_day_of_all(by_day(y.day, y.points) order by y.day) as points_by
    from (
      select d.learner_id, greatest(d.day, x.last - 39) as day, sum(d.points) as points
      from earnings d join (select learner_id, max(day) as last from earnings group by learner_id) x using (learner_id)
      group by d.learner_id, greatest(d.day, x.last - 39)) y
    group by y.learner_id) b
  where l.learner_id = b.learner_id;
$$;
--> statement-breakpoint
-- As in 0028, and the days.
CREATE OR REPLACE FUNCTION count_everything() RETURNS void LANGUAGE sql AS $$
  select count_all();
  select seat_all();
  select add_days_up();
$$;
--> statement-breakpoint
-- As in 0028, and how many lessons were skipped: looked up for everybody, they cost a question more than all else.
CREATE OR REPLACE VIEW seating AS
  select x.learner_id, x.cohort_id, coalesce(e.left_at is null or x.erased, false) and e.id is not null as listed,
    x.agreed, x.erased, e.joined_day, e.next_lesson_id, l.kept_from + length(l.kept) - 1 as kept_last, x.sole, x.unit_id,
    case when x.unit_id is not null then greatest(x.since, x.until) end as held_since,
    x.unit_id is not null and x.until is null as first_post,
    case when not x.sole or x.unit_id is null then x.posts end as unit_ids, (
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
CREATE OR REPLACE FUNCTION seat(learners bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
begin
  insert into standings (learner_id, cohort_id)
  select e.learner_id, e.cohort_id from unnest(learners) l(id) join enrolments e on e.learner_id = l.id order by 1, 2
  on conflict on constraint standings_pkey do nothing;
  update standings s set listed = x.listed, agreed = x.agreed, erased = x.erased, joined_day = x.joined_day,
    next_lesson_id = x.next_lesson_id, kept_last = x.kept_last, sole = x.sole, unit_id = x.unit_id, held_since = x.held_since, first_post = x.first_post, unit_ids = x.unit_ids, skipped = x.skipped
  from unnest(learners) l(id) join seating x on x.learner_id = l.id
  where s.learner_id = x.learner_id and s.cohort_id = x.cohort_id
    and (s.listed, s.agreed, s.erased, s.joined_day, s.next_lesson_id, s.kept_last, s.sole, s.unit_id, s.held_since, s.first_post, s.unit_ids, s.skipped)
      is distinct from (x.listed, x.agreed, x.erased, x.joined_day, x.next_lesson_id, x.kept_last, x.sole, x.unit_id, x.held_since, x.first_post, x.unit_ids, x.skipped);
end $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION seat_all() RETURNS void LANGUAGE sql AS $$
  insert into standings (learner_id, cohort_id)
  select e.learner_id, e.cohort_id from enrolments e order by 1, 2 on conflict on constraint standings_pkey do nothing;
  update standings s set listed = x.listed, agreed = x.agreed, erased = x.erased, joined_day = x.joined_day,
    next_lesson_id = x.next_lesson_id, kept_last = x.kept_last, sole = x.sole, unit_id = x.unit_id, held_since = x.held_since, first_post = x.first_post, unit_ids = x.unit_ids, skipped = x.skipped
  from seating x where s.learner_id = x.learner_id and s.cohort_id = x.cohort_id;
$$;
--> statement-breakpoint
CREATE FUNCTION seat_skipped() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'INSERT' then
    perform seat(array_agg(distinct learner_id)) from new_rows having count(*) > 0;
  else
    perform seat(array_agg(distinct learner_id)) from old_rows having count(*) > 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER skips_inserted AFTER INSERT ON skips REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_skipped();
--> statement-breakpoint
CREATE TRIGGER skips_deleted AFTER DELETE ON skips REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_skipped();
--> statement-breakpoint
CREATE TRIGGER skips_emptied AFTER TRUNCATE ON skips FOR EACH STATEMENT EXECUTE FUNCTION seat_emptied();
--> statement-breakpoint
-- A lesson that was skipped and is completed after all is skipped no more, and again where that is taken back.
CREATE FUNCTION seat_completed() RETURNS trigger LANGUAGE plpgsql AS $$
declare
  row attempts := case when tg_op = 'DELETE' then old else new end;
begin
  if exists (select 1 from skips k where k.learner_id = row.learner_id and k.lesson_id = row.lesson_id) then
    perform seat(array[row.learner_id]);
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER attempts_inserted_skips AFTER INSERT ON attempts FOR EACH ROW WHEN (new.completed_at is not null) EXECUTE FUNCTION seat_completed();
--> statement-breakpoint
CREATE TRIGGER attempts_updated_skips AFTER UPDATE OF completed_at ON attempts FOR EACH ROW
WHEN ((old.completed_at is null) <> (new.completed_at is null)) EXECUTE FUNCTION seat_completed();
--> statement-breakpoint
CREATE TRIGGER attempts_deleted_skips AFTER DELETE ON attempts FOR EACH ROW WHEN (old.completed_at is not null) EXECUTE FUNCTION seat_completed();
--> statement-breakpoint
SELECT add_days_up();
--> statement-breakpoint
SELECT seat(array_agg(distinct learner_id)) FROM skips HAVING count(*) > 0;
