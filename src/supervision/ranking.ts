import type { Tx } from "#db/connect.ts";
import { listUnitsBelow, type PartUnit } from "#db/figures/subjects.ts";
import { type Counting, rankPeople } from "#db/figures/tally.ts";
import { fold } from "#domain/fold.ts";
import type { FoundRow, Measure, Value } from "#domain/question.ts";
import { type Asked, kindOf, valueOfTally } from "./measures.ts";

/** How a ranking is cut. `best`: who does best first, else who does worst. */
interface Cut {
  readonly best: boolean;
  readonly limit: number;
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
  const units = await listUnitsBelow(tx, part.kind === "unit" ? part.id : null, viewer);
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

/** A unit with its figure. */
export interface UnitFigure {
  readonly name: string;
  readonly path: string;
  readonly value: Value;
}

const byName = new Intl.Collator("vi", { numeric: true });

/** The more of these, the worse. */
const unwelcome: readonly Measure[] = ["not_joined", "not_learnt", "unreachable", "paused", "overdue"];

/**
 * The units that do best, or worst: of what is unwelcome (who has not learnt) those do best that have the least of it. What
 * counts people is compared by its share of them, so that the size of a unit decides nothing; a sum as it is. Where there is
 * no figure there is no place.
 */
export function rankUnits(units: readonly UnitFigure[], measure: Measure, { best, limit }: Cut): FoundRow[] {
  const bySum = measure === "people" || measure === "lessons" || measure === "points";
  const down = best !== unwelcome.includes(measure);
  const figure = ({ part, whole }: Value) => (bySum || whole === null ? part : part / whole);
  const sorted = units
    .filter(({ value }) => bySum || value.whole !== 0)
    .map(({ name, path, value }) => ({ name, path, value, figure: down ? -figure(value) : figure(value) }))
    .sort((a, b) => a.figure - b.figure || byName.compare(a.name, b.name) || byName.compare(a.path, b.path));
  const firsts = new Map<number, number>();
  for (const [at, row] of sorted.entries()) if (!firsts.has(row.figure)) firsts.set(row.figure, at + 1);
  return sorted
    .slice(0, limit)
    .map(({ name, path, value, figure: at }) => ({ place: firsts.get(at)!, name, path, value }));
}

/** The figure of all, and the people with the greatest figures, or with the least. */
export async function rankedPeople(
  tx: Tx,
  counting: Counting,
  measure: Measure,
  cut: Cut,
): Promise<{ readonly total: Value; readonly rows: FoundRow[] }> {
  const kind = kindOf(measure, true);
  const rate = kind === "capped" ? "capped" : kind === "rate" ? "plain" : null;
  const { tally, people } = await rankPeople(tx, counting, { rate, ...cut });
  return {
    total: valueOfTally(kindOf(measure, false), tally),
    rows: people.map(({ fullName, path, place, part, whole }) => ({
      place,
      name: fullName,
      path,
      value: valueOfTally(kind, { people: 1, counted: 1, part, whole }),
    })),
  };
}
