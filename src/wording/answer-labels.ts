import type { QuestionType } from "#domain/course.ts";
import type { ReadAnswer, ShownQuestion } from "./answer.ts";
import { spokenLetters } from "./answer-spoken.ts";
import { connectors, orderConnectors, severalConnectors } from "./answer-words.ts";
import { positionOf } from "./labels.ts";
import { gist, mayBe, type Token } from "./normalise.ts";

const separators = /^[\s,;/&+.\-|:!?()[\]{}"'“”‘’«»…*_]*$/;
const orderSeparators = /^[\s,;/&+.\-|:!?()[\]{}"'“”‘’«»…*_>→⇒=]*$/;

/** Whether something stands between the words that never stands between labels: "B 👍" is no answer. */
export function hasForeignSigns(all: readonly Token[], type: QuestionType): boolean {
  const allowed = type === "order" ? orderSeparators : separators;
  return all.some((token) => token.kind === "gap" && !allowed.test(token.marked));
}

/** What one word stands for; `maybe`: it looks like a label and may be none. */
type Reading =
  | { readonly kind: "positions"; readonly positions: readonly number[]; readonly by: "letter" | "number" | "text" }
  | { readonly kind: "filler" }
  | { readonly kind: "or" }
  | { readonly kind: "maybe" }
  | { readonly kind: "foreign" };

/**
 * Reads what is left of a text when everything around the answer is gone: only labels, separators and small words,
 * or it is no answer.
 * @param answering something before it showed that an answer was meant, so nothing left means: ask
 */
export function readLabels(
  all: readonly Token[],
  question: ShownQuestion,
  questionNumber: number | null,
  answering: boolean,
): ReadAnswer {
  const readings = all.filter((token) => token.kind !== "gap").map((token) => readWord(token, question));
  if (readings.some((reading) => reading.kind === "foreign")) return { kind: "none" };
  if (readings.length === 0) return answering ? { kind: "ask" } : { kind: "none" };
  if (isCode(all) || isUncertain(readings, question, questionNumber)) return { kind: "ask" };
  const typed = readings.flatMap((reading) => (reading.kind === "positions" ? reading.positions : []));
  return choose(typed, question, questionNumber);
}

function choose(typed: readonly number[], question: ShownQuestion, questionNumber: number | null): ReadAnswer {
  const distinct = [...new Set(typed)];
  if (question.type === "order") {
    const complete = typed.length === question.options.length && distinct.length === typed.length;
    return complete ? { kind: "options", positions: typed, questionNumber } : { kind: "ask" };
  }
  const fits = question.type === "multiple" ? distinct.length > 0 : distinct.length === 1;
  return fits ? { kind: "options", positions: distinct.sort((a, b) => a - b), questionNumber } : { kind: "ask" };
}

/** "A1": no label here has both, so the keyboard or the person meant something else. */
const isCode = (all: readonly Token[]): boolean =>
  all.some((token, index) => token.kind !== "gap" && all[index + 1] !== undefined && all[index + 1]!.kind !== "gap");

function isUncertain(readings: readonly Reading[], question: ShownQuestion, questionNumber: number | null): boolean {
  const chosen = readings.filter((reading) => reading.kind === "positions");
  const ways = new Set(chosen.map((reading) => reading.by));
  const loneNumber = chosen.length === 1 && ways.has("number") && questionNumber === null && !question.openSingle;
  const either = readings.some((reading) => reading.kind === "or") && chosen.length > 1;
  return readings.some((reading) => reading.kind === "maybe") || ways.size > 1 || loneNumber || either;
}

function readWord(token: Token, question: ShownQuestion): Reading {
  const count = question.options.length;
  if (token.folded === "dung" && !mayBe(token, "đúng") && question.type === "truefalse") return { kind: "maybe" };
  const asText = question.options.findIndex((option) => gist(option) === token.folded);
  if (asText >= 0) return { kind: "positions", positions: [asText], by: "text" };
  if (token.kind === "number") return readNumber(token.marked, question);
  if (question.type === "truefalse") {
    const wanted = { dung: "dung", d: "dung", sai: "sai", s: "sai" }[token.folded];
    const position = question.options.findIndex((option) => gist(option) === wanted);
    if (position >= 0) return { kind: "positions", positions: [position], by: "letter" };
  }
  if (question.type === "multiple" && severalConnectors.has(token.marked)) return { kind: "filler" };
  const spoken = spokenLetters.get(token.marked);
  const position = positionOf(spoken ?? token.folded, count);
  const unmarked = token.marked === token.folded || token.marked === "đ" || spoken !== undefined;
  if (position >= 0 && unmarked) return { kind: "positions", positions: [position], by: "letter" };
  if (/^[aeiouy]$/.test(token.folded) && !unmarked) return { kind: "maybe" };
  if (token.folded === "hoac") return { kind: "or" };
  // "ca" is "cả" before other labels; whether it is "C, A" nobody can say, and then it says nothing.
  if (connectors.has(token.folded)) return { kind: "filler" };
  if (question.type === "order" && orderConnectors.has(token.folded)) return { kind: "filler" };
  return readJoined(token, question);
}

function readNumber(digits: string, question: ShownQuestion): Reading {
  const count = question.options.length;
  const positions = [...digits].map((digit) => Number(digit) - 1);
  if (positions.some((position) => position < 0 || position >= count)) return { kind: "foreign" };
  if (digits.length === 1 || isWholeOrder(positions, question)) return { kind: "positions", positions, by: "number" };
  return { kind: "maybe" };
}

/**
 * "AC". In Vietnamese typed without marks many such words are real ("ba", "da", "ca"), so they count only where
 * several are asked for, in ascending order; and as a complete order of three or more.
 */
function readJoined(token: Token, question: ShownQuestion): Reading {
  const positions = [...token.folded].map((letter) => positionOf(letter, question.options.length));
  if (positions.includes(-1) || token.marked !== token.folded) return { kind: "foreign" };
  const ascending = positions.every((position, index) => index === 0 || position > positions[index - 1]!);
  const joins = question.type === "multiple" ? ascending : isWholeOrder(positions, question);
  return joins ? { kind: "positions", positions, by: "letter" } : { kind: "maybe" };
}

const isWholeOrder = (positions: readonly number[], question: ShownQuestion): boolean =>
  question.type === "order" &&
  positions.length >= 3 &&
  positions.length === question.options.length &&
  new Set(positions).size === positions.length;
