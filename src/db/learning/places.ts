import { type SQL, sql } from "drizzle-orm";
import type { CohortId, CourseId, LearnerId } from "#domain/ids.ts";
import type { PlaceDays } from "#domain/place.ts";
import type { Tx } from "../connect.ts";
import { completed, skipped, unfinished } from "./unfinished.ts";

/** A person's place in a cohort, with what the cohort says about days and times. */
export interface Place extends PlaceDays {
  readonly cohortId: CohortId;
  readonly cohortName: string;
  readonly courseId: CourseId;
  readonly courseTitle: string;
}

/**
 * When the last lesson was completed or skipped of the course of cohort `c` in which `e` is a place; null while one is left. A lesson
 * that courses share counts wherever it was completed, and still counts when it is taught no more: the past stays as it was.
 */
export const finishedDay = sql`
  case when e.next_lesson_id is null then greatest((
    select max(a.completed_day) from attempts a
    where a.learner_id = e.learner_id
      and exists (select 1 from lesson_versions w where w.course_id = c.course_id and w.lesson_id = a.lesson_id)), (
    select max(s.skipped_day) from skips s join course_versions t on t.course_id = c.course_id and t.current
      join course_lessons l on l.course_version_id = t.id and l.lesson_id = s.lesson_id
    where s.learner_id = e.learner_id)) end`;

/** Every place of the person, the oldest first; those they left too. */
export async function readPlaces(tx: Tx, learner: LearnerId): Promise<Place[]> {
  return await tx.execute<Place & Record<string, unknown>>(sql`
    select e.id, c.id as "cohortId", c.name as "cohortName", c.course_id as "courseId", coalesce(v.title, '') as "courseTitle",
      c.start_day as "startDay", c.weekdays, c.zone, left(c.push_time::text, 5) as "pushTime", e.joined_day as "joinedDay",
      e.next_lesson_id as "nextLessonId", (e.left_at at time zone c.zone)::date as "leftDay", e.away,
      ${finishedDay} as "finishedDay"
    from enrolments e join cohorts c on c.id = e.cohort_id
    left join course_versions v on v.course_id = c.course_id and v.current
    where e.learner_id = ${learner} order by e.id`);
}

/** The first lesson of the course of cohort `c` that the person `learner` has neither completed nor skipped. */
const firstUnfinished = (learner: ReturnType<typeof sql>) => sql`(
  select l.lesson_id from course_versions v join course_lessons l on l.course_version_id = v.id
  where v.course_id = c.course_id and v.current and ${unfinished(learner, sql`l.lesson_id`)}
  order by l.position limit 1)`;

/** Finds the person's next lesson in each of their cohorts anew. */
export async function renewNextLesson(tx: Tx, learner: LearnerId): Promise<void> {
  await tx.execute(sql`
    update enrolments e set next_lesson_id = ${firstUnfinished(sql`e.learner_id`)}
    from cohorts c where c.id = e.cohort_id and e.learner_id = ${learner}`);
}

/** A place for someone who came by the cohort's own code: it needs no invite. */
export async function insertPlace(tx: Tx, learner: LearnerId, cohort: CohortId): Promise<void> {
  await tx.execute(sql`
    insert into enrolments (learner_id, cohort_id, next_lesson_id)
    select ${learner}, c.id, ${firstUnfinished(sql`${learner}`)} from cohorts c where c.id = ${cohort}
    on conflict on constraint enrolments_once do nothing`);
}

/** What changes in a place `e` of cohort `c` whose person has joined at `now`. */
export const joinedNow = (
  now: Date,
) => sql`joined_day = coalesce(e.joined_day, (${now}::timestamptz at time zone c.zone)::date),
  invite_spent_at = case when e.invite_code is null then null else coalesce(e.invite_spent_at, ${now}::timestamptz) end`;

/**
 * What is kept of a place `e` of cohort `c` that was left and is held again at `now`, as its `away`: from the day of leaving to yesterday
 * they were sent nothing, so these are no days of theirs, neither missed nor paused. The day they joined stays, and with it
 * every day they kept.
 */
