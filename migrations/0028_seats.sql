-- only adds
-- A standing says, too, where its learner sits, so that a figure of a province reads one row of each person.
ALTER TABLE "standings" ADD COLUMN "listed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "agreed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "erased" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "joined_day" date;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "next_lesson_id" text;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "kept_last" date;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "sole" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "unit_id" bigint;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "held_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "first_post" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "unit_ids" bigint[];--> statement-breakpoint
CREATE INDEX "standings_cohort" ON "standings" USING btree ("cohort_id");--> statement-breakpoint
CREATE INDEX "standings_unit" ON "standings" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "standings_others" ON "standings" USING btree ("learner_id") WHERE "standings"."unit_id" is null or not "standings"."sole";--> statement-breakpoint
ALTER TABLE standings SET (fillfactor = 80);
--> statement-breakpoint
-- Where learners sit, as the roster has it: the columns of a standing that no work changes.
CREATE VIEW seating AS
  select x.learner_id, x.cohort_id, coalesce(e.left_at is null or x.erased, false) and e.id is not null as listed,
    x.agreed, x.erased, e.joined_day, e.next_lesson_id, l.kept_from + length(l.kept) - 1 as kept_last, x.sole, x.unit_id,
    case when x.unit_id is not null then greatest(x.since, x.until) end as held_since,
    x.unit_id is not null and x.until is null as first_post,
    case when not x.sole or x.unit_id is null then x.posts end as unit_ids
  from (
    select s.learner_id, s.cohort_id, p.agreed_at is not null as agreed, p.erased_at is not null as erased,
      count(*) over (partition by s.learner_id) = 1 as sole, o.posts, o.since,
      case when cardinality(o.posts) = 1 then o.posts[1] end as unit_id, h.until
    from standings s
    join people p on p.id = s.learner_id
    cross join lateral (
      select coalesce(array_agg(y.unit_id order by y.unit_id), '{}') as posts, min(y.since) as since from posts y where y.person_id = s.learner_id) o
    cross join lateral (select max(y.until) as until from past_posts y where y.person_id = s.learner_id) h) x
  left join lifetimes l on l.learner_id = x.learner_id
  left join enrolments e on e.learner_id = x.learner_id and e.cohort_id = x.cohort_id;
--> statement-breakpoint
CREATE FUNCTION seat(learners bigint[]) RETURNS void LANGUAGE sql AS $$
  insert into standings (learner_id, cohort_id)
  select e.learner_id, e.cohort_id from enrolments e where e.learner_id = any (learners) order by 1, 2
  on conflict on constraint standings_pkey do nothing;
  delete from standings s where s.learner_id = any (learners) and s.completed = 0 and s.tries = 0
    and not exists (select 1 from enrolments e where e.learner_id = s.learner_id and e.cohort_id = s.cohort_id);
  update standings s set listed = x.listed, agreed = x.agreed, erased = x.erased, joined_day = x.joined_day,
    next_lesson_id = x.next_lesson_id, kept_last = x.kept_last, sole = x.sole, unit_id = x.unit_id, held_since = x.held_since, first_post = x.first_post, unit_ids = x.unit_ids
  from seating x
  where x.learner_id = any (learners) and s.learner_id = x.learner_id and s.cohort_id = x.cohort_id
    and (s.listed, s.agreed, s.erased, s.joined_day, s.next_lesson_id, s.kept_last, s.sole, s.unit_id, s.held_since, s.first_post, s.unit_ids)
      is distinct from (x.listed, x.agreed, x.erased, x.joined_day, x.next_lesson_id, x.kept_last, x.sole, x.unit_id, x.held_since, x.first_post, x.unit_ids);
