/**
 * The eighth set: what is typed in Zalo on a phone, nearly half of it the plain needs of every day, in the proportions of real
 * use. Written from the guide for supervisors, without sight of the grammar nor of the texts of the seven before it.
 */
import type { Question } from "../notation.ts";
import { figures, lists } from "./eighth-daily.ts";
import { compared, lines, modules, places } from "./eighth-lines.ts";
import { next } from "./eighth-next.ts";
import { notProgress, oneself, outOfSight, unclear } from "./eighth-others.ts";
import { typed } from "./eighth-phone.ts";
import { spoken } from "./eighth-spoken.ts";

export const eighthStyles: Readonly<Record<string, readonly Question[]>> = {
  "every day, who": lists,
  "every day, how many": figures,
  "typed on a phone": typed,
  "dictated, by region": spoken,
  "said next": next,
  "lines and ranges": lines,
  "in which place": places,
  "what is taught": modules,
  "one beside another": compared,
  oneself,
  "out of sight": outOfSight,
  unclear,
  "not progress": notProgress,
};
