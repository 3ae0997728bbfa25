import type { Tx } from "#db/connect.ts";
import { countLessons } from "#db/learning/places.ts";
import { type BoardRow, readBoard } from "#db/learning/points.ts";
import type { LockedLearner } from "#db/roster/people.ts";
import { type LearnerCard, readCard } from "#db/roster/people.ts";
import type { StreakLedger } from "#domain/streak.ts";
import { coursePlace } from "./coming-lesson.ts";
import { readLife, todayIn } from "./life.ts";
import { streakOf } from "./streak.ts";

export interface Standing extends Pick<LearnerCard, "points" | "answers"> {
  readonly fullName: string;
  readonly streak: Pick<StreakLedger, "current" | "best" | "freezes">;
  /** Null for who is on no board. Equal points share a place. */
  readonly rank: { readonly place: number; readonly of: number; readonly unit: string } | null;
  /** In the course they are learning now, or learnt last. */
  readonly course: string;
  readonly lessonsCompleted: number;
  readonly lessonsSkipped: number;
  readonly lessonsTotal: number;
  /** Of first tries right, from which on a lesson is passed: 0 to 1. */
  readonly passMark: number;
  readonly questionsPerLesson: number;
}

/** Where the learner stands: points, streak, rank in their own unit, progress. */
export async function readStanding(tx: Tx, learner: LockedLearner, now: Date): Promise<Standing> {
  const life = await readLife(tx, learner.id);
  const today = todayIn(life, now);
  const place = coursePlace(life, today);
  const { current, best, freezes } = await streakOf(tx, life, learner.pushTime, today);
  const card = (await readCard(tx, learner.id, now))!;
  const board = await readBoard(tx, learner.id, 0);
  const lessons = await countLessons(tx, learner.id, place);
  return {
    fullName: learner.fullName,
    points: card.points,
    answers: card.answers,
    streak: { current, best, freezes },
    rank: board === null ? null : { place: board.rows[0]!.place, of: board.of, unit: board.unit },
    course: place.courseTitle,
    lessonsCompleted: lessons.completed,
    lessonsSkipped: lessons.skipped,
    lessonsTotal: lessons.total,
    passMark: lessons.passMark,
    questionsPerLesson: lessons.questionsPerLesson,
  };
}

export interface UnitBoard {
  readonly unit: string;
  /** How many stand on it. */
  readonly of: number;
  readonly rows: readonly (BoardRow & { readonly me: boolean })[];
}

/** The unit's board around the learner: three above, three below. Null for who is on no board. */
export async function readUnitBoard(tx: Tx, learner: LockedLearner): Promise<UnitBoard | null> {
  const board = await readBoard(tx, learner.id, 3);
  if (board === null) return null;
  return { ...board, rows: board.rows.map((row) => ({ ...row, me: row.learnerId === learner.id })) };
}
