import type { Tx } from "#db/connect.ts";
import { type Attempt, completeAttempt, insertAnswer, readAttempt, setCurrentAttempt } from "#db/learning/attempts.ts";
import { readPlaces, renewNextLesson } from "#db/learning/places.ts";
import { recordPoints, sumPoints } from "#db/learning/points.ts";
import { keepDay } from "#db/learning/streaks.ts";
import { type LockedLearner, lockLearner } from "#db/roster/people.ts";
import type { Question } from "#domain/course.ts";
import { type Chosen, grade } from "#domain/grading.ts";
import type { AttemptId, InboxId, LearnerId } from "#domain/ids.ts";
import { answerPoints, completionPoints } from "#domain/points.ts";
import { type Answered, nextTurn, passed, score } from "#domain/quiz.ts";
import type { KeptDay, StreakLedger } from "#domain/streak.ts";
import { dateIn, type LocalDate } from "#domain/time.ts";
import { fits, stored } from "./chosen.ts";
import { type ComingLesson, comingLesson, readNextLesson } from "./coming-lesson.ts";
import { type OpenConfidenceAsk, readOpenAsk } from "./confidence.ts";
import { askedIn, openTurn, type TurnView } from "./lesson.ts";
import { isOwnStudyDay, readLife } from "./life.ts";
import { dayOf, streakOf } from "./streak.ts";

export interface GivenAnswer {
  readonly learner: LearnerId;
  readonly attemptId: AttemptId;
  /** Index of the question in the lesson version's bank. */
  readonly question: number;
  readonly comeback: boolean;
  /**
   * What was chosen of the question as it is open, options by their index as written. Null: the learner passed the
   * question over, which is no right answer.
   */
  readonly chosen: Chosen | null | ((open: TurnView) => Chosen | null);
}

export interface LessonSummary {
  readonly title: string;
  readonly passMark: number;
  /** First tries right ÷ asked, 0 to 1. */
  readonly score: number;
  readonly right: number;
  readonly asked: number;
  readonly passed: boolean;
  /** The study day it was completed on. */
  readonly day: LocalDate;
  readonly pointsToday: number;
  readonly pointsTotal: number;
  readonly streak: Pick<StreakLedger, "current" | "best" | "freezes"> & {
    readonly keptToday: boolean;
    /** By this very lesson. */
    readonly earnedFreeze: boolean;
  };
  /** Null: the course has no lesson left. */
  readonly nextLesson: { readonly title: string; readonly position: number } | null;
  readonly coming: ComingLesson;
  /** How sure of themselves they are: to be asked now; null: nothing. */
  readonly confidence: OpenConfidenceAsk | null;
}

export type Answer =
  | {
      readonly kind: "verdict";
      readonly right: boolean;
      readonly skipped: boolean;
      /** It is asked once more at the end of the lesson. */
      readonly comesBack: boolean;
      readonly question: Question;
      readonly feedback: readonly string[];
      /** Points for this answer alone. */
      readonly points: number;
      readonly next: TurnView | null;
      /** Null as long as a question is open. */
      readonly summary: LessonSummary | null;
    }
  /** This question was answered at this try; nothing changed. `turn`: what is open now. */
  | { readonly kind: "already"; readonly right: boolean; readonly turn: TurnView | null }
  /** Another's, or no question that is open now; nothing changed. */
  | { readonly kind: "stale"; readonly turn: TurnView | null }
  /** No answer to such a question (two options of a single choice, half an order): it costs nothing. */
  | { readonly kind: "unfit"; readonly turn: TurnView };

/**
 * One answer: the verdict, its points and, with the last one, the lesson's completion stand or fall together. Repeating
 * it in any order, from any number of processes, changes nothing.
 * @param at when they pressed or wrote: it decides the study day, not `now`
 */