export const awayUntil = (now: Date): SQL => {
  const left = sql`(e.left_at at time zone c.zone)::date`;
  const yesterday = sql`(${now}::timestamptz at time zone c.zone)::date - 1`;
  return sql`e.away || case when e.joined_day <= ${yesterday} and ${left} <= ${yesterday}
    then jsonb_build_array(jsonb_build_object('from', ${left}, 'to', ${yesterday})) else '[]' end`;
};

/** True for a row `p` of a learner and a cohort that was not left and held again since `day`, this included. Few ever were: an index lists those. */
export const notAwaySince = (day: SQL): SQL => sql`not exists (select 1 from enrolments back
  where back.learner_id = p.learner_id and back.cohort_id = p.cohort_id and back.away <> '[]' and (back.away -> -1 ->> 'to')::date >= ${day})`;

/**
 * The person has joined, today where each cohort is: their places count from now on, and no invite of theirs opens
 * anything any more. Places they have joined before keep their day.
 */
export async function joinPlaces(tx: Tx, learner: LearnerId, now: Date): Promise<void> {
  await tx.execute(sql`
    update enrolments e set ${joinedNow(now)}
    from cohorts c where c.id = e.cohort_id and e.learner_id = ${learner} and e.left_at is null`);
}

/** The cohort is left at `now`. False: they are not in it. */
export async function leavePlace(tx: Tx, learner: LearnerId, cohort: CohortId, now: Date): Promise<boolean> {
  const rows = await tx.execute(sql`
    update enrolments set left_at = ${now}::timestamptz
    where learner_id = ${learner} and cohort_id = ${cohort} and left_at is null`);
  return rows.count > 0;
}

/** Whose invite it is and still good; null for a wrong, a spent and an erased person's alike. */
export async function findInvite(tx: Tx, code: string): Promise<LearnerId | null> {
  const [row] = await tx.execute<{ id: LearnerId }>(sql`
    select e.learner_id as id from enrolments e join people p on p.id = e.learner_id and p.erased_at is null
    where e.invite_code = ${code} and e.invite_spent_at is null and e.left_at is null`);
  return row?.id ?? null;
}

/** Spends an invite. False: another chat was first. */
export async function spendInvite(tx: Tx, code: string, now: Date): Promise<boolean> {
  const rows = await tx.execute(sql`
    update enrolments set invite_spent_at = ${now}::timestamptz where invite_code = ${code} and invite_spent_at is null`);
  return rows.count > 0;
}

export async function findJoinCode(tx: Tx, code: string): Promise<{ id: CohortId; name: string } | null> {
  const [row] = await tx.execute<{ id: CohortId; name: string }>(sql`
    select id, name from cohorts where join_code = ${code}`);
  return row ?? null;
}

/** How far somebody is in a course as it is taught now, and what its lessons ask of them in their cohort. */
interface LessonCounts {
  readonly completed: number;
  readonly skipped: number;
  readonly total: number;
  /** 0 to 1. */
  readonly passMark: number;
  readonly questionsPerLesson: number;
}

export async function countLessons(
  tx: Tx,
  learner: LearnerId,
  { courseId, cohortId }: Pick<Place, "courseId" | "cohortId">,
): Promise<LessonCounts> {
  const [row] = await tx.execute<LessonCounts & Record<string, unknown>>(sql`
    select coalesce(max(v.pass_mark), 0) as "passMark",
      coalesce((select c.questions_per_lesson from cohorts c where c.id = ${cohortId}), 0)::int as "questionsPerLesson", count(*) as total, count(*) filter (where ${completed(sql`${learner}`, sql`l.lesson_id`)}) as completed,
      count(*) filter (where ${skipped(sql`${learner}`, sql`l.lesson_id`)}) as skipped
    from course_versions v join course_lessons l on l.course_version_id = v.id
    where v.course_id = ${courseId} and v.current`);
  return row!;
}

export async function readCohortName(tx: Tx, cohort: CohortId): Promise<string> {
  const [row] = await tx.execute<{ name: string }>(sql`select name from cohorts where id = ${cohort}`);
  if (row === undefined) throw new Error(`there is no cohort ${cohort}`);
  return row.name;
}
