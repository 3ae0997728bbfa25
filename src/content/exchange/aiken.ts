/** Aiken (https://docs.moodle.org/en/Aiken_format, read 2026-11-24): one question a line, options by letter, one right. */
import type { BankLoss, LeftOut } from "#domain/bank-loss.ts";
import type { Question } from "#domain/course.ts";
import type { Notes } from "../problem.ts";
import { type BankWriter, choiceQuestion, type QuestionRead, type QuestionWritten } from "./bank.ts";

const optionForm = /^([A-Z])[.)][ \t]+(.*)$/;
const answerForm = /^ANSWER:/;

export const aikenWriter: BankWriter = { open: "", close: "", lesson: () => "", question: writeQuestion };

function writeQuestion({ explanation, options, prompt, type }: Question): QuestionWritten {
  const leave = (why: LeftOut) => ({ text: null, lost: [["left-out", why] as const] });
  if (type !== "single" && type !== "truefalse") return leave("aiken-kind");
  if (optionForm.test(prompt) || answerForm.test(prompt) || prompt.length < 2) return leave("aiken-text");
  const lost: BankLoss[] = [];
  if (options.some(({ feedback }) => feedback !== null)) lost.push(["feedback"]);
  if (explanation !== "") lost.push(["explanation"]);
  const lines = options.map(({ text }, at) => `${letter(at)}. ${text}`);
  const answer = `ANSWER: ${letter(options.findIndex(({ right }) => right))}`;
  return { text: `${[prompt, ...lines, answer].join("\n")}\n\n`, lost };
}

const letter = (index: number): string => String.fromCharCode(65 + index);

interface Open {
  readonly line: number;
  readonly prompt: string;
  readonly options: string[];
}

/** A file with faults gives fewer questions, and notes on its lines. */
export function readAiken(text: string, notes: Notes): QuestionRead[] {
  const questions: QuestionRead[] = [];
  let open: Open | null = null;
  let apart = false;
  const lines = text.split("\n");
  for (const [index, raw] of lines.entries()) {
    const bare = raw.trim();
    const line = index + 1;
    const option = optionForm.exec(bare);
    if (bare === "") apart = true;
    else if (open === null) {
      if (option !== null || answerForm.test(bare)) notes.error(line, "aiken-no-question");
      else open = { line, prompt: bare, options: [] };
    } else if (option !== null) takeOption(open, option, line, notes);
    else if (/^ANSWER\s*:/i.test(bare)) {
      questions.push(...closed(open, bare, line, notes));
      open = null;
    } else {
      noteUnexpected(open, line, notes);
      if (apart || open.options.length === 0) open = { line, prompt: bare, options: [] };
    }
    if (bare !== "") apart = false;
  }
  if (open !== null) notes.error(lines.length, "aiken-unanswered", open.line);
  return questions;
}

function takeOption({ options }: Open, [, name, text]: RegExpExecArray, line: number, notes: Notes): void {
  const due = letter(options.length);
  if (name !== due) notes.error(line, "aiken-out-of-turn", name!, due);
  options.push(text!);
}

function closed({ line, options, prompt }: Open, answer: string, at: number, notes: Notes): QuestionRead[] {
  const right = /^ANSWER:[ \t]*([A-Z])[.)]?$/.exec(answer)?.[1];
  const index = right === undefined ? -1 : right.charCodeAt(0) - 65;
  if (index < 0 || index >= options.length) {
    notes.error(at, "aiken-right-unnamed");
    return [];
  }
  const lost: BankLoss[] = [];
  const said = options.map((text, place) => ({ text, right: place === index, feedback: null }));
  return [{ line, prompt, question: choiceQuestion(prompt, said, "", lost), lost }];
}

function noteUnexpected({ line, options }: Open, at: number, notes: Notes): void {
  if (options.length === 0) notes.error(at, "aiken-goes-on", line);
  else notes.error(at, "aiken-neither", line, letter(options.length));
}
