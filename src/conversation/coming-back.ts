import type { Tx } from "#db/connect.ts";
import { withdrawPlanned } from "#db/delivery/own-deliveries.ts";
import { pushIfDue } from "#learning/coming-lesson.ts";
import type { Visitor } from "#learning/visit.ts";
import type { Intent } from "./understand.ts";

/** What is answered with a lesson, or with its being on the way. */
const shows = new Set<string>(["baihoc", "tieptuc"]);

/**
 * A silence that kept lessons back is over: today's, if its time has passed, leaves at once, as for who ends a pause. Whoever
 * has just asked for it, or answers a question, has a lesson before them: the day's counts as shown.
 */
export async function comeBack(tx: Tx, { learner }: Visitor, intent: Intent, now: Date): Promise<void> {
  if (!learner?.agreed) return;
  const studies = intent.kind === "answer" || (intent.kind === "command" && shows.has(intent.command.command));
  const coming = await pushIfDue(tx, learner.id, learner.pushTime, "always", now);
  if (studies && coming.kind === "now") await withdrawPlanned(tx, learner.id, "shown");
}
