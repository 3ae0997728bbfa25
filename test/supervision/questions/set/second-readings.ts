/** What the second set's texts may honestly mean where one wording has several readings. */
import type { Measure } from "#domain/question.ts";
import { names, type Reading, total, type When, type Whom } from "../notation.ts";

export const on = (day: string): When => ({ from: day, to: day });

/** "Is there anybody who …": how many, or who. */
export const anybody = (measure: Measure, whom: Whom = "own", when: When = "now"): Reading[] => [
  names(measure, whom, when),
  total(measure, whom, when),
];

/** "Has somebody learnt?" may be answered from either side. */
export const hasLearnt = (whom: Whom, when: When): Reading[] => [
  total("learnt", whom, when),
  total("not_learnt", whom, when),
];

export const hasJoined = (whom: Whom): Reading[] => [total("joined", whom), total("not_joined", whom)];

/** "How far": of the course, or in lessons. */
export const howFar = (whom: Whom): Reading[] => [total("completion", whom), total("lessons", whom)];
