/** What the fourth set's texts may honestly mean where one wording has several readings. */
import {
  beside,
  fewestUnits,
  type Meaning,
  mostPeople,
  mostUnits,
  names,
  type Reading,
  total,
  type When,
  type Whom,
  well,
  which,
} from "../notation.ts";

/** "How do they stand?", without a time. */
export const stand = (whom: Whom = "own"): Meaning[] => [
  total("completion", whom),
  total("lessons", whom),
  total("learnt", whom, "today"),
  total("learnt", whom, "this week"),
  which,
];

/** "How did it go on these days?" */
export const went = (whom: Whom, when: When): Meaning[] => [
  total("learnt", whom, when),
  total("lessons", whom, when),
  total("not_learnt", whom, when),
  total("score", whom, when),
  total("completion", whom),
  which,
];

/** "How is somebody doing?" */
export const doing = (whom: Whom): Meaning[] => [
  total("completion", whom),
  total("lessons", whom),
  total("score", whom),
  total("points", whom),
  which,
];

/** "Is somebody still learning, of late?" */
export const ofLate = (whom: Whom): Meaning[] => [
  total("learnt", whom, "this week"),
  total("learnt", whom, { days: 7 }),
  total("lessons", whom, "this week"),
  total("lessons", whom, { days: 7 }),
  total("streak", whom),
  ...doing(whom),
];

/** "Who has not learnt", without a time: today, this week, or never yet. */
export const notYet = (whom: Whom = "own"): Meaning[] => [
  names("not_learnt", whom, "today"),
  names("not_learnt", whom, "this week"),
  names("not_joined", whom),
  which,
];

/** Who does not learn, though they should: for days, or behind. */
export const slack = (whom: Whom = "own"): Meaning[] => [...notYet(whom), names("overdue", whom)];

export const points = (whom: Whom): Reading[] => [total("points", whom), total("score", whom)];

/** "Who works hardest." */
export const keen = (whom: Whom = "own"): Reading[] =>
  (["lessons", "streak", "points", "completion"] as const).map((measure) => mostPeople(measure, { whom }));

type Level = readonly (readonly string[])[] | null;

export const bestUnits = (level: Level): Reading[] => well((measure) => mostUnits(measure, { level }));
export const worstUnits = (level: Level): Reading[] => [
  ...well((measure) => fewestUnits(measure, { level })),
  mostUnits("overdue", { level }),
];

/** "Which of the two is better." */
export const better = (one: Whom, other: Whom): Meaning[] => [
  ...well((measure) => beside(measure, [one, "now"], [other, "now"])),
];

/** Two sides, whichever stands first. */
export const either = (
  measure: Reading["measure"],
  one: readonly [Whom, When],
  other: readonly [Whom, When],
): Reading[] => [beside(measure, one, other), beside(measure, other, one)];
