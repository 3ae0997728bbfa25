import type { BlockContent, DefinitionContent, List, ListItem, Paragraph } from "mdast";
import type { Option } from "#domain/course.ts";
import type { LessonPart } from "#domain/lesson-fault.ts";
import { firstLine, plainLine, plainLines, refuse } from "./markdown.ts";
import type { Notes } from "./problem.ts";

/** What the rules about options need to name a line. */
export interface OptionLine extends Option {
  readonly line: number;
  /** Its line says whether it is right. */
  readonly boxed: boolean;
}

const maxOption = 90;
const maxFeedback = 160;

/** "(x) text", "[v] text", "[] text": a box to its author. */
const otherBox = /^[[(]\s*([xXvV✓]?)\s*[\])]\s*(.*)$/;

/** The options of a choice: items with a checkbox, each perhaps with its own feedback. */
export function readOptions(list: List, source: readonly string[], notes: Notes): OptionLine[] {
  return list.children.map((item) => {
    const [written, ...feedback] = itemLines(item, source, notes);
    const [, mark, rest] = (typeof item.checked !== "boolean" && otherBox.exec(written ?? "")) || [];
    const text = rest ?? written;
    const right = item.checked === true || (mark ?? "") !== "";
    if (typeof item.checked !== "boolean") {
      if (rest === undefined) notes.error(firstLine(item), "option-without-box", text ?? "");
      else notes.error(firstLine(item), "option-misspelt", `- [${right ? "x" : " "}] ${rest}`);
    }
    const option = {
      text: text ?? "",
      right,
      feedback: feedback.length > 0 ? feedback.join(" ") : null,
      line: firstLine(item),
      boxed: typeof item.checked === "boolean" || rest !== undefined,
    };
    noteLength(option.line, "option", option.text, maxOption, notes);
    if (option.feedback !== null) noteLength(option.line, "feedback", option.feedback, maxFeedback, notes);
    if (typeof item.checked === "boolean" && !right && option.feedback === null) {
      notes.warn(option.line, "wrong-without-feedback");
    }
    return option;
  });
}

/** The items to put in order, in the right order. */
export function readSteps(list: List, notes: Notes): OptionLine[] {
  return list.children.map((item) => {
    const line = firstLine(item);
    if (typeof item.checked === "boolean") notes.error(line, "step-with-box");
    const [paragraph, ...more] = item.children;
    for (const node of more) notes.error(firstLine(node), "under-a-step");
    const text = paragraph?.type === "paragraph" ? plainLine(paragraph.children, notes) : "";
    noteLength(line, "step", text, maxOption, notes);
    return { text, right: true, feedback: null, line, boxed: false };
  });
}

/** The accepted texts of "= a | b". */
export function readAccepted(paragraph: Paragraph, notes: Notes): string[] {
  const line = firstLine(paragraph);
  const lines = plainLines(paragraph.children, notes);
  if (lines.length > 1) notes.error(line + 1, "after-accepted");
  const accepted = lines[0]!
    .slice(1)
    .split("|")
    .map((text) => text.trim());
  for (const [index, text] of accepted.entries()) {
    noteLength(line, "accepted", text, maxOption, notes);
    if (accepted.findIndex((other) => same(other, text)) < index) {
      notes.error(line, "accepted-twice", text);
    }
  }
  return accepted;
}

/** Equal to a reader: case and spaces do not count. */
export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Notes a text that is empty or longer than `max` UTF-16 units, which is how chat platforms measure. */
export function noteLength(line: number, part: LessonPart, text: string, max: number, notes: Notes): void {
  if (text === "") notes.error(line, "part-empty", part, max);
  if (text.length > max) notes.error(line, "part-too-long", part, text.length, max);
}

/** The lines of one option: its text, then its feedback (an indented line, or a nested item). */
function itemLines(item: ListItem, source: readonly string[], notes: Notes): string[] {
  const [head, ...rest] = item.children;
  if (head?.type !== "paragraph") {
    for (const node of item.children) refuse(node, notes);
    return [];
  }
  noteUnindented(head, source, notes);
  const lines = plainLines(head.children, notes);
  const nested = rest.flatMap((node) => feedbackOf(node, notes));
  const pieces = (lines.length > 1 ? 1 : 0) + nested.length;
  if (pieces > 1) notes.error(firstLine(item), "second-feedback");
  return [...lines, ...nested];
}

/** Markdown takes a line without indent into the item above; its author hardly meant that. */
function noteUnindented(head: Paragraph, source: readonly string[], notes: Notes): void {
  const from = firstLine(head);
  const to = head.position?.end.line ?? from;
  for (let line = from + 1; line <= to; line++) {
    const text = source[line - 1] ?? "";
    if (!/^\s/.test(text)) notes.error(line, "not-indented", text.trim());
  }
}

function feedbackOf(node: BlockContent | DefinitionContent, notes: Notes): string[] {
  if (node.type === "paragraph") return [plainLine(node.children, notes)];
  if (node.type !== "list") {
    refuse(node, notes);
    return [];
  }
  return node.children.flatMap((item) => {
    if (typeof item.checked === "boolean") {
      notes.error(firstLine(item), "option-nested");
      return [];
    }
    const [paragraph, ...more] = item.children;
    for (const deeper of more) notes.error(firstLine(deeper), "under-feedback");
    return paragraph?.type === "paragraph" ? [plainLine(paragraph.children, notes)] : [];
  });
}
