/** Reads Moodle XML as Moodle and the tools around it write it: texts in CDATA or escaped, mostly HTML. */
import type { BankLoss } from "#domain/bank-loss.ts";
import type { Notes } from "../problem.ts";
import {
  type BankQuestion,
  blanked,
  choiceQuestion,
  lose,
  orderQuestion,
  type QuestionRead,
  trueFalseQuestion,
  typedQuestion,
} from "./bank.ts";
import { readPatterns } from "./gift-read.ts";
import { htmlText } from "./html.ts";
import { readTolerant } from "./numbers.ts";
import { child, childrenOf, type Element, readXml } from "./xml.ts";

export function readMoodleXml(text: string, notes: Notes): QuestionRead[] {
  const root = readXml(text, notes);
  if (root === null) return [];
  if (root.name !== "quiz") {
    notes.error(root.line, "moodle-root", root.name);
    return [];
  }
  return root.children.flatMap((element) => {
    if (element.name === "question") return readQuestion(element, notes) ?? [];
    notes.error(element.line, "moodle-element", element.name);
    return [];
  });
}

/** One question while it is read. */
interface Reading {
  readonly element: Element;
  readonly prompt: string;
  readonly explanation: string;
  readonly lost: BankLoss[];
  readonly notes: Notes;
}

function readQuestion(element: Element, notes: Notes): QuestionRead | null {
  const { line, attributes } = element;
  const lost: BankLoss[] = [];
  if (attributes.type === "category") {
    const prompt = blanked(child(child(element, "category"), "text")?.text ?? "");
    return { line, prompt, question: null, lost: [["category"]] };
  }
  const prompt = textOf(child(element, "questiontext"), "html", lost, notes);
  const explanation = textOf(child(element, "generalfeedback"), "html", lost, notes);
  const question = readAnswers({ element, prompt, explanation, lost, notes });
  const more = element.children.filter(({ name, ...rest }) => !settings.has(name) && hasText({ name, ...rest }));
  if (question !== null && more.length > 0) lose(lost, "elements", [...new Set(more.map(({ name }) => name))]);
  return question === undefined ? null : { line, prompt: blanked(prompt), question, lost };
}

/** What is read, is for the teacher's list, or says how Moodle asks and counts, which the course says here. */
const settings = new Set(
  [
    "name questiontext generalfeedback answer single shuffleanswers answernumbering defaultgrade penalty hidden",
    "idnumber usecase showstandardinstruction shownumcorrect layouttype selecttype selectcount gradingtype showgrading",
    "numberingstyle unitgradingtype unitpenalty showunits unitsleft",
  ]
    .join(" ")
    .split(" "),
);

const hasText = ({ text, children }: Element): boolean => text.trim() !== "" || children.some(hasText);

/** Null: nothing we could ask, which `lost` tells; undefined: a fault, which is noted. */
function readAnswers(reading: Reading): BankQuestion | null | undefined {
  const { element, lost, notes } = reading;
  switch (element.attributes.type) {
    case "multichoice":
      return readChoice(reading);
    case "truefalse":
      return readTrueFalse(reading);
    case "shortanswer": {
      if (setting(element, "usecase") === "1") lost.push(["capitals"]);
      const answers = wholeAnswers(reading).map(({ text }) => text);
      return typedQuestion(reading.prompt, readPatterns(answers, lost), reading.explanation, lost);
    }
    case "numerical": {
      const numbers = wholeAnswers(reading).flatMap(({ text, at }) => {
        return readTolerant(text, child(at, "tolerance")?.text ?? "", lost) ?? [];
      });
      return typedQuestion(reading.prompt, numbers, reading.explanation, lost);
    }
    case "ordering":
      return readOrder(reading);
    case undefined:
      notes.error(element.line, "moodle-untyped");
      return undefined;
    default:
      lost.push(["left-out-type", blanked(element.attributes.type!)]);
      return null;
  }
}

interface Answer {
  readonly at: Element;
  readonly fraction: number;
  readonly text: string;
  readonly feedback: string;
}

