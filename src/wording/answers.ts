import type { ReadAnswer, ShownQuestion } from "./answer.ts";
import { hasForeignSigns, readLabels } from "./answer-labels.ts";
import { readTypedAnswer } from "./answer-typed.ts";
import { allPhrase, closings, connectors, countWords, leadIns, orderConnectors, skipPhrases } from "./answer-words.ts";
import { gist, linesOf, type Token, tokens, withoutParticles, wordsOf } from "./normalise.ts";

/**
 * Reads what people type where there are no buttons. Never searches for a letter inside a sentence: `a`, `b`, `c`
 * and `e` are pronouns too. A message of several lines may hold the answer on the only line that is one.
 */
export function readAnswer(text: string, question: ShownQuestion): ReadAnswer {
  if (question.type === "short" || question.type === "numeric") return readTypedAnswer(text);
  const whole = readChoice(text, question);
  if (isAnswer(whole)) return whole;
  const lines = linesOf(text);
  const answers = lines.length > 1 ? lines.map((line) => readChoice(line, question)).filter(isAnswer) : [];
  return answers.length === 1 ? answers[0]! : whole;
}

const isAnswer = (read: ReadAnswer) => read.kind === "options" || read.kind === "skip";

/** The text is tried as it stands, without courtesy, without lead-ins and closings, without the question's number. */
function readChoice(text: string, question: ShownQuestion): ReadAnswer {
  const asTyped = tokens(text);
  const said = withoutParticles(asTyped);
  const plain = firstReading([asTyped, said, withoutClosing(said)], question, null);
  if (plain !== null) return plain;
  if (hasForeignSigns(said, question.type)) return { kind: "none" };
  const led = afterLeadIns(said);
  const closed = withoutClosing(led);
  const answering = closed.length < startingAtWord(said).length;
  const early = firstReading([led, closed], question, null);
  if (early !== null) return early;
  // "Câu 2 đúng không?" may ask whether the second question is true.
  if (question.type === "truefalse" && closed.length < led.length && !hasWord(closed)) return { kind: "ask" };
  const numbered = afterQuestionNumber(closed, question);
  if (numbered === null) return readRest(closed, question, null, answering);
  const rest = afterLeadIns(numbered.rest);
  const late = firstReading([numbered.rest, rest], question, numbered.questionNumber);
  return late ?? readRest(rest, question, numbered.questionNumber, true);
}

const hasWord = (all: readonly Token[]) => all.some((token) => token.kind === "word");

/** The exact text of an option, which wins over letters, or a wish to skip. */
function firstReading(
  stages: readonly (readonly Token[])[],
  question: ShownQuestion,
  questionNumber: number | null,
): ReadAnswer | null {
  for (const stage of stages) {
    const same = positionsWithText(stage, question.options);
    if (same.length > 1 || (same.length === 1 && question.type === "order")) return { kind: "ask" };
    if (same.length === 1) return { kind: "options", positions: same, questionNumber };
  }
  return stages.some((stage) => skipPhrases.has(wordsOf(stage))) ? { kind: "skip", questionNumber } : null;
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

function afterLeadIns(all: readonly Token[]): readonly Token[] {
  let rest = startingAtWord(all);
  for (;;) {
    const shorter = withoutFirstLeadIn(rest);
    if (shorter === null) return rest;
    rest = shorter;
  }
}

function withoutFirstLeadIn(all: readonly Token[]): readonly Token[] | null {
  const spoken = all.filter((token) => token.kind !== "gap");
  const abbreviated = abbreviation(all, spoken);
  if (abbreviated > 0) return afterWords(all, abbreviated);
  const lead = leadIns.find((words) => words.every((word, index) => spoken[index]?.folded === word));
  return lead === undefined ? null : afterWords(all, lead.length);
}

/** "đ/a B" and "ĐA B": đáp án, when an answer follows. 0, or how many words it takes. */
function abbreviation(all: readonly Token[], spoken: readonly Token[]): number {
  const slashed = all[1]?.marked.trim() === "/" && all[3]?.marked.trim() !== "/";
  if (slashed && spoken.length >= 3 && spoken[0]!.folded === "d" && spoken[1]!.marked === "a") return 2;
  return spoken.length >= 2 && /^[dđ]a$/.test(spoken[0]!.marked) ? 1 : 0;
}

/** The tokens after the first `count` words or numbers and the gap that follows them. */
function afterWords(all: readonly Token[], count: number): readonly Token[] {
  let left = count;
  let index = 0;
  while (left > 0) if (all[index++]!.kind !== "gap") left -= 1;
  const rest = all.slice(index);
  return startingAtWord(rest);
}

/** A blank, a colon or a bracket before the first word says nothing; an emoji does. */
function startingAtWord(all: readonly Token[]): readonly Token[] {
  return all[0]?.kind === "gap" && /^[\s:.,()[\]"'“”‘’«»-]+$/.test(all[0].marked) ? all.slice(1) : all;
}

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
  return readLabels(all, question, questionNumber, answering);
}

/** "Tất cả", "cả 4": every option, if the count fits and no option begins with these words itself. */
function readEverything(count: string | undefined, question: ShownQuestion, questionNumber: number | null): ReadAnswer {
  const said = count === undefined ? question.options.length : (countWords.get(count) ?? Number(count));
  const claimed = question.options.some((option) => /^(?:tat ca|ca)\b/.test(gist(option)));
  if (question.type !== "multiple" || claimed || said !== question.options.length) return { kind: "ask" };
  return { kind: "options", positions: question.options.map((_, position) => position), questionNumber };
}

function withoutClosing(all: readonly Token[]): readonly Token[] {
  const spoken = all.filter((token) => token.kind !== "gap");
  const closing = closings.find((words) =>
    words.every((word, index) => spoken[spoken.length - words.length + index]?.folded === word),
  );
  if (closing === undefined) return all;
  const first = spoken[spoken.length - closing.length]!;
  return all.slice(0, all.indexOf(first));
}
