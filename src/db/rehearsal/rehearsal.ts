/** A rehearsal's own database: its people join all at once, and its rows are written a piece of a day at a time. */
import { sql } from "drizzle-orm";
import type { Points } from "#domain/course.ts";
import type { DeliveryKind, Rank } from "#domain/delivery-state.ts";
import type { BotKey, ChatId, CohortId, DeliveryId, LearnerId, LessonId, LessonVersionId } from "#domain/ids.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import type { Db, Tx } from "../connect.ts";
import { mayHaveDigest } from "../delivery/entitled.ts";
import { joinedNow } from "../learning/places.ts";

/** Everybody of the cohort, in the order in which the roster brought them. */
export async function readMembers(tx: Tx, cohort: CohortId): Promise<LearnerId[]> {
  const rows = await tx.execute<{ id: LearnerId }>(sql`
    select learner_id as id from enrolments where cohort_id = ${cohort} and left_at is null order by learner_id`);
  return rows.map(({ id }) => id);
}

/** Each opens a chat with a bot of theirs, by their invite, and agrees, all at `now`. Returns the chats in the same order. */
export async function joinAll(
  tx: Tx,
  cohort: CohortId,
  people: readonly { readonly learner: LearnerId; readonly bot: BotKey }[],
  now: Date,
): Promise<ChatId[]> {
  await tx.execute(sql`update people p set agreed_at = ${now}::timestamptz, last_active_at = ${now}::timestamptz
    from enrolments e where e.learner_id = p.id and e.cohort_id = ${cohort}`);
  await tx.execute(
    sql`update enrolments e set ${joinedNow(now)} from cohorts c where c.id = e.cohort_id and c.id = ${cohort}`,
  );
  const rows = await tx.execute<{ id: ChatId }>(sql`
    with opened as (
      insert into chats (bot, address, learner_id, last_used_at)
      select r.bot, (10000000000 + r.learner)::text, r.learner, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as r(learner bigint, bot text)
      returning id, learner_id, bot),
    heard as (
      insert into silences (chat_id, last_interaction) select o.id, ${now}::timestamptz from opened o
      join lanes l on l.bot = o.bot and l.budget_vnd is not null)
    select id from opened order by learner_id`);
  return rows.map(({ id }) => id);
}

/** A lesson of a course as it is taught. */
export interface TaughtLesson {
  readonly id: LessonId;
  readonly version: LessonVersionId;
  readonly module: string;
  /** Questions it has, not all of which are asked. */
  readonly bank: number;
}

/** What of a cohort decides about its lessons, in teaching order. */
export interface TaughtCohort {
  readonly pushTime: LocalTime;
  readonly questions: number;
  readonly passMark: number;
  readonly points: Points;
  readonly lessons: readonly TaughtLesson[];
}

export async function readTaughtCohort(tx: Tx, cohort: CohortId): Promise<TaughtCohort> {
  const [head] = await tx.execute<Omit<TaughtCohort, "lessons"> & Record<string, unknown>>(sql`
    select left(c.push_time::text, 5) as "pushTime", c.questions_per_lesson as questions, v.pass_mark as "passMark", v.points
    from cohorts c join course_versions v on v.course_id = c.course_id and v.current where c.id = ${cohort}`);
  const lessons = await tx.execute<TaughtLesson & Record<string, unknown>>(sql`
    select l.lesson_id as id, w.id as version, l.module_id as module, jsonb_array_length(w.content -> 'questions') as bank
    from cohorts c join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id join lesson_versions w on w.id = l.lesson_version_id
    where c.id = ${cohort} order by l.position`);
  return { ...head!, lessons: [...lessons] };
}

/** A delivery that was planned, with what decides whether it leaves. */
export interface Planned {
  readonly id: DeliveryId;
  readonly kind: DeliveryKind;
  readonly rank: Rank;
  readonly learner: LearnerId;
  readonly day: LocalDate;
  readonly ordinal: number;
  readonly dueAt: Date;
  readonly expiresAt: Date | null;
  readonly version: LessonVersionId | null;
  readonly entitled: boolean;
}