function answersOf({ element, lost, notes }: Reading, otherwise: string): Answer[] {
  return childrenOf(element, "answer").map((at) => {
    const fraction = Number(at.attributes.fraction ?? "0");
    if (!Number.isFinite(fraction)) notes.error(at.line, "moodle-fraction");
    const format = otherwise === "plain_text" ? otherwise : (at.attributes.format ?? otherwise);
    const text = plainOf(at, format, lost, notes);
    return { at, fraction, text, feedback: textOf(child(at, "feedback"), "html", lost, notes) };
  });
}

function readChoice(reading: Reading): BankQuestion | null | undefined {
  const { element, explanation, lost, notes, prompt } = reading;
  const answers = answersOf(reading, "html");
  const single = /^(?:true|1)?$/.test(setting(element, "single"));
  const isRight = ({ fraction }: Answer) => (single ? fraction === 100 : fraction > 0);
  const right = answers.filter(isRight);
  if (right.length === 0) {
    notes.error(element.line, "moodle-no-right");
    return undefined;
  }
  if (single && right.length > 1) {
    lost.push(["left-out", "any-of-several"]);
    return null;
  }
  if (!single && right.length === 1) lost.push(["one-of-many"]);
  if (answers.some((one) => one.fraction > 0 && !isRight(one)) || new Set(right.map((one) => one.fraction)).size > 1)
    lose(lost, "part-marks");
  const options = answers.map((one) => ({ text: one.text, right: isRight(one), feedback: one.feedback }));
  return choiceQuestion(prompt, options, explanation, lost);
}

function readTrueFalse(reading: Reading): BankQuestion | undefined {
  const answers = answersOf(reading, "plain_text");
  const [yes, no] = ["true", "false"].map((name) => answers.find(({ text }) => text.trim().toLowerCase() === name));
  if (yes === undefined || no === undefined || answers.length !== 2 || yes.fraction > 0 === no.fraction > 0) {
    reading.notes.error(reading.element.line, "moodle-true-false");
    return undefined;
  }
  const { explanation, lost, prompt } = reading;
  return trueFalseQuestion(prompt, yes.fraction > 0, [yes.feedback, no.feedback], explanation, lost);
}

/** The answers that earn the whole mark; what goes with the others is lost. */
function wholeAnswers(reading: Reading): Answer[] {
  const answers = answersOf(reading, "plain_text");
  for (const { fraction, text, feedback } of answers) {
    if (feedback !== "") reading.lost.push(["answer-feedback", blanked(text)]);
    if (fraction > 0 && fraction < 100) reading.lost.push(["answer-part-mark", blanked(text)]);
    if (fraction <= 0 && text.trim() !== "*") reading.lost.push(["wrong-answer", blanked(text)]);
  }
  return answers.filter(({ fraction }) => fraction >= 100);
}

/** Some tools number the steps by their fraction, some write them in order and give all the same. */
function readOrder(reading: Reading): BankQuestion {
  const answers = answersOf(reading, "html");
  if (answers.some(({ feedback }) => feedback !== "")) reading.lost.push(["step-feedback"]);
  const numbered = new Set(answers.map(({ fraction }) => fraction)).size === answers.length;
  const steps = numbered ? answers.toSorted((a, b) => a.fraction - b.fraction) : answers;
  const texts = steps.map(({ text }) => text);
  return orderQuestion(reading.prompt, texts, reading.explanation, reading.lost);
}

const setting = (element: Element, name: string): string => (child(element, name)?.text ?? "").trim().toLowerCase();

/** The text of an element that may be missing. */
function textOf(element: Element | undefined, otherwise: string, lost: BankLoss[], notes: Notes): string {
  return element === undefined ? "" : plainOf(element, element.attributes.format ?? otherwise, lost, notes);
}

function plainOf(element: Element, format: string, lost: BankLoss[], notes: Notes): string {
  const text = child(element, "text");
  const markup = text?.children[0];
  if (markup !== undefined) notes.error(markup.line, "moodle-bare-html", markup.name);
  if (child(element, "file") !== undefined) lose(lost, "file");
  const raw = text?.text ?? "";
  if (format === "plain_text") return raw.trim();
  if (format === "markdown") {
    if (/[*_`]/.test(raw)) lose(lost, "markdown");
    return raw.trim();
  }
  if (format === "moodle_auto_format") return htmlText(raw.trim().replaceAll("\n", "<br>"), lost);
  return htmlText(raw, lost);
}
