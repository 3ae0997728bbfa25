import type { Tx } from "#db/connect.ts";
import { withdrawPlanned } from "#db/delivery/own-deliveries.ts";
import { leavePlace } from "#db/learning/places.ts";
import { recordDeeds } from "#db/records/audit.ts";
import { lockLearner } from "#db/roster/people.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";

/**
 * The learner is no longer in the cohort: nothing more of it is sent, and today counts no longer. What they learnt stays.
 * False: they were not in it.
 */
export async function leaveCohort(
  tx: Tx,
  learner: LearnerId,
  cohort: CohortId,
  actor: "operator" | LearnerId,
  now: Date,
): Promise<boolean> {
  await lockLearner(tx, learner);
  if (!(await leavePlace(tx, learner, cohort, now))) return false;
  await withdrawPlanned(tx, learner, "left");
  await recordDeeds(tx, [{ at: now, actor, deed: "leave", subject: `learner:${learner}`, detail: { cohort } }]);
  return true;
}
