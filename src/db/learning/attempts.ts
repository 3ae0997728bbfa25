import { sql } from "drizzle-orm";
import type { Lesson, Points } from "#domain/course.ts";
import type { AttemptId, CohortId, InboxId, LearnerId, LessonId, LessonVersionId } from "#domain/ids.ts";
import type { Answered } from "#domain/quiz.ts";
import type { LocalDate, Zone } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { storableJson } from "../json.ts";
import { readLessonVersion } from "./catalogue.ts";

/** A learner at work on a lesson: by the version they were shown, in the course as it is taught now. */
export interface Attempt {
  readonly id: AttemptId;
  readonly lessonVersionId: LessonVersionId;
  readonly lesson: Lesson;
  /** How many questions are asked. */
  readonly questions: number;
  readonly completed: boolean;
  readonly cohortId: CohortId;
  readonly zone: Zone;
  /** Where the lesson stands in its course, from 1 (0: it is no longer taught), and how many there are. */
  readonly position: number;
  readonly lessons: number;
  readonly passMark: number;
  readonly points: Points;
  /** Whether the course asks how sure of themselves people are. */
  readonly confidence: boolean;
  /** What the learner types is an answer to this one. */
  readonly isCurrent: boolean;
  /** In the order of the bank, the first try before its comeback. */
  readonly answers: readonly Answered[];
}

type Found = Omit<Attempt, "lesson"> & { readonly hash: string };

/**
 * The learner's own attempt; null for another's and for none, alike.
 * @param attempt "current": the one shown to them last
 */
export async function readAttempt(tx: Tx, attempt: AttemptId | "current", learner: LearnerId): Promise<Attempt | null> {
  const id = attempt === "current" ? sql`(select current_attempt_id from people where id = ${learner})` : attempt;
  const [row] = await tx.execute<Found & Record<string, unknown>>(sql`
    select a.id, a.lesson_version_id as "lessonVersionId", w.hash, a.questions, a.completed_at is not null as completed,
      a.cohort_id as "cohortId", c.zone, coalesce(l.position, 0)::int as position,
      (select count(*) from course_lessons n where n.course_version_id = v.id) as lessons,
      v.pass_mark as "passMark", v.points, v.confidence, coalesce(p.current_attempt_id = a.id and p.current_exercise_id is null, false) as "isCurrent",
      coalesce((select jsonb_agg(jsonb_build_object('question', r.question, 'comeback', r.comeback, 'right', r."right") order by r.question, r.comeback)
        from answers r where r.attempt_id = a.id), '[]'::jsonb) as answers
    from attempts a join people p on p.id = a.learner_id join lesson_versions w on w.id = a.lesson_version_id join cohorts c on c.id = a.cohort_id
    join course_versions v on v.course_id = w.course_id and v.current
    left join course_lessons l on l.course_version_id = v.id and l.lesson_id = a.lesson_id
    where a.id = ${id} and a.learner_id = ${learner}`);
  if (row === undefined) return null;
  const { hash, ...found } = row;
  return { ...found, lesson: await readPublished(tx, hash, found.lessonVersionId) };
}

/** By the hash of what they hold: a published lesson never changes, so each is read once in the life of a process. */
const published = new Map<string, Lesson>();

async function readPublished(tx: Tx, hash: string, version: LessonVersionId): Promise<Lesson> {
  const lesson = published.get(hash) ?? (await readLessonVersion(tx, version));
  published.set(hash, lesson);
  return lesson;
}

/**
 * Opens the lesson for the learner, unless it is open: then the version shown first stays. Null: the course that is
 * taught now has no such lesson.
 */
export async function openAttempt(
  tx: Tx,
  learner: LearnerId,
  cohort: CohortId,
  lesson: LessonId,
  now: Date,
): Promise<AttemptId | null> {
  await tx.execute(sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
    select ${learner}, w.lesson_id, w.id, c.id, least(c.questions_per_lesson, jsonb_array_length(w.content -> 'questions')),
      ${now}::timestamptz
    from cohorts c join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id and l.lesson_id = ${lesson}
    join lesson_versions w on w.id = l.lesson_version_id
    where c.id = ${cohort} on conflict on constraint attempts_once do nothing`);
  const [row] = await tx.execute<{ id: AttemptId }>(sql`
    select id from attempts where learner_id = ${learner} and lesson_id = ${lesson}`);
  return row?.id ?? null;
}

/** A typed answer belongs to this attempt from now on; mostly it does already. */
export async function setCurrentAttempt(tx: Tx, learner: LearnerId, attempt: AttemptId): Promise<void> {
  await tx.execute(sql`
    update people set current_attempt_id = ${attempt}, current_exercise_id = null
    where id = ${learner} and (current_attempt_id is distinct from ${attempt}::bigint or current_exercise_id is not null)`);
}

export interface NewAnswer extends Answered {
  readonly attemptId: AttemptId;
  /** Indexes of options as written, or the typed text. */
  readonly chosen: readonly number[] | string;
  /** When they pressed or wrote. */
  readonly at: Date;
  readonly inboxId: InboxId | null;
}

/** False: this question was answered at this try before. */
export async function insertAnswer(tx: Tx, answer: NewAnswer): Promise<boolean> {
  const rows = await tx.execute(sql`
    insert into answers (attempt_id, question, comeback, chosen, "right", answered_at, inbox_id)
    values (${answer.attemptId}, ${answer.question}, ${answer.comeback}, ${storableJson(answer.chosen)}::jsonb, ${answer.right},
      ${answer.at}::timestamptz, ${answer.inboxId})
    on conflict on constraint answers_once do nothing returning id`);
  return rows.length > 0;
}

/** False: it was completed before. @param score 0 to 1 */
export async function completeAttempt(
  tx: Tx,
  attempt: AttemptId,
  { day, score, passed, at }: { day: LocalDate; score: number; passed: boolean; at: Date },
): Promise<boolean> {
  const rows = await tx.execute(sql`
    update attempts set completed_at = ${at}::timestamptz, completed_day = ${day}::date, score = ${score}, passed = ${passed}
    where id = ${attempt} and completed_at is null`);
  return rows.count > 0;
}

/** Whether the learner completed a lesson on that study day, whatever the day counted for then. */
export async function completedOn(tx: Tx, learner: LearnerId, day: LocalDate): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from attempts where learner_id = ${learner} and completed_day = ${day}::date limit 1`);
  return rows.length > 0;
}

/** A lesson of the course that a cohort is taught now: its name and its place from 1. */
export async function readLessonTitle(
  tx: Tx,
  cohort: CohortId,
  lesson: LessonId,
): Promise<{ title: string; position: number } | null> {
  const [row] = await tx.execute<{ title: string; position: number }>(sql`
    select w.title, l.position from cohorts c join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id and l.lesson_id = ${lesson}
    join lesson_versions w on w.id = l.lesson_version_id where c.id = ${cohort}`);
  return row ?? null;
}
