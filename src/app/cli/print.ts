import type { Answer } from "./answer.ts";

/** Control characters and what turns the direction of writing: a terminal must not obey a name or a file. */
const unsafe = /(?!\n)[\p{Cc}\u{200E}\u{200F}\u{061C}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu;

const inert = (text: string): string => text.replaceAll("\t", " ").replaceAll(unsafe, "\u{FFFD}");

/** Blanks of any kind, line ends included, become one: what is said on stderr is one line. */
const oneLine = (text: string): string => inert(text.replaceAll(/\s+/g, " ").trim());

/** Rows below their heads, columns aligned; figures to the right. */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const width = (cell: string | number) => [...String(cell)].length;
  const widths = heads.map((head, at) => Math.max(width(head), ...rows.map((row) => width(row[at]!))));
  const isFigure = heads.map(
    (_, at) => rows.length > 0 && rows.every((row) => /^-?[\d.,]+ ?%?$|^-$/.test(String(row[at]))),
  );
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, at) => {
        const blanks = " ".repeat(widths[at]! - width(cell));
        return isFigure[at] ? `${blanks}${cell}` : `${cell}${blanks}`;
      })
      .join("  ")
      .trimEnd();
  return [line(heads), ...rows.map(line)];
}

/** Names and values below each other. */
export function facts(pairs: Readonly<Record<string, string | number>>): string[] {
  const widest = Math.max(...Object.keys(pairs).map((name) => name.length));
  return Object.entries(pairs).map(([name, value]) => `${name.padEnd(widest)}  ${value}`);
}

/** 0.4167 as "41.7 %". */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** An answer to stdout, its notes and its problem to stderr. Returns the exit code. */
export async function print(answer: Answer, asJson: boolean): Promise<0 | 1> {
  if ("json" in answer) {
    const fault = await write(process.stdout, asJson ? documentOf(answer.json) : textOf(answer.lines));
    if (fault !== null) {
      await complain(`the answer could not be written (${fault}): where does the output go?`);
      return 1;
    }
    if (!asJson) for (const note of answer.notes ?? []) await complain(note);
  }
  if (answer.problem === undefined) return 0;
  await complain(answer.problem);
  return 1;
}

/** What a terminal might obey is written as JSON writes it: it may hold what people wrote. The document says the same. */
export const documentOf = (json: object): string =>
  `${JSON.stringify(json, null, 2).replaceAll(unsafe, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;

const textOf = (lines: readonly string[] | string): string =>
  typeof lines === "string" ? lines : lines.map((line) => `${inert(line)}\n`).join("");

/** One line on stderr. */
export const complain = async (line: string): Promise<void> =>
  void (await write(process.stderr, `hocvu: ${oneLine(line)}\n`));

/** Null, or the code of why it was not written, ENOSPC for one. A reader who has gone is no failure of ours. */
const write = (stream: NodeJS.WriteStream, text: string): Promise<string | null> =>
  new Promise((resolve) => {
    stream.write(text, (error?: NodeJS.ErrnoException | null) =>
      resolve(!error || error.code === "EPIPE" ? null : (error.code ?? error.name)),
    );
  });

/** Lines for people from a program that goes on. */
export const tell = async (line: string): Promise<void> => void (await write(process.stdout, `${inert(line)}\n`));