export async function answer(
  tx: Tx,
  given: GivenAnswer,
  at: Date,
  inboxId: InboxId | null,
  now: Date,
): Promise<Answer> {
  // Sent together, done in this order: what is read is what stands once the lock is ours.
  const [learner, attempt] = await Promise.all([
    lockLearner(tx, given.learner),
    readAttempt(tx, given.attemptId, given.learner),
  ]);
  if (learner === null || learner.erased || attempt === null) return { kind: "stale", turn: null };
  const turn = openTurn(attempt);
  const before = attempt.answers.find((a) => a.question === given.question && a.comeback === given.comeback);
  if (before !== undefined) return { kind: "already", right: before.right, turn };
  if (turn === null || turn.question !== given.question || turn.comeback !== given.comeback) {
    return { kind: "stale", turn };
  }
  const chosen = typeof given.chosen === "function" ? given.chosen(turn) : given.chosen;
  if (chosen !== null && !fits(turn.asked, chosen)) return { kind: "unfit", turn };
  return settleAnswer(tx, { learner, attempt, turn, chosen, at, inboxId, now });
}

interface Settling {
  readonly learner: LockedLearner;
  readonly attempt: Attempt;
  readonly turn: TurnView;
  readonly chosen: Chosen | null;
  readonly at: Date;
  readonly inboxId: InboxId | null;
  readonly now: Date;
}

async function settleAnswer(tx: Tx, settling: Settling): Promise<Answer> {
  const { learner, attempt, turn, chosen, at, inboxId } = settling;
  const { right, feedback } = chosen === null ? { right: false, feedback: [] } : grade(turn.asked, chosen);
  const answered: Answered = { question: turn.question, comeback: turn.comeback, right };
  const answers = [...attempt.answers, answered];
  const complete = nextTurn(askedIn(attempt), answers) === null;
  const day = dateIn(attempt.zone, at);
  const earned = answerPoints(attempt.id, answered, attempt.points);
  const [recorded, , , summary] = await Promise.all([
    recordPoints(
      tx,
      learner.id,
      complete ? [...earned, ...completionPoints(attempt.id, attempt.points)] : earned,
      day,
      at,
    ),
    insertAnswer(tx, { ...answered, attemptId: attempt.id, chosen: stored(chosen), at, inboxId }),
    attempt.isCurrent ? null : setCurrentAttempt(tx, learner.id, attempt.id),
    complete ? completeLesson(tx, settling, answers, day) : null,
  ]);
  return {
    kind: "verdict",
    right,
    skipped: chosen === null,
    comesBack: !right && !turn.comeback,
    question: turn.asked,
    feedback,
    points: recorded.reduce((sum, { reason, points }) => (reason === "lesson_completed" ? sum : sum + points), 0),
    next: complete ? null : openTurn(attempt, answers),
    summary,
  };
}

/** The answer and its points are on their way already: what is sent here is done after them. */
async function completeLesson(
  tx: Tx,
  { learner, attempt, at, now }: Settling,
  answers: readonly Answered[],
  day: LocalDate,
): Promise<LessonSummary> {
  const asked = askedIn(attempt);
  const reached = score(asked, answers);
  const done = passed(reached, attempt.passMark);
  const [, before] = await Promise.all([
    completeAttempt(tx, attempt.id, { day, score: reached, passed: done, at }),
    readLife(tx, learner.id),
  ]);
  const [newlyKept, , places] = await Promise.all([
    isOwnStudyDay(before, day) && keepDay(tx, learner.id, day, "lesson"),
    renewNextLesson(tx, learner.id),
    readPlaces(tx, learner.id),
  ]);
  const kept: KeptDay[] = newlyKept ? [...before.kept, { date: day, by: "lesson" }] : [...before.kept];
  const life = { ...before, kept, places };
  const [streak, points, nextLesson, coming, confidence] = await Promise.all([
    streakOf(tx, life, learner.pushTime, day),
    sumPoints(tx, learner.id, day),
    readNextLesson(tx, life, day),
    comingLesson(tx, life, learner.id, learner.pushTime, now),
    attempt.confidence ? readOpenAsk(tx, learner.id, attempt.cohortId) : null,
  ]);
  const today = dayOf(streak, day);
  return {
    title: attempt.lesson.title,
    passMark: attempt.passMark,
    score: reached,
    right: answers.filter((a) => a.right && !a.comeback).length,
    asked: asked.length,
    passed: done,
    day,
    pointsToday: points.onDay,
    pointsTotal: points.total,
    streak: {
      current: streak.current,
      best: streak.best,
      freezes: streak.freezes,
      keptToday: today?.kind === "kept",
      earnedFreeze: newlyKept && today !== null && "earnedFreeze" in today.why && today.why.earnedFreeze,
    },
    nextLesson,
    coming,
    confidence: confidence?.moment === "after" ? confidence : null,
  };
}
