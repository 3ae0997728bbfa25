import { Readable } from "node:stream";
import ExcelJS from "exceljs";
import { columnLetters } from "#domain/cell-address.ts";
import { fail, ok } from "#domain/result.ts";
import { type Cell, type CellValue, cellText } from "#domain/sheet-cell.ts";
import { firstSheetOnly, otherFilledSheets, ZipTooBig } from "#domain/xlsx-zip.ts";
import { type GridResult, type GridRow, headerRows, maxCells, maxRows, tooManyRows } from "./roster-grid.ts";

/** Unpacked, a roster of 200,000 rows is well below this; a zip bomb is not. */
const maxUnpacked = 300 * 1024 * 1024;

/** Reads the first sheet of a workbook, row by row. Cells that only look merged are empty but for the first one. */
export async function readXlsx(bytes: Uint8Array): Promise<GridResult> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sheet: Buffer;
  let otherSheets: string[];
  try {
    sheet = firstSheetOnly(zip, maxUnpacked);
    otherSheets = otherFilledSheets(zip, maxUnpacked);
  } catch (error) {
    if (error instanceof ZipTooBig)
      return fail("the workbook is far too big when unpacked: save the roster alone as .csv");
    return fail(unreadable);
  }
  try {
    return await readSheet(sheet, otherSheets);
  } catch {
    return fail(unreadable);
  }
}

const unreadable =
  "the file cannot be read as a workbook: open it in a spreadsheet program and save it as .xlsx or “CSV UTF-8”";

async function readSheet(zip: Buffer, otherSheets: readonly string[]): Promise<GridResult> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([zip]), {
    worksheets: "emit",
    sharedStrings: "cache",
    styles: "cache",
    hyperlinks: "ignore",
    entries: "ignore",
  });
  const rows: GridRow[] = [];
  let cells = 0;
  for await (const worksheet of reader) {
    for await (const row of worksheet) {
      const read = readCells(row);
      if (read.cells.some((cell) => typeof cell !== "string" || cell.trim() !== "")) rows.push(read);
      if (rows.length > maxRows + headerRows) return fail(tooManyRows);
      cells += read.cells.length;
      if (cells > maxCells) return fail(tooWide(read.cells.length));
    }
    break;
  }
  return ok({ rows, format: "xlsx", otherSheets });
}

const tooWide = (columns: number): string =>
  `the sheet holds something as far right as column ${columnLetters(columns - 1)}: delete the columns beside the roster`;

function readCells(row: ExcelJS.Row): GridRow {
  const cells: Cell[] = [];
  const figures = new Set<number>();
  row.eachCell((cell, column) => {
    const { value } = cell;
    const zeros = typeof value === "number" ? shownZeros(cell.numFmt) : 0;
    if (typeof value === "number" && zeros === 0) figures.add(column - 1);
    const text = cellText(value as CellValue);
    cells[column - 1] = typeof text === "string" ? text.padStart(zeros, "0") : text;
  });
  return { row: row.number, cells: Array.from(cells, (cell) => cell ?? ""), figures };
}

/** A figure shown with leading zeros, format "000000", is read as it is shown. */
const shownZeros = (format: string | undefined): number => (/^0{2,30}$/.test(format ?? "") ? format!.length : 0);
