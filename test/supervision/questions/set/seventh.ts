/**
 * The seventh set: whether a line was reached, what lies between two lines, what is taught and goes badly; and whatever else a
 * chairwoman of a commune, a head of a province's office, a delegation's secretary types at eight in the evening on a phone.
 * Written from the guide for supervisors, without sight of the grammar, before it knew any of the first three.
 */
import type { Question } from "../notation.ts";
import { everyday } from "./seventh-everyday.ts";
import { lines, ranges, taught } from "./seventh-new.ts";
import { next, typed } from "./seventh-typed.ts";

export const seventhStyles: Readonly<Record<string, readonly Question[]>> = {
  "a line, yes or no": lines,
  "between two lines": ranges,
  "what is taught": taught,
  "everyday words": everyday,
  "typed on a phone": typed,
  "said next": next,
};
