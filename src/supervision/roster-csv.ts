import { parse } from "csv-parse/sync";
import { looksGarbled } from "#domain/garbled.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { type GridResult, headerRows, maxRows, tooManyRows } from "./roster-grid.ts";
import { isHeader } from "./roster-header.ts";

const saveAs = "save the file as “CSV UTF-8” and import it again";
const legacy = `the file is in a legacy Vietnamese encoding (TCVN3, VNI, Windows-1258 or the like), not UTF-8: convert it to Unicode, ${saveAs}`;

/** Reads a CSV file: UTF-8 with or without BOM, `,` or `;` between cells, quotes around cells that hold either. */
export function readCsv(bytes: Uint8Array): GridResult {
  const text = decode(bytes);
  if (!text.ok) return text;
  let records: string[][];
  try {
    records = parse(text.value, {
      delimiter: delimiterOf(text.value),
      relax_column_count: true,
      to: maxRows + headerRows + 1,
    }) as string[][];
  } catch (error) {
    const line = error instanceof Error && "lines" in error ? ` near line ${error.lines}` : "";
    return fail(`the file is not a well-formed CSV${line}: a quote is opened and not closed, or stands inside a cell`);
  }
  if (records.length > maxRows + headerRows) return fail(tooManyRows);
  const grid = records
    .map((cells, index) => ({ row: index + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const garbled = grid.filter(({ cells }) => cells.some(looksGarbled)).length;
  if (garbled > grid.length / 5) return fail(legacy);
  return ok({ rows: grid, format: "csv", otherSheets: [] });
}

function decode(bytes: Uint8Array): Result<string, string> {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const zeros = bytes.subarray(0, 4096).filter((byte) => byte === 0).length;
  if (utf16 || zeros > Math.min(bytes.length, 4096) / 5) return fail(`the file is UTF-16, not UTF-8: ${saveAs}`);
  if (bytes.includes(0)) return fail(`the file holds a NUL character, so it is no text file: ${saveAs}`);
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return fail(legacy);
  }
}

/** The separator that makes a header of one of the first lines; else the one that the first line has more of, outside quotes. */
function delimiterOf(text: string): "," | ";" {
  const lines = text.trimStart().split(/\r\n|\r|\n/, 20);
  const header = ([",", ";"] as const).find((delimiter) =>
    lines.some((line) => isHeader(line.split(delimiter).map((cell) => cell.replaceAll('"', "")))),
  );
  const first = (lines[0] ?? "").replace(/"[^"]*"/g, "");
  return header ?? (first.split(";").length > first.split(",").length ? ";" : ",");
}
