import type { Tx } from "#db/connect.ts";
import { type Counting, tally } from "#db/figures/tally.ts";
import type { UnitId } from "#domain/ids.ts";
import type { Question, Value } from "#domain/question.ts";
import { type Asked, countingOf, kindOf, valueOfTally } from "./measures.ts";
import { outlook } from "./outlook.ts";

export type Asking = Pick<Question, "measure" | "period">;

export interface Figures {
  readonly total: Value;
  /** Of each of the units that holds somebody, with what lies below it. */
  readonly units: ReadonlyMap<UnitId, Value>;
  /** Who was counted can be listed and ranked by it; null: nobody was counted one by one. */
  readonly counting: Counting | null;
}

/** The figures of all, and of each of the units. */
export async function figuresOf(
  tx: Tx,
  { measure, period }: Asking,
  about: Asked,
  units: readonly UnitId[],
): Promise<Figures> {
  if (measure === "forecast") return { ...(await outlook(tx, about, units)), counting: null };
  const counting = await countingOf(tx, measure, period, about);
  const found = await tally(tx, counting, units);
  const kind = kindOf(measure, about.part.kind === "person");
  return {
    total: valueOfTally(kind, found.total),
    units: new Map([...found.units].map(([unit, sums]) => [unit, valueOfTally(kind, sums)])),
    counting,
  };
}
