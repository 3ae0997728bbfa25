import type { Points } from "./course.ts";
import type { AttemptId } from "./ids.ts";
import type { Answered } from "./quiz.ts";

export type PointReason = "right_first" | "right_comeback" | "lesson_completed";

/** One row of the ledger. `key` names the deed within the learner and the reason: a second row with it is the same row. */
export interface PointEntry {
  readonly reason: PointReason;
  /** Above 0. */
  readonly points: number;
  readonly key: string;
}

const entry = (reason: PointReason, points: number, key: string): PointEntry[] =>
  points > 0 ? [{ reason, points, key }] : [];

/** What one answer in a lesson earns: nothing when it is wrong, or when the course gives nothing for it. */
export function answerPoints(attempt: AttemptId, answer: Answered, points: Points): PointEntry[] {
  if (!answer.right) return [];
  const key = `attempt:${attempt}:question:${answer.question}`;
  return answer.comeback
    ? entry("right_comeback", points.rightComeback, key)
    : entry("right_first", points.rightFirst, key);
}

/** What completing the lesson earns, passed or not. */
export function completionPoints(attempt: AttemptId, points: Points): PointEntry[] {
  return entry("lesson_completed", points.lessonCompleted, `attempt:${attempt}`);
}
