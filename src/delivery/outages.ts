import type { Db } from "#db/connect.ts";
import { planReoffers } from "#db/plan.ts";
import { beat, claimOutages, type Outage } from "#db/pulses.ts";
import { windowFrom } from "#domain/schedule.ts";
import type { Zone } from "#domain/time.ts";

/**
 * Keeps the outage book: the program says that it lives, and each bot whose platform answered since the last beat says
 * so too. A gap that has ended is written down; questions it left open are offered again, once, outside quiet hours.
 * @param contacted bots whose platform answered, with the instant of the last answer
 */
export async function keepOutageBook(
  db: Db,
  now: Date,
  contacted: ReadonlyMap<string, Date>,
  zone: Zone,
): Promise<Outage[]> {
  const ended: Outage[] = [];
  await db.transaction(async (tx) => {
    for (const [what, at] of [["program", now] as const, ...contacted]) {
      const outage = await beat(tx, what, at);
      if (outage !== null) ended.push(outage);
    }
    for (const outage of await claimOutages(tx, now)) {
      await planReoffers(tx, outage, windowFrom(zone, now), now);
    }
  });
  return ended;
}
