import { readAtRisk } from "#db/at-risk.ts";
import { recordDeeds } from "#db/audit.ts";
import type { Tx } from "#db/connect.ts";
import type { Scope } from "#db/scope.ts";
import type { PersonAtRisk } from "#domain/at-risk.ts";
import type { LearnerId } from "#domain/ids.ts";

/**
 * Who of a scope needs help, the most pressing first, for a supervisor who asks: whom they were shown stands in the audit,
 * as numbers. Outside the viewer's units it is empty.
 */
export async function showAtRisk(
  tx: Tx,
  scope: Scope,
  now: Date,
  limit: number,
  viewer: LearnerId,
): Promise<{ readonly total: number; readonly people: readonly PersonAtRisk[] }> {
  const found = await readAtRisk(tx, scope, now, limit, viewer);
  const shown = found.people.map(({ learnerId }) => learnerId);
  await recordDeeds(tx, [
    { at: now, actor: viewer, deed: "view", subject: subjectOf(scope, viewer), detail: { list: "at-risk", shown } },
  ]);
  return found;
}

/** What the audit calls a scope; one's own is oneself. */
const subjectOf = (scope: Scope, viewer: LearnerId): string =>
  scope.kind === "own" ? `own:${viewer}` : `${scope.kind}:${scope.id}`;
