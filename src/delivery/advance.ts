import { setTimeout as sleep } from "node:timers/promises";
import { setAhead } from "#db/clock.ts";
import type { Db } from "#db/connect.ts";
import { countUnsettled, nextDueAfter } from "#db/delivery-counts.ts";
import { carryPulses } from "#db/pulses.ts";
import { planDay, planningInstants } from "./plan.ts";

/** How long an advance waits for what falls due on the way, all in all. */
const patienceMs = 10_000;

/** A pulse younger than this belongs to something that lives, and moves along with the clock. */
const aliveWithinMinutes = 30;

/**
 * Moves a demo's clock from `now` to `target`, stopping wherever something falls due and waiting until that has been
 * sent, so that things happen in their order. With nobody running it only moves the clock, and the next start sees the
 * gap. A target that is past changes nothing.
 */
export async function advanceClock(db: Db, now: Date, target: Date, someoneRuns: boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  if (!someoneRuns && target > now) await setAhead(db, target.getTime() - Date.now());
  if (!someoneRuns) return;
  for (let at = now; at < target; ) {
    const stops = [(await planningInstants(db, at, target))[0], await nextDueAfter(db, at), target];
    const step = new Date(Math.min(...stops.map((stop) => (stop ?? target).getTime())));
    await carryPulses(db, at, step, aliveWithinMinutes);
    await setAhead(db, step.getTime() - Date.now());
    await planDay(db, step);
    await setAhead(db, 0); // rings again: what was planned just now is due
    while ((await countUnsettled(db, step)) > 0 && performance.now() < deadline) await sleep(20);
    at = step;
  }
}
