import type { Tx } from "#db/connect.ts";
import { recordDeeds } from "#db/records/audit.ts";
import { lockRoster } from "#db/roster/stage.ts";
import { findLastImport, judgeUndo, type Kept, undoImport } from "#db/roster/undo.ts";
import { lockUnits } from "#db/units/changes.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";

export interface Undone {
  /** When the import was; what is counted was, or would be, taken back. */
  readonly at: Date;
  /** People who vanished, and who are again as they were. */
  readonly created: number;
  readonly updated: number;
  /** Whom the undo did not touch. */
  readonly kept: readonly { readonly learnerId: LearnerId; readonly why: Kept }[];
}

/**
 * Takes back the last import of a cohort, person by person, as long as nothing that it brought was used since. Units that
 * it brought go when nobody is left in them. Null: there is none, or it was undone before.
 */
export async function undoRoster(tx: Tx, cohort: CohortId, dryRun: boolean, now: Date): Promise<Undone | null> {
  await lockRoster(tx);
  await lockUnits(tx);
  const last = await findLastImport(tx, cohort);
  if (last === null) return null;
  const judged = await judgeUndo(tx, last, cohort);
  const free = judged.filter(({ why }) => why === null);
  const created = free.filter(({ kind }) => kind === "created").length;
  const updated = free.length - created;
  const kept = judged.flatMap(({ learnerId, why }) => (why === null ? [] : [{ learnerId, why }]));
  if (!dryRun) {
    await undoImport(tx, last, cohort, now);
    const detail = { created, updated, kept: kept.length };
    await recordDeeds(tx, [{ at: now, actor: "operator", deed: "roster_undo", subject: `cohort:${cohort}`, detail }]);
  }
  return { at: last.at, created, updated, kept };
}
