import type { Tx } from "#db/connect.ts";
import { listOutages } from "#db/delivery/pulses.ts";
import type { LearnerId } from "#domain/ids.ts";
import { ledgerOf, placePeriods } from "#domain/place.ts";
import type { StreakDay, StreakLedger } from "#domain/streak.ts";
import { instantOf, type LocalDate, type LocalTime } from "#domain/time.ts";
import { type Life, readLife, todayIn } from "./life.ts";

const midnight = "00:00" as LocalTime;

/** The streak of a life that was read, at `today`. @param ownTime the learner's own push time; null: the cohort's */
export async function streakOf(tx: Tx, life: Life, ownTime: LocalTime | null, today: LocalDate): Promise<StreakLedger> {
  const [first] = placePeriods(life.places);
  const outages =
    first === undefined ? [] : await listOutages(tx, instantOf(first.place.zone, first.from, midnight), life.bots);
  const gaps = outages.map(({ fromAt, toAt }) => ({ from: fromAt, to: toAt }));
  return ledgerOf({ ...life, ownTime }, gaps, life.holidays, today);
}

/** The learner's streak at `now`, day by day, with the reason of every day. */
export async function readStreak(
  tx: Tx,
  learner: LearnerId,
  ownTime: LocalTime | null,
  now: Date,
): Promise<StreakLedger & { readonly today: LocalDate }> {
  const life = await readLife(tx, learner);
  const today = todayIn(life, now);
  return { ...(await streakOf(tx, life, ownTime, today)), today };
}

/** What became of one day; null while it is open. */
export const dayOf = (streak: StreakLedger, day: LocalDate): StreakDay | null =>
  streak.days.findLast(({ date }) => date === day) ?? null;
