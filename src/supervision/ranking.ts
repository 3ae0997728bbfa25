import type { Tx } from "#db/connect.ts";
import { listUnitsOf, type PartUnit } from "#db/figures/subjects.ts";
import { type Counting, rankPeople } from "#db/figures/tally.ts";
import { type Bound, isBeyond } from "#domain/bound.ts";
import { fold } from "#domain/fold.ts";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import { countsPeople, isUnwelcome } from "#domain/measure.ts";
import { byName } from "#domain/name.ts";
import type { FoundRow, Measure, Value } from "#domain/question.ts";
import { type Asked, kindOf, valueOfTally } from "./measures.ts";

/**
 * How a ranking is cut. `best`: who does best first, else who does worst. `by`: units by how many people it is so of, where people
 * are counted. `beyond`: only those beyond this line.
 */
interface Cut {
  readonly best: boolean;
  readonly limit: number;
  readonly by?: "number";
  readonly beyond?: Bound;
}

/** What a ranking found, and of a cut one how many there are of how many. */
export interface Ranked {
  readonly rows: readonly FoundRow[];
  readonly standing: { readonly part: number; readonly whole: number };
}

/**
 * The units below the subject whose names begin with a word of `level`; without a word the parts directly below it. Of
 * what is no unit (a cohort, an audience, all that one supervises) those are the parts of the only unit one supervises, or
 * the several units themselves.
 */
export async function unitsToRank(
  tx: Tx,
  { part, viewer }: Asked,
  level: readonly string[],
): Promise<readonly PartUnit[]> {
  const all = await listUnitsOf(tx, part, viewer);
  const units = part.kind === "unit" ? all.filter(({ id }) => id !== part.id) : all;
  const known = new Set(units.map(({ id }) => id));
  const tops = units.filter(({ parentId }) => parentId === null || !known.has(parentId));
  const [only] = tops;
  const root = part.kind !== "unit" && tops.length === 1 ? only : undefined;
  if (level.length > 0) {
    const below = part.kind === "own" ? units.filter((unit) => unit !== root) : units;
    return below.filter(({ name }) => beginsWith(fold(name), level));
  }
  return root === undefined ? tops : units.filter(({ parentId }) => parentId === root.id);
}

const beginsWith = (name: string, words: readonly string[]): boolean =>
  words.some((word) => name === word || name.startsWith(`${word} `));

/** What people take for one level, each under a name of its own. */
const communes = ["xa", "phuong", "thi tran", "dac khu"];

/**
 * The unit itself, first, and the units beside it: below the same one, as far as the viewer may see; communes stand among communes.
 * Without a unit: the only one that the viewer supervises. Null: there is none, or there are several.
 */
export async function unitsBeside(tx: Tx, { part, viewer }: Asked): Promise<readonly [PartUnit, ...PartUnit[]] | null> {
  const units = await listUnitsOf(tx, { kind: "own" }, viewer);
  const known = new Set(units.map(({ id }) => id));
  const tops = units.filter(({ parentId }) => parentId === null || !known.has(parentId));
  const [only, second] =
    part.kind === "unit" ? units.filter(({ id }) => id === part.id) : part.kind === "own" ? tops : [];
  if (only === undefined || second !== undefined) return null;
  const isCommune = (name: string) => beginsWith(fold(name), communes);
  const beside = units.filter(
    ({ id, parentId, name }) =>
      id !== only.id && parentId === only.parentId && isCommune(name) === isCommune(only.name),
  );
  return [only, ...beside];
}

/** A unit with its figure. */
export interface UnitFigure {
  readonly id: UnitId;
  readonly name: string;
  readonly path: string;
  readonly value: Value;
}

/**
 * The units that do best, or worst: of what is unwelcome (who has not learnt) those do best that have the least of it. What
 * counts people is compared by its share of them, so that the size of a unit decides nothing, unless their number is asked for; a sum
 * as it is. Where there is no figure there is no place.
 */
export function rankUnits(units: readonly UnitFigure[], measure: Measure, { best, limit, by, beyond }: Cut): Ranked {
  const sums = measure === "people" || measure === "lessons" || measure === "points";
  const bySum = beyond === undefined ? sums || (by === "number" && countsPeople(measure)) : beyond.in === "number";
  const down = best !== isUnwelcome(measure);
  const figure = ({ part, whole }: Value) => (bySum || whole === null ? part : part / whole);
  const having = units.filter(({ value }) => sums || value.whole !== 0);
  const sorted = having
    .filter(({ value }) => beyond === undefined || isBeyond(beyond, value.part, value.whole ?? 0))
    .map(({ name, path, value }) => ({ name, path, value, figure: down ? -figure(value) : figure(value) }))
    .sort((a, b) => a.figure - b.figure || byName(a.name, b.name) || byName(a.path, b.path));
  const firsts = new Map<number, number>();
  for (const [at, row] of sorted.entries()) if (!firsts.has(row.figure)) firsts.set(row.figure, at + 1);
  const rows = sorted
    .slice(0, limit)
    .map(({ name, path, value, figure: at }) => ({ place: firsts.get(at)!, name, path, value }));
  return { rows, standing: { part: sorted.length, whole: having.length } };
}

/** The place of one of the units among them all; no row where it has no figure. */
export function placeOf(unit: PartUnit, units: readonly UnitFigure[], measure: Measure): Ranked {
  const { rows, standing } = rankUnits(units, measure, { best: true, limit: units.length });
  return { rows: rows.filter(({ path }) => path === unit.path), standing: { ...standing, part: 1 } };
}

/** The figure of all, and the people with the greatest figures, or with the least. @param only this one alone, in the place among all */
export async function rankedPeople(
  tx: Tx,
  counting: Counting,
  measure: Measure,
  cut: Cut,
  only?: LearnerId,
): Promise<Ranked & { readonly total: Value }> {
  const kind = kindOf(measure, true);
  const rate = kind === "capped" ? "capped" : kind === "rate" ? "plain" : null;
  const ranked = await rankPeople(tx, counting, { rate, ...cut, ...(only === undefined ? {} : { only }) });
  const rows = ranked.people.map(({ fullName, path, place, part, whole }) => ({
    place,
    name: fullName,
    path,
    value: valueOfTally(kind, { people: 1, counted: 1, part, whole }),
  }));
  const total = valueOfTally(kindOf(measure, false), ranked.tally);
  return { total, rows, standing: { part: only === undefined ? ranked.found : 1, whole: ranked.all } };
}
