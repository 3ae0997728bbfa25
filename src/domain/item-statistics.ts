import type { QuestionId } from "./course.ts";
import type { LessonId } from "./ids.ts";

/**
 * How those who answered a question did on all their other questions: each one's rate of right first tries, 0 to 1.
 * Whoever was asked nothing else is not among them.
 */
export interface RestRates {
  /** How many had the question right, and wrong. */
  readonly right: number;
  readonly wrong: number;
  /** Mean rate of each; null where there is nobody. */
  readonly meanOfRight: number | null;
  readonly meanOfWrong: number | null;
  /** Of all of them together, divided by their number; exactly 0 when all rates are the same. */
  readonly deviation: number;
}

/** What is counted of one question, whichever versions of its lesson asked it. */
export interface ItemCounts {
  readonly question: QuestionId;
  readonly lesson: LessonId;
  readonly prompt: string;
  /** First tries; comebacks are none. */
  readonly asked: number;
  readonly right: number;
  readonly rest: RestRates;
  /** From shown to answered; null where that is not known of any answer. */
  readonly medianSeconds: number | null;
}

/** What an author should look at: hardly anyone is right, nearly all are, or those who know more are right less often. */
export type ItemFlag = "too_hard" | "too_easy" | "negative_discrimination";

export interface ItemStatistics extends Pick<ItemCounts, "question" | "lesson" | "prompt" | "asked"> {
  /** Share of first tries that were right, 0 to 1; null: never asked. */
  readonly right: number | null;
  /** -1 to 1, to three decimals; null: too few answers, or nothing to tell apart. */
  readonly discrimination: number | null;
  /** Whole seconds. */
  readonly medianSeconds: number | null;
  readonly flags: readonly ItemFlag[];
}

/** With fewer answers chance speaks louder than the question. */
export const enoughAnswers = 30;

/** Right shares below and above which a question tells hardly anything. */
const tooHardBelow = 0.25;
const tooEasyAbove = 0.97;

/**
 * The point-biserial correlation, that is Pearson's between being right (0 or 1) and the rate on the rest, -1 to 1:
 * (mean of the right − mean of the wrong) ÷ deviation × √(share right × share wrong), as in
 * https://webassign.net/manual/placeU/c_i_point_biserial_discrimination.html (read 2026-11-24). Against the rest, not
 * the total, since a question correlates with a total it is part of: S. Henrysson, "Correction of item-total
 * correlations in item analysis", Psychometrika 28 (1963). Null where either side does not vary.
 */
export function pointBiserial({ right, wrong, meanOfRight, meanOfWrong, deviation }: RestRates): number | null {
  if (meanOfRight === null || meanOfWrong === null || deviation === 0) return null;
  const shares = (right * wrong) / (right + wrong) ** 2;
  const correlation = ((meanOfRight - meanOfWrong) / deviation) * Math.sqrt(shares);
  return Math.min(1, Math.max(-1, correlation));
}

/** The figures of each question; those with most flags first, else in the order given. */
export const judgeItems = (items: readonly ItemCounts[]): ItemStatistics[] =>
  items.map(judgeItem).sort((a, b) => b.flags.length - a.flags.length);

function judgeItem({ question, lesson, prompt, asked, ...counts }: ItemCounts): ItemStatistics {
  const right = asked === 0 ? null : counts.right / asked;
  const discrimination = discriminationOf(counts.rest);
  const medianSeconds = counts.medianSeconds === null ? null : Math.round(counts.medianSeconds);
  const flags = flagsOf(asked < enoughAnswers ? null : right, discrimination);
  return { question, lesson, prompt, asked, right, discrimination, medianSeconds, flags };
}

/** To three decimals: a rounding error below zero is no finding. */
function discriminationOf(rest: RestRates): number | null {
  const exact = rest.right + rest.wrong < enoughAnswers ? null : pointBiserial(rest);
  return exact === null ? null : Math.round(exact * 1000) / 1000 + 0; // + 0: never -0
}

/** @param right null: not to be judged */
function flagsOf(right: number | null, discrimination: number | null): ItemFlag[] {
  return [
    ...(right !== null && right < tooHardBelow ? ["too_hard" as const] : []),
    ...(right !== null && right > tooEasyAbove ? ["too_easy" as const] : []),
    ...(discrimination !== null && discrimination < 0 ? ["negative_discrimination" as const] : []),
  ];
}
