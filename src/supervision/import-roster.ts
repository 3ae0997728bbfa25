import type { Tx } from "#db/connect.ts";
import { recordDeeds } from "#db/records/audit.ts";
import { keepBefore, recordImport } from "#db/roster/changes.ts";
import { findLeavers, takeOut } from "#db/roster/leavers.ts";
import { type Clash, clashesInFile, matchPeople } from "#db/roster/match.ts";
import { countWithoutPlace, leftByThemselves, takenCodes, type Written, writeRoster } from "#db/roster/roster.ts";
import {
  dropStaged,
  keepUsedUnits,
  lockRoster,
  markSpoilt,
  type StagedRow,
  spreadFacts,
  stageRoster,
} from "#db/roster/stage.ts";
import { fold } from "#domain/fold.ts";
import type { CohortId, UnitId } from "#domain/ids.ts";
import { explainClash } from "./roster-clashes.ts";
import { type DiffOf, type RosterDiff, readDiff } from "./roster-diff.ts";
import type { Roster } from "./roster-file.ts";
import { noteAt, type RowError, type RowNote } from "./roster-grid.ts";
import type { RosterRow } from "./roster-row.ts";
import { findUnits } from "./roster-units.ts";

export interface ImportOptions {
  readonly cohort: CohortId;
  /** Says what would happen and changes nothing. */
  readonly dryRun: boolean;
  /** Imports the good rows; else one bad row and nothing changes. */
  readonly skipBadRows: boolean;
  /**
   * Whoever of the cohort the file does not name leaves it: more than half of them only with `most`. With a bad row
   * nothing changes: it may be someone who would else leave.
   */
  readonly leavers?: "some" | "most" | undefined;
  /** Who left the cohort by themselves and is named comes back, too. */
  readonly rejoin?: boolean | undefined;
  readonly now: Date;
  /** A new random code at each call. */
  readonly inviteCodes: () => string;
  /** Hears what is being done, and which share of all of it, 0 to 1, is done. */
  readonly progress?: ((share: number, what: string) => void) | undefined;
}

export interface ImportResult {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Who was taken out of the cohort, and how many were in it before. */
  readonly left: number;
  readonly members: number;
  /** In file order. */
  readonly errors: readonly RowError[];
  /** In file order; they keep nothing from being imported. */
  readonly warnings: readonly RowNote[];
  /** Nothing was changed, because it would have taken out more than half of the cohort. */
  readonly tooManyLeave: boolean;
  /** Of a dry run. */
  readonly diff: RosterDiff | null;
}

/**
 * Brings a roster into a cohort: units, people, posts and an invite code for each new place. The key of a person is the
 * code where present, else the e-mail, else full name and unit; several rows of one person are several posts, the first
 * the main one; an empty cell leaves what is known. The same file again changes nothing, no row ever changes someone
 * whom another row or key names, and who was erased stays erased. What it changed is kept until the next import of the
 * cohort, for an undo. The cohort must exist.
 */
