import type { Tx } from "#db/connect.ts";
import { recordDeeds } from "#db/records/audit.ts";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import { report, reportCsv } from "./report.ts";
import { type NamedScope, readScope } from "./scope.ts";

/** The figures of a scope's units as a CSV file: nobody's name is in it. */
export interface Table {
  readonly name: string;
  readonly csv: string;
  /** The highest units it tells of. */
  readonly units: readonly UnitId[];
}

/** The table of a scope as far as the viewer may see it, and that it was handed out is written down; null: they may see nothing. */
export async function tableOf(
  tx: Tx,
  { scope, name }: NamedScope,
  now: Date,
  viewer: LearnerId,
): Promise<Table | null> {
  const figures = await report(tx, { scope, name }, now, viewer);
  const seen = await readScope(tx, scope, viewer);
  if (figures === null || seen === null) return null;
  const { units } = seen;
  const subject = scope.kind === "own" ? scope.kind : `${scope.kind}:${scope.id}`;
  await recordDeeds(tx, [{ at: now, actor: viewer, deed: "report", subject, detail: { format: "csv", units } }]);
  return { name: figures.name, csv: reportCsv(figures), units };
}
