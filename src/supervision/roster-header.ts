import { cellAddress } from "#domain/cell-address.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import type { Cell } from "#domain/sheet-cell.ts";
import { type GridRow, headerRows, type Place } from "./roster-grid.ts";
import { type Column, columnNames, columnOf } from "./roster-row.ts";

/** Which cell of a row holds what, and what the file calls it. */
export type Header = ReadonlyMap<Column, Place>;

export interface FoundHeader {
  readonly columns: Header;
  /** Where it stands in the grid; what is above is the list's title. */
  readonly at: number;
  /** How many cells a row may have. */
  readonly width: number;
  /** The column that numbers the rows, where there is one. */
  readonly ordinal: number | null;
}

const required = ["fullName", "unit"] as const;

/** The first row that holds the required columns, or one line that says what is wrong with the file's header. */
export function findHeader(rows: readonly GridRow[]): Result<FoundHeader, string> {
  const upper = rows.filter(({ row }) => row <= headerRows);
  const [first] = rows;
  if (first === undefined) return fail("the file is empty: it must have a header, for example ho_ten,don_vi");
  const at = upper.findIndex(({ cells }) => isHeader(cells));
  const low = rows.find(({ cells }) => isHeader(cells));
  if (at < 0 && low !== undefined)
    return fail(`the header stands in row ${low.row}: leave at most ${headerRows - 1} rows above it`);
  if (at < 0 && upper.some(({ cells }) => isHeader(cells.flatMap(apartAtTabs))))
    return fail(
      "the columns are separated by tabs, not by commas or semicolons: save the file as “CSV UTF-8” or .xlsx",
    );
  if (at < 0) return fail(whyNone(upper.length > 0 ? upper : [first]));
  const { cells } = rows[at]!;
  const read = readHeader(rows[at]!);
  if (!read.ok) return read;
  const ordinal = cells.findIndex((cell) => typeof cell === "string" && columnOf(cell) === "ordinal");
  const last = cells.findLastIndex((cell) => cell !== "" && !(typeof cell === "string" && cell.trim() === ""));
  return ok({ columns: read.value, at, width: last + 1, ordinal: ordinal < 0 ? null : ordinal });
}

/** Whether these cells hold all columns that a roster must have. */
export function isHeader(cells: readonly Cell[]): boolean {
  const found = new Set(cells.map((cell) => (typeof cell === "string" ? columnOf(cell) : null)));
  return required.every((column) => found.has(column));
}

/** What was copied out of a spreadsheet into a text editor keeps its columns apart like this. */
const apartAtTabs = (cell: Cell): readonly Cell[] => (typeof cell === "string" ? cell.split("\t") : [cell]);

/** The row with most known words was meant: it says which column it lacks. */
function whyNone(upper: readonly GridRow[]): string {
  const known = ({ cells }: GridRow) =>
    new Set(cells.flatMap((cell) => (typeof cell === "string" ? (columnOf(cell) ?? []) : [])));
  const meant = upper.reduce((best, row) => (known(row).size > known(best).size ? row : best));
  const [missing] = required.filter((column) => !known(meant).has(column));
  const [vietnamese, english] = columnNames[missing ?? "fullName"];
  if (known(meant).size === 0)
    return `no header was found in the first ${headerRows} rows: the header has no column ${vietnamese} (or ${english}); ${allowed}`;
  return `the header has no column ${vietnamese} (or ${english}): ${allowed}`;
}

function readHeader({ row, cells }: GridRow): Result<Header, string> {
  const header = new Map<Column, Place>();
  for (const [index, cell] of cells.entries()) {
    const name = typeof cell === "string" ? cell.replaceAll(/\s+/g, " ").trim().toLowerCase() : "";
    if (name === "" && typeof cell === "string") continue;
    const column = columnOf(name);
    if (column === "ordinal") continue;
    const place = `column ${index + 1} of the header (${cellAddress(index, row)})`;
    if (column === null) return fail(`${place}, ${shown(cell)}, is not one a roster may have: ${allowed}`);
    if (header.has(column))
      return fail(`${place}, “${name}”, stands for a column that is there already: keep one of the two`);
    header.set(column, { index, name });
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
