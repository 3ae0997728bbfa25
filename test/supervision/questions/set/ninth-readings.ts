/** What is meant by words of the ninth set that come up again and again. */
import { fewestUnits, mostUnits, names, type Reading, total, type When, type Whom } from "../notation.ts";

/** "Học chưa" of one person. */
export const did = (person: Whom, when: When = "today"): Reading[] => [
  total("learnt", person, when),
  total("not_learnt", person, when),
  total("lessons", person, when),
];

/** Who, or how many, where the text says neither. */
export const absent = (whom: Whom = "own", when: When = "today"): Reading[] => [
  names("not_learnt", whom, when),
  total("not_learnt", whom, when),
];

/** A unit and a period, and no word of what is wanted. */
export const anythingOf = (whom: Whom, when: When = "now"): Reading[] =>
  when === "now"
    ? [total("completion", whom), total("learnt", whom, "today")]
    : [total("learnt", whom, when), total("lessons", whom, when), ...absent(whom, when)];

type Ranked = NonNullable<Parameters<typeof mostUnits>[1]>;

/** "Xã chậm nhất", "xã kém nhất". */
export const behind = (ranked: Ranked = {}): Reading[] => [
  fewestUnits("completion", ranked),
  fewestUnits("lessons", ranked),
  fewestUnits("score", ranked),
  fewestUnits("points", ranked),
  mostUnits("overdue", ranked),
  mostUnits("not_learnt", { ...ranked, when: "today" }),
  fewestUnits("learnt", { ...ranked, when: "today" }),
];
