import type { ReadAnswer, ShownQuestion } from "./answer.ts";
import { afterLeadIns, afterWords, startingAtWord, withoutClosing, withoutEdgeEmoji } from "./answer-around.ts";
import { hasForeignSigns, readLabels } from "./answer-labels.ts";
import { readTypedNumber } from "./answer-number.ts";
import { readPart } from "./answer-options.ts";
import { withDigits, withoutAddress } from "./answer-spoken.ts";
import { readTypedAnswer } from "./answer-typed.ts";
import { allPhrase, connectors, countWords, orderConnectors, skipPhrases } from "./answer-words.ts";
import { withoutKeys } from "./ask/typing.ts";
import { positionOf } from "./labels.ts";
import { gist, linesOf, mayBe, type Token, tokens, withoutAddressee, withoutParticles, wordsOf } from "./normalise.ts";

/**
 * Reads what people type where there are no buttons. Never searches for a letter inside a sentence: `a`, `b`, `c`
 * and `e` are pronouns too. A message of several lines may hold the answer on the only line that is one.
 */
export function readAnswer(typed: string, question: ShownQuestion): ReadAnswer {
  const text = withoutAddress(typed);
  if (question.type === "short") return readTypedAnswer(text);
  if (question.type === "numeric") return readTypedNumber(text);
  const asTyped = readLines(typed, question);
  const whole = asTyped.kind === "none" ? readLines(text, question) : asTyped;
  const plain = whole.kind === "none" ? withoutKeys(text) : null;
  const meant = plain === null ? whole : readLines(plain, question);
  return isAnswer(meant) ? meant : whole;
}

function readLines(text: string, question: ShownQuestion): ReadAnswer {
  const whole = readChoice(text, question);
  if (isAnswer(whole)) return whole;
  const lines = linesOf(text);
  const answers = lines.length > 1 ? lines.map((line) => readChoice(line, question)).filter(isAnswer) : [];
  return answers.length === 1 ? answers[0]! : whole;
}

/** Whether a text is but a letter, a number or "đúng": an answer, though to no question that is known. */
export function looksLikeAnswer(text: string): boolean {
  const unknown = { options: ["…", "…", "…", "…", "…"], openSingle: true } as const;
  return [
    readAnswer(text, { type: "single", ...unknown }),
    readAnswer(text, { type: "truefalse", options: ["Đúng", "Sai"], openSingle: true }),
  ].some(({ kind }) => kind === "options");
}

const isAnswer = (read: ReadAnswer) => read.kind === "options" || read.kind === "skip";

/** The text is tried as it stands, without courtesy, without lead-ins and closings, without the question's number. */
function readChoice(text: string, question: ShownQuestion): ReadAnswer {
  const asTyped = tokens(question.type === "truefalse" ? text.replace(wholly, "") : text);
  const spoken = withoutParticles(withoutAddressee(withoutEdgeEmoji(asTyped)));
  const plain = firstReading([asTyped, spoken, withoutClosing(spoken, question.type)], question, null);
  if (plain !== null) return plain;
  const said = withDigits(spoken, question.options.length);
  if (hasForeignSigns(said, question.type)) return { kind: "none" };
  const led = afterLeadIns(said);
  const closed = withoutClosing(led, question.type);
  const answering = closed.length < startingAtWord(said).length;
  const early = firstReading([led, closed], question, null);
  if (early !== null) return early;
  const both = readLabelWithText([led, closed], question);
  if (both !== null) return both;
  const part = readPart(text, [spoken, led, closed], question);
  if (part !== null) return part;
  // "Câu 2 đúng không?" may ask whether the second question is true.
  if (question.type === "truefalse" && closed.length < led.length && !hasWord(closed)) return { kind: "ask" };
  const numbered = afterQuestionNumber(closed, question);
  if (numbered === null) return readRest(closed, question, null, answering);
  const rest = afterLeadIns(numbered.rest);
  const late = firstReading([numbered.rest, rest], question, numbered.questionNumber);
  return late ?? readRest(rest, question, numbered.questionNumber, true);
}

/** "Đúng 100%". */
const wholly = /100\s?%|(?:một )?trăm phần trăm/giu;

const isWord = (token: Token): boolean => token.kind === "word";
const hasWord = (all: readonly Token[]): boolean => all.some(isWord);