$$;
--> statement-breakpoint
-- A lesson completed changes what comes next and nothing else; anything else is worked out anew.
CREATE FUNCTION seat_enrolled() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'INSERT' then
    perform seat(array_agg(distinct learner_id)) from new_rows having count(*) > 0;
  elsif tg_op = 'DELETE' then
    perform seat(array_agg(distinct learner_id)) from old_rows having count(*) > 0;
  else
    update standings s set next_lesson_id = n.next_lesson_id
    from new_rows n join old_rows o using (id)
    where s.learner_id = n.learner_id and s.cohort_id = n.cohort_id and n.next_lesson_id is distinct from o.next_lesson_id;
    perform seat(array_agg(distinct x.learner_id)) from (
      select n.learner_id from new_rows n join old_rows o using (id)
      where (n.learner_id, n.cohort_id, n.joined_day, n.left_at) is distinct from (o.learner_id, o.cohort_id, o.joined_day, o.left_at)
      union all
      select o.learner_id from new_rows n join old_rows o using (id) where n.learner_id <> o.learner_id) x having count(*) > 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE FUNCTION seat_posted() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'INSERT' then
    perform seat(array_agg(distinct person_id)) from new_rows having count(*) > 0;
  elsif tg_op = 'DELETE' then
    perform seat(array_agg(distinct person_id)) from old_rows having count(*) > 0;
  else
    perform seat(array_agg(distinct person_id)) from (select person_id from old_rows union select person_id from new_rows) x having count(*) > 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE FUNCTION seat_person() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  perform seat(array[new.id]);
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER enrolments_inserted AFTER INSERT ON enrolments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_enrolled();
--> statement-breakpoint
CREATE TRIGGER enrolments_updated AFTER UPDATE ON enrolments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_enrolled();
--> statement-breakpoint
CREATE TRIGGER enrolments_deleted AFTER DELETE ON enrolments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_enrolled();
--> statement-breakpoint
CREATE TRIGGER posts_inserted AFTER INSERT ON posts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_posted();
--> statement-breakpoint
CREATE TRIGGER posts_updated AFTER UPDATE ON posts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_posted();
--> statement-breakpoint
CREATE TRIGGER posts_deleted AFTER DELETE ON posts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_posted();
--> statement-breakpoint
CREATE TRIGGER past_posts_inserted AFTER INSERT ON past_posts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_posted();
--> statement-breakpoint
CREATE TRIGGER past_posts_updated AFTER UPDATE ON past_posts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_posted();
--> statement-breakpoint
CREATE TRIGGER past_posts_deleted AFTER DELETE ON past_posts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_posted();
--> statement-breakpoint
CREATE TRIGGER people_seated AFTER UPDATE OF agreed_at, erased_at ON people FOR EACH ROW
WHEN ((old.agreed_at is null) <> (new.agreed_at is null) or (old.erased_at is null) <> (new.erased_at is null)) EXECUTE FUNCTION seat_person();
--> statement-breakpoint
-- A person whose first work in a cohort begins a row (whatever the roster says of it) sits there from then on.
CREATE FUNCTION seat_standing() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  perform seat(array_agg(distinct n.learner_id)) from new_rows n
  where not exists (select 1 from enrolments e where e.learner_id = n.learner_id and e.cohort_id = n.cohort_id) having count(*) > 0;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER standings_inserted AFTER INSERT ON standings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_standing();
--> statement-breakpoint
-- Without any lessons people sit where they sat.
CREATE OR REPLACE FUNCTION count_attempts() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    update standings set completed = 0, tries = 0, "right" = 0, learnt_from = null, learnt = null;
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
  update standings s set kept_last = l.kept_from + length(l.kept) - 1 from lifetimes l
  where l.learner_id = any (learners) and s.learner_id = l.learner_id and s.kept_last is distinct from l.kept_from + length(l.kept) - 1;
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_kept() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    update lifetimes set kept_from = null, kept = null;
    update standings set kept_last = null;
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
  insert into standings (learner_id, cohort_id)
  select e.learner_id, e.cohort_id from enrolments e order by 1, 2 on conflict on constraint standings_pkey do nothing;
  update standings s set listed = x.listed, agreed = x.agreed, erased = x.erased, joined_day = x.joined_day,
    next_lesson_id = x.next_lesson_id, kept_last = x.kept_last, sole = x.sole, unit_id = x.unit_id, held_since = x.held_since, first_post = x.first_post, unit_ids = x.unit_ids
  from seating x where s.learner_id = x.learner_id and s.cohort_id = x.cohort_id;
$$;
--> statement-breakpoint
-- For those who are on the roster now.
DO $$ begin
  insert into standings (learner_id, cohort_id)
  select e.learner_id, e.cohort_id from enrolments e order by 1, 2 on conflict on constraint standings_pkey do nothing;
  update standings s set listed = x.listed, agreed = x.agreed, erased = x.erased, joined_day = x.joined_day,
    next_lesson_id = x.next_lesson_id, kept_last = x.kept_last, sole = x.sole, unit_id = x.unit_id, held_since = x.held_since, first_post = x.first_post, unit_ids = x.unit_ids
  from seating x where s.learner_id = x.learner_id and s.cohort_id = x.cohort_id;
end $$;
