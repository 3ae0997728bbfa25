import type { Db } from "#db/connect.ts";
import { hasUsableTemplate } from "#db/delivery/oa-templates.ts";
import { readZones } from "#db/delivery/plan.ts";
import { planLastWords, planRhythm, planTemplates, readRunningSilences } from "#db/delivery/silence.ts";
import { countsSilence } from "#db/delivery/windows.ts";
import { rhythmRange, silentInstants } from "#domain/zalo-window.ts";

/**
 * Writes down what the silent are told where their platform counts it: one request for a tap while it is free, and, in place of
 * the lesson of the sixth day, that the lessons pause; later, where an operator has an approved text, that a few times. Only outside the quiet hours of their zone. Safe to repeat; without
 * such a platform it asks one small question and no more.
 */
export async function planForSilent(db: Db, now: Date): Promise<void> {
  if (!(await countsSilence(db))) return;
  const zones = (await readZones(db)).flatMap((zone) => {
    const range = rhythmRange(zone, now);
    return range === null ? [] : [{ zone, ...range }];
  });
  if (zones.length === 0) return;
  await planLastWords(db, zones, now);
  await planRhythm(db, zones, now);
  if (await hasUsableTemplate(db, now)) await planTemplates(db, zones, now);
}

/**
 * The instants after `now` and up to `until`, the first one first, at which `planForSilent` may have something new to write: who
 * moves a demo's clock stops at each. It reads every running silence, so nobody asks it every few seconds.
 */
export async function planningInstantsOfSilent(db: Db, now: Date, until: Date): Promise<Date[]> {
  if (!(await countsSilence(db))) return [];
  const silences = await readRunningSilences(db, now);
  const instants = new Set(silences.flatMap((one) => silentInstants(one, now, until)).map((at) => at.getTime()));
  return [...instants].sort((a, b) => a - b).map((ms) => new Date(ms));
}
