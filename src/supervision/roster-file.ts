import { fail, ok, type Result } from "#domain/result.ts";
import type { Cell } from "#domain/sheet-cell.ts";
import { readCsv } from "./roster-csv.ts";
import { type Grid, type GridResult, maxFileBytes, type RowError } from "./roster-grid.ts";
import {
  type Column,
  columnNames,
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

/** Which cell of a row holds what, and what the file calls it. */
type Header = ReadonlyMap<Column, { readonly index: number; readonly name: string }>;

function readGrid([first, ...rows]: Grid): Result<Roster, string> {
  if (first === undefined)
    return fail("the file is empty: its first row must be the header, for example ho_ten,don_vi");
  const header = readHeader(first.cells);
  if (!header.ok) return header;
  const errors: RowError[] = [];
  const good: RosterRow[] = [];
  const units = remembering(readUnit);
  for (const { row, cells } of rows) {
    const faults: RowError[] = [];
    const read = readRow(row, cells, header.value, first.cells.length, units, faults);
    if (faults.length === 0) good.push(read);
    else errors.push(...faults);
  }
  return ok({ rows: good, errors });
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

const aliases = new Map(
  Object.entries(columnNames).flatMap(([column, names]) => names.map((name) => [name as string, column as Column])),
);

function readHeader(cells: readonly Cell[]): Result<Header, string> {
  const header = new Map<Column, { index: number; name: string }>();
  for (const [index, cell] of cells.entries()) {
    const name = typeof cell === "string" ? cell.trim().toLowerCase() : "";
    if (name === "" && typeof cell === "string") continue;
    const column = aliases.get(name);
    const place = `column ${index + 1} of the header`;
    if (column === undefined) return fail(`${place}, ${shown(cell)}, is not one a roster may have: ${allowed}`);
    if (header.has(column))
      return fail(`${place}, “${name}”, stands for a column that is there already: keep one of the two`);
    header.set(column, { index, name });
  }
  for (const column of ["fullName", "unit"] as const) {
    const [vietnamese, english] = columnNames[column];
    if (!header.has(column)) return fail(`the header has no column ${vietnamese} (or ${english}): ${allowed}`);
  }
  return ok(header);
}

const allowed = `the columns are ${Object.values(columnNames)
  .map((names) => names.join("|"))
  .join(", ")}`;

const shown = (cell: Cell) =>
  typeof cell === "string"
    ? `“${[...cell.replaceAll(/[\p{C}\s]+/gu, " ").trim()].slice(0, 40).join("")}”`
    : "a formula or a date";

function readRow(
  row: number,
  cells: readonly Cell[],
  header: Header,
  width: number,
  units: typeof readUnit,
  faults: RowError[],
): RosterRow {
  const fault = (column: string, message: string) => faults.push({ row, column, message });
  const take = <Value>(column: Column, read: (text: string) => Result<Value, string>): Value | null => {
    const place = header.get(column);
    if (place === undefined) return null;
    const cell = cells[place.index] ?? "";
    if (typeof cell !== "string") fault(place.name, cell.fault);
    else {
      const value = read(cell);
      if (value.ok) return value.value;
      fault(place.name, value.problem);
    }
    return null;
  };
  if (cells.slice(width).some((cell) => cell !== ""))
    fault("", "has more cells than the header: put quotes around a cell that holds the separator");
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
