import { recordDeeds } from "#db/audit.ts";
import type { Tx } from "#db/connect.ts";
import type { Scope, Viewer } from "#db/scope.ts";
import type { UnitId } from "#domain/ids.ts";
import type { Zone } from "#domain/time.ts";
import { writeBook } from "./report-book.ts";
import type { NamedScope } from "./scope.ts";

/**
 * The workbook of a scope as far as the viewer may see it; null: nobody. It names people, so that it was made is written
 * down, with what it is about and no name.
 */
export async function bookOf(tx: Tx, named: NamedScope, now: Date, viewer: Viewer, zone: Zone): Promise<Buffer | null> {
  const book = await writeBook(tx, named, now, viewer, zone);
  if (book !== null) await recordExport(tx, named.scope, now, viewer);
  return book;
}

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
