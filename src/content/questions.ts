import { createHash } from "node:crypto";
import type { Blockquote, Heading, List, Paragraph, RootContent } from "mdast";
import type { Option, Question, QuestionId, QuestionType } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";
import { noteLength, type OptionLine, readAccepted, readOptions, readSteps, same } from "./answers.ts";
import { firstLine, plainLine, refuse } from "./markdown.ts";
import type { Notes } from "./problem.ts";

/** A question of the file: its heading and all up to the next one. */
export interface QuestionBlock {
  readonly heading: Heading;
  readonly nodes: readonly RootContent[];
}

/** A question and where its heading stands. */
export interface QuestionRead {
  readonly question: Question;
  readonly line: number;
}

const maxPrompt = 200;
const maxExplanation = 300;

/**
 * Survives new options, feedback, explanations and a prompt that changes only in case or spacing; another prompt is
 * another question.
 */
export function questionId(lesson: LessonId, prompt: string): QuestionId {
  const canonical = prompt.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
  const digest = createHash("sha256").update(canonical).digest("hex");
  return `${lesson}#${digest.slice(0, 8)}` as QuestionId;
}

/** The questions of one lesson, each note on the line at fault. What has faults may be missing from the list. */
export function readQuestions(
  blocks: readonly QuestionBlock[],
  lesson: LessonId,
  source: readonly string[],
  notes: Notes,
): QuestionRead[] {
  const seen = new Map<QuestionId, number>();
  return blocks.flatMap((block) => {
    const line = firstLine(block.heading);
    const prompt = plainLine(block.heading.children, notes);
    const id = questionId(lesson, prompt);
    noteLength(line, "question", prompt, maxPrompt, notes);
    const before = seen.get(id);
    if (prompt !== "" && before !== undefined) notes.error(line, "question-twice", before);
    seen.set(id, before ?? line);
    const parts = divide(block.nodes, notes);
    const told = noteStrays(parts, notes);
    const explanation = readExplanation(parts.quotes, told.explanation ? null : line, notes);
    const answer = readAnswer(parts, line, told.answer, source, notes);
    return answer === null ? [] : [{ question: { id, prompt, explanation, ...answer }, line }];
  });
}

interface Parts {
  readonly choices: readonly List[];
  readonly steps: readonly List[];
  readonly accepted: readonly Paragraph[];
  readonly quotes: readonly Blockquote[];
  /** Plain lines, each of which was meant for one of the others. */
  readonly strays: readonly Paragraph[];
}

function divide(nodes: readonly RootContent[], notes: Notes): Parts {
  const [choices, steps]: [List[], List[]] = [[], []];
  const [accepted, strays]: [Paragraph[], Paragraph[]] = [[], []];
  const quotes: Blockquote[] = [];
  for (const node of nodes) {
    if (node.type === "list") (node.ordered === true ? steps : choices).push(node);
    else if (node.type === "blockquote") quotes.push(node);
    else if (node.type === "paragraph") (startOf(node).startsWith("=") ? accepted : strays).push(node);
    else refuse(node, notes);
  }
  return { choices, steps, accepted, quotes, strays };
}

/** The first letters of a paragraph, enough to tell what it was meant to be. */
function startOf(paragraph: Paragraph): string {
  const [first] = paragraph.children;
  return first?.type === "text" ? first.value : "";
}

/** A stray line is told as what the question lacks, which is then not told as missing. */
function noteStrays({ strays, ...parts }: Parts, notes: Notes): { answer: boolean; explanation: boolean } {
  const lacking = { answer: kindsOf(parts) === 0, explanation: parts.quotes.length === 0 };
  const found = { answer: false, explanation: false };
  for (const [index, stray] of strays.entries()) {
    const last = index === strays.length - 1;
    const meant = lacking.answer && index === 0 ? "answer" : lacking.explanation && last ? "explanation" : null;
    if (meant !== null) found[meant] = true;
    notes.error(firstLine(stray), "stray-text", plainLine(stray.children, notes), meant);
  }
  return found;
}

const kindsOf = ({ choices, steps, accepted }: Pick<Parts, "choices" | "steps" | "accepted">): number =>
  [choices, steps, accepted].filter((kind) => kind.length > 0).length;

/** @param line where a missing one is told; null: it is told already */
function readExplanation(quotes: readonly Blockquote[], line: number | null, notes: Notes): string {
  const [quote, second] = quotes;
  if (quote === undefined) {
    if (line !== null) notes.error(line, "question-without-explanation");
    return "";
  }
  if (second !== undefined) notes.error(firstLine(second), "second-explanation");
  const paragraphs = quote.children.flatMap((node) => {
    if (node.type === "paragraph") return [plainLine(node.children, notes)];
    refuse(node, notes);
    return [];
  });
  const text = paragraphs.join("\n");
  noteLength(firstLine(quote), "explanation", text, maxExplanation, notes);
  return text;
}

type Answer = Pick<Question, "type" | "options" | "accepted">;

function readAnswer(parts: Parts, line: number, told: boolean, source: readonly string[], notes: Notes): Answer | null {
  const kinds = kindsOf(parts);
  if (kinds === 0 && !told) notes.error(line, "question-without-answer");
  if (kinds > 1) notes.error(line, "question-mixed");
  if (parts.steps.length > 1) notes.error(firstLine(parts.steps[1]!), "second-steps");
  if (parts.accepted.length > 1) {
    notes.error(firstLine(parts.accepted[1]!), "second-accepted");
  }
  const options = parts.choices.flatMap((list) => readOptions(list, source, notes));
  const steps = parts.steps.flatMap((list) => readSteps(list, notes));
  const accepted = parts.accepted.flatMap((paragraph) => readAccepted(paragraph, notes));
  if (kinds !== 1) return null;
  if (accepted.length > 0) return { type: accepted.every(isNumber) ? "numeric" : "short", options: [], accepted };
  noteOptions(steps.length > 0 ? steps : options, line, notes);
  if (steps.length > 0) return { type: "order", options: steps.map(withoutLine), accepted: [] };
  noteRight(options, line, notes);
  return { type: choiceType(options), options: options.map(withoutLine), accepted: [] };
}

/** Whether an accepted answer is a number as authors write it: only such answers make a question `numeric`. */
export const isNumber = (text: string): boolean => /^[+-]?\d+(?:[.,]\d+)?$/.test(text);

const withoutLine = ({ text, right, feedback }: OptionLine): Option => ({ text, right, feedback });

function noteOptions(options: readonly OptionLine[], line: number, notes: Notes): void {
  if (options.length < 2 || options.length > 5) notes.error(line, "option-count", options.length);
  for (const [index, option] of options.entries()) {
    const first = options.findIndex((other) => same(other.text, option.text));
    if (option.text === "" || first === index) continue;
    notes.error(option.line, "option-twice", option.text, options[first]!.line);
  }
}

function noteRight(options: readonly OptionLine[], line: number, notes: Notes): void {
  const right = options.filter((option) => option.right).length;
  // An option without a box may be the right one.
  if (right === 0 && options.every(({ boxed }) => boxed)) notes.error(line, "no-right-option");
  if (right === options.length && options.length > 1) notes.error(line, "all-options-right");
}

/** What kind of choice these options make. */
export function choiceType(options: readonly Option[]): QuestionType {
  if (options.filter((option) => option.right).length > 1) return "multiple";
  const texts = options.map((option) => option.text.toLowerCase()).sort();
  return texts.length === 2 && texts[0] === "sai" && texts[1] === "đúng" ? "truefalse" : "single";
}
