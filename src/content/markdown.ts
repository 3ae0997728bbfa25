import type { PhrasingContent, Root, RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { Line, Span } from "#domain/text.ts";
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
  if (nested !== -1) notes.error(nested + 1, 'is indented or nested too far: begin the line with its text or one "- "');
  const tangled = text.split(/[*_[]/).length - 1 > maxMarks;
  if (tangled) notes.error(1, `has more than ${maxMarks} of the marks * _ [: write plain sentences`);
  return nested !== -1 || tangled ? null : parser.parse(text);
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
  notes.error(firstLine(node), refusal(node));
}

function refusal(node: RootContent): string {
  switch (node.type) {
    case "heading":
      return 'a heading has no place here: write the words in **bold**; the only sections are "## Làm ngay" and "## Câu hỏi"';
    case "table":
      return 'a table cannot be shown in chat: write a list, each line beginning with "- "';
    case "html":
      return "HTML cannot be shown in chat: write plain text, **bold** for emphasis";
    case "image":
    case "imageReference":
      return "an image cannot be shown in chat: say it in words";
    case "code":
      return "an indented or fenced block cannot be shown in chat: begin the line with its text";
    case "blockquote":
      return 'a line beginning with ">" is an explanation and belongs under a question: write plain text here';
    case "thematicBreak":
      return "a rule (---) has no place here: leave an empty line instead";
    case "delete":
      return "struck-out text (~~) cannot be shown in chat: delete it";
    case "footnoteDefinition":
    case "footnoteReference":
      return "a footnote cannot be shown in chat: put the source into the front matter, under sources";
    case "definition":
      return "a link definition has no place here: write the address itself into the sentence";
    case "list":
      return "a list has no place here: write plain text";
    default:
      return "this text belongs to nothing: delete it, or put it where the example has such text";
  }
}
