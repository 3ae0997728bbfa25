import { sql } from "drizzle-orm";
import type { Lesson, Level, PlacementStage } from "#domain/course.ts";
import type { ExerciseItem } from "#domain/exercise.ts";
import type { CohortId, CourseId, ExerciseId, LearnerId, LessonId, LessonVersionId, ModuleId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { storableJson } from "../json.ts";
import { ownRows } from "../own-rows.ts";
import { readLessonVersion } from "./catalogue.ts";
import { unfinished } from "./unfinished.ts";

export type ExerciseKind = "placement" | "practice";

export interface Exercise {
  readonly id: ExerciseId;
  readonly kind: ExerciseKind;
  readonly courseId: CourseId;
  readonly items: readonly ExerciseItem[];
  readonly completed: boolean;
  /** Which were right, of the items answered: all from the first on. */
  readonly marks: readonly boolean[];
}

/** Exercises `x` of one learner, found by nothing else: the first of them is not looked for among all. */
const exerciseOf = (learner: LearnerId) => sql`
  select x.id, x.kind, x.course_id as "courseId", x.items, x.completed_at is not null as completed,
    coalesce((select jsonb_agg(r."right" order by r.item) from exercise_answers r where r.exercise_id = x.id), '[]'::jsonb) as marks
  from ${ownRows("exercises", learner)} x`;

/** The learner's own exercise; null for another's and for none, alike. */
export async function readExercise(tx: Tx, id: ExerciseId, learner: LearnerId): Promise<Exercise | null> {
  const [row] = await tx.execute<Exercise & Record<string, unknown>>(sql`${exerciseOf(learner)} where x.id = ${id}`);
  return row ?? null;
}

/** The placement the learner took or is taking in a course; null: none yet. */
export async function findPlacement(tx: Tx, learner: LearnerId, course: CourseId): Promise<Exercise | null> {
  const [row] = await tx.execute<Exercise & Record<string, unknown>>(
    sql`${exerciseOf(learner)} where x.course_id = ${course} and x.kind = 'placement'`,
  );
  return row ?? null;
}

/** A practice of the lesson that is not finished; null: none. */
export async function findPractice(tx: Tx, learner: LearnerId, lesson: LessonVersionId): Promise<Exercise | null> {
  const [row] = await tx.execute<Exercise & Record<string, unknown>>(sql`${exerciseOf(learner)}
    where x.kind = 'practice' and x.completed_at is null
      and (x.items -> 0 ->> 'version')::bigint = ${lesson} order by x.id limit 1`);
  return row ?? null;
}

export async function insertExercise(
  tx: Tx,
  learner: LearnerId,
  { kind, courseId, items }: Pick<Exercise, "kind" | "courseId" | "items">,
  now: Date,
): Promise<ExerciseId> {
  const [row] = await tx.execute<{ id: ExerciseId }>(sql`
    insert into exercises (learner_id, kind, course_id, items, opened_at)
    values (${learner}, ${kind}, ${courseId}, ${JSON.stringify(items)}::jsonb, ${now}::timestamptz) returning id`);
  return row!.id;
}

/** What the learner types is an answer to this exercise from now on; null: to the lesson shown last. */
export async function setCurrentExercise(tx: Tx, learner: LearnerId, exercise: ExerciseId | null): Promise<void> {
  await tx.execute(sql`
    update people set current_exercise_id = ${exercise} where id = ${learner} and current_exercise_id is distinct from ${exercise}::bigint`);
}

/** False: this item was answered before. @param chosen indexes of options as written, or the typed text */
export async function insertExerciseAnswer(
  tx: Tx,
  exercise: ExerciseId,
  answer: { readonly item: number; readonly chosen: readonly number[] | string; readonly right: boolean },
  at: Date,
): Promise<boolean> {
  const rows = await tx.execute(sql`
    insert into exercise_answers (exercise_id, item, chosen, "right", answered_at)
    values (${exercise}, ${answer.item}, ${storableJson(answer.chosen)}::jsonb, ${answer.right}, ${at}::timestamptz)
    on conflict on constraint exercise_answers_pkey do nothing returning item`);
  return rows.length > 0;
}

export async function completeExercise(tx: Tx, exercise: ExerciseId, at: Date): Promise<void> {
  await tx.execute(sql`
    update exercises set completed_at = ${at}::timestamptz where id = ${exercise} and completed_at is null`);
}

/** The lesson that an item's question is from, as it was when the exercise was opened. */
export const readItemLesson = (tx: Tx, item: ExerciseItem): Promise<Lesson> => readLessonVersion(tx, item.version);

/** What a cohort's course asks of a placement, and which lessons nobody may skip. */
export async function readPlacementRules(
  tx: Tx,
  cohort: CohortId,
): Promise<{ placement: readonly PlacementStage[]; mandatory: readonly LessonId[]; levels: readonly string[] }> {
  const [row] = await tx.execute<{ placement: PlacementStage[]; mandatory: LessonId[]; levels: string[] }>(sql`
    select v.placement, v.mandatory, v.levels from cohorts c
    join course_versions v on v.course_id = c.course_id and v.current where c.id = ${cohort}`);
  if (row === undefined) throw new Error(`cohort ${cohort} is taught no course`);
  return row;
}

export interface CourseLesson {
  readonly id: LessonId;
  readonly version: LessonVersionId;
  readonly module: ModuleId;
  readonly level: Level;
  readonly questions: number;
  /** Neither opened, completed nor skipped by the learner. */
  readonly untouched: boolean;
}

/** The lessons of a cohort's course as it is taught now, in order. */
export async function listCourseLessons(tx: Tx, cohort: CohortId, learner: LearnerId): Promise<CourseLesson[]> {
  return await tx.execute<CourseLesson & Record<string, unknown>>(sql`
    select l.lesson_id as id, w.id as version, l.module_id as module, (w.content ->> 'level')::int as level,
      jsonb_array_length(w.content -> 'questions') as questions,
      ${unfinished(sql`${learner}`, sql`l.lesson_id`)} and not exists (select 1 from attempts a
        where a.learner_id = ${learner} and a.lesson_id = l.lesson_id) as untouched
    from cohorts c join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id join lesson_versions w on w.id = l.lesson_version_id
    where c.id = ${cohort} order by l.position`);
}

/** Writes down what the learner skips, in their zone's day. Returns how many lessons. */
export async function insertSkips(
  tx: Tx,
  learner: LearnerId,
  lessons: readonly LessonId[],
  exercise: ExerciseId,
  day: LocalDate,
  now: Date,
): Promise<number> {
  const rows = await tx.execute(sql`
    insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day)
    select ${learner}, x, ${exercise}, ${now}::timestamptz, ${day}::date
    from jsonb_array_elements_text(${JSON.stringify(lessons)}::jsonb) x
    on conflict on constraint skips_pkey do nothing`);
  return rows.count;
}

/** The lesson is before the learner again. False: it was not skipped. */
export async function deleteSkip(tx: Tx, learner: LearnerId, lesson: LessonId): Promise<boolean> {
  const rows = await tx.execute(sql`delete from skips where learner_id = ${learner} and lesson_id = ${lesson}`);
  return rows.count > 0;
}
