import type { Result } from "#domain/result.ts";
import type { Cell } from "#domain/sheet-cell.ts";

/** What is wrong in one place of a roster, for the operator: the row as a spreadsheet numbers it, the header is row 1. */
export interface RowError {
  readonly row: number;
  /** As the file's header calls it; "" when the whole row is meant. */
  readonly column: string;
  /** The fault and what to write instead. Never repeats what stands in the cell: it may be personal. */
  readonly message: string;
}

/** Rows that hold anything, in file order. The first is the header. */
export type Grid = readonly { readonly row: number; readonly cells: readonly Cell[] }[];

export type GridResult = Result<Grid, string>;

export const maxFileBytes = 20 * 1024 * 1024;
export const maxRows = 200_000;

export const tooManyRows = `the file has more than ${maxRows.toLocaleString("en")} rows: split it and import the parts one after another`;
