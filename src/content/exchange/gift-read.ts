/** Reads GIFT as Moodle does: a question a block, blocks parted by empty lines. */
import type { BankLoss, LeftOut } from "#domain/bank-loss.ts";
import type { Notes } from "../problem.ts";
import {
  type BankQuestion,
  blanked,
  choiceQuestion,
  lose,
  type QuestionRead,
  trueFalseQuestion,
  typedQuestion,
} from "./bank.ts";
import { htmlText } from "./html.ts";
import { readTolerant } from "./numbers.ts";

/** A file with faults gives fewer questions, and notes on its lines. */
export function readGift(text: string, notes: Notes): QuestionRead[] {
  return blocksOf(text).flatMap(({ line, text }) => readBlock(line, text, notes) ?? []);
}

interface Block {
  readonly line: number;
  readonly text: string;
}

function blocksOf(text: string): Block[] {
  const blocks: { line: number; lines: string[] }[] = [];
  let open = false;
  for (const [index, line] of text.split("\n").entries()) {
    const bare = line.trim();
    if (bare.startsWith("//")) continue;
    const category = bare.startsWith("$CATEGORY:");
    if (bare !== "" && (!open || category)) blocks.push({ line: index + 1, lines: [] });
    if (bare !== "") blocks.at(-1)!.lines.push(line);
    open = bare !== "" && !category;
  }
  return blocks.map(({ line, lines }) => ({ line, text: lines.join("\n").trim() }));
}

