import { readFile, realpath, stat } from "node:fs/promises";
import { sep } from "node:path";
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

/** Null for what is not clean UTF-8 text; every line with a hidden character is noted. */
export function decode(bytes: Uint8Array, notes: Notes): string | null {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    notes.error(1, "utf-16");
    return null;
  }
  const text = utf8(bytes);
  if (text === null) {
    notes.error(firstBadLine(bytes), "not-utf-8");
    return null;
  }
  const clean = text.replace(/\r\n?/g, "\n").normalize("NFC");
  const ill = noteHidden(clean, notes);
  return ill ? null : clean;
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