export async function importRoster(tx: Tx, roster: Roster, options: ImportOptions): Promise<ImportResult> {
  const undone = new Error("the import is rolled back");
  let result: ImportResult | null = null;
  try {
    await tx.transaction(async (inner) => {
      result = await write(inner, roster, options);
      const faulty = result.errors.length > 0 && (!options.skipBadRows || options.leavers !== undefined);
      const refused = faulty || result.tooManyLeave;
      if (refused && !options.dryRun) result = { ...result, created: 0, updated: 0, unchanged: 0, left: 0 };
      if (refused || options.dryRun) throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
  return result!;
}

async function write(tx: Tx, roster: Roster, options: ImportOptions): Promise<ImportResult> {
  const { cohort, now, rejoin = false } = options;
  const told = options.progress ?? (() => {});
  await lockRoster(tx);
  told(0, "units");
  const units = await findUnits(tx, roster.rows, roster.columns.get("unit"));
  const clashes = await stage(tx, roster, units.ids, told);
  const created = clashes.length === 0 ? units.created : await keepUsedUnits(tx, units.created);
  told(0.5, "finding what changes");
  const { leavers, members } =
    options.leavers === undefined ? { leavers: [], members: 0 } : await findLeavers(tx, cohort);
  await keepBefore(tx, cohort, leavers);
  const codes = await drawCodes(tx, await countWithoutPlace(tx, cohort), options.inviteCodes);
  const away = rejoin ? [] : await leftByThemselves(tx, cohort);
  told(0.6, "writing people, posts and places");
  const { touched, ...counts } = await writeRoster(tx, cohort, codes, rejoin, now);
  const withdrawn = await takeOut(tx, cohort, leavers, now);
  told(0.9, "writing down what was changed");
  const changes = { cohort, touched, leavers, units: created, unchanged: counts.unchanged };
  const diff = options.dryRun ? await readDiff(tx, changes) : null;
  if (!options.dryRun) await writeDown(tx, changes, counts, withdrawn, now);
  told(1, "done");
  const byRow = (a: RowNote, b: RowNote) => a.row - b.row;
  const explained = clashes.map((clash) => explainClash(clash, roster.columns));
  return {
    ...counts,
    left: leavers.length,
    members,
    errors: [...roster.errors, ...units.errors, ...explained].sort(byRow),
    warnings: [...roster.warnings, ...units.warnings, ...away.map((row) => noteAt(row, undefined, stayOut))].sort(
      byRow,
    ),
    tooManyLeave: options.leavers === "some" && leavers.length * 2 > members,
    diff,
  };
}

/** What was changed, for an undo and in the audit; an import that changed nothing leaves neither. */
async function writeDown(
  tx: Tx,
  { cohort, touched, leavers, units }: DiffOf,
  counts: Omit<Written, "touched">,
  withdrawn: Awaited<ReturnType<typeof takeOut>>,
  now: Date,
): Promise<void> {
  if (touched.length + leavers.length === 0) return;
  await recordImport(tx, cohort, [...touched, ...leavers], units, withdrawn, now);
  const detail = leavers.length === 0 ? counts : { ...counts, left: leavers.length };
  await recordDeeds(tx, [{ at: now, actor: "operator", deed: "roster", subject: `cohort:${cohort}`, detail }]);
}

const stayOut =
  "names someone who left the cohort by themselves and stays out of it: write --rejoin to bring them back";

/** Lays the good rows out and finds whom they mean. Returns the rows that were left out on the way. */
async function stage(
  tx: Tx,
  roster: Roster,
  units: ReadonlyMap<RosterRow["unit"], UnitId>,
  told: (share: number, what: string) => void,
): Promise<Clash[]> {
  const rows = roster.rows.filter((row) => units.has(row.unit));
  const staged = rows.map((row) => stagedRow(row, units.get(row.unit)!));
  await stageRoster(tx, staged, (done) => told(0.1 + (0.2 * done) / rows.length, "rows"));
  const inFile = await clashesInFile(tx);
  await leaveOut(tx, inFile);
  await spreadFacts(tx);
  told(0.3, "finding people");
  const withOthers = await matchPeople(tx);
  await leaveOut(tx, withOthers);
  await markSpoilt(tx, [...roster.spoilt, ...roster.rows.filter((row) => !units.has(row.unit))]);
  return [...inFile, ...withOthers];
}

const leaveOut = (tx: Tx, clashes: readonly Clash[]): Promise<void> =>
  dropStaged(
    tx,
    clashes.map(({ row }) => row),
    clashes.flatMap(({ other }) => other ?? []),
  );

function stagedRow(row: RosterRow, unitId: UnitId): StagedRow {
  const { unit: _, ...rest } = row;
  return { ...rest, nameLower: row.fullName.toLowerCase(), nameKey: fold(row.fullName), unitId };
}

/** `count` codes that open nothing yet, each once. */
async function drawCodes(tx: Tx, count: number, draw: () => string): Promise<string[]> {
  const codes = new Set<string>();
  while (codes.size < count) {
    const fresh = new Set<string>();
    while (codes.size + fresh.size < count) {
      const code = draw();
      if (!codes.has(code)) fresh.add(code);
    }
    const taken = await takenCodes(tx, [...fresh]);
    for (const code of fresh) if (!taken.has(code)) codes.add(code);
  }
  return [...codes];
}
