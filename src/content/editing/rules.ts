import * as z from "zod";
import { asks, closed, listOf, oneLine } from "../fields.ts";
import type { Notes } from "../problem.ts";
import { check, readYaml } from "../yaml.ts";

/** What editors have written down once for all lessons. */
export interface EditingRules {
  /** Abbreviations that every learner knows. */
  readonly knownAbbreviations: readonly string[];
  /** Words between an abbreviation and what it means: "is". Letters alone. */
  readonly wordsForMeaning: readonly string[];
  /** Laws that are no longer in force, by what a lesson would write of them. */
  readonly replacedLaws: readonly { readonly cited: string; readonly instead: string }[];
  /** Words of a sentence that speaks of an old law as an old one. */
  readonly speakingOfOld: readonly string[];
  /** Words with which an option refuses: "not", "stop". Letters alone. */
  readonly refusingWords: readonly string[];
}

export const noRules: EditingRules = {
  knownAbbreviations: [],
  wordsForMeaning: [],
  replacedLaws: [],
  speakingOfOld: [],
  refusingWords: [],
};

const wordRule = asks("word");

const words = (example: string) => listOf(z.string(wordRule).regex(/^\p{L}+$/u, wordRule), example).default([]);

const schema = closed(
  {
    "known-abbreviations": listOf(oneLine(20), "[UBND]").default([]),
    "words-for-meaning": words("[is]"),
    "replaced-laws": z
      .array(closed({ cited: oneLine(80), instead: oneLine(160) }, '{ cited: "13/2023", instead: "…" }'))
      .default([]),
    "speaking-of-old": listOf(oneLine(20), "[thay]").default([]),
    "refusing-words": words("[not]"),
  },
  "known-abbreviations: [UBND]",
);

/** Null when the file has faults. */
export function readRules(text: string, notes: Notes): EditingRules | null {
  const yaml = readYaml(text, 1, notes);
  const read = yaml === null ? null : check(yaml, schema, notes);
  if (read === null) return null;
  return {
    knownAbbreviations: read["known-abbreviations"],
    wordsForMeaning: read["words-for-meaning"],
    replacedLaws: read["replaced-laws"],
    speakingOfOld: read["speaking-of-old"],
    refusingWords: read["refusing-words"],
  };
}
