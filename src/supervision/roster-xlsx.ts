import { Readable } from "node:stream";
import ExcelJS from "exceljs";
import { fail, ok } from "#domain/result.ts";
import { type Cell, type Grid, type GridResult, maxRows, tooManyRows } from "./roster-grid.ts";
import { firstSheetOnly, ZipTooBig } from "./xlsx-zip.ts";

/** Reads the first sheet of a workbook, row by row. Cells that only look merged are empty but for the first one. */
export async function readXlsx(bytes: Uint8Array): Promise<GridResult> {
  let sheet: Buffer;
  try {
    sheet = firstSheetOnly(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
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
        cells[column - 1] = read(cell.value);
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

function read(value: ExcelJS.CellValue): Cell {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? value.toFixed(0) : String(value);
  if (typeof value === "boolean") return { fault: "is a truth value: format the column as text and write it again" };
  if (value instanceof Date) return { fault: "is a date: format the column as text and write it again" };
  if ("formula" in value || "sharedFormula" in value)
    return { fault: "is a formula: put its value there instead (copy, then paste as values)" };
  if ("richText" in value) return value.richText.map((run) => run.text).join("");
  if ("hyperlink" in value) return typeof value.text === "string" ? value.text : read(value.text);
  return { fault: "shows an error of the spreadsheet: write the value itself" };
}
