import { setTimeout as sleep } from "node:timers/promises";
import { setAhead, stopClock } from "#db/clock.ts";
import type { Db } from "#db/connect.ts";
import { carryAllowance } from "#db/delivery/allowance.ts";
import { countUnsettled, nextDueAfter } from "#db/delivery/counts.ts";
import { carryTemplates } from "#db/delivery/oa-templates.ts";
import { carryPulses } from "#db/delivery/pulses.ts";
import { planDay, planningInstants } from "./plan.ts";
import { planningInstantsOfSilent } from "./silence.ts";

/**
 * How long an advance waits for the next ending of what falls due at one stop; once that was in vain it waits no more,
 * until all has ended.
 */
const patienceMs = 10_000;

/** A pulse younger than this belongs to something that lives, and moves along with the clock. */
const aliveWithinMinutes = 30;

/**
 * Moves a demo's clock from `now` to `target`, stopping wherever something falls due and waiting until that has been
 * sent, so that things happen in their order. With nobody running it only moves the clock, and the next start sees the
 * gap. A target that is past changes nothing.
 */
export async function advanceClock(db: Db, now: Date, target: Date, someoneRuns: boolean): Promise<void> {
  let patient = true;
  if (!someoneRuns && target > now) await setAhead(db, target.getTime() - Date.now());
  if (!someoneRuns) return;
  for (let at = now; at < target; ) {
    const [[planned], [silent], due] = [
      await planningInstants(db, at, target),
      await planningInstantsOfSilent(db, at, target),
      await nextDueAfter(db, at),
    ];
    const step = new Date(Math.min(...[planned, silent, due, target].map((stop) => (stop ?? target).getTime())));
    const from = at;
    await db.transaction(async (tx) => {
      await stopClock(tx);
      await carryPulses(tx, from, step, aliveWithinMinutes);
      await carryAllowance(tx, from, step);
      await carryTemplates(tx, from, step);
      await setAhead(tx, step.getTime() - Date.now());
    });
    await planDay(db, step);
    await setAhead(db, 0); // rings again: what was planned just now is due
    patient = await settles(db, step, patient ? patienceMs : 0);
    at = step;
  }
}

/** Whether everything that was due at `step` had its ending, of which each was waited for so long. */
async function settles(db: Db, step: Date, patience: number): Promise<boolean> {
  let left = await countUnsettled(db, step);
  for (let deadline = performance.now() + patience; left > 0; ) {
    if (performance.now() > deadline) return false;
    await sleep(20);
    const now = await countUnsettled(db, step);
    if (now < left) deadline = performance.now() + patience;
    left = now;
  }
  return true;
}
