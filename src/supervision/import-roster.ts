import { recordDeeds } from "#db/audit.ts";
import type { Tx } from "#db/connect.ts";
import { countWithoutPlace, takenCodes, writeRoster } from "#db/roster.ts";
import {
  type Clash,
  clashesInFile,
  dropStaged,
  lockRoster,
  matchPeople,
  type StagedRow,
  stageRoster,
} from "#db/roster-stage.ts";
import { ensureUnits, type WantedUnit } from "#db/units.ts";
import { fold } from "#domain/fold.ts";
import type { CohortId, UnitId } from "#domain/ids.ts";
import { spellingKey } from "#domain/spelling.ts";
import type { Roster } from "./roster-file.ts";
import type { RowError } from "./roster-grid.ts";
import type { RosterRow } from "./roster-row.ts";

export interface ImportOptions {
  readonly cohort: CohortId;
  /** Says what would happen and changes nothing. */
  readonly dryRun: boolean;
  /** Imports the good rows; else one bad row and nothing changes. */
  readonly skipBadRows: boolean;
  readonly now: Date;
  /** A new random code at each call. */
  readonly inviteCodes: () => string;
}

export interface ImportResult {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** In file order. */
  readonly errors: readonly RowError[];
}

/**
 * Brings a roster into a cohort: units, people, posts and an invite code for each new place. The key of a person is the
 * code where present, else the e-mail, else full name and unit; an empty cell leaves what is known. The same file again
 * changes nothing, no row ever changes someone whom another row or key names, and who was erased stays erased.
 * The cohort must exist.
 */
export async function importRoster(tx: Tx, roster: Roster, options: ImportOptions): Promise<ImportResult> {
  const undone = new Error("the import is rolled back");
  let result: ImportResult = { created: 0, updated: 0, unchanged: 0, errors: [] };
  try {
    await tx.transaction(async (inner) => {
      result = await write(inner, roster, options);
      const refused = result.errors.length > 0 && !options.skipBadRows;
      if (refused && !options.dryRun) result = { created: 0, updated: 0, unchanged: 0, errors: result.errors };
      if (refused || options.dryRun) throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
  return result;
}

async function write(tx: Tx, roster: Roster, { cohort, now, inviteCodes }: ImportOptions): Promise<ImportResult> {
  await lockRoster(tx);
  const units = await findUnits(tx, roster.rows);
  await stageRoster(
    tx,
    roster.rows.map((row) => stage(row, units.get(row.unit)!)),
  );
  const inFile = await clashesInFile(tx);
  await dropStaged(tx, rowsOf(inFile));
  const withOthers = await matchPeople(tx);
  await dropStaged(tx, rowsOf(withOthers));
  const codes = await drawCodes(tx, await countWithoutPlace(tx, cohort), inviteCodes);
  const counts = await writeRoster(tx, cohort, codes, now);
  const subject = `cohort:${cohort}`;
  if (counts.created + counts.updated > 0)
    await recordDeeds(tx, [{ at: now, actor: "operator", deed: "roster", subject, detail: counts }]);
  const errors = [...roster.errors, ...[...inFile, ...withOthers].map(explain)];
  return { ...counts, errors: errors.sort((a, b) => a.row - b.row) };
}

const rowsOf = (clashes: readonly Clash[]) => clashes.map((clash) => clash.row);

const keyOf = (parts: readonly string[]) => parts.join("\0");

function stage(row: RosterRow, unitId: UnitId): StagedRow {
  const { unit: _, ...rest } = row;
  return { ...rest, nameLower: row.fullName.toLowerCase(), nameKey: fold(row.fullName), unitId };
}

/** The ids of the rows' units; two statements for each level of the tree. A new unit is spelt as where it is named first. */
async function findUnits(tx: Tx, rows: readonly RosterRow[]): Promise<Map<RosterRow["unit"], UnitId>> {
  const keys = new Map([...new Set(rows.map((row) => row.unit))].map((path) => [path, path.map(spellingKey)]));
  const ids = new Map<string, UnitId>();
  for (let depth = 1; ; depth++) {
    const level = new Map<string, WantedUnit>();
    for (const [path, parts] of keys) {
      const key = keyOf(parts.slice(0, depth));
      if (parts.length < depth || level.has(key)) continue;
      const parentId = ids.get(keyOf(parts.slice(0, depth - 1))) ?? null;
      level.set(key, { parentId, name: path[depth - 1]!, nameKey: parts[depth - 1]! });
    }
    if (level.size === 0) return new Map([...keys].map(([path, parts]) => [path, ids.get(keyOf(parts))!]));
    const found = await ensureUnits(tx, [...level.values()]);
    for (const [index, key] of [...level.keys()].entries()) ids.set(key, found[index]!);
  }
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

function explain({ row, kind, other }: Clash): RowError {
  switch (kind) {
    case "code_twice":
      return { row, column: "ma", message: `names the same person as row ${other}: keep one of the two` };
    case "email_twice":
      return { row, column: "email", message: `is the e-mail of row ${other} too: give each person their own` };
    case "name_twice":
      return {
        row,
        column: "ho_ten",
        message: `has the name and unit of row ${other}: keep one, or give both a ma or an email`,
      };
    case "person_twice":
      return { row, column: "", message: `means the person whom row ${other} means: keep one of the two` };
    case "email_of_another":
      return { row, column: "email", message: "belongs to someone else already known: correct the email or the ma" };
    case "name_of_several":
      return { row, column: "ho_ten", message: "fits several people of this unit: add their ma or email" };
  }
}
