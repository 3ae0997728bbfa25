-- Whom a deed is about is found by key, whatever the planner thinks of tables that were nearly empty when it was asked first: to
-- seat one person read everybody's lifetime, row of `people` and standing. As in 0033, but for that.
CREATE OR REPLACE VIEW seating AS
  select x.learner_id, x.cohort_id, coalesce(e.left_at is null or x.erased, false) and e.id is not null as listed,
    x.agreed, x.erased, e.joined_day, e.next_lesson_id, l.kept_from + length(l.kept) - 1 as kept_last, x.sole, x.unit_id,
    case when x.unit_id is not null then greatest(x.since, x.until) end as held_since,
    x.unit_id is not null and x.until is null as first_post,
    case when x.unit_id is null then x.posts end as unit_ids, (
      select count(*)::int from skips k join cohorts c on c.id = x.cohort_id join course_versions v on v.course_id = c.course_id and v.current
      join course_lessons t on t.course_version_id = v.id and t.lesson_id = k.lesson_id
      where k.learner_id = x.learner_id and not exists (select 1 from attempts done
        where done.learner_id = k.learner_id and done.lesson_id = k.lesson_id and done.completed_at is not null offset 0)) as skipped
  from (
    select s.learner_id, s.cohort_id, p.agreed_at is not null as agreed, p.erased_at is not null as erased,
      not exists (select 1 from standings z where z.learner_id = s.learner_id and z.cohort_id <> s.cohort_id offset 0) as sole, o.posts, o.since,
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
-- As in 0030; a standing is looked up by its learner, and not (`+ 0`) by the cohort. Many are joined as ever.
CREATE OR REPLACE FUNCTION seat(learners bigint[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
begin
  if cardinality(learners) > 1000 then
    perform set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true);
  end if;
  insert into standings (learner_id, cohort_id)
  select e.learner_id, e.cohort_id from unnest(learners) l(id) join enrolments e on e.learner_id = l.id order by 1, 2
  on conflict on constraint standings_pkey do nothing;
  update standings s set listed = x.listed, agreed = x.agreed, erased = x.erased, joined_day = x.joined_day,
    next_lesson_id = x.next_lesson_id, kept_last = x.kept_last, sole = x.sole, unit_id = x.unit_id, held_since = x.held_since, first_post = x.first_post, unit_ids = x.unit_ids, skipped = x.skipped
  from unnest(learners) l(id) join seating x on x.learner_id = l.id
  where s.learner_id = x.learner_id and s.cohort_id + 0 = x.cohort_id
    and (s.listed, s.agreed, s.erased, s.joined_day, s.next_lesson_id, s.kept_last, s.sole, s.unit_id, s.held_since, s.first_post, s.unit_ids, s.skipped)
      is distinct from (x.listed, x.agreed, x.erased, x.joined_day, x.next_lesson_id, x.kept_last, x.sole, x.unit_id, x.held_since, x.first_post, x.unit_ids, x.skipped);
end $$;
--> statement-breakpoint
-- As in 0030; an answer, which completes nothing, leaves the days learnt as they are, and those are looked up by their learner
-- (`offset 0`), not by the cohort.
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
        from (select * from study_days z where z.learner_id = x.learner_id offset 0) d
        where d.cohort_id = x.cohort_id and d.completed > 0
      ) y
    ) b
    where s.learner_id = x.learner_id and s.cohort_id + 0 = x.cohort_id and (x.learnt_from, x.learnt) is distinct from (b.learnt_from, b.learnt);
  end if;
