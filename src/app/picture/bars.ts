import type { ChartUnit } from "#supervision/progress-chart.ts";
import { chartWords as words } from "#wording/chart.ts";

/** A row of the picture: a unit's bar, or the line that stands for those between. */
export interface Bar {
  readonly name: string;
  readonly rate: number | null;
  /** What stands beside the bar; null: there is none. */
  readonly share: string | null;
}

const mostBars = 10;
/** Of more: so many from the top and so many from the bottom. */
const fromEachEnd = 4;

/**
 * The rows of the picture for units that are sorted, highest completion first. Of more than ten the highest and the
 * lowest are shown, and a line between them says how many are left out and between which shares they lie.
 */
export function barsOf(units: readonly ChartUnit[]): readonly Bar[] {
  const names = namesOf(units);
  const bars = units.map(({ rate }, at) => ({ name: names[at]!, rate, share: words.share(rate) }));
  if (units.length <= mostBars) return bars;
  const left = units.slice(fromEachEnd, -fromEachEnd);
  const between = words.between(left.length, left.at(-1)!.rate, left[0]!.rate);
  return [...bars.slice(0, fromEachEnd), { name: between, rate: null, share: null }, ...bars.slice(-fromEachEnd)];
}

/** The last part of each path, with the one above it where two would be called alike. */
function namesOf(units: readonly ChartUnit[]): string[] {
  const short = units.map(({ unit }) => words.unit(unit));
  const often = new Map<string, number>();
  for (const [at, name] of short.entries()) if (!units[at]!.itself) often.set(name, (often.get(name) ?? 0) + 1);
  return units.map(({ unit, itself }, at) => {
    if (itself) return words.itself(short[at]!);
    return often.get(short[at]!)! > 1 ? words.unitWithin(unit) : short[at]!;
  });
}
