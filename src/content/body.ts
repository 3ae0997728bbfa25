import type { List, RootContent } from "mdast";
import type { Line, RichText } from "#domain/text.ts";
import { firstLine, inline, lastLine, refuse, tidy } from "./markdown.ts";
import type { Notes } from "./problem.ts";

export interface Prose {
  readonly text: RichText;
  /** Syllables, as divided by spaces; the marks of list items are none. */
  readonly words: number;
}

interface Block {
  readonly lines: readonly Line[];
  readonly words: number;
}

/**
 * Paragraphs and lists as lines of a chat message. A line break inside a paragraph is a space; an empty line of the
 * file is an empty line; a list item begins with "• ", or with its number. Anything else is noted.
 */
export function readProse(nodes: readonly RootContent[], notes: Notes): Prose {
  const lines: Line[] = [];
  let words = 0;
  let endedAt = 0;
  for (const node of nodes) {
    const block = readBlock(node, notes);
    if (block === null) continue;
    if (lines.length > 0 && firstLine(node) > endedAt + 1) lines.push([]);
    lines.push(...block.lines);
    words += block.words;
    endedAt = lastLine(node);
  }
  return { text: lines, words };
}

function readBlock(node: RootContent, notes: Notes): Block | null {
  if (node.type === "list") return readList(node, notes);
  if (node.type === "paragraph") {
    const line = tidy(inline(node.children, notes));
    return { lines: [line], words: countWords(line) };
  }
  refuse(node, notes);
  return null;
}

function readList(list: List, notes: Notes): Block {
  const items = list.children.flatMap((item, index) => {
    if (typeof item.checked === "boolean") {
      notes.error(firstLine(item), "box-outside-questions");
    }
    const [paragraph, ...more] = item.children;
    for (const node of more) notes.error(firstLine(node), "under-an-item");
    if (paragraph === undefined) {
      notes.error(firstLine(item), "empty-item");
      return [];
    }
    if (paragraph.type !== "paragraph") {
      refuse(paragraph, notes);
      return [];
    }
    const line = tidy(inline(paragraph.children, notes));
    const mark = list.ordered === true ? `${(list.start ?? 1) + index}. ` : "• ";
    return [{ line: tidy([{ text: mark }, ...line]), words: countWords(line) }];
  });
  return { lines: items.map(({ line }) => line), words: items.reduce((sum, { words }) => sum + words, 0) };
}

const countWords = (line: Line): number =>
  line
    .map((span) => span.text)
    .join("")
    .split(/\s+/)
    .filter((word) => word !== "").length;
