/** A workbook of questions, one a row: its first sheet alone is read. */

import { Readable } from "node:stream";
import ExcelJS from "exceljs";
import type { BankLoss } from "#domain/bank-loss.ts";
import type { Question } from "#domain/course.ts";
import { cellText, sheetText, unwritable } from "#domain/sheet-cell.ts";
import { firstSheetOnly, ZipTooBig } from "#domain/xlsx-zip.ts";
import { hidden } from "../plain-file.ts";
import type { Notes } from "../problem.ts";
import type { Bank, QuestionRead } from "./bank.ts";
import { type BankCell, bankColumns, questionCells, readTable, type TableRow } from "./bank-table.ts";

/** A megabyte of questions is well below this when unpacked; a zip bomb is not. */
const maxUnpacked = 32 * 1024 * 1024;
const maxRows = 20_000;

/** Widths in letters, as spreadsheets have them. */
const width = (column: string): number => {
  if (column === "question" || column === "explanation") return 48;
  if (column.startsWith("option_") || column.startsWith("feedback_")) return 28;
  return column === "accepted" || column.startsWith("lesson") ? 22 : 11;
};

/** A sheet whose cells are all texts, whatever they look like, and stay so when they are written again. */
export async function writeBankXlsx(banks: readonly Bank[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("Câu hỏi", { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = bankColumns.map((column) => ({
    width: width(column),
    style: { numFmt: "@", alignment: { vertical: "top", wrapText: true } },
  }));
  sheet.addRow(bankColumns).font = { bold: true };
  for (const bank of banks)
    for (const question of bank.questions) sheet.addRow(questionCells(question, bank).map(sheetText));
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** What a workbook cannot hold of a question. */
export const lostInXlsx = (question: Question, bank: Bank): BankLoss[] =>
  questionCells(question, bank).some((cell) => cell.search(unwritable) >= 0) ? [["unwritable"]] : [];

/** A file with faults gives fewer questions, and notes on its rows. */
export async function readBankXlsx(bytes: Uint8Array, notes: Notes): Promise<QuestionRead[]> {
  const rows = await readRows(bytes).catch((error: unknown) => faultOf(bytes, error));
  if (rows === "too-many-rows") notes.error(1, rows, maxRows);
  else if (typeof rows === "string") notes.error(1, rows);
  else return readTable(rows, notes);
  return [];
}

function faultOf(bytes: Uint8Array, error: unknown) {
  if (error instanceof ZipTooBig) return "workbook-too-big";
  return bytes[0] === 0xd0 && bytes[1] === 0xcf ? "workbook-old" : "workbook-unreadable";
}

/** The rows that hold anything, or what is wrong with the whole. */
async function readRows(bytes: Uint8Array): Promise<TableRow[] | "too-many-rows"> {
  const zip = firstSheetOnly(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), maxUnpacked);
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([zip]), {
    worksheets: "emit",
    sharedStrings: "cache",
    styles: "cache",
    hyperlinks: "ignore",
    entries: "ignore",
  });
  const rows: TableRow[] = [];
  for await (const worksheet of reader) {
    let last = 0;
    for await (const row of worksheet) {
      last = Number.isSafeInteger(row.number) ? row.number : last + 1;
      const cells = cellsOf(row);
      if (cells.size > 0) rows.push({ line: last, cells });
      if (rows.length > maxRows) return "too-many-rows";
    }
    break;
  }
  return rows;
}

/** Those that hold anything. A row may have thousands of cells that only look like something. */
function cellsOf(row: ExcelJS.Row): Map<number, BankCell> {
  const cells = new Map<number, BankCell>();
  row.eachCell(({ numFmt, value }, column) => {
    const cell = typeof value === "number" ? numberText(value, numFmt) : plainText(cellText(value));
    if (typeof cell !== "string" || cell.trim() !== "") cells.set(column - 1, cell);
  });
  return cells;
}

/** As it is written here: "1.234" would be a thousand and more. What is shown as "50%" is 0.5 in the file. */
function numberText(value: number, format: string | undefined): BankCell {
  const digits = Number.isSafeInteger(value) ? value.toFixed(0) : String(value);
  if (!(format ?? "").includes("%") && /^-?\d+(?:\.\d+)?$/.test(digits)) return digits.replace(".", ",");
  return { fault: "shown-otherwise" };
}

function plainText(cell: BankCell): BankCell {
  if (typeof cell !== "string") return cell;
  const text = cell
    .replace(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\r\n?/g, "\n")
    .normalize("NFC");
  return hidden.test(text) ? { fault: "hidden-character" } : text;
}
