import { type SQL, sql } from "drizzle-orm";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { Tx } from "./connect.ts";
import { unfinished } from "./unfinished.ts";

/** How many staged people have no place in the cohort yet: each needs an invite code. */
export async function countWithoutPlace(tx: Tx, cohort: CohortId): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*) from roster r
    where not exists (select 1 from enrolments e where e.learner_id = r.person_id and e.cohort_id = ${cohort})`);
  return row!.count;
}

/** Which of these codes already open something, spent ones included. */
export async function takenCodes(tx: Tx, codes: readonly string[]): Promise<Set<string>> {
  const rows = await tx.execute<{ code: string }>(sql`
    with asked as (select value as code from jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))
    select code from asked where exists (select 1 from enrolments e where e.invite_code = code)
      or exists (select 1 from cohorts c where c.join_code = code)
      or exists (select 1 from link_codes l where l.code = asked.code)`);
  return new Set(rows.map((row) => row.code));
}

/**
 * Writes the staged roster: people, posts, places in the cohort, and in the audit who got another role or unit.
 * A null in a staged row leaves what is known. Writing the same roster again changes nothing.
 * @param codes one invite code for each of those without a place
 */
export async function writeRoster(
  tx: Tx,
  cohort: CohortId,
  codes: readonly string[],
  now: Date,
): Promise<{ created: number; updated: number; unchanged: number }> {
  await tx.execute(sql`
    with placeless as (
      select r."row", row_number() over (order by r."row") as n from roster r
      where not exists (select 1 from enrolments e where e.learner_id = r.person_id and e.cohort_id = ${cohort})
    ), codes as (
      select value as code, ordinality as n
      from jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb) with ordinality
    )
    update roster r set invite_code = c.code, fresh = r.person_id is null,
      person_id = coalesce(r.person_id, nextval(pg_get_serial_sequence('people', 'id')))
    from placeless p join codes c using (n) where p."row" = r."row"`);
  await tx.execute(sql`analyze roster`);
  await tx.execute(sql`
    insert into people (id, full_name, name_key, email, phone, code, created_at) overriding system value
    select person_id, full_name, name_key, email, phone, code, ${now}::timestamptz from roster where fresh order by "row"`);
  const people = await tx.execute<{ id: LearnerId }>(sql`
    update people p set full_name = r.full_name, name_key = r.name_key, email = coalesce(r.email, p.email),
      phone = coalesce(r.phone, p.phone), code = coalesce(r.code, p.code)
    from roster r where r.person_id = p.id and not r.fresh and (p.full_name, p.name_key, p.email, p.phone, p.code)
      is distinct from (r.full_name, r.name_key, coalesce(r.email, p.email), coalesce(r.phone, p.phone), coalesce(r.code, p.code))
    returning p.id`);
  const posts = await writePosts(tx, now);
  const nextLesson = (open: SQL) => sql`
    select l.lesson_id from cohorts c join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id where c.id = ${cohort} and ${open} order by l.position limit 1`;
  const places = await tx.execute<{ id: LearnerId }>(sql`
    insert into enrolments (learner_id, cohort_id, invite_code, next_lesson_id)
    select r.person_id, ${cohort}::bigint, r.invite_code,
      case when r.fresh then (${nextLesson(sql`true`)}) else (${nextLesson(unfinished(sql`r.person_id`, sql`l.lesson_id`))}) end
    from roster r where r.invite_code is not null order by r."row" returning learner_id as id`);
  const [counts] = await tx.execute<{ total: number; created: number }>(sql`
    select count(*) as total, count(*) filter (where fresh) as created from roster`);
  const touched = new Set([...people, ...posts, ...places].map((row) => row.id)).size;
  const { total, created } = counts!;
  return { created, updated: touched - created, unchanged: total - touched };
}

/**
 * Makes the posts of everyone in the roster those that it names: a post in another unit ends now. Where the roster says
 * nothing of role or title, a post keeps its own, and one that takes the place of another that one's. Ids of those who got, lost or changed a
 * post. The main one stays where its post stays, else it is the first row's.
 */
async function writePosts(tx: Tx, now: Date): Promise<readonly { id: LearnerId }[]> {
  await tx.execute(sql`
    with before as (
      select r."row", r.person_id, coalesce(same.role, moved.role) as role, coalesce(same.title, moved.title) as title
      from roster r left join posts same on same.person_id = r.person_id and same.unit_id = r.unit_id
      left join posts moved on moved.person_id = r.person_id and moved.main
        and not exists (select 1 from roster s where s.person_id = r.person_id and s.unit_id = moved.unit_id)
    ), roles as (
      insert into audit (at, actor, deed, subject, detail)
      select ${now}::timestamptz, 'operator', 'role', 'learner:' || r.person_id,
        jsonb_build_object('from', b.role, 'to', coalesce(r.role, 'learner'), 'unit', r.unit_id)
      from roster r join before b using ("row") where coalesce(r.role, b.role, 'learner') <> coalesce(b.role, 'learner')
    )
    update roster r set role = coalesce(r.role, b.role, 'learner'), title = coalesce(r.title, b.title)
    from before b where b."row" = r."row"`);
  const ended = await tx.execute<{ id: LearnerId }>(sql`
    with ended as (
      delete from posts o where o.person_id in (select person_id from roster)
        and not exists (select 1 from roster r where r.person_id = o.person_id and r.unit_id = o.unit_id) returning o.*
    ), past as (
      insert into past_posts (person_id, unit_id, since, until)
      select person_id, unit_id, since, ${now}::timestamptz from ended where since < ${now}::timestamptz
    ), written as (
      insert into audit (at, actor, deed, subject, detail)
      select ${now}::timestamptz, 'operator', 'unit', 'learner:' || e.person_id,
        jsonb_build_object('from', e.unit_id, 'to', (select min(r.unit_id) from roster r where r.person_id = e.person_id))
      from ended e)
    select person_id as id from ended`);
  const written = await tx.execute<{ id: LearnerId }>(sql`
    insert into posts (person_id, unit_id, role, title, main, since)
    select r.person_id, r.unit_id, r.role, r.title, row_number() over (partition by r.person_id order by r."row") = 1
      and not exists (select 1 from posts o where o.person_id = r.person_id and o.main), ${now}::timestamptz
    from roster r where not exists (select 1 from posts o where (o.person_id, o.unit_id, o.role) = (r.person_id, r.unit_id, r.role)
      and o.title is not distinct from r.title)
    on conflict (person_id, unit_id) do update set role = excluded.role, title = excluded.title
    returning person_id as id`);
  return [...ended, ...written];
}

/** One person's way in, not yet used. */
export interface InviteRow {
  readonly learnerId: LearnerId;
  readonly fullName: string;
  /** The unit's path. */
  readonly unit: string;
  readonly role: "learner" | "supervisor";
  readonly code: string;
}

/** Everyone of the cohort whose invite code is still good. */
export async function listInvites(tx: Tx, cohort: CohortId): Promise<InviteRow[]> {
  return await tx.execute<InviteRow & Record<string, unknown>>(sql`
    select p.id as "learnerId", p.full_name as "fullName", u.path as unit, o.role, e.invite_code as code
    from enrolments e join people p on p.id = e.learner_id and p.erased_at is null
    join posts o on o.person_id = p.id and o.main join units u on u.id = o.unit_id
    where e.cohort_id = ${cohort} and e.left_at is null and e.invite_spent_at is null and e.invite_code is not null
    order by e.id`);
}
