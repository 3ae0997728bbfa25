import type { Tx } from "#db/connect.ts";
import { ensureUnits, lookUpUnits, namesBelow, type WantedUnit } from "#db/units/units.ts";
import type { UnitId } from "#domain/ids.ts";
import { nearNames } from "#domain/near-name.ts";
import { spellingKey } from "#domain/spelling.ts";
import { noteAt, type Place, type RowNote } from "./roster-grid.ts";
import type { RosterRow } from "./roster-row.ts";

export interface FoundUnits {
  /** By the rows' own paths; one that names a unit which has ended is not there. */
  readonly ids: ReadonlyMap<RosterRow["unit"], UnitId>;
  /** Units that were not there before. */
  readonly created: readonly UnitId[];
  readonly errors: readonly RowNote[];
  readonly warnings: readonly RowNote[];
}

/** A unit that the file names, with the first row that does. */
interface Named extends WantedUnit {
  readonly key: string;
  readonly row: number;
}

const keyOf = (parts: readonly string[]) => parts.join("\0");

/**
 * The ids of the rows' units; a few statements for each level of the tree. A new unit is spelt as where it is named
 * first, and one that is nearly called as another beside it is warned about. Rows that name an ended unit are refused.
 */
export async function findUnits(tx: Tx, rows: readonly RosterRow[], place: Place | undefined): Promise<FoundUnits> {
  const paths = pathsOf(rows);
  const ids = new Map<string, UnitId>();
  const ended = new Map<string, string>();
  const created: UnitId[] = [];
  const warnings: RowNote[] = [];
  for (let depth = 1; ; depth++) {
    const level = levelOf(paths, depth, ids);
    if (level.length === 0) break;
    const found = await lookUpUnits(tx, level);
    const live = level.filter((unit, index) => {
      const instead = found[index]!.instead;
      if (instead !== null) ended.set(unit.key, instead);
      return instead === null;
    });
    const missing = level.filter((_, index) => found[index]!.id === null && found[index]!.instead === null);
    warnings.push(...(await nearOnes(tx, missing, place)));
    const ensured = await ensureUnits(tx, live);
    const fresh = new Set(missing);
    for (const [index, unit] of live.entries()) {
      ids.set(unit.key, ensured[index]!);
      if (fresh.has(unit)) created.push(ensured[index]!);
    }
  }
  const whole = new Map<RosterRow["unit"], UnitId>();
  for (const { path, parts } of paths) {
    const id = ids.get(keyOf(parts));
    if (id !== undefined) whole.set(path, id);
  }
  return { ids: whole, created, errors: refusals(rows, ended, place), warnings };
}

interface KnownPath {
  readonly path: RosterRow["unit"];
  readonly parts: readonly string[];
  /** The first that names it. */
  readonly row: number;
}

function pathsOf(rows: readonly RosterRow[]): KnownPath[] {
  const paths = new Map<RosterRow["unit"], KnownPath>();
  for (const { row, unit } of rows) {
    if (!paths.has(unit)) paths.set(unit, { path: unit, parts: unit.map(spellingKey), row });
  }
  return [...paths.values()];
}

/** Each unit of a level once, below parents that are known. */
function levelOf(paths: readonly KnownPath[], depth: number, ids: ReadonlyMap<string, UnitId>): Named[] {
  const level = new Map<string, Named>();
  for (const { path, parts, row } of paths) {
    const key = keyOf(parts.slice(0, depth));
    const parentId = depth === 1 ? null : ids.get(keyOf(parts.slice(0, depth - 1)));
    if (parts.length < depth || level.has(key) || parentId === undefined) continue;
    level.set(key, { key, row, parentId, name: path[depth - 1]!, nameKey: parts[depth - 1]! });
  }
  return [...level.values()];
}

async function nearOnes(tx: Tx, missing: readonly Named[], place: Place | undefined): Promise<RowNote[]> {
  if (missing.length === 0) return [];
  const parents = [...new Set(missing.map(({ parentId }) => parentId))];
  const known = await namesBelow(tx, parents);
  return parents.flatMap((parent) => {
    const fresh = missing.filter(({ parentId }) => parentId === parent);
    const near = nearNames(
      fresh.map(({ name }) => name),
      known.get(parent) ?? [],
    );
    return fresh.flatMap(({ row, name }, index) => {
      const other = near[index];
      if (other === null || other === undefined) return [];
      return [noteAt(row, place, `makes a new unit “${name}” beside “${other}”: if they are one, write “${other}”`)];
    });
  });
}

function refusals(rows: readonly RosterRow[], ended: ReadonlyMap<string, string>, place: Place | undefined): RowNote[] {
  if (ended.size === 0) return [];
  return rows.flatMap(({ row, unit }) => {
    const parts = unit.map(spellingKey);
    const depth = parts.findIndex((_, index) => ended.has(keyOf(parts.slice(0, index + 1))));
    if (depth < 0) return [];
    const instead = ended.get(keyOf(parts.slice(0, depth + 1)));
    return [
      noteAt(
        row,
        place,
        `names “${unit[depth]}”, a unit that has ended: write what took its place, for example ${instead}`,
      ),
    ];
  });
}
