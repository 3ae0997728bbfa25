/**
 * A question bank on its way between our lessons and other tools: what is written, what is read, and what a format cannot
 * carry. Nothing is dropped in silence: a writer and a reader say per question what is lost.
 */
import { isDeepStrictEqual } from "node:util";
import type { BankLoss } from "#domain/bank-loss.ts";
import type { Option, Question } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";
import { hidden } from "../plain-file.ts";
import { choiceType, isNumber } from "../questions.ts";

/** The questions of one lesson. */
export interface Bank {
  readonly id: LessonId;
  readonly title: string;
  readonly questions: readonly Question[];
}

/** A question that belongs to no lesson yet: the lesson it is pasted into gives it its id. */
export type BankQuestion = Omit<Question, "id">;

/** A question in another format. */
export interface QuestionWritten {
  /** Null: the format has no such question, and `lost` says why. */
  readonly text: string | null;
  readonly lost: readonly BankLoss[];
}

/** How a file of a format is put together. */
export interface BankWriter {
  readonly open: string;
  readonly close: string;
  /** What stands before the questions of a lesson. */
  readonly lesson: (bank: Bank) => string;
  readonly question: (question: Question, bank: Bank) => QuestionWritten;
}

/** One question, or something else, as found in a file. */
export interface QuestionRead {
  readonly line: number;
  /** What its author knows it by. */
  readonly prompt: string;
  /** Null: it is nothing we could ask, and `lost` says why. */
  readonly question: BankQuestion | null;
  readonly lost: readonly BankLoss[];
}

/** The options of a true-false question, as lessons write them. */
export const trueFalse = ["Đúng", "Sai"] as const;

/** A true-false question; null for feedback that is missing. */
export function trueFalseQuestion(
  prompt: string,
  right: boolean,
  feedback: readonly [ifTrue: string | null, ifFalse: string | null],
  explanation: string,
  lost: BankLoss[],
): BankQuestion {
  const options = trueFalse.map((text, at) => ({ text, right: right === (at === 0), feedback: feedback[at]! }));
  return choiceQuestion(prompt, options, explanation, lost);
}

/** A choice of whichever kind its options make it; what one line of ours cannot hold is added to `lost`. */
export function choiceQuestion(
  prompt: string,
  options: readonly Option[],
  explanation: string,
  lost: BankLoss[],
): BankQuestion {
  const tidied = options.map(({ text, right, feedback }) => {
    const said = oneLine(feedback ?? "", lost);
    return { text: oneLine(text, lost), right, feedback: said === "" ? null : said };
  });
  return {
    type: choiceType(tidied),
    prompt: oneLine(prompt, lost),
    options: tidied,
    accepted: [],
    explanation: paragraphs(explanation, lost),
  };
}

/** Steps in their right order. */
export function orderQuestion(
  prompt: string,
  steps: readonly string[],
  explanation: string,
  lost: BankLoss[],
): BankQuestion {
  const options = steps.map((text) => ({ text: oneLine(text, lost), right: true, feedback: null }));
  return { ...choiceQuestion(prompt, [], explanation, lost), type: "order", options };
}

/** An answer in words or a number; null when no accepted answer is left. */
export function typedQuestion(
  prompt: string,
  accepted: readonly string[],
  explanation: string,
  lost: BankLoss[],
): BankQuestion | null {
  const kept: string[] = [];
  const seen = new Set<string>();
  for (const text of accepted.map((one) => oneLine(one, lost))) {
    if (text.includes("|")) lost.push(["answer-bar", text]);
    else if (seen.has(text.toLowerCase())) lost.push(["answer-twice", text]);
    else if (text !== "") kept.push(text);
    seen.add(text.toLowerCase());
  }
  if (kept.length === 0) {
    lost.push(["left-out", "no-accepted"]);
    return null;
  }
  const type = kept.every(isNumber) ? "numeric" : "short";
  return { ...choiceQuestion(prompt, [], explanation, lost), type, accepted: kept };
}

const everyHidden = new RegExp(hidden.source, "g");

function visible(text: string, lost: BankLoss[]): string {
  const seen = text.replaceAll(everyHidden, "");
  if (seen !== text) lose(lost, "invisible");
  return seen.normalize("NFC");
}

/** Text as one line, which is all that a prompt, an option or its feedback may be. */
function oneLine(text: string, lost: BankLoss[]): string {
  if (text.trim().includes("\n")) lose(lost, "line-breaks");
  return blanked(visible(text, lost));
}

function paragraphs(text: string, lost: BankLoss[]): string {
  const lines = visible(text, lost).split("\n").map(blanked);
  return lines.filter((line) => line !== "").join("\n");
}

/** Runs of blanks as one, none at the ends. */
export const blanked = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The same thing about one question is said once. Only the latest few can repeat. */
export function lose(lost: BankLoss[], ...what: BankLoss): void {
  if (!lost.slice(-20).some((old) => isDeepStrictEqual(old, what))) lost.push(what);
}

const mostAnswers = 100;
const longest = 10_000;

/** Far above what a person can be asked, far below what takes reading it back seconds. */
export const isOutsized = ({ accepted, explanation, options, prompt }: BankQuestion): boolean =>
  accepted.length + options.length > mostAnswers ||
  [prompt, explanation, ...accepted, ...options.flatMap((one) => [one.text, one.feedback ?? ""])].some(
    (text) => text.length > longest,
  );
