import type { Question } from "./course.ts";
import { fold } from "./fold.ts";

/** What a person answered: indexes into the options as written (in their order, for `order`), or their own words. */
export type Chosen =
  | { readonly kind: "options"; readonly indexes: readonly number[] }
  | { readonly kind: "text"; readonly text: string };

export interface Grade {
  readonly right: boolean;
  /** What the author says to who chose these options, in the author's order; often nothing. */
  readonly feedback: readonly string[];
}

/**
 * Whether an answer is right. There is no half: several-choice wants exactly the right set, `order` the whole order.
 * The answer was understood before; options for a question that wants words (or the other way round) are a fault of ours.
 */
export function grade(question: Question, chosen: Chosen): Grade {
  if (question.type === "short" || question.type === "numeric") {
    if (chosen.kind !== "text") throw new TypeError(`${question.id} is answered in words`);
    const same = question.type === "short" ? sameWords : sameNumber;
    return { right: question.accepted.some((accepted) => same(accepted, chosen.text)), feedback: [] };
  }
  if (chosen.kind !== "options") throw new TypeError(`${question.id} is answered with options`);
  const { indexes } = chosen;
  if (indexes.some((index) => question.options[index] === undefined)) {
    throw new RangeError(`${question.id} has no such option`);
  }
  if (question.type === "order") {
    return {
      right: indexes.length === question.options.length && indexes.every((option, place) => option === place),
      feedback: [],
    };
  }
  const picked = new Set(indexes);
  const exact = question.options.every((option, index) => option.right === picked.has(index));
  const feedback = question.options.flatMap((option, index) =>
    picked.has(index) && option.feedback !== null ? [option.feedback] : [],
  );
  return { right: exact, feedback };
}

/** Without blanks, and without the full stop that a phone's keyboard adds. */
const bare = (text: string): string => {
  const solid = fold(text).replaceAll(" ", "");
  return solid.replace(/[.,;!?…]+$/u, "") || solid;
};

function sameWords(accepted: string, said: string): boolean {
  return bare(accepted) === bare(said);
}

/** The author writes as in Vietnam ("1.000" is a thousand, "1,5" one and a half); a learner may write either way. */
function sameNumber(accepted: string, said: string): boolean {
  const [meant] = numberReadings(accepted);
  if (meant === undefined) return sameWords(accepted, said);
  return numberReadings(said).includes(meant);
}

/** "1234,50" as "1234.5": plain digits, so that no rounding makes two numbers meet. */
function plainNumber(sign: string, whole: string, fraction: string): string {
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  const rest = fraction.replace(/0+$/, "");
  const number = rest === "" ? digits : `${digits}.${rest}`;
  return sign === "-" && number !== "0" ? `-${number}` : number;
}

/**
 * The numbers a text can mean, the Vietnamese reading first; none for what is no number. A lone separator before three
 * digits can part thousands or begin the decimals: both are readings. A percent sign at the end says nothing new.
 */
export function numberReadings(text: string): string[] {
  const match = /^([+-]?)(\d*(?:[.,]\d+)*)%?$/.exec(bare(text).replace(/^[−–]/u, "-"));
  const sign = match?.[1] ?? "";
  const body = match?.[2] ?? "";
  const groups = body.split(/[.,]/);
  const separators = body.replaceAll(/\d/g, "");
  if (body === "") return [];
  if (separators === "") return [plainNumber(sign, body, "")];

  const thousands = (parts: readonly string[]) =>
    /^[1-9]\d{0,2}$/.test(parts[0]!) && parts.slice(1).every((part) => part.length === 3);
  const whole = thousands(groups) ? [plainNumber(sign, groups.join(""), "")] : [];
  const decimal = [plainNumber(sign, groups.slice(0, -1).join(""), groups.at(-1)!)];
  if (separators.length === 1) return separators === "." ? [...whole, ...decimal] : [...decimal, ...whole];
  const grouping = new Set(separators.slice(0, -1));
  if (grouping.size !== 1) return [];
  if (grouping.has(separators.at(-1)!)) return whole;
  return thousands(groups.slice(0, -1)) ? decimal : [];
}
