import type { Tx } from "#db/connect.ts";
import { readLifetimes } from "#db/figures/streaks.ts";
import { readHolidays } from "#db/plan.ts";
import { listOutages } from "#db/pulses.ts";
import type { Part, Viewer } from "#db/scope.ts";
import type { LearnerId } from "#domain/ids.ts";
import { ledgerOf, placePeriods, zoneOf } from "#domain/place.ts";
import { dateIn, instantOf, type LocalTime } from "#domain/time.ts";

/** The streaks at `now` of everybody of the part who has one of a day or more: one reading for all of them. */
export async function currentStreaks(
  tx: Tx,
  part: Part,
  viewer: Viewer,
  now: Date,
): Promise<{ readonly learner: LearnerId; readonly part: number }[]> {
  const lives = await readLifetimes(tx, part, viewer);
  const [outages, holidays] = [await listOutages(tx, new Date(0), null), await readHolidays(tx)];
  return lives.flatMap((life) => {
    const [first] = placePeriods(life.places);
    if (first === undefined) return [];
    const since = instantOf(first.place.zone, first.from, "00:00" as LocalTime);
    const gaps = outages
      .filter(({ what, toAt }) => toAt >= since && (what === "program" || life.bots.some((bot) => bot === what)))
      .map(({ fromAt, toAt }) => ({ from: fromAt, to: toAt }));
    const { current } = ledgerOf(life, gaps, holidays, dateIn(zoneOf(life.places), now));
    return current > 0 ? [{ learner: life.learner, part: current }] : [];
  });
}
