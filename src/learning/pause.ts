import type { Tx } from "#db/connect.ts";
import { withdrawPlanned } from "#db/delivery/own-deliveries.ts";
import { completedOn } from "#db/learning/attempts.ts";
import { cutPauses, insertPause } from "#db/learning/pauses.ts";
import { keepDay } from "#db/learning/streaks.ts";
import type { LockedLearner } from "#db/roster/people.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import { type ComingLesson, pushIfDue } from "./coming-lesson.ts";
import { isOwnStudyDay, readLife, todayIn } from "./life.ts";

export const longestPauseDays = 60;

export type Paused =
  | { readonly kind: "paused"; readonly from: LocalDate; readonly until: LocalDate; readonly today: LocalDate }
  | { readonly kind: "out_of_bounds"; readonly mostDays: number };

/**
 * Leaves the learner alone for `days` days: from today, or, when today is kept already, from tomorrow. A pause that was
 * there ends where this one begins. What was planned for today is taken back.
 */
export async function pause(tx: Tx, learner: LockedLearner, days: number, now: Date): Promise<Paused> {
  if (!Number.isInteger(days) || days < 1 || days > longestPauseDays) {
    return { kind: "out_of_bounds", mostDays: longestPauseDays };
  }
  const life = await readLife(tx, learner.id);
  const today = todayIn(life, now);
  const from = life.kept.some(({ date }) => date === today) ? addDays(today, 1) : today;
  const until = addDays(from, days - 1);
  await cutPauses(tx, learner.id, from);
  await insertPause(tx, learner.id, from, until);
  if (from === today) await withdrawPlanned(tx, learner.id, "paused");
  return { kind: "paused", from, until, today };
}

/**
 * Goes on from today, which is a study day again: a lesson completed while it was paused keeps it after all, else today's
 * lesson leaves at once if its time has passed.
 */
export async function resume(
  tx: Tx,
  learner: LockedLearner,
  now: Date,
): Promise<{ readonly kind: "resumed"; readonly coming: ComingLesson } | { readonly kind: "not_paused" }> {
  const today = todayIn(await readLife(tx, learner.id), now);
  if (!(await cutPauses(tx, learner.id, today))) return { kind: "not_paused" };
  const counts = isOwnStudyDay(await readLife(tx, learner.id), today);
  if (counts && (await completedOn(tx, learner.id, today))) await keepDay(tx, learner.id, today, "lesson");
  return { kind: "resumed", coming: await pushIfDue(tx, learner.id, learner.pushTime, "always", now) };
}
