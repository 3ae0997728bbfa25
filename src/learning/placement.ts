/** Where a learner begins: a few questions, then the lessons they showed they know may be skipped. */
import type { Tx } from "#db/connect.ts";
import { redirectLessons } from "#db/delivery/moves.ts";
import {
  type CourseLesson,
  type Exercise,
  findPlacement,
  insertExercise,
  insertSkips,
  listCourseLessons,
  readPlacementRules,
  setCurrentExercise,
} from "#db/learning/exercises.ts";
import { renewNextLesson } from "#db/learning/places.ts";
import type { Level, PlacementStage } from "#domain/course.ts";
import type { ExerciseItem } from "#domain/exercise.ts";
import type { CohortId, CourseId, LearnerId } from "#domain/ids.ts";
import { placed, skippable } from "#domain/placement.ts";
import { shuffled } from "#domain/shuffle.ts";
import { learningPlace } from "./coming-lesson.ts";
import { type ExerciseTurn, exerciseTurn } from "./exercise.ts";
import { readLife, todayIn } from "./life.ts";

export type OpenedPlacement =
  | { readonly kind: "turn"; readonly turn: ExerciseTurn }
  | ({ readonly kind: "placed" } & PlacementOutcome)
  /** The course asks no such questions. */
  | { readonly kind: "none" }
  /** There is no lesson left to begin with. */
  | { readonly kind: "finished" };

export interface PlacementOutcome {
  readonly right: number;
  readonly asked: number;
  readonly start: Level;
  /** What the course calls that level; null: it does not say. */
  readonly levelName: string | null;
  /** How many lessons may be skipped now. */
  readonly skippable: number;
}

/** Opens the placement of the course the learner is in, goes on with it, or, once it is done, tells what it showed. */
export async function openPlacement(tx: Tx, learner: LearnerId, now: Date): Promise<OpenedPlacement> {
  const life = await readLife(tx, learner);
  const place = learningPlace(life, todayIn(life, now));
  if (place === null) return { kind: "finished" };
  const taken = await findPlacement(tx, learner, place.courseId);
  if (taken?.completed) return { kind: "placed", ...(await outcomeOf(tx, learner, place.cohortId, taken)) };
  const exercise = taken ?? (await draw(tx, learner, place, now));
  const turn = exercise === null ? null : await exerciseTurn(tx, exercise);
  if (exercise === null || turn === null) return { kind: "none" };
  await setCurrentExercise(tx, learner, exercise.id);
  return { kind: "turn", turn };
}

/** Null: the course has no placement, or the lessons it asks about are no longer taught. */
async function draw(
  tx: Tx,
  learner: LearnerId,
  { cohortId, courseId }: { readonly cohortId: CohortId; readonly courseId: CourseId },
  now: Date,
): Promise<Exercise | null> {
  const { placement } = await readPlacementRules(tx, cohortId);
  const lessons = await listCourseLessons(tx, cohortId, learner);
  const items = placement.flatMap((stage) => itemsOf(stage, lessons, learner));
  if (items.length === 0) return null;
  const id = await insertExercise(tx, learner, { kind: "placement", courseId, items }, now);
  return { id, kind: "placement", courseId, items, completed: false, marks: [] };
}

/** A question of each of the stage's lessons; which one depends on the person. */
const itemsOf = (stage: PlacementStage, lessons: readonly CourseLesson[], learner: LearnerId): ExerciseItem[] =>
  stage.lessons.flatMap((id) => {
    const lesson = lessons.find((one) => one.id === id);
    if (lesson === undefined) return [];
    const bank = Array.from({ length: lesson.questions }, (_, index) => index);
    const [question] = shuffled(bank, `${learner}/placement/${id}`);
    const { level, pass } = stage;
    return [{ version: lesson.version, question: question!, lesson: id, module: lesson.module, level, pass }];
  });

/** What a completed placement showed, and what of it can still be used. */
async function outcomeOf(tx: Tx, learner: LearnerId, cohort: CohortId, exercise: Exercise): Promise<PlacementOutcome> {
  const { levels, lessons, start } = await open(tx, learner, cohort, exercise);
  const { marks } = exercise;
  return {
    right: marks.filter((right) => right).length,
    asked: marks.length,
    start,
    levelName: levels[start - 1] ?? null,
    skippable: lessons.length,
  };
}

async function open(tx: Tx, learner: LearnerId, cohort: CohortId, { items, marks }: Exercise) {
  const { levels, mandatory } = await readPlacementRules(tx, cohort);
  const shown = placed(items, marks);
  const untouched = (await listCourseLessons(tx, cohort, learner)).filter((lesson) => lesson.untouched);
  return { levels, start: shown.start, lessons: skippable(untouched, mandatory, shown) };
}

export type Skipped =
  | { readonly kind: "skipped"; readonly lessons: number; readonly cohort: CohortId }
  /** No placement was finished in this course: nothing shows what the learner knows. */
  | { readonly kind: "not_placed" };

/**
 * Skips every lesson that the learner's placement showed to be known and that they have not opened yet; the lesson that
 * waits to be sent to them becomes the first one left. Repeating it skips nothing more.
 */
export async function skipKnown(tx: Tx, learner: LearnerId, now: Date): Promise<Skipped> {
  const life = await readLife(tx, learner);
  const today = todayIn(life, now);
  const place = learningPlace(life, today);
  const taken = place === null ? null : await findPlacement(tx, learner, place.courseId);
  if (place === null || !taken?.completed) return { kind: "not_placed" };
  const { lessons } = await open(tx, learner, place.cohortId, taken);
  const ids = lessons.map(({ id }) => id);
  const skipped = await insertSkips(tx, learner, ids, taken.id, today, now);
  if (skipped > 0) {
    await renewNextLesson(tx, learner);
    await redirectLessons(tx, learner);
  }
  return { kind: "skipped", lessons: skipped, cohort: place.cohortId };
}
