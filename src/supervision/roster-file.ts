import { cellAddress, columnLetters } from "#domain/cell-address.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import type { Cell, CellFault } from "#domain/sheet-cell.ts";
import { type FoundCode, judgeCodes } from "./roster-codes.ts";
import { readCsv } from "./roster-csv.ts";
import {
  type Grid,
  type GridResult,
  type GridRow,
  longestCell,
  maxFileBytes,
  maxRows,
  noteAt,
  type RowError,
  type RowNote,
  tooManyRows,
} from "./roster-grid.ts";
import { type FoundHeader, findHeader, type Header } from "./roster-header.ts";
import {
  type Column,
  examples,
  type RosterRow,
  readCode,
  readEmail,
  readFullName,
  readPhone,
  readRole,
  readTitle,
  readUnit,
} from "./roster-row.ts";

/** A roster file, read: the rows that can be imported, and what is wrong with the others. */
export interface Roster {
  readonly rows: readonly RosterRow[];
  readonly errors: readonly RowError[];
  /** What had better be looked at; keeps nothing from being imported. */
  readonly warnings: readonly RowNote[];
  /** Where each column stands, for whoever has more to say about a row. */
  readonly columns: Header;
  /** Whom the bad rows name, as far as they do: what the file says of these people is not whole. */
  readonly spoilt: readonly Pick<RosterRow, "code" | "email">[];
}

/**
 * Reads a roster from the bytes of a .csv or .xlsx file; which of the two, the bytes say. The problem is one line for
 * the operator: the file as a whole cannot be taken.
 */
export async function readRoster(bytes: Uint8Array): Promise<Result<Roster, string>> {
  if (bytes.length > maxFileBytes) return fail("the file is bigger than 20 MB: split it and import the parts");
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  const isOldExcel = bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
  if (isOldExcel) return fail("the file is an old .xls or is locked with a password: save it as .xlsx or “CSV UTF-8”");
  const grid = isZip ? await readSheet(bytes) : readCsv(bytes);
  return grid.ok ? readGrid(grid.value) : grid;
}

/** The library for workbooks is most of what a start would load, and few processes ever see one. */
async function readSheet(bytes: Uint8Array): Promise<GridResult> {
  const { readXlsx } = await import("./roster-xlsx.ts");
  return readXlsx(bytes);
}

function readGrid(grid: Grid): Result<Roster, string> {
  const sheets = grid.otherSheets.map((name) => `“${name}”`).join(", ");
  const header = findHeader(grid.rows);
  if (!header.ok)
    return sheets === ""
      ? header
      : fail(`${header.problem}; only the first sheet is read, and ${sheets} holds data too`);
  const below = grid.rows.slice(header.value.at + 1);
  const body = below.filter((row) => saysSomething(row, header.value, grid.format));
  if (body.length > maxRows) return fail(tooManyRows);
  const roster = readBody(body, header.value, grid.format);
  const unread = `only the first sheet was read: ${sheets} holds data too; import it as a file of its own`;
  const ofFile = sheets === "" ? [] : [noteAt(0, undefined, unread)];
  const warnings = [...ofFile, ...unnamedColumns(below, header.value, grid.format), ...roster.warnings];
  return ok({ ...roster, warnings: warnings.sort(byRow) });
}

const byRow = (a: RowNote, b: RowNote) => a.row - b.row;

function readBody(body: readonly GridRow[], header: FoundHeader, format: Grid["format"]): Roster {
  const { columns } = header;
  const errors: RowError[] = [];
  const rows: RosterRow[] = [];
  const spoilt: RosterRow[] = [];
  const codes: FoundCode[] = [];
  const units = remembering(readUnit);
  for (const row of body) {
    const faults = format === "csv" ? surplus(row, header) : [];
    const read = readRow(row, columns, units, faults);
    (faults.length === 0 ? rows : spoilt).push(read);
    errors.push(...faults);
    const isFigure = row.figures?.has(columns.get("code")?.index ?? -1) === true;
    if (read.code !== null) codes.push({ row: read.row, code: read.code, isFigure });
  }
  const judged = judgeCodes(codes, columns.get("code"));
  const lost = new Set(judged.errors.map(({ row }) => row));
  return {
    rows: rows.filter(({ row }) => !lost.has(row)),
    errors: [...errors, ...judged.errors].sort(byRow),
    warnings: judged.warnings,
    columns,
    spoilt: [...spoilt, ...rows.filter(({ row }) => lost.has(row))],
  };
}

