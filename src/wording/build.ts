import type { Button, Message } from "#domain/message.ts";
import { bold, type Line, plain, plainText, type RichText } from "#domain/text.ts";
import { clipped } from "./format.ts";

/** Most UTF-16 units of one message on the smallest platform, its typed hint included. */
const longestMessage = 1900;

/** Lines that stand together. Between two paragraphs stands a blank line. */
export interface Paragraph {
  readonly lines: RichText;
  /** Where something is left off when the whole would be too long. */
  readonly yields: boolean;
}

export interface Reply {
  readonly buttons?: Message["buttons"];
  readonly typedHint?: string | null;
}

const asLine = (line: Line | string): Line => (typeof line === "string" ? plain(line) : line);

export const part = (...lines: readonly (Line | string)[]): Paragraph => ({ lines: lines.map(asLine), yields: false });

/** A paragraph that may be cut. */
export const yielding = (...lines: readonly (Line | string)[]): Paragraph => ({ ...part(...lines), yields: true });

/** A bold line with lines under it. */
export const titled = (title: string, ...lines: readonly (Line | string)[]): Paragraph => part(bold(title), ...lines);

/** Puts paragraphs together as one message that fits every platform. Null and empty ones are left out. */
export function say(paragraphs: readonly (Paragraph | null)[], reply: Reply = {}): Message {
  const typedHint = reply.typedHint?.normalize("NFC") ?? null;
  const room = longestMessage - (typedHint === null ? 0 : typedHint.length + 2);
  const said = paragraphs.filter((paragraph) => paragraph !== null && paragraph.lines.length > 0) as Paragraph[];
  const text = joined(shortened(said, room));
  return { text: cut(text, room).map(composed), buttons: reply.buttons ?? [], typedHint };
}

const joined = (paragraphs: readonly Paragraph[]): RichText =>
  paragraphs.flatMap((paragraph, index) => (index === 0 ? paragraph.lines : [[], ...paragraph.lines]));

const lengthOf = (text: RichText): number => plainText(text).length;

/** Takes what is too much from the longest paragraph that yields, then from the next. */
function shortened(paragraphs: readonly Paragraph[], room: number): readonly Paragraph[] {
  const excess = lengthOf(joined(paragraphs)) - room;
  if (excess <= 0) return paragraphs;
  const longest = paragraphs.filter(({ yields }) => yields).sort((a, b) => lengthOf(b.lines) - lengthOf(a.lines))[0];
  if (longest === undefined) return paragraphs;
  const lines = cut(longest.lines, Math.max(0, lengthOf(longest.lines) - excess));
  const shorter = paragraphs.map((paragraph) => (paragraph === longest ? { lines, yields: false } : paragraph));
  return shortened(
    shorter.filter((paragraph) => paragraph.lines.length > 0),
    room,
  );
}

/** The beginning of a text of at most `units`, never inside a letter with its marks. */
function cut(text: RichText, units: number): RichText {
  if (lengthOf(text) <= units) return text;
  const kept: Line[] = [];
  let left = units;
  for (const line of text) {
    const length = lengthOf([line]);
    if (length + 1 > left) {
      const beginning = cutLine(line, left);
      return withoutBlankEnd(beginning.length > 0 ? [...kept, beginning] : kept);
    }
    kept.push(line);
    left -= length + 1;
  }
  return withoutBlankEnd(kept);
}

function withoutBlankEnd(text: RichText): RichText {
  const last = text.findLastIndex((line) => lengthOf([line]) > 0);
  return text.slice(0, last + 1);
}

function cutLine(line: Line, units: number): Line {
  const kept: Line[number][] = [];
  let left = units;
  for (const span of line) {
    const text = clipped(span.text, left);
    if (text !== "") kept.push({ ...span, text });
    left -= text.length;
    if (text !== span.text) break;
  }
  return kept;
}

const composed = (line: Line): Line => line.map((span) => ({ ...span, text: span.text.normalize("NFC") }));

/** As many rows as fit into `units`, then how many more there are. */
export function listed(rows: readonly string[], units: number, more: (left: number) => string): readonly string[] {
  const kept: string[] = [];
  let left = units - more(rows.length).length - 1;
  for (const row of rows) {
    if (row.length + 1 > left) break;
    kept.push(row);
    left -= row.length + 1;
  }
  return kept.length === rows.length ? kept : [...kept, more(rows.length - kept.length)];
}

/** Buttons in rows of at most four, as even as they come: five are three and two. */
export function rowsOf(buttons: readonly Button[]): Button[][] {
  const rows = Math.ceil(buttons.length / 4);
  const width = Math.ceil(buttons.length / Math.max(1, rows));
  return Array.from({ length: rows }, (_, row) => buttons.slice(row * width, (row + 1) * width));
}
