import type { Tx } from "#db/connect.ts";
import { type Attempt, openAttempt, readAttempt, setCurrentAttempt } from "#db/learning/attempts.ts";
import { renewNextLesson } from "#db/learning/places.ts";
import type { Lesson, Question } from "#domain/course.ts";
import type { AttemptId, LearnerId } from "#domain/ids.ts";
import { askedQuestions, nextTurn, optionOrder, type Turn } from "#domain/quiz.ts";
import type { LocalDate } from "#domain/time.ts";
import { learningPlace } from "./coming-lesson.ts";
import { pausedUntil, readLife, todayIn } from "./life.ts";

/** A question that waits for the learner's answer, as they see it. */
export interface TurnView {
  readonly attemptId: AttemptId;
  /** Index of the question in the lesson version's bank. */
  readonly question: number;
  readonly comeback: boolean;
  /** Its place among the questions asked, from 1; a comeback keeps its first number. */
  readonly number: number;
  readonly of: number;
  readonly asked: Question;
  /** For each place shown (A is 0), the index of the option as written. */
  readonly order: readonly number[];
}

/** A lesson as the learner sees it now. */
export interface LessonView {
  readonly lesson: Lesson;
  /** Its place in the course, from 1 (0: it is no longer taught), and how many there are. */
  readonly position: number;
  readonly lessons: number;
  /** No question was answered yet. */
  readonly fresh: boolean;
  readonly turn: TurnView;
}

export type OpenedLesson =
  | { readonly kind: "lesson"; readonly view: LessonView }
  | { readonly kind: "not_agreed" }
  /** @see pause.ts; `until` is the last day of it. */
  | { readonly kind: "paused"; readonly until: LocalDate; readonly today: LocalDate }
  /** Every lesson of every cohort is completed. */
  | { readonly kind: "finished" };

/** What of an attempt decides which questions it asks. */
type Asking = Pick<Attempt, "id" | "lesson" | "questions">;

export const askedIn = (attempt: Asking): number[] =>
  askedQuestions(attempt.lesson.questions.length, attempt.questions, attempt.id);

/** The open question of an attempt; null when it is complete. */
export function openTurn(
  attempt: Asking & Pick<Attempt, "completed" | "answers">,
  answers = attempt.answers,
): TurnView | null {
  const asked = askedIn(attempt);
  const turn = attempt.completed ? null : nextTurn(asked, answers);
  return turn === null ? null : turnView(attempt, asked, turn);
}

function turnView(attempt: Asking, asked: readonly number[], turn: Turn): TurnView {
  const question = attempt.lesson.questions[turn.question]!;
  return {
    attemptId: attempt.id,
    ...turn,
    number: asked.indexOf(turn.question) + 1,
    of: asked.length,
    asked: question,
    order: optionOrder(question, attempt.id),
  };
}

/**
 * Today's lesson, or, once that is done, the next unfinished one. Opening it again shows the question that is open,
 * in the version of the lesson that was shown first. Typed answers belong to it from now on.
 */
export async function openLesson(tx: Tx, learner: LearnerId, now: Date): Promise<OpenedLesson> {
  const life = await readLife(tx, learner);
  if (life.places.every((place) => place.joinedDay === null)) return { kind: "not_agreed" };
  const today = todayIn(life, now);
  const until = pausedUntil(life, today);
  if (until !== null) return { kind: "paused", until, today };
  const place = learningPlace(life, today);
  if (place === null) return { kind: "finished" };
  const id = await openAttempt(tx, learner, place.cohortId, place.nextLessonId!, now);
  const attempt = id === null ? null : await readAttempt(tx, id, learner);
  const turn = attempt === null ? null : openTurn(attempt);
  if (attempt === null || turn === null) {
    // The course changed while the lesson was being completed: what is next is found anew, once.
    await renewNextLesson(tx, learner);
    const renewed = learningPlace(await readLife(tx, learner), today);
    const changed = renewed?.cohortId !== place.cohortId || renewed.nextLessonId !== place.nextLessonId;
    if (!changed) throw new Error(`lesson ${place.nextLessonId} of learner ${learner} cannot be opened`);
    return openLesson(tx, learner, now);
  }
  await setCurrentAttempt(tx, learner, attempt.id);
  const { lesson, position, lessons, answers } = attempt;
  return { kind: "lesson", view: { lesson, position, lessons, fresh: answers.length === 0, turn } };
}

/** The question that a typed answer belongs to: the open one of the lesson shown last. Null: there is none. */
export async function currentTurn(tx: Tx, learner: LearnerId): Promise<TurnView | null> {
  const attempt = await readAttempt(tx, "current", learner);
  return attempt === null ? null : openTurn(attempt);
}
