/** What a measure can be asked about. */
import { type Bound, isUpper } from "./bound.ts";
import type { Measure } from "./question.ts";

interface Traits {
  /** Only as things stand. */
  readonly now?: true;
  /** It counts people, so they can be named. */
  readonly people?: true;
  /** People can be ranked by it. */
  readonly ranks?: true;
  /** The more, the worse. */
  readonly unwelcome?: true;
}

const traits: Readonly<Record<Measure, Traits>> = {
  people: { now: true, people: true },
  joined: { now: true, people: true },
  not_joined: { now: true, people: true, unwelcome: true },
  learnt: { people: true },
  not_learnt: { people: true, unwelcome: true },
  lessons: { ranks: true },
  completion: { ranks: true },
  score: { ranks: true },
  points: { ranks: true },
  streak: { now: true, people: true, ranks: true },
  unreachable: { now: true, people: true, unwelcome: true },
  paused: { now: true, people: true, unwelcome: true },
  overdue: { now: true, people: true, unwelcome: true },
  finished: { now: true, people: true },
  forecast: { now: true },
};

export const isNowOnly = (measure: Measure): boolean => traits[measure].now === true;
export const countsPeople = (measure: Measure): boolean => traits[measure].people === true;
export const ranksPeople = (measure: Measure): boolean => traits[measure].ranks === true;
export const isUnwelcome = (measure: Measure): boolean => traits[measure].unwelcome === true;

/** A rate has a line in percent, a sum or somebody's days one in numbers, people of a unit either. */
export function hasLine(measure: Measure, of: "units" | "people", { in: unit }: Bound): boolean {
  if (measure === "completion" || measure === "score" || measure === "forecast") return unit === "percent";
  const sum = measure === "lessons" || measure === "points" || measure === "people" || of === "people";
  return sum ? unit === "number" : true;
}

/** Whether who stands farthest beyond the line does best. */
export const isBestFirst = (measure: Measure, beyond: Bound): boolean => isUpper(beyond) !== isUnwelcome(measure);
