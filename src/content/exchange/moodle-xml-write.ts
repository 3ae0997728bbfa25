/** Moodle XML (https://docs.moodle.org/en/Moodle_XML_format, read 2026-11-24). Texts are plain, so none can be markup. */
import type { BankLoss } from "#domain/bank-loss.ts";
import type { Option, Question } from "#domain/course.ts";
import { type BankWriter, type QuestionWritten, trueFalse } from "./bank.ts";
import { weight } from "./gift-write.ts";
import { escaped } from "./html.ts";
import { plainNumbers } from "./numbers.ts";

export const moodleXmlWriter: BankWriter = {
  open: '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n',
  close: "</quiz>\n",
  lesson: ({ title }) =>
    `<question type="category"><category>${textOf(`$course$/top/${title.replaceAll("/", "//")}`)}</category></question>\n`,
  question: writeQuestion,
};

function writeQuestion(question: Question): QuestionWritten {
  const lost: BankLoss[] = [];
  const { type, answers } = answersOf(question, lost);
  const text = [
    `<question type="${type}">`,
    `  <name>${textOf(question.id)}</name>`,
    `  ${plain("questiontext", question.prompt)}`,
    `  ${plain("generalfeedback", question.explanation)}`,
    ...answers.map((line) => `  ${line}`),
    "</question>\n",
  ].join("\n");
  return { text, lost };
}

interface Answers {
  readonly type: string;
  readonly answers: readonly string[];
}

function answersOf({ type, options, accepted }: Question, lost: BankLoss[]): Answers {
  switch (type) {
    case "single":
    case "multiple":
      return { type: "multichoice", answers: [...choiceSettings(type), ...options.map((one) => choice(one, options))] };
    case "truefalse":
      return { type: "truefalse", answers: trueFalseAnswers(options, lost) };
    case "short": {
      const answers = accepted.map((text) => answer("100", text.replaceAll("*", "\\*"), ""));
      return { type: "shortanswer", answers: ["<usecase>0</usecase>", ...answers] };
    }
    case "numeric": {
      const numbers = plainNumbers(accepted, "Moodle", lost);
      return { type: "numerical", answers: numbers.map((one) => answer("100", one, "<tolerance>0</tolerance>")) };
    }
    case "order":
      return { type: "ordering", answers: [...orderSettings, ...options.map(step)] };
  }
}

const choiceSettings = (type: "single" | "multiple") => [
  `<single>${type === "single"}</single>`,
  "<shuffleanswers>true</shuffleanswers>",
  "<answernumbering>ABCD</answernumbering>",
];

const orderSettings = [
  "<layouttype>VERTICAL</layouttype>",
  "<selecttype>ALL</selecttype>",
  "<selectcount>0</selectcount>",
  "<gradingtype>ALL_OR_NOTHING</gradingtype>",
  "<showgrading>SHOW</showgrading>",
];

function choice(option: Option, options: readonly Option[]): string {
  const single = options.filter(({ right }) => right).length === 1;
  const fraction = single && !option.right ? "0" : weight(option, options);
  return answer(fraction, option.text, feedbackOf(option), ' format="plain_text"');
}

function trueFalseAnswers(options: readonly Option[], lost: BankLoss[]): string[] {
  if (options.some(({ text }, at) => text !== trueFalse[at])) lost.push(["true-false-options"]);
  return options.map((option) => {
    const isTrue = option.text.toLowerCase() === trueFalse[0].toLowerCase();
    return answer(option.right ? "100" : "0", String(isTrue), feedbackOf(option));
  });
}

const step = ({ text }: Option, at: number): string => answer(`${at + 1}.0000000`, text, "", ' format="plain_text"');

const feedbackOf = ({ feedback }: Option): string => (feedback === null ? "" : plain("feedback", feedback));

const answer = (fraction: string, text: string, more: string, format = ""): string =>
  `<answer fraction="${fraction}"${format}>${textOf(text)}${more}</answer>`;

const plain = (name: string, text: string): string => `<${name} format="plain_text">${textOf(text)}</${name}>`;

const textOf = (text: string): string => `<text>${escaped(text)}</text>`;
