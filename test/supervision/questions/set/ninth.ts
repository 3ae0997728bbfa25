/**
 * The ninth set: those who write as they talk. Whole paragraphs with the question at the end, a request handed on from above, a
 * young clerk's shorthand, capitals without accents, dictation with words misheard, fragments, answers to the last message, two
 * questions in one, days in every form; and what is typed in the same chat and asks nothing. Written from the guide for
 * supervisors, without sight of the grammar nor of the texts of the eight before it.
 */
import type { Question } from "../notation.ts";
import { days, inWords, negated, reasons, regional, twoInOne } from "./ninth-details.ts";
import { next } from "./ninth-next.ts";
import { notProgress, outOfSight } from "./ninth-others.ts";
import { forwarded, paragraphs } from "./ninth-paragraphs.ts";
import { fragments, shorthand } from "./ninth-short.ts";
import { capitals, dictated } from "./ninth-spoken.ts";

export const ninthStyles: Readonly<Record<string, readonly Question[]>> = {
  "whole paragraphs": paragraphs,
  "handed on from above": forwarded,
  "a young clerk": shorthand,
  "capitals, no accents": capitals,
  "dictated, misheard": dictated,
  fragments,
  "said next": next,
  "two in one": twoInOne,
  "with a reason": reasons,
  "numbers in words": inWords,
  days,
  "by region": regional,
  "but not": negated,
  "out of sight": outOfSight,
  "not progress": notProgress,
};
