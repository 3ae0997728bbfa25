/**
 * Questions in a row outside any lesson: a placement, or extra practice. Nothing here earns a point, keeps a day or
 * counts in any figure about lessons.
 */
import type { Tx } from "#db/connect.ts";
import {
  completeExercise,
  type Exercise,
  insertExerciseAnswer,
  readExercise,
  readItemLesson,
  setCurrentExercise,
} from "#db/learning/exercises.ts";
import type { Question } from "#domain/course.ts";
import { type Chosen, grade } from "#domain/grading.ts";
import type { ExerciseId, LearnerId } from "#domain/ids.ts";
import { placementLength } from "#domain/placement.ts";
import { optionOrder } from "#domain/quiz.ts";
import { fits, stored } from "./chosen.ts";

/** A question of an exercise that waits for the learner's answer, as they see it. */
export interface ExerciseTurn {
  readonly exerciseId: ExerciseId;
  readonly kind: Exercise["kind"];
  /** Index in the exercise's items. */
  readonly item: number;
  /** Its place among the questions asked, from 1, and how many are asked as far as is known now. */
  readonly number: number;
  readonly of: number;
  readonly asked: Question;
  /** For each place shown (A is 0), the index of the option as written. */
  readonly order: readonly number[];
}

const lengthOf = ({ kind, items }: Exercise, marks: readonly boolean[]): number =>
  kind === "placement" ? placementLength(items, marks) : items.length;

/** The open question of an exercise; null when it is complete. */
export async function exerciseTurn(
  tx: Tx,
  exercise: Exercise,
  marks: readonly boolean[] = exercise.marks,
): Promise<ExerciseTurn | null> {
  const { id, kind, items, completed } = exercise;
  const item = marks.length;
  const of = lengthOf(exercise, marks);
  if (completed || item >= of) return null;
  const { question } = items[item]!;
  const asked = (await readItemLesson(tx, items[item]!)).questions[question]!;
  return { exerciseId: id, kind, item, number: item + 1, of, asked, order: optionOrder(asked, id) };
}

/** The question of the exercise shown last; null: it is complete. */
export async function currentExerciseTurn(
  tx: Tx,
  learner: LearnerId,
  exercise: ExerciseId,
): Promise<ExerciseTurn | null> {
  const found = await readExercise(tx, exercise, learner);
  return found === null ? null : exerciseTurn(tx, found);
}

export interface GivenExerciseAnswer {
  readonly learner: LearnerId;
  readonly exerciseId: ExerciseId;
  readonly item: number;
  /** Null: the learner passed the question over, which is no right answer. */
  readonly chosen: (open: ExerciseTurn) => Chosen | null;
}

export type ExerciseAnswer =
  | {
      readonly kind: "verdict";
      readonly right: boolean;
      readonly skipped: boolean;
      readonly question: Question;
      readonly feedback: readonly string[];
      readonly exercise: Exercise;
      /** Those of all answers given, this one included. */
      readonly marks: readonly boolean[];
      /** Null: it was the last one. */
      readonly next: ExerciseTurn | null;
    }
  /** This question has its answer; nothing changed. `turn`: what is open now. */
  | { readonly kind: "already"; readonly turn: ExerciseTurn | null }
  /** Another's, or no question that is open now; nothing changed. */
  | { readonly kind: "stale"; readonly turn: ExerciseTurn | null }
  /** No answer to such a question: it costs nothing. */
  | { readonly kind: "unfit"; readonly turn: ExerciseTurn };

/** One answer. The caller holds the learner's lock; repeating it changes nothing. @param at when they pressed or wrote */
export async function answerExercise(tx: Tx, given: GivenExerciseAnswer, at: Date): Promise<ExerciseAnswer> {
  const exercise = await readExercise(tx, given.exerciseId, given.learner);
  if (exercise === null) return { kind: "stale", turn: null };
  const turn = await exerciseTurn(tx, exercise);
  if (given.item < exercise.marks.length) return { kind: "already", turn };
  if (turn === null || turn.item !== given.item) return { kind: "stale", turn };
  const chosen = given.chosen(turn);
  if (chosen !== null && !fits(turn.asked, chosen)) return { kind: "unfit", turn };
  const { right, feedback } = chosen === null ? { right: false, feedback: [] } : grade(turn.asked, chosen);
  const { id } = exercise;
  if (!(await insertExerciseAnswer(tx, id, { item: turn.item, chosen: stored(chosen), right }, at)))
    return { kind: "already", turn };
  const marks = [...exercise.marks, right];
  const next = await exerciseTurn(tx, exercise, marks);
  if (next === null) await completeExercise(tx, id, at);
  await setCurrentExercise(tx, given.learner, next === null ? null : id);
  return { kind: "verdict", right, skipped: chosen === null, question: turn.asked, feedback, exercise, marks, next };
}
