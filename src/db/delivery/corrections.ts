/**
 * Who is still to be told that a lesson they were shown was wrong.
 *
 * A correction makes a version wrong by what it holds, not by when it was shown: right is what the first version that
 * carries the correction holds, and what was published after it in the same course; wrong is everything else. So
 * whoever is shown the old version in the very moment in which the new one is published is told like all others. A
 * lesson that was shown is an attempt, which keeps the version shown first: attempts say who had it.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Lesson } from "#domain/course.ts";
import { rankOf } from "#domain/delivery-state.ts";
import type { CorrectionId } from "#domain/ids.ts";
import type { LocalDate, Zone } from "#domain/time.ts";
import type { Db, Tx } from "../connect.ts";
import { isFree, withWindow } from "./windows.ts";

/** So many days after it was published a correction is still news. */
const freshDays = 30;

/** Between which instants something may leave in a zone, and what day that is there. */
export interface ZoneWindow {
  readonly zone: Zone;
  readonly day: LocalDate;
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

/** What names the correction of a lesson written as jsonb; null where it has none. */
export const correctionHash = (lesson: SQL): SQL =>
  sql`encode(sha256(convert_to((${lesson} -> 'correction')::text, 'UTF8')), 'hex')`;

/** Writes down the corrections among the lessons that are not known yet. */
export async function insertCorrections(tx: Db, lessons: readonly Lesson[], now: Date): Promise<void> {
  const corrected = lessons.filter(({ correction }) => correction !== undefined);
  if (corrected.length === 0) return;
  await tx.execute(sql`
    insert into corrections (lesson_id, hash, text, published_at)
    select l ->> 'id', ${correctionHash(sql`l`)}, l -> 'correction' ->> 'text', ${now}::timestamptz
    from jsonb_array_elements(${JSON.stringify(corrected)}::jsonb) l order by 1 on conflict do nothing`);
}

/** Whether any correction is so young that somebody may still have to be told. */
export async function hasFreshCorrections(tx: Db, now: Date): Promise<boolean> {
  const rows = await tx.execute(
    sql`select 1 from corrections where published_at > ${now}::timestamptz - ${age} limit 1`,
  );
  return rows.length > 0;
}

const age = sql.raw(`interval '${freshDays} days'`);

/** The fresh corrections, and the contents that are right by them. One that was taken back is not fresh any more. */
const freshNow = (now: Date): SQL => sql`
  published as (
    select id, lesson_id, published_at + ${age} as until from corrections where published_at > ${now}::timestamptz - ${age}),
  carried as (
    select f.id as correction_id, f.lesson_id, v.course_id, min(v.id) as first from published f
    join lesson_versions v on v.correction_id = f.id group by f.id, f.lesson_id, v.course_id),
  sound as (
    select distinct r.correction_id, v.hash from carried r
    join lesson_versions v on v.course_id = r.course_id and v.lesson_id = r.lesson_id and v.id >= r.first),
  fresh as (
    select * from published f where not exists (
      select 1 from carried r join course_versions v on v.course_id = r.course_id and v.current
      join course_lessons l on l.course_version_id = v.id and l.lesson_id = r.lesson_id
      join lesson_versions w on w.id = l.lesson_version_id
      where r.correction_id = f.id
        and not exists (select 1 from sound s where s.correction_id = f.id and s.hash = w.hash)))`;

/**
 * Everybody who was shown a version that is wrong by a correction of `fresh` and was not told yet: where they can be
 * told, `chat_id` null where nowhere, and whether it has to wait: they pause, or the lesson itself is still on its way.
 * The erased and those who have left every cohort are not among them. Once all are told, as for most of the month, no more
 * than that is looked up, person by person (`lateral … limit 1`): just after ten thousand rows were written the planner still
 * believes that there are none, and left to itself compares each with each.
 */
const owed = (windows: readonly ZoneWindow[]): SQL => sql`
  windows as (select * from jsonb_to_recordset(${JSON.stringify(windows)}::jsonb)
    as t(zone text, day date, "dueAt" timestamptz, "expiresAt" timestamptz)),
  untold as materialized (
    select f.id as correction_id, f.until, a.id, a.learner_id, a.lesson_version_id, a.cohort_id from fresh f
    join lesson_versions w on w.lesson_id = f.lesson_id
      and not exists (select 1 from sound s where s.correction_id = f.id and s.hash = w.hash)
    join attempts a on a.lesson_version_id = w.id
    left join lateral (
      select d.id from deliveries d where d.learner_id = a.learner_id and d.kind = 'correction' and d.ordinal = f.id
        and (d.state <> 'cancelled' or d.unknowns > 0) limit 1
    ) told on true
    where told.id is null),
  owed as (
    select a.correction_id, a.until, a.learner_id, a.lesson_version_id, home.cohort_id, t.day, t."dueAt" as due_at,
      t."expiresAt" as expires_at, chat.id as chat_id, chat.bot,
      exists (select 1 from pauses z where z.learner_id = p.id and t.day between z.from_day and z.to_day)
        or exists (select 1 from deliveries d where d.learner_id = p.id and d.attempt_id = a.id and d.kind = 'lesson'
          and d.state in ('planned', 'queued', 'sending')) as waits
    from untold a
    join people p on p.id = a.learner_id and p.agreed_at is not null and p.erased_at is null
    join lateral (
      select e.cohort_id, k.zone from enrolments e join cohorts k on k.id = e.cohort_id
      where e.learner_id = p.id and e.left_at is null and e.joined_day is not null
      order by (e.cohort_id = a.cohort_id) desc, e.id limit 1
    ) home on true
    join windows t on t.zone = home.zone
    left join lateral (
      select h.id, h.bot from chats h ${withWindow}
      where h.learner_id = p.id and h.state = 'active' and ${isFree(sql`t."dueAt"`)}
      order by (l.shut is not null), h.last_used_at desc, h.id limit 1
    ) chat on true)`;

/**
 * Writes down one message for everybody who is owed a correction and can be told now. One that was cancelled, because the
 * chat was closed or a pause began, was not had: it is planned again. Repeating it writes nothing. Returns how many.
 */
export async function planCorrections(tx: Db, windows: readonly ZoneWindow[], now: Date): Promise<number> {
  const rows = await tx.execute(sql`
    with ${freshNow(now)}, ${owed(windows)}
    insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, ordinal, due_at, expires_at, created_at)
    select 'correction', ${rankOf.correction}::smallint, o.bot, o.chat_id, o.learner_id, o.cohort_id, o.day, o.lesson_version_id, o.correction_id, o.due_at,
      least(o.expires_at, o.until), ${now}::timestamptz
    from owed o where o.chat_id is not null and not o.waits and o.due_at < least(o.expires_at, o.until)
    order by o.learner_id, o.correction_id
    on conflict (learner_id, ordinal) where kind = 'correction' do update
      set state = 'planned', reason = null, bot = excluded.bot, chat_id = excluded.chat_id, cohort_id = excluded.cohort_id,
        study_day = excluded.study_day, due_at = excluded.due_at, expires_at = excluded.expires_at
      where deliveries.state = 'cancelled' and deliveries.unknowns = 0`);
  return rows.count;
}

/** A lesson as it would be published, with the hash of its version. */
export interface Candidate {
  readonly lesson: Lesson;
  readonly hash: string;
}

/** For each lesson, whether its correction is one that was never published; false where it has none. */
export async function areNewCorrections(tx: Db, lessons: readonly Candidate[]): Promise<boolean[]> {
  const rows = await tx.execute<{ isNew: boolean }>(sql`
    select l.value -> 'correction' is not null and not exists (select 1 from corrections c
        where c.lesson_id = l.value ->> 'id' and c.hash = ${correctionHash(sql`l.value`)}) as "isNew"
    from jsonb_array_elements(${JSON.stringify(lessons.map(({ lesson }) => lesson))}::jsonb) with ordinality l(value, place)
    order by l.place`);
  return rows.map(({ isNew }) => isNew);
}

/**
 * How many people each of these new corrections would be planned for at once, and how many more would be told later, when
 * their pause is over or they can be reached again.
 */
export async function countOwed(
  tx: Db,
  lessons: readonly Candidate[],
  windows: readonly ZoneWindow[],
): Promise<{ now: number; later: number }[]> {
  const asked = lessons.map(({ hash, lesson }, place) => ({ id: -1 - place, lesson: lesson.id, hash }));
  const now = sql`o.chat_id is not null and not o.waits and o.due_at < o.expires_at`;
  const rows = await tx.execute<{ id: number; now: number; later: number }>(sql`
    with asked as (select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as r(id bigint, lesson text, hash text)),
    fresh as (select id, lesson as lesson_id, 'infinity'::timestamptz as until from asked),
    sound as (select id as correction_id, hash from asked), ${owed(windows)}
    select o.correction_id as id, count(*) filter (where ${now}) as now, count(*) filter (where not (${now})) as later
    from owed o group by 1`);
  const found = new Map(rows.map(({ id, later, now: atOnce }) => [id, { now: atOnce, later }]));
  return asked.map(({ id }) => found.get(id) ?? { now: 0, later: 0 });
}

/** What a correction says. Throws when there is none: ids come from rows that refer to it. */
export async function readCorrection(tx: Tx, correction: CorrectionId): Promise<string> {
  const [row] = await tx.execute<{ text: string }>(sql`select text from corrections where id = ${correction}`);
  if (row === undefined) throw new Error(`there is no correction ${correction}`);
  return row.text;
}
