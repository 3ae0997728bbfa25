/** What the fifth set's texts may honestly mean where one wording has several readings. */
import type { Meaning, Reading, Whom } from "../notation.ts";
import { better, doing } from "./fourth-readings.ts";
import { hasLearnt } from "./second-readings.ts";

/** "Which of the two is better", whichever stands first. */
export const betterOf = (one: Whom, other: Whom): Meaning[] => [...better(one, other), ...better(other, one)];

/** "Why is nothing to be seen of somebody?" */
export const missing = (whom: Whom): Meaning[] => [
  ...doing(whom),
  ...hasLearnt(whom, "today"),
  ...hasLearnt(whom, "this week"),
];

/** These readings, in a ranking of so many. */
export const first = (limit: number, readings: readonly Reading[]): Reading[] =>
  readings.map((reading) =>
    reading.how.form === "ranking" ? { ...reading, how: { ...reading.how, limit } } : reading,
  );