end $$;
--> statement-breakpoint
-- As in 0026; the days kept are looked up by their learner.
CREATE OR REPLACE FUNCTION keep_days(learners bigint[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
begin
  update lifetimes l set kept_from = null, kept = null
  where l.learner_id = any (learners) and not exists (select 1 from streak_days s where s.learner_id = l.learner_id offset 0);
  insert into lifetimes (learner_id, kept_from, kept)
  select i.id, b.kept_from, b.kept
  from (select distinct u.id from unnest(learners) as u(id)) i
  cross join lateral (
    select min(y.day) as kept_from, string_agg(repeat('0', y.gap) || '1', '' order by y.day)::bit varying as kept
    from (
      select s.day, coalesce(s.day - lag(s.day) over (order by s.day) - 1, 0) as gap from (
        select * from streak_days d where d.learner_id = i.id offset 0) s
    ) y
  ) b
  where b.kept is not null order by i.id
  on conflict on constraint lifetimes_pkey do update set kept_from = excluded.kept_from, kept = excluded.kept;
end $$;
--> statement-breakpoint
-- As in 0016; each answer's attempt is looked up by its key: one answer read the attempts of everybody.
CREATE OR REPLACE FUNCTION count_answers() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'TRUNCATE' then
    update standings set tries = 0, "right" = 0;
    update study_days set tries = 0, "right" = 0;
  elsif tg_op = 'INSERT' then
    perform add_work(array_agg(a.learner_id), array_agg(a.cohort_id), array_agg((x.answered_at at time zone c.zone)::date),
      array_agg(0), array_agg(1), array_agg(x."right"::int))
    from new_rows x cross join lateral (select * from attempts y where y.id = x.attempt_id offset 0) a join cohorts c on c.id = a.cohort_id where not x.comeback having count(*) > 0;
  elsif tg_op = 'UPDATE' then
    perform add_work(array_agg(a.learner_id), array_agg(a.cohort_id), array_agg((x.answered_at at time zone c.zone)::date),
      array_agg(0), array_agg(x.n), array_agg(x.n * x."right"::int))
    from (
      select o.attempt_id, o.answered_at, o."right", -1 as n from old_rows o join new_rows w using (id)
      where not o.comeback and (o.answered_at, o."right", o.comeback) is distinct from (w.answered_at, w."right", w.comeback)
      union all
      select w.attempt_id, w.answered_at, w."right", 1 from old_rows o join new_rows w using (id)
      where not w.comeback and (o.answered_at, o."right", o.comeback) is distinct from (w.answered_at, w."right", w.comeback)
    ) x cross join lateral (select * from attempts y where y.id = x.attempt_id offset 0) a join cohorts c on c.id = a.cohort_id having count(*) > 0;
  else
    perform add_work(array_agg(a.learner_id), array_agg(a.cohort_id), array_agg((x.answered_at at time zone c.zone)::date),
      array_agg(0), array_agg(-1), array_agg(-(x."right"::int)))
    from old_rows x cross join lateral (select * from attempts y where y.id = x.attempt_id offset 0) a join cohorts c on c.id = a.cohort_id where not x.comeback having count(*) > 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
-- As in 0028; somebody's standing is looked up by them, and not (`+ 0`) by their cohort.
CREATE OR REPLACE FUNCTION seat_enrolled() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'INSERT' then
    perform seat(array_agg(distinct learner_id)) from new_rows having count(*) > 0;
  elsif tg_op = 'DELETE' then
    perform seat(array_agg(distinct learner_id)) from old_rows having count(*) > 0;
  else
    update standings s set next_lesson_id = n.next_lesson_id
    from new_rows n join old_rows o using (id)
    where s.learner_id = n.learner_id and s.cohort_id + 0 = n.cohort_id and n.next_lesson_id is distinct from o.next_lesson_id;
    perform seat(array_agg(distinct x.learner_id)) from (
      select n.learner_id from new_rows n join old_rows o using (id)
      where (n.learner_id, n.cohort_id, n.joined_day, n.left_at) is distinct from (o.learner_id, o.cohort_id, o.joined_day, o.left_at)
      union all
      select o.learner_id from new_rows n join old_rows o using (id) where n.learner_id <> o.learner_id) x having count(*) > 0;
  end if;
  return null;
end $$;
