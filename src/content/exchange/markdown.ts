/** Questions as the "## Câu hỏi" part of a lesson file, with what its author has still to see to. */
import { isDeepStrictEqual } from "node:util";
import type { LessonId } from "#domain/ids.ts";
import { parseMarkdown } from "../markdown.ts";
import { type ContentProblem, notesOn, sorted } from "../problem.ts";
import { questionId, readQuestions } from "../questions.ts";
import type { BankQuestion } from "./bank.ts";

export interface SectionWritten {
  readonly text: string;
  /** What a lesson would be refused for, or warned of, on the lines of `text`. */
  readonly todo: readonly Pick<ContentProblem, "line" | "fault">[];
}

export function questionsSection(questions: readonly BankQuestion[]): SectionWritten {
  const lists = { errors: [] as ContentProblem[], warnings: [] as ContentProblem[] };
  const lines = ["## Câu hỏi"];
  const seen = new Map<string, number>();
  for (const question of questions) {
    lines.push("");
    const block = questionLines(question);
    noteBlock(question, block, lines.length, lists);
    const id = questionId("" as LessonId, question.prompt);
    const before = seen.get(id);
    if (before !== undefined) notesOn("", lists).error(lines.length + 1, "question-twice", before);
    else seen.set(id, lines.length + 1);
    for (const line of block) lines.push(line);
  }
  const todo = sorted([...lists.errors, ...lists.warnings]).map(({ line, fault }) => ({ line, fault }));
  return { text: `${lines.join("\n")}\n`, todo };
}

/** Reads a question back as a lesson would, so that whoever pastes it knows what awaits them. */
function noteBlock(
  question: BankQuestion,
  block: readonly string[],
  above: number,
  lists: { errors: ContentProblem[]; warnings: ContentProblem[] },
): void {
  const found = { errors: [] as ContentProblem[], warnings: [] as ContentProblem[] };
  const notes = notesOn("", found);
  const [heading, ...nodes] = parseMarkdown(block.join("\n"), notes)?.children ?? [];
  if (heading?.type !== "heading") notes.error(1, "question-without-text");
  else {
    const [read] = readQuestions([{ heading, nodes }], "" as LessonId, block, notes);
    const { id: _, ...back } = read?.question ?? { id: "" };
    if (!notes.failed() && !isDeepStrictEqual(back, question)) notes.error(1, "question-reads-otherwise");
  }
  const moved = (problem: ContentProblem) => ({ ...problem, line: problem.line + above });
  lists.errors.push(...found.errors.map(moved));
  lists.warnings.push(...found.warnings.map(moved));
}

function questionLines({ type, prompt, options, accepted, explanation }: BankQuestion): string[] {
  const answers = options.flatMap(({ text, right, feedback }, at) =>
    type === "order"
      ? [`${at + 1}. ${block(text)}`]
      : [`- [${right ? "x" : " "}] ${inline(text)}`, ...(feedback === null ? [] : [`  - ${block(feedback)}`])],
  );
  if (accepted.length > 0) answers.push(`= ${accepted.map(inline).join(" | ")}`);
  const said =
    explanation === ""
      ? []
      : [
          "",
          ...explanation
            .split("\n")
            .flatMap((line) => [">", `> ${block(line)}`])
            .slice(1),
        ];
  return [`### ${inline(prompt)}`.trimEnd(), "", ...answers, ...said];
}

/** Text that a lesson reads word for word: what Markdown would take for a mark is escaped, no more. */
const inline = (text: string): string =>
  text
    .replace(/[\\`*_[\]<]/g, "\\$&")
    .replace(/~(?=~)|(?<=~)~/g, "\\~")
    .replace(/&(?=[#\w])/g, "\\&")
    .replace(/(?<=^|\s)#/g, "\\#")
    .replace(/:(?=\/\/)|(?<=www)\.|@/gi, "\\$&");

/** The same at the beginning of a line of its own, where more marks would count. */
const block = (text: string): string =>
  inline(text)
    .replace(/^[-+>=]/, "\\$&")
    .replace(/^(\d{1,9})([.)])/, "$1\\$2");