/** The exact text of an option, which wins over letters, or a wish to skip. */
function firstReading(
  stages: readonly (readonly Token[])[],
  question: ShownQuestion,
  questionNumber: number | null,
): ReadAnswer | null {
  for (const stage of stages) {
    const same = isOtherWord(stage, question) ? [] : positionsWithText(stage, question.options);
    if (same.length > 1 || (same.length === 1 && question.type === "order")) return { kind: "ask" };
    if (same.length === 1) return { kind: "options", positions: same, questionNumber };
  }
  return stages.some((stage) => skipPhrases.has(wordsOf(stage))) ? { kind: "skip", questionNumber } : null;
}

/** "Dừng", "đừng" and "dùng" are "đúng" but for their marks, and mean something else. */
const isOtherWord = (stage: readonly Token[], { type }: ShownQuestion): boolean =>
  type === "truefalse" && stage.some((token) => token.folded === "dung" && !mayBe(token, "đúng"));

/** "B. Hai điều": a letter with the text of its own option is that option, with another's it is a contradiction. */
function readLabelWithText(stages: readonly (readonly Token[])[], question: ShownQuestion): ReadAnswer | null {
  for (const stage of question.type === "order" ? [] : stages) {
    const label = stage[0];
    const position = label?.kind === "word" ? positionOf(label.marked.replace("đ", "d"), question.options.length) : -1;
    const texts = position < 0 ? [] : positionsWithText(afterWords(stage, 1), question.options);
    if (texts.length === 0) continue;
    if (texts.length > 1 || texts[0] !== position) return { kind: "ask" };
    return { kind: "options", positions: [position], questionNumber: null };
  }
  return null;
}

/** Options of just these words; marks decide only between options that are the same without them. */
function positionsWithText(typed: readonly Token[], options: readonly string[]): number[] {
  const same = (form: "marked" | "folded") =>
    options.flatMap((option, position) => (signs(tokens(option), form) === signs(typed, form) ? [position] : []));
  const alike = signs(typed, "folded") === "" ? [] : same("folded");
  return alike.length > 1 && same("marked").length === 1 ? same("marked") : alike;
}

/** Words, numbers and the signs between them that make a difference: "1,5" is not "15". */
const signs = (all: readonly Token[], form: "marked" | "folded"): string =>
  all
    .map((token) => token[form])
    .join("")
    .replace(/\s+/g, " ")
    .replace(/^[\s.,;:!?"'“”()[\]]+|[\s.,;:!?"'“”()[\]]+$/g, "");

/** "2. B", "2B", "Câu 2: 3": a number first, then the answer. Null when the number may be an option itself. */
function afterQuestionNumber(
  all: readonly Token[],
  question: ShownQuestion,
): { readonly questionNumber: number; readonly rest: readonly Token[] } | null {
  const number = all[0];
  if (number?.kind !== "number" || number.marked.length > 3) return null;
  const between = all[1]?.kind === "gap" ? all[1].marked.trim() : "";
  const next = all[1]?.kind === "gap" ? all[2] : all[1];
  if (next === undefined) return null;
  const joins = next.kind === "number" ? between === ":" : ["", ".", ")", ":", "-", "/", ".)", ".-"].includes(between);
  if (!joins || connectors.has(next.folded)) return null;
  if (question.type === "order" && orderConnectors.has(next.folded)) return null;
  return { questionNumber: Number(number.marked), rest: afterWords(all, 1) };
}

function readRest(
  all: readonly Token[],
  question: ShownQuestion,
  questionNumber: number | null,
  answering: boolean,
): ReadAnswer {
  const everything = allPhrase.exec(wordsOf(all));
  if (everything !== null) return readEverything(everything[1], question, questionNumber);
  const wrong = question.type === "truefalse" && saysNotTrue(all) ? question.options.map(gist).indexOf("sai") : -1;
  if (wrong >= 0) return { kind: "options", positions: [wrong], questionNumber };
  return readLabels(all, question, questionNumber, answering);
}

/** "Không đúng" is "sai"; "không dùng" is not. */
const saysNotTrue = (all: readonly Token[]): boolean =>
  /^(?:khong|ko|k|chua) dung$/.test(wordsOf(all)) && mayBe(all.findLast(isWord)!, "đúng");

/** "Tất cả", "cả 4": every option, if the count fits and no option begins with these words itself. */
function readEverything(count: string | undefined, question: ShownQuestion, questionNumber: number | null): ReadAnswer {
  const said = count === undefined ? question.options.length : (countWords.get(count) ?? Number(count));
  const claimed = question.options.some((option) => /^(?:tat ca|ca)\b/.test(gist(option)));
  if (question.type !== "multiple" || claimed || said !== question.options.length) return { kind: "ask" };
  return { kind: "options", positions: question.options.map((_, position) => position), questionNumber };
}
