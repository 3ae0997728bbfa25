import type { Tx } from "#db/connect.ts";
import { listAtRisk } from "#db/figures/at-risk.ts";
import { recordDeeds } from "#db/records/audit.ts";
import type { Scope, Viewer } from "#db/units/scope.ts";
import type { PersonAtRisk } from "#domain/at-risk.ts";
import type { LearnerId } from "#domain/ids.ts";

/** Some people who need help, and how many there are. */
export interface AtRisk {
  readonly total: number;
  readonly people: readonly PersonAtRisk[];
}

/** Who of a scope needs help and why, the most pressing first; at most `limit` of them. Outside the viewer's units it is empty. */
export const readAtRisk = (tx: Tx, scope: Scope, now: Date, limit: number, viewer: Viewer): Promise<AtRisk> =>
  listAtRisk(tx, scope, now, limit, viewer);

/** Writes into the audit whom a supervisor who asked was shown, as numbers. */
export async function noteShown(tx: Tx, scope: Scope, { people }: AtRisk, viewer: LearnerId, now: Date): Promise<void> {
  const subject = scope.kind === "own" ? `own:${viewer}` : `${scope.kind}:${scope.id}`;
  const shown = people.map(({ learnerId }) => learnerId);
  await recordDeeds(tx, [{ at: now, actor: viewer, deed: "view", subject, detail: { list: "at-risk", shown } }]);
}