const isBlank = (cell: Cell | undefined) => cell === undefined || (typeof cell === "string" && cell.trim() === "");

/** Not a row that only numbers itself, nor the one below a header that numbers the columns: (1), (2), (3). */
function saysSomething({ cells }: GridRow, { columns, width }: FoundHeader, format: Grid["format"]): boolean {
  const named = [...columns.values()].some(({ index }) => !isBlank(cells[index]));
  if (!named) return format === "csv" && !cells.slice(width).every(isBlank);
  const numbers = (column: Column) => {
    const cell = cells[columns.get(column)!.index];
    return typeof cell === "string" && /^\s*\(?\d{1,2}\)?\s*$/.test(cell);
  };
  return !(numbers("fullName") && numbers("unit"));
}

/** Cells beside the table, or below a column without a name, are not read; where the first of each stands. */
function unnamedColumns(rows: readonly GridRow[], header: FoundHeader, format: Grid["format"]): RowNote[] {
  const named = new Set([...header.columns.values()].map(({ index }) => index).concat(header.ordinal ?? []));
  const first = new Map<number, number>();
  for (const { row, cells } of rows) {
    for (const [index, cell] of cells.entries()) {
      if (named.has(index) || (format === "csv" && index >= header.width) || first.has(index)) continue;
      if (!isBlank(cell)) first.set(index, row);
    }
  }
  return [...first].map(([index, row]) => ({
    row,
    column: "",
    cell: cellAddress(index, row),
    message: `column ${columnLetters(index)} has no header, so what stands in it was not read: name it or empty it`,
  }));
}

function surplus({ row, cells }: GridRow, { width }: FoundHeader): RowNote[] {
  if (!cells.slice(width).some((cell) => cell !== "")) return [];
  const message = "has more cells than the header: put quotes around a cell that holds the separator, for example";
  return [noteAt(row, undefined, `${message} "Tỉnh A / Xã B; …"`)];
}

/** Rosters say the same few units again and again. */
function remembering<Value>(read: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const value = known.get(text) ?? read(text);
    known.set(text, value);
    return value;
  };
}

/** What the cells of a workbook may be instead of text. */
const cellFaults: Readonly<Record<CellFault, string>> = {
  "truth-value": "is a truth value: format the column as text and write it again",
  date: "is a date: format the column as text and write it again",
  formula: "is a formula: put its value there instead (copy, then paste as values)",
  error: "shows an error of the spreadsheet: write the value itself",
};

const tooLong = fail(`is longer than ${longestCell.toLocaleString("en")} characters: write nothing else into it`);

function readRow({ row, cells }: GridRow, header: Header, units: typeof readUnit, faults: RowError[]): RosterRow {
  const take = <Value>(column: Column, read: (text: string) => Result<Value, string>): Value | null => {
    const place = header.get(column);
    if (place === undefined) return null;
    const cell = cells[place.index] ?? "";
    const value =
      typeof cell !== "string" ? fail(cellFaults[cell.fault]) : cell.length > longestCell ? tooLong : read(cell);
    if (value.ok) return value.value;
    faults.push(noteAt(row, place, `${value.problem}, for example ${examples[column]}`));
    return null;
  };
  return {
    row,
    fullName: take("fullName", readFullName) ?? "",
    unit: take("unit", units) ?? [],
    title: take("title", readTitle),
    role: take("role", readRole),
    email: take("email", readEmail),
    phone: take("phone", readPhone),
    code: take("code", readCode),
  };
}
