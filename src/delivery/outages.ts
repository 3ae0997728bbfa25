import { holdsAhead } from "#db/clock.ts";
import type { Db } from "#db/connect.ts";
import { planReoffers, readZones } from "#db/delivery/plan.ts";
import { beat, claimOutages, type Outage } from "#db/delivery/pulses.ts";
import { windowFrom } from "#domain/schedule.ts";

/** What a process is there for. The program is away when nobody does the one or nobody does the other. */
export type Duty = "sending" | "receiving";

/**
 * Keeps the outage book: the program says that it lives, and each bot whose platform answered since the last beat says
 * so too. A gap that has ended is written down; questions it left open are offered again, once, outside the quiet hours
 * of whoever is asked.
 * @param duties of this process
 * @param contacted bots whose platform answered, with the instant of the last answer
 * @param aheadMs how far a demo's clock was ahead when `now` was read: where it was moved since, nothing is written; the
 *   first beat of a bot would else stay behind the jump and look like an outage
 */
export async function keepOutageBook(
  db: Db,
  now: Date,
  contacted: ReadonlyMap<string, Date>,
  duties: readonly Duty[] = ["sending", "receiving"],
  aheadMs = 0,
): Promise<Outage[]> {
  const ended: Outage[] = [];
  await db.transaction(async (tx) => {
    if (!(await holdsAhead(tx, aheadMs))) return;
    // All processes write at the same second: in one order, or two would wait for each other.
    const beats = [
      ...duties.map((duty) => ["program", pulseOf[duty], now] as const),
      ...[...contacted].map(([bot, at]) => [bot, bot, at] as const),
    ].sort(([, a], [, b]) => (a < b ? -1 : 1));
    for (const [whose, what, at] of beats) {
      const outage = await beat(tx, what, at, whose);
      if (outage !== null) ended.push(outage);
    }
    const claimed = await claimOutages(tx, now);
    if (claimed.length === 0) return;
    const windows = (await readZones(tx)).map((zone) => ({ zone, ...windowFrom(zone, now) }));
    for (const outage of claimed) await planReoffers(tx, outage, windows, now);
  });
  return ended;
}

const pulseOf: Readonly<Record<Duty, string>> = { sending: "program", receiving: "receiving" };