/** Signs that stand for themselves, as control characters, which no file holds, while the others part the text. */
const signs = "\\~=#{}:\n";
const guarded = (text: string): string =>
  text.replace(/\\([\\~=#{}:n])/g, (_, sign: string) =>
    String.fromCharCode(1 + signs.indexOf(sign === "n" ? "\n" : sign)),
  );
const unguarded = (text: string): string => text.replace(/[\x01-\x08]/g, (mark) => signs[mark.charCodeAt(0) - 1]!);

function readBlock(line: number, block: string, notes: Notes): QuestionRead | null {
  if (block.startsWith("$CATEGORY:")) {
    const prompt = blanked(block);
    return { line, prompt, question: null, lost: [["category"]] };
  }
  const text = untitled(guarded(block), line, notes);
  if (text === null) return null;
  const open = text.indexOf("{");
  const close = text.indexOf("}");
  if (open === -1 && close === -1) {
    const prompt = blanked(unguarded(text));
    return { line, prompt, question: null, lost: [["left-out", "asks-nothing"]] };
  }
  if (open === -1 || close < open) {
    notes.error(line, "gift-braces");
    return null;
  }
  const rest = text.slice(close + 1);
  if (/[{}]/.test(rest)) {
    notes.error(line, "gift-second-answer");
    return null;
  }
  const gap = rest.trim() === "" ? "" : "_____";
  return readParts(line, `${text.slice(0, open)}${gap}${rest}`, text.slice(open + 1, close).trim(), notes);
}

/** Without its `::title::`, which is for the teacher's list. Null when that is not closed. */
function untitled(text: string, line: number, notes: Notes): string | null {
  if (!text.startsWith("::")) return text;
  const end = text.indexOf("::", 2);
  if (end === -1) notes.error(line, "gift-title");
  return end === -1 ? null : text.slice(end + 2).trim();
}

type Format = "html" | "moodle" | "plain" | "markdown";

/** What the texts of one question share. */
interface Texts {
  readonly line: number;
  readonly notes: Notes;
  readonly format: Format;
  readonly prompt: string;
  readonly explanation: string;
  readonly lost: BankLoss[];
}

function readParts(line: number, asked: string, inside: string, notes: Notes): QuestionRead | null {
  const lost: BankLoss[] = [];
  const { format } = formatted(asked, "moodle");
  const general = inside.lastIndexOf("####");
  const prompt = textOf(asked, "moodle", lost);
  const explanation = general === -1 ? "" : textOf(inside.slice(general + 4), format, lost);
  const texts = { line, notes, format, prompt, explanation, lost };
  const question = readAnswer(texts, general === -1 ? inside : inside.slice(0, general).trim());
  return question === undefined ? null : { line, prompt: blanked(prompt), question, lost };
}

function formatted(text: string, otherwise: Format): { format: Format; text: string } {
  const match = /^\s*\[(html|moodle|plain|markdown)\]/.exec(text);
  if (match === null) return { format: otherwise, text };
  return { format: match[1] as Format, text: text.slice(match[0].length) };
}

function textOf(raw: string, otherwise: Format, lost: BankLoss[]): string {
  const { format, text } = formatted(raw, otherwise);
  const said = unguarded(text.replace(/\s+/g, " ").trim());
  if (format === "html") return htmlText(said, lost);
  if (format === "moodle" && /<[a-z/!]|&#?\w+;/i.test(said)) return htmlText(said.replaceAll("\n", "<br>"), lost);
  if (format === "markdown" && /[*_`]/.test(said)) lose(lost, "markdown");
  return said;
}

/** Null: nothing we could ask, which `lost` tells; undefined: a fault, which is noted. */
function readAnswer(texts: Texts, inside: string): BankQuestion | null | undefined {
  const { lost } = texts;
  const leave = (why: LeftOut) => {
    lost.push(["left-out", why]);
    return null;
  };
  if (inside === "") return leave("essay");
  if (inside.startsWith(">")) return leave("gift-plug-in");
  if (inside.startsWith("#")) return readNumeric(texts, inside.slice(1));
  if (inside.includes("~")) return readChoice(texts, inside);
  if (inside.includes("=") && inside.includes("->")) return leave("pairs");
  const [answer = "", ...comments] = inside.split("#");
  if (/^(?:T|TRUE|F|FALSE)$/.test(answer.trim())) return readTrueFalse(texts, answer.trim().startsWith("T"), comments);
  return readShort(texts, inside);
}

interface Answer {
  /** 0 to 100, or below; null where none is written. */
  readonly weight: number | null;
  readonly text: string;
  readonly feedback: string;
}

const weightForm = /^%(-?\d{1,3}(?:\.\d*)?)%/;

function answerOf(raw: string, { format, lost }: Texts): Answer {
  const answer = raw.trim();
  const match = weightForm.exec(answer);
  const body = match === null ? answer : answer.slice(match[0].length);
  const cut = body.indexOf("#");
  return {
    weight: match === null ? null : Number(match[1]),
    text: textOf(cut === -1 ? body : body.slice(0, cut), format, lost),
    feedback: cut === -1 ? "" : textOf(body.slice(cut + 1), format, lost),
  };
}

function readChoice(texts: Texts, inside: string): BankQuestion | null | undefined {
  const { prompt, explanation, lost, line, notes } = texts;
  const pieces = inside
    .replaceAll("=", "~=")
    .split("~")
    .map((piece) => piece.trim());
  if (pieces[0] === "") pieces.shift();
  const marked = pieces.some((piece) => piece.startsWith("="));
  const answers = pieces.map((piece): Answer => {
    if (!piece.startsWith("=")) return answerOf(piece, texts);
    return { ...answerOf(`%100%${piece.slice(1)}`, texts) };
  });
  const whole = answers.filter(({ weight }) => weight === 100).length;
  if (marked && whole > 1) {
    lost.push(["left-out", "any-of-several"]);
    return null;
  }
  const isRight = ({ weight }: Answer) => (marked ? weight === 100 : (weight ?? 0) > 0);
  const right = answers.filter(isRight);
  if (right.length === 0) {
    notes.error(line, "gift-no-right");
    return undefined;
  }
  if (
    answers.some((answer) => (answer.weight ?? 0) > 0 && !isRight(answer)) ||
    new Set(right.map((one) => one.weight)).size > 1
  )
    lose(lost, "part-marks");
  const options = answers.map((one) => ({ text: one.text, right: isRight(one), feedback: one.feedback }));
  return choiceQuestion(prompt, options, explanation, lost);
}

function readTrueFalse(texts: Texts, right: boolean, comments: readonly string[]): BankQuestion {
  const { prompt, explanation, format, lost } = texts;
  const [ifWrong, ifRight] = [comments[0] ?? "", comments.slice(1).join("#")].map((text) => textOf(text, format, lost));
  const feedback = right ? ([ifRight!, ifWrong!] as const) : ([ifWrong!, ifRight!] as const);
  return trueFalseQuestion(prompt, right, feedback, explanation, lost);
}

/** The answers that earn the whole mark; what goes with the others is lost. */
function wholeAnswers(texts: Texts, inside: string): Answer[] {
  const pieces = inside.split("=").map((piece) => piece.trim());
  if (pieces[0] === "") pieces.shift();
  const answers = pieces.map((piece) => answerOf(piece, texts));
  for (const { weight, text, feedback } of answers) {
    if (feedback !== "") texts.lost.push(["answer-feedback", text]);
    const share = weight ?? 100;
    if (share > 0 && share < 100) texts.lost.push(["answer-part-mark", text]);
    if (share <= 0 && text !== "*") texts.lost.push(["wrong-answer", text]);
  }
  return answers.filter(({ weight }) => weight === null || weight >= 100);
}

function readShort(texts: Texts, inside: string): BankQuestion | null {
  const answers = wholeAnswers(texts, inside).map(({ text }) => text);
  return typedQuestion(texts.prompt, readPatterns(answers, texts.lost), texts.explanation, texts.lost);
}

/** In Moodle's short answers "*" is anything, and "\*" the sign. */
export function readPatterns(answers: readonly string[], lost: BankLoss[]): string[] {
  const isPattern = (text: string) => /(?<!\\)\*/.test(text);
  for (const text of answers) if (isPattern(text)) lost.push(["answer-pattern", text]);
  return answers.filter((text) => !isPattern(text)).map((text) => text.replaceAll("\\*", "*"));
}

function readNumeric(texts: Texts, inside: string): BankQuestion | null {
  const { prompt, explanation, lost } = texts;
  const cut = inside.indexOf("~");
  if (cut !== -1) lost.push(["wrong-number-feedback"]);
  const numbers = wholeAnswers(texts, cut === -1 ? inside : inside.slice(0, cut)).flatMap(({ text }) => {
    const [number = "", tolerance = ""] = text.split(":");
    return readTolerant(number, tolerance, lost) ?? [];
  });
  return typedQuestion(prompt, numbers, explanation, lost);
}
