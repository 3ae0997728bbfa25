import type { Arrival } from "./platform.ts";

/** The most instants in any half-open second. */
export function fullestSecond(instants: readonly number[]): number {
  const sorted = instants.toSorted((a, b) => a - b);
  let most = 0;
  for (let from = 0, to = 0; to < sorted.length; to++) {
    while (sorted[to]! - sorted[from]! >= 1000) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** Of what could be sent between two instants at so many a second, how much was, in percent. */
export function budgetUsed(arrivals: readonly Arrival[], from: number, to: number, perSecond: number): number {
  const within = arrivals.filter(({ at }) => at > from && at <= to).length;
  return (within / ((perSecond * (to - from)) / 1000)) * 100;
}
