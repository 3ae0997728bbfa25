import { cellAddress } from "#domain/cell-address.ts";
import type { Result } from "#domain/result.ts";
import type { Cell } from "#domain/sheet-cell.ts";

/** What is to be said about one place of a roster, for the operator: the row as a spreadsheet numbers it. */
export interface RowNote {
  /** 0 when the whole file is meant. */
  readonly row: number;
  /** As the file's header calls it; "" when the whole row is meant. */
  readonly column: string;
  /** "C17"; "" when the whole row is meant. */
  readonly cell: string;
  /** The fault and what to write instead. Never repeats what a cell says of a person; names of units it may. */
  readonly message: string;
}

/** What keeps a row from being imported. */
export type RowError = RowNote;

export interface GridRow {
  /** The first row of the file is 1, blank ones count. */
  readonly row: number;
  readonly cells: readonly Cell[];
  /** Columns whose cell is a figure and no text, from 0: a code has lost its leading zeros there. */
  readonly figures?: ReadonlySet<number>;
}

/** Rows that hold anything, in file order, and what the file holds besides. */
export interface Grid {
  readonly rows: readonly GridRow[];
  /** A cell beyond the header's is a separator without quotes in one, and a note beside the table in the other. */
  readonly format: "csv" | "xlsx";
  /** Names of sheets with data that were not read. */
  readonly otherSheets: readonly string[];
}

export type GridResult = Result<Grid, string>;

export const maxFileBytes = 20 * 1024 * 1024;
/** Of people. */
export const maxRows = 200_000;
/** Titles and the header stand in the first so many rows. */
export const headerRows = 20;

export const tooManyRows = `the file has more than ${maxRows.toLocaleString("en")} rows: split it and import the parts one after another`;

/** Blank ones before the last of a row count. A sheet may have 16,384 columns, and 200,000 such rows fit no memory. */
export const maxCells = maxRows * 25;

/** No cell of a roster says more: 12 levels of units fit. To compose the letters of one of megabytes takes hours. */
export const longestCell = 8_000;

/** Which column of the file holds something, and what the file calls it. */
export interface Place {
  /** From 0. */
  readonly index: number;
  readonly name: string;
}

/** A note about the cell of a row in this column; without a place about the whole row. */
export const noteAt = (row: number, place: Place | undefined, message: string): RowNote => ({
  row,
  column: place?.name ?? "",
  cell: place === undefined ? "" : cellAddress(place.index, row),
  message,
});
