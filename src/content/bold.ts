import type { Nodes, Root } from "mdast";
import type { Notes } from "./problem.ts";

/** A mark of bold that opens or closes nothing, by its offset in the text. */
type Loose = number;

/** Asterisks in longer rows are letters somebody covered: "0912***678". */
const marks = /\\[\s\S]|(?<!\*)\*\*(?!\*)/g;

/** Enough of a line to be found in it. */
const mostShown = 60;

/**
 * Notes each line with a "**" that people would read as two asterisks: a half of a pair, or one that Markdown does not
 * take for a mark, since a blank stands inside the pair or none behind it.
 */
export function noteLooseBold(root: Root, text: string, parse: (text: string) => Root, notes: Notes): void {
  const lines = text.split("\n");
  const byLine = new Map<number, number[]>();
  for (const offset of looseIn(root, text)) {
    const begun = text.lastIndexOf("\n", offset - 1) + 1;
    const line = text.slice(0, begun).split("\n").length;
    byLine.set(line, [...(byLine.get(line) ?? []), offset - begun]);
  }
  for (const [line, columns] of byLine) {
    const written = lines[line - 1]!;
    const tight = tightened(written);
    const paired = looseIn(parse(tight), tight).length === 0;
    notes.error(line, "loose-bold", shown(paired ? tight : without(written, columns), columns[0]!), paired);
  }
}

function looseIn(node: Nodes, text: string): Loose[] {
  if ("children" in node) return node.children.flatMap((inner) => looseIn(inner, text));
  if (node.type !== "text" || !node.value.includes("**")) return [];
  const start = node.position?.start.offset ?? 0;
  const written = text.slice(start, node.position?.end.offset);
  return [...written.matchAll(marks)].filter(([mark]) => mark === "**").map(({ index }) => start + index);
}

/** "** a **b" as "**a** b". */
const tightened = (line: string): string =>
  line.replace(
    /\*\*[ \t]*([^*\s](?:[^*]*[^*\s])?)[ \t]*\*\*(?=(.?))/gu,
    (_, inner: string, next: string) => `**${inner}**${/[\p{L}\p{N}]/u.test(next) ? " " : ""}`,
  );

const without = (line: string, columns: readonly number[]): string =>
  columns.toReversed().reduce((left, at) => left.slice(0, at) + left.slice(at + 2), line);

/** The line, or what stands around the place. */
function shown(line: string, at: number): string {
  const text = line.trim();
  if (text.length <= 2 * mostShown) return text;
  const from = line.lastIndexOf(" ", Math.max(0, at - mostShown)) + 1;
  const end = line.indexOf(" ", at + mostShown);
  return `${from > 0 ? "…" : ""}${line.slice(from, end === -1 ? line.length : end)}${end === -1 ? "" : "…"}`;
}
