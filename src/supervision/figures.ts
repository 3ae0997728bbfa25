import type { Tx } from "#db/connect.ts";
import { expectBreadth, expectLittle } from "#db/figures/breadth.ts";
import { countLearnersDaily } from "#db/figures/dated.ts";
import { listCounted, tally } from "#db/figures/tally.ts";
import type { Part, Viewer } from "#db/units/scope.ts";
import type { UnitId } from "#domain/ids.ts";
import type { Question, Value } from "#domain/question.ts";
import type { DaySpan } from "#domain/streak.ts";
import type { LocalDate } from "#domain/time.ts";
import { type Asked, type Counted, countingOf, kindOf, valueOfTally } from "./measures.ts";
import { outlook } from "./outlook.ts";

export type Asking = Pick<Question, "measure" | "period">;

/** Of people who are counted one by one. */
export type CountedAsking = Asking & { readonly measure: Counted };

export interface Figures {
  readonly total: Value;
  /** Of each of the units that holds somebody, with what lies below it. */
  readonly units: ReadonlyMap<UnitId, Value>;
}

/** The figures of all, and of each of the units. */
export async function figuresOf(
  tx: Tx,
  { measure, period }: Asking,
  about: Asked,
  units: readonly UnitId[],
): Promise<Figures> {
  if (measure === "forecast") return await outlook(tx, about, units);
  const counting = await countingOf(tx, measure, period, about);
  const found = await tally(tx, counting, units);
  const kind = kindOf(measure, about.part.kind === "person");
  return {
    total: valueOfTally(kind, found.total),
    units: new Map([...found.units].map(([unit, sums]) => [unit, valueOfTally(kind, sums)])),
  };
}

/** The figure of all, and who is counted in it, by name. The measure counts people. */
export async function namesOf(tx: Tx, { measure, period }: CountedAsking, about: Asked, limit: number) {
  const listing = await listCounted(tx, await countingOf(tx, measure, period, about), limit);
  const kind = kindOf(measure, about.part.kind === "person");
  return { total: valueOfTally(kind, listing.tally), people: listing.people };
}

/**
 * How many people of a part learnt on each day of the span, as `learnt` asked of that day alone would say; days without
 * anybody are left out.
 */
export async function learntByDay(
  tx: Tx,
  part: Part,
  span: DaySpan,
  viewer: Viewer,
): Promise<ReadonlyMap<LocalDate, number>> {
  const days = await countLearnersDaily(tx, await expectBreadth(tx, part, viewer), span);
  await expectLittle(tx);
  return days;
}
