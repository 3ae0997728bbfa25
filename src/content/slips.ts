import type { Notes } from "./problem.ts";

/** "##Câu hỏi": no heading to Markdown. */
const headingWithoutSpace = /^(#{1,6})([^#\s].*)$/;

/** A bullet or a long dash, as word processors put before an item; not before a box, of which more is said. */
const foreignMark = /^(\s*)[–—−•·‣▪●○◦⁃]\s+(?!\[)(\S.*)$/;

/** "-[x] text", "– [ ] text", "[x] text": behind a line of text Markdown goes on with it, and another answer is right. */
const gluedBox = /^\s*(?:[-*+]?|[–—−•·▪●○]\s*)\[([ xXvV✓]?)\s*\]\s*(.*)$/;

/**
 * What Markdown takes for plain text and its author meant as a mark. Notes each such line of a lesson, and gives the text
 * as it was meant, line by line, so that one slip is one note and not one for every line below.
 * @param from index of the first line that is Markdown
 */
export function withMarks(source: readonly string[], from: number, notes: Notes): string[] {
  const asked = source.findIndex((line, index) => index >= from && /^###/.test(line));
  return source.map((line, index) => {
    if (index < from) return line;
    const [, mark, text] = (asked !== -1 && index > asked && gluedBox.exec(line)) || [];
    if (text !== undefined) {
      const option = `- [${mark?.trim() ? "x" : " "}] ${text}`;
      notes.error(index + 1, "option-misspelt", option);
      return option;
    }
    const mended = mendedLine(line, source[index - 1] ?? "", source[index + 1] ?? "");
    if (mended === null) return line;
    notes.error(index + 1, mended.startsWith("#") ? "heading-space" : "list-mark", brief(mended));
    return mended;
  });
}

function mendedLine(line: string, above: string, below: string): string | null {
  const heading = headingWithoutSpace.exec(line);
  if (heading !== null) return `${heading[1]} ${heading[2]}`;
  const item = foreignMark.exec(line);
  if (item === null) return null;
  // Alone it is a sentence that begins with a dash, as people write what somebody says.
  const joined = above.trim() !== "" || foreignMark.test(below);
  return joined ? `${item[1]}- ${item[2]}` : null;
}

const brief = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