/** What was planned since the delivery `after`, in the order in which it leaves. */
export async function readPlanned(db: Db, after: number): Promise<Planned[]> {
  const rows = await db.execute<Planned & Record<string, unknown>>(sql`
    select d.id, d.kind, d.lane as rank, d.learner_id as learner, d.study_day as day, d.ordinal, d.due_at as "dueAt", d.expires_at as "expiresAt",
      d.lesson_version_id as version, case d.kind when 'digest' then ${mayHaveDigest} else false end as entitled
    from deliveries d where d.id > ${after} and d.state = 'planned' order by d.lane, d.due_at, d.id`);
  return [...rows];
}

const growing = [
  ...["deliveries", "inbox", "attempts", "answers", "points_ledger", "streak_days", "standings", "study_days"],
  ...["earnings", "lifetimes", "charges", "silences", "enrolments", "people", "chats"],
] as const;

/** Nobody asks a rehearsal about streaks: that one may have changed is not noted. */
const forgetStreaks = sql`drop function doubt_streak, doubt_own_streak cascade`;

/**
 * Makes what grows fast to write in a database that is thrown away: it is not logged, and keys into other tables, which only a
 * fault of this program could break, are not looked up for every row. Never for a database that is to be kept.
 */
export async function makeForgetful(db: Db): Promise<void> {
  const names = sql.raw(growing.map((name) => `'${name}'::regclass`).join(", "));
  const keys = await db.execute<{ table: string; key: string }>(sql`
    select conrelid::regclass::text as table, conname as key from pg_constraint
    where contype = 'f' and (conrelid in (${names}) or confrelid in (${names}))`);
  for (const { key, table } of keys) await db.execute(sql.raw(`alter table ${table} drop constraint "${key}"`));
  // Everybody agrees at once, and is seated when they join, a moment later.
  await db.execute(sql`alter table people disable trigger people_seated`);
  for (const name of growing) await db.execute(sql.raw(`alter table ${name} set unlogged`));
  await db.execute(forgetStreaks);
}

/** What autovacuum does in its own time: a rehearsal's days are shorter than its naps. */
export async function learnSizes(db: Db): Promise<void> {
  await db.execute(sql.raw(`analyze ${growing.join(", ")}`));
}

export interface TableSize {
  readonly table: string;
  /** As counted by the last analyze. */
  readonly rows: number;
  /** Indexes included. */
  readonly bytes: number;
}

/** Every table of the program that holds something worth telling, the largest first. */
export async function readSizes(db: Db): Promise<TableSize[]> {
  const rows = await db.execute<TableSize & Record<string, unknown>>(sql`
    select c.relname as table, greatest(c.reltuples, 0)::bigint as rows, pg_total_relation_size(c.oid) as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' order by bytes desc, c.relname`);
  return [...rows];
}

/** How far the cohort is: lessons completed in each module, and who has completed them all. */
export async function readReached(
  tx: Tx,
  cohort: CohortId,
): Promise<{
  readonly finished: number;
  readonly lessons: number;
  readonly modules: readonly { module: string; lessons: number }[];
}> {
  const [sum] = await tx.execute<{ finished: number; lessons: number }>(sql`
    select count(*) filter (where e.next_lesson_id is null) as finished, coalesce(sum(s.completed), 0) as lessons
    from enrolments e left join standings s on s.learner_id = e.learner_id and s.cohort_id = e.cohort_id
    where e.cohort_id = ${cohort}`);
  const modules = await tx.execute<{ module: string; lessons: number }>(sql`
    select l.module_id as module, count(a.id) as lessons
    from cohorts c join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id
    left join attempts a on a.lesson_id = l.lesson_id and a.cohort_id = c.id and a.completed_at is not null
    where c.id = ${cohort} group by l.module_id order by min(l.position)`);
  return { finished: sum!.finished, lessons: Number(sum!.lessons), modules: [...modules] };
}
