/** Moodle's GIFT (https://docs.moodle.org/en/GIFT_format, read 2026-11-24), as Moodle itself reads it. */
import type { BankLoss } from "#domain/bank-loss.ts";
import type { Option, Question } from "#domain/course.ts";
import { type BankWriter, type QuestionWritten, trueFalse } from "./bank.ts";
import { plainNumbers } from "./numbers.ts";

export const giftWriter: BankWriter = {
  open: "",
  close: "",
  lesson: ({ title }) => `$CATEGORY: ${title.replaceAll("\\", " ").replaceAll("/", "//")}\n\n`,
  question: writeQuestion,
};

function writeQuestion(question: Question): QuestionWritten {
  const lost: BankLoss[] = [];
  const answers = writeAnswers(question, lost);
  if (answers === null) return { text: null, lost };
  const explanation = question.explanation === "" ? "" : `####${part(question.explanation)}`;
  const text = `::${guarded(question.id)}::[plain]${guarded(question.prompt)}{${answers}${explanation}}\n\n`;
  return { text, lost };
}

/** Null where GIFT has no such question. */
function writeAnswers({ type, options, accepted }: Question, lost: BankLoss[]): string | null {
  switch (type) {
    case "single":
      return lines(
        options.map((option) => `${option.right ? "=" : wrong(option)}${part(option.text)}${feedback(option)}`),
      );
    case "multiple":
      return lines(options.map((option) => `~%${weight(option, options)}%${part(option.text)}${feedback(option)}`));
    case "truefalse":
      return writeTrueFalse(options, lost);
    case "short":
      return writeShort(accepted, lost);
    case "numeric":
      return `#${lines(plainNumbers(accepted, "GIFT", lost).map((number) => `=%100%${number}:0`))}`;
    case "order":
      lost.push(["left-out", "gift-order"]);
      return null;
  }
}

const lines = (answers: readonly string[]): string => `\n${answers.map((answer) => `\t${answer}\n`).join("")}`;

/** A text that begins as a weight does needs one in front of it. */
const wrong = ({ text }: Option): string => (text.startsWith("%") ? "~%0%" : "~");

const feedback = (option: Option): string => (option.feedback === null ? "" : `#${part(option.feedback)}`);

/** Of all right options the whole mark; one wrong option takes it away. */
export function weight({ right }: Option, options: readonly Option[]): string {
  const share = 100 / options.filter((option) => option.right).length;
  return right ? share.toFixed(5).replace(/\.?0+$/, "") : "-100";
}

function writeTrueFalse(options: readonly Option[], lost: BankLoss[]): string {
  if (options.some(({ text }, at) => text !== trueFalse[at])) lost.push(["true-false-options"]);
  const right = options.find((option) => option.right);
  const other = options.find((option) => !option.right);
  const comments = [other?.feedback ?? "", right?.feedback ?? ""].map(part);
  const said = comments[1] === "" ? comments.slice(0, comments[0] === "" ? 0 : 1) : comments;
  const answer = right?.text.toLowerCase() === trueFalse[0].toLowerCase() ? "TRUE" : "FALSE";
  return `${answer}${said.map((comment) => `#${comment}`).join("")}`;
}

function writeShort(accepted: readonly string[], lost: BankLoss[]): string | null {
  const kept = accepted.filter((text) => !text.includes("->"));
  for (const text of accepted) if (!kept.includes(text)) lost.push(["answer-arrow", text]);
  if (kept.length > 0) return lines(kept.map((text) => `=%100%${part(text.replaceAll("*", "\\*"))}`));
  lost.push(["left-out", "no-accepted"]);
  return null;
}

/** A text of its own; one that begins as a format does needs one in front of it. */
const part = (text: string): string => `${text.startsWith("[") ? "[plain]" : ""}${guarded(text)}`;

const guarded = (text: string): string => text.replace(/[\\~=#{}:]/g, "\\$&").replaceAll("\n", "\\n");
