import type { Tx } from "#db/connect.ts";
import { listOutages } from "#db/pulses.ts";
import type { LearnerId } from "#domain/ids.ts";
import { outageDays } from "#domain/outage.ts";
import { ledger, type StreakDay, type StreakLedger } from "#domain/streak.ts";
import { instantOf, type LocalDate, type LocalTime } from "#domain/time.ts";
import { calendarOf, type Life, placePeriods, readLife, todayIn } from "./life.ts";

const midnight = "00:00" as LocalTime;
const nothing: StreakLedger = { days: [], current: 0, best: 0, freezes: 1 };

/** The streak of a life that was read, at `today`. @param ownTime the learner's own push time; null: the cohort's */
export async function streakOf(tx: Tx, life: Life, ownTime: LocalTime | null, today: LocalDate): Promise<StreakLedger> {
  const periods = placePeriods(life);
  const [first] = periods;
  if (first === undefined) return nothing;
  const outages = await listOutages(tx, instantOf(first.place.zone, first.from, midnight), life.bots);
  const gaps = outages.map(({ fromAt, toAt }) => ({ from: fromAt, to: toAt }));
  const touched = periods.flatMap(({ from, to, place }) =>
    [...outageDays(gaps, calendarOf(place, life.holidays), ownTime ?? place.pushTime)].filter(
      (day) => from <= day && (to === null || day <= to),
    ),
  );
  return ledger(
    {
      joined: first.from,
      periods: periods.map(({ from, to, place }) => ({ from, to, calendar: calendarOf(place, life.holidays) })),
      kept: life.kept,
      pauses: life.pauses,
      outageDays: new Set(touched),
    },
    today,
  );
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
