import type { PhrasingContent, Root, RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { Misplaced } from "#domain/lesson-fault.ts";
import type { Line, Span } from "#domain/text.ts";
import { noteLooseBold } from "./bold.ts";
import type { Notes } from "./problem.ts";

/** One tilde stays a tilde: "~5 phút". */
const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false });

/** Far above what a lesson needs, far below what takes the parser seconds or its whole stack. */
const maxPrefix = 60;
const maxMarks = 2_000;

/**
 * The Markdown tree of a file.
 * @param text from the first line of the file, so that the lines of nodes are those of the file
 * @returns null when it is too tangled to be a lesson
 */
export function parseMarkdown(text: string, notes: Notes): Root | null {
  const nested = text.split("\n").findIndex((line) => /^[\s>*+\-\d.)]*/.exec(line)![0].length > maxPrefix);
  if (nested !== -1) notes.error(nested + 1, "nested-too-far");
  const tangled = text.split(/[*_[]/).length - 1 > maxMarks;
  if (tangled) notes.error(1, "too-many-marks", maxMarks);
  if (nested !== -1 || tangled) return null;
  const root = parser.parse(text);
  noteLooseBold(root, text, (line) => parser.parse(line), notes);
  return root;
}

export const firstLine = (node: { position?: { start: { line: number } } | undefined }): number =>
  node.position?.start.line ?? 1;

export const lastLine = (node: { position?: { end: { line: number } } | undefined }): number =>
  node.position?.end.line ?? 1;

/**
 * What a person reads of inline Markdown: bold stays, other emphasis and code become plain text, a link its text and
 * address. A line break in the file is "\n". What chat cannot show is noted and left out.
 */
export function inline(nodes: readonly PhrasingContent[], notes: Notes): Line {
  return nodes.flatMap((node): Line => {
    switch (node.type) {
      case "text":
      case "inlineCode":
        return [{ text: node.value.normalize("NFC") }];
      case "break":
        return [{ text: "\n" }];
      case "strong":
        return inline(node.children, notes).map(({ text }): Span => ({ text, bold: true }));
      case "emphasis":
      case "linkReference":
        return inline(node.children, notes);
      case "link":
        return withAddress(inline(node.children, notes), node.url);
      default:
        refuse(node, notes);
        return [];
    }
  });
}

function withAddress(line: Line, url: string): Line {
  const text = joined(line).trim();
  if (text === "") return [{ text: url }];
  const bare = url === text || url === `http://${text}` || url === `mailto:${text}`;
  return bare ? line : [...line, { text: ` (${url})` }];
}

const joined = (line: Line): string => line.map((span) => span.text).join("");

/** One line without runs of spaces, empty spans or spaces at its ends. */
export function tidy(line: Line): Line {
  const spans: Span[] = [];
  for (const span of line) {
    const before = spans.at(-1);
    if (before !== undefined && before.bold === span.bold)
      spans.splice(-1, 1, { ...span, text: before.text + span.text });
    else if (span.text !== "") spans.push(span);
  }
  return spans
    .map((span, index) => {
      const text = span.text.replace(/\s+/g, " ");
      const begun = index === 0 ? text.trimStart() : text;
      return { ...span, text: index === spans.length - 1 ? begun.trimEnd() : begun };
    })
    .filter((span) => span.text !== "");
}

/** Inline Markdown as plain text, "\n" where the file breaks the line. */
export function plainLines(nodes: readonly PhrasingContent[], notes: Notes): string[] {
  return joined(inline(nodes, notes))
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim());
}

/** Inline Markdown as one line of plain text. */
export const plainLine = (nodes: readonly PhrasingContent[], notes: Notes): string =>
  plainLines(nodes, notes).join(" ").trim();

/** Notes a piece of Markdown that has no place where it stands. */
export function refuse(node: RootContent, notes: Notes): void {
  notes.error(firstLine(node), "misplaced", kindOf(node));
}

function kindOf(node: RootContent): Misplaced {
  switch (node.type) {
    case "heading":
    case "table":
    case "html":
    case "image":
    case "definition":
    case "list":
      return node.type;
    case "imageReference":
      return "image";
    case "code":
      return "block";
    case "blockquote":
      return "quote";
    case "thematicBreak":
      return "rule";
    case "delete":
      return "struck";
    case "footnoteDefinition":
    case "footnoteReference":
      return "footnote";
    default:
      return "other";
  }
}
