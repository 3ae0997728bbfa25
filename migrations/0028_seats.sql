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
-- People are looked up by key, whatever the planner thinks of a table that was filled a moment ago; planned once a session.
CREATE FUNCTION seat(learners bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
begin
  insert into standings (learner_id, cohort_id)
  select e.learner_id, e.cohort_id from unnest(learners) l(id) join enrolments e on e.learner_id = l.id order by 1, 2
  on conflict on constraint standings_pkey do nothing;
  update standings s set listed = x.listed, agreed = x.agreed, erased = x.erased, joined_day = x.joined_day,
    next_lesson_id = x.next_lesson_id, kept_last = x.kept_last, sole = x.sole, unit_id = x.unit_id, held_since = x.held_since, first_post = x.first_post, unit_ids = x.unit_ids
  from unnest(learners) l(id) join seating x on x.learner_id = l.id
  where s.learner_id = x.learner_id and s.cohort_id = x.cohort_id
    and (s.listed, s.agreed, s.erased, s.joined_day, s.next_lesson_id, s.kept_last, s.sole, s.unit_id, s.held_since, s.first_post, s.unit_ids)
      is distinct from (x.listed, x.agreed, x.erased, x.joined_day, x.next_lesson_id, x.kept_last, x.sole, x.unit_id, x.held_since, x.first_post, x.unit_ids);
end $$;
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
declare
  strangers bigint[];
begin
  if exists (select 1 from new_rows) then
    select array_agg(distinct n.learner_id) into strangers from new_rows n
    where not exists (select 1 from enrolments e where e.learner_id = n.learner_id and e.cohort_id = n.cohort_id);
    if strangers is not null then
      perform seat(strangers);
    end if;
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER standings_inserted AFTER INSERT ON standings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION seat_standing();
--> statement-breakpoint
-- Everybody, for whom the roster was emptied, counted anew in bulk, or is there now.
CREATE FUNCTION seat_all() RETURNS void LANGUAGE sql AS $$
  insert into standings (learner_id, cohort_id)
  select e.learner_id, e.cohort_id from enrolments e order by 1, 2 on conflict on constraint standings_pkey do nothing;
  update standings s set listed = x.listed, agreed = x.agreed, erased = x.erased, joined_day = x.joined_day,
    next_lesson_id = x.next_lesson_id, kept_last = x.kept_last, sole = x.sole, unit_id = x.unit_id, held_since = x.held_since, first_post = x.first_post, unit_ids = x.unit_ids
  from seating x where s.learner_id = x.learner_id and s.cohort_id = x.cohort_id;
$$;
--> statement-breakpoint
CREATE FUNCTION seat_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  perform seat_all();
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER enrolments_emptied AFTER TRUNCATE ON enrolments FOR EACH STATEMENT EXECUTE FUNCTION seat_emptied();
--> statement-breakpoint
CREATE TRIGGER posts_emptied AFTER TRUNCATE ON posts FOR EACH STATEMENT EXECUTE FUNCTION seat_emptied();
--> statement-breakpoint
CREATE TRIGGER past_posts_emptied AFTER TRUNCATE ON past_posts FOR EACH STATEMENT EXECUTE FUNCTION seat_emptied();
--> statement-breakpoint
-- Standings go with the lessons (0016); whoever is on the roster sits there still.
CREATE TRIGGER attempts_truncated_seats AFTER TRUNCATE ON attempts FOR EACH STATEMENT EXECUTE FUNCTION seat_emptied();
--> statement-breakpoint
-- The last day kept, of whoever kept another or none any more.
CREATE FUNCTION seat_kept() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  update standings s set kept_last = new.kept_from + length(new.kept) - 1
  where s.learner_id = new.learner_id and s.kept_last is distinct from new.kept_from + length(new.kept) - 1;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER lifetimes_seated AFTER INSERT OR UPDATE OF kept_from, kept ON lifetimes FOR EACH ROW EXECUTE FUNCTION seat_kept();
--> statement-breakpoint
-- Counts everything anew and seats everybody: for whoever wrote in bulk past the triggers.
CREATE FUNCTION count_everything() RETURNS void LANGUAGE sql AS $$
  select count_all();
  select seat_all();
$$;
--> statement-breakpoint
SELECT seat_all();
