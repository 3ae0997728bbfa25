import { type SQL, sql } from "drizzle-orm";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { awayUntil } from "../learning/places.ts";
import { unfinished } from "../learning/unfinished.ts";
import { writePosts } from "./posts.ts";

/** True for the first row `r` of someone without a place in the cohort. */
const placeless = (cohort: CohortId): SQL => sql`r."row" = r.head and not exists (
  select 1 from enrolments e where e.learner_id = r.person_id and e.cohort_id = ${cohort})`;

/** How many staged people have no place in the cohort yet: each needs an invite code. */
export async function countWithoutPlace(tx: Tx, cohort: CohortId): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`select count(*) from roster r where ${placeless(cohort)}`);
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

/** What writing a roster did, in people. */
export interface Written {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Everyone who was created or updated. */
  readonly touched: readonly LearnerId[];
}

/**
 * Writes the staged roster: people, posts, places in the cohort, and in the audit who got another role or unit.
 * A null in a staged row leaves what is known. Writing the same roster again changes nothing.
 * @param codes one invite code for each of those without a place
 * @param rejoin brings back those who left the cohort by themselves, too
 */
export async function writeRoster(
  tx: Tx,
  cohort: CohortId,
  codes: readonly string[],
  rejoin: boolean,
  now: Date,
): Promise<Written> {
  await nameFresh(tx, cohort, codes);
  const people = await writePeople(tx, now);
  const posts = await writePosts(tx, now);
  const places = await writePlaces(tx, cohort);
  const back = await bringBack(tx, cohort, rejoin, now);
  await learnSizes(tx, "posts, past_posts, enrolments");
  const [counts] = await tx.execute<{ total: number; created: number }>(sql`
    select count(*) as total, count(*) filter (where fresh) as created from roster where "row" = head`);
  const touched = [...new Set([...people, ...posts, ...places, ...back].map((row) => row.id))];
  const { total, created } = counts!;
  return { created, updated: touched.length - created, unchanged: total - touched.length, touched };
}

/** Fewer rows than this are found in any way at once. */
const many = 1_000;

/**
 * Looks at tables anew after much was written: what was planned while one was nearly empty, each foreign key's check too,
 * would else go on reading the whole of it for every row.
 */
async function learnSizes(tx: Tx, tables: "people, units" | "posts, past_posts, enrolments"): Promise<void> {
  const [row] = await tx.execute<{ fresh: number }>(sql`select count(*) as fresh from roster where fresh`);
  if (row!.fresh >= many) await tx.execute(sql`analyze ${sql.raw(tables)}`);
}

/** Gives everyone new their number, and everyone without a place a code. */
async function nameFresh(tx: Tx, cohort: CohortId, codes: readonly string[]): Promise<void> {
  await tx.execute(sql`
    with placeless as (
      select r.head, r.person_id, row_number() over (order by r."row") as n from roster r where ${placeless(cohort)}
    ), codes as (
      select value as code, ordinality as n
      from jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb) with ordinality
    ), given as materialized (
      select p.head, c.code, coalesce(p.person_id, nextval(pg_get_serial_sequence('people', 'id'))) as id
      from placeless p join codes c using (n)
    )
    update roster r set invite_code = case when r."row" = r.head then g.code end, fresh = r.person_id is null,
      person_id = g.id
    from given g where g.head = r.head`);
  await tx.execute(sql`create index on roster (person_id, unit_id)`);
  await tx.execute(sql`analyze roster`);
}

/** Ids of those known before whose name, e-mail, phone or code is another now. */
async function writePeople(tx: Tx, now: Date): Promise<readonly { id: LearnerId }[]> {
  await tx.execute(sql`
    insert into people (id, full_name, name_key, email, phone, code, created_at) overriding system value
    select person_id, full_name, name_key, email, phone, code, ${now}::timestamptz
    from roster where fresh and "row" = head order by "row"`);
  await learnSizes(tx, "people, units");
  return await tx.execute<{ id: LearnerId }>(sql`
    update people p set full_name = r.full_name, name_key = r.name_key, email = coalesce(r.email, p.email),
      phone = coalesce(r.phone, p.phone), code = coalesce(r.code, p.code)
    from roster r where r.person_id = p.id and r."row" = r.head and not r.fresh and (p.full_name, p.name_key, p.email, p.phone, p.code)
      is distinct from (r.full_name, r.name_key, coalesce(r.email, p.email), coalesce(r.phone, p.phone), coalesce(r.code, p.code))
    returning p.id`);
}

/** The first lesson of the cohort's course that is `open`. */
const nextLesson = (cohort: CohortId, open: SQL): SQL => sql`(
  select l.lesson_id from cohorts c join course_versions v on v.course_id = c.course_id and v.current
  join course_lessons l on l.course_version_id = v.id where c.id = ${cohort} and ${open} order by l.position limit 1)`;

const nextOf = (cohort: CohortId, person: SQL): SQL => nextLesson(cohort, unfinished(person, sql`l.lesson_id`));

async function writePlaces(tx: Tx, cohort: CohortId): Promise<readonly { id: LearnerId }[]> {
  return await tx.execute<{ id: LearnerId }>(sql`
    insert into enrolments (learner_id, cohort_id, invite_code, next_lesson_id)
    select r.person_id, ${cohort}::bigint, r.invite_code,
      case when r.fresh then ${nextLesson(cohort, sql`true`)} else ${nextOf(cohort, sql`r.person_id`)} end
    from roster r where r.invite_code is not null order by r."row" returning learner_id as id`);
}

/**
 * Whom a roster took out of the cohort, and this one names again. They go on where they were: since the day they joined first, with
 * what they learnt and kept; the days in between are no days of theirs, and cost no streak. What is due is the cohort's, as
 * for whoever joins late.
 */
async function bringBack(tx: Tx, cohort: CohortId, rejoin: boolean, now: Date): Promise<readonly { id: LearnerId }[]> {
  return await tx.execute<{ id: LearnerId }>(sql`
    update enrolments e set left_at = null, taken_out = false, away = ${awayUntil(now)},
      next_lesson_id = ${nextOf(cohort, sql`e.learner_id`)}
    from cohorts c, roster r where r.person_id = e.learner_id and r."row" = r.head and not r.fresh and e.cohort_id = ${cohort} and c.id = e.cohort_id
      and e.left_at is not null and (e.taken_out or ${rejoin}::boolean) returning e.learner_id as id`);
}

/** Rows of people who left the cohort by themselves, so that this roster leaves them out of it. */
export async function leftByThemselves(tx: Tx, cohort: CohortId): Promise<number[]> {
  const rows = await tx.execute<{ row: number }>(sql`
    select r."row" from roster r join enrolments e on e.learner_id = r.person_id and e.cohort_id = ${cohort}
    where r."row" = r.head and e.left_at is not null and not e.taken_out order by 1`);
  return rows.map(({ row }) => row);
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
