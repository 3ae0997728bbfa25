import type { Tx } from "#db/connect.ts";
import { recordDeeds } from "#db/records/audit.ts";
import type { Scope, Viewer } from "#db/units/scope.ts";
import type { UnitId } from "#domain/ids.ts";

/**
 * A file with people's names and figures was made for somebody.
 * @param units the highest of those it tells of; none: all there are
 */
export async function recordExport(
  tx: Tx,
  scope: Scope,
  now: Date,
  viewer: Viewer,
  units: readonly UnitId[] = [],
): Promise<void> {
  const subject = scope.kind === "own" ? "own" : `${scope.kind}:${scope.id}`;
  const detail = units.length === 0 ? {} : { detail: { units } };
  await recordDeeds(tx, [{ at: now, actor: viewer ?? "operator", deed: "export", subject, ...detail }]);
}
