/** The whole set, by how it is written. */
import type { Question } from "../notation.ts";
import { bare } from "./bare.ts";
import { figures } from "./figures.ts";
import { followUps } from "./follow-ups.ts";
import { notProgress } from "./lost.ts";
import { nextWays } from "./next-ways.ts";
import { people } from "./people.ts";
import { plain } from "./plain.ts";
import { polite } from "./polite.ts";
import { refusals } from "./refusals.ts";
import { regional } from "./regional.ts";
import { short } from "./short.ts";
import { telex } from "./telex.ts";
import { typos } from "./typos.ts";
import { unclear } from "./unclear.ts";
import { ways } from "./ways.ts";
import { words } from "./words.ts";

export const styles: Readonly<Record<string, readonly Question[]>> = {
  plain,
  "no accents": bare,
  "telex, vni": telex,
  abbreviated: short,
  "a word or two": words,
  "polite, long": polite,
  regional,
  typos,
  "a person": people,
  "for a report": figures,
  "follow-ups": followUps,
  "out of sight": refusals,
  unclear,
  "not progress": notProgress,
  "more ways": ways,
  "more, said next": nextWays,
};
