import { Readable } from "node:stream";
import ExcelJS from "exceljs";
import { fail, ok } from "#domain/result.ts";
import { type Cell, cellText } from "#domain/sheet-cell.ts";
import { firstSheetOnly, ZipTooBig } from "#domain/xlsx-zip.ts";
import { type Grid, type GridResult, maxRows, tooManyRows } from "./roster-grid.ts";

/** Unpacked, a roster of 200,000 rows is well below this; a zip bomb is not. */
const maxUnpacked = 300 * 1024 * 1024;

/** Reads the first sheet of a workbook, row by row. Cells that only look merged are empty but for the first one. */
export async function readXlsx(bytes: Uint8Array): Promise<GridResult> {
  let sheet: Buffer;
  try {
    sheet = firstSheetOnly(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), maxUnpacked);
  } catch (error) {
    if (error instanceof ZipTooBig)
      return fail("the workbook is far too big when unpacked: save the roster alone as .csv");
    return fail(unreadable);
  }
  try {
    return await readSheet(sheet);
  } catch {
    return fail(unreadable);
  }
}

const unreadable =
  "the file cannot be read as a workbook: open it in a spreadsheet program and save it as .xlsx or “CSV UTF-8”";

async function readSheet(zip: Buffer): Promise<GridResult> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([zip]), {
    worksheets: "emit",
    sharedStrings: "cache",
    styles: "cache",
    hyperlinks: "ignore",
    entries: "ignore",
  });
  const grid: { row: number; cells: Cell[] }[] = [];
  for await (const worksheet of reader) {
    for await (const row of worksheet) {
      const cells: Cell[] = [];
      row.eachCell((cell, column) => {
        cells[column - 1] = cellText(cell.value);
      });
      const dense = Array.from(cells, (cell) => cell ?? "");
      if (dense.some((cell) => typeof cell !== "string" || cell.trim() !== ""))
        grid.push({ row: row.number, cells: dense });
      if (grid.length > maxRows + 1) return fail(tooManyRows);
    }
    break;
  }
  return ok(grid satisfies Grid);
}
