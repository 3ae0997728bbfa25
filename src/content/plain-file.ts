import { readFile, realpath, stat } from "node:fs/promises";
import { sep } from "node:path";
import { looksGarbled } from "#domain/garbled.ts";
import type { NotText } from "#domain/lesson-fault.ts";
import type { Notes } from "./problem.ts";

const usualBytes = 64 * 1024;

/** What an editor does not show and a chat would: control characters, zero widths, changes of direction, line separators. */
export const hidden = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/;

/**
 * The text of one authored file, in NFC with "\n" as line end and no byte order mark; null when it is not to be used.
 * @param root the real path of the folder that no link may lead out of
 */
export async function readPlainFile(
  path: string,
  root: string,
  notes: Notes,
  maxBytes = usualBytes,
): Promise<string | null> {
  try {
    if (!(await realpath(path)).startsWith(root + sep)) {
      notes.error(1, "link-outside");
      return null;
    }
    const found = await stat(path);
    if (!found.isFile()) {
      notes.error(1, "not-a-file");
      return null;
    }
    if (found.size > maxBytes) {
      notes.error(1, "file-too-big", found.size, maxBytes);
      return null;
    }
    return decode(await readFile(path), notes);
  } catch (cause) {
    const code = errorCode(cause);
    if (code === "ENOENT") notes.error(1, "file-missing");
    else notes.error(1, "file-unreadable", code);
    return null;
  }
}

/** The code of a file system error, "ENOENT", without the path: the problem names the file already. */
export function errorCode(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
}

/** How files begin that are no text, whatever their name. */
const beginnings: readonly (readonly [begins: string, what: NotText])[] = [
  ["PK\x03\x04", "word"],
  ["\xd0\xcf\x11\xe0", "word"],
  ["{\\rtf", "word"],
  ["%PDF", "pdf"],
  ["\x89PNG", "image"],
  ["\xff\xd8\xff", "image"],
];

function isUtf16(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true;
  const begins = bytes.subarray(0, 4096);
  return begins.length > 16 && begins.filter((byte) => byte === 0).length > begins.length / 5;
}

/** Null for what is not clean UTF-8 text; every line with a hidden character is noted. */
export function decode(bytes: Uint8Array, notes: Notes): string | null {
  const head = Buffer.from(bytes.subarray(0, 8)).toString("latin1");
  const [, what] = beginnings.find(([begins]) => head.startsWith(begins)) ?? [];
  if (what !== undefined) {
    notes.error(1, "not-text", what);
    return null;
  }
  if (isUtf16(bytes)) {
    notes.error(1, "utf-16");
    return null;
  }
  const text = utf8(bytes);
  if (text === null) {
    notes.error(firstBadLine(bytes), "not-utf-8");
    return null;
  }
  const clean = text.replace(/\r\n?/g, "\n").replace(wideBlanks, " ").normalize("NFC");
  const ill = noteHidden(clean, notes) || noteGarbled(clean, notes);
  return ill ? null : clean;
}

/** Blanks that word processors put in place of a space: to a reader, and to Markdown and YAML then, they are one. */
const wideBlanks = /[\u00a0\u2007\u202f\u3000]/g;

/** A question mark within a word stands for a letter that was lost. */
const lostLetter = /\p{L}\?\p{L}/u;

/** What Windows-1252 has no place for: where more lines kept such a letter than have a mark, the marks are links'. */
const losable = /[\u0103\u0111\u0129\u0169\u01a1\u01b0\u1ea0-\u1ef9]/iu;

/** One odd word is its author's; a fifth of the lines is a file in another encoding. */
function noteGarbled(text: string, notes: Notes): boolean {
  const lines = text.split("\n").map((line, index) => ({ line, at: index + 1 }));
  const written = lines.filter(({ line }) => line.trim() !== "").length;
  const enough = Math.max(2, written / 5);
  const garbled = lines.filter(({ line }) => looksGarbled(line));
  const lost = lines.filter(({ line }) => lostLetter.test(line));
  const kept = lines.filter(({ line }) => losable.test(line)).length;
  if (garbled.length > enough) notes.error(garbled[0]!.at, "letters-garbled");
  else if (lost.length > Math.max(enough, kept)) notes.error(lost[0]!.at, "letters-lost");
  else return false;
  return true;
}

function noteHidden(text: string, notes: Notes): boolean {
  let ill = false;
  text.split("\n").forEach((line, index) => {
    const match = hidden.exec(line);
    if (match === null) return;
    ill = true;
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    notes.error(index + 1, "hidden-character", code, match.index + 1);
  });
  return ill;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** No byte of a longer UTF-8 sequence is a line feed, so lines can be tried one by one. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(0x0a, start);
    if (utf8(bytes.subarray(start, end === -1 ? bytes.length : end)) === null || end === -1) return line;
    start = end + 1;
    line += 1;
  }
}
