import type { Db } from "#db/connect.ts";
import { hasFreshCorrections, planCorrections, type ZoneWindow } from "#db/delivery/corrections.ts";
import { readZones } from "#db/delivery/plan.ts";
import { windowFrom } from "#domain/schedule.ts";
import { dateIn, type Zone } from "#domain/time.ts";

/** When a correction may leave in a zone: now, or, in the quiet hours, when they end. */
export function correctionWindow(zone: Zone, now: Date): ZoneWindow {
  const window = windowFrom(zone, now);
  return { zone, day: dateIn(zone, window.dueAt), ...window };
}

/**
 * Writes down what is owed to whoever learnt from a lesson that was wrong and can be told now: once to each, outside
 * the quiet hours of their cohort's zone. Whoever pauses or cannot be reached is told when that ends, within a month.
 * Safe to repeat; without a fresh correction it asks one small question and no more.
 */
export async function planFreshCorrections(db: Db, now: Date): Promise<number> {
  if (!(await hasFreshCorrections(db, now))) return 0;
  const windows = (await readZones(db)).map((zone) => correctionWindow(zone, now));
  return planCorrections(db, windows, now);
}
