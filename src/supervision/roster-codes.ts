import { noteAt, type Place, type RowNote } from "./roster-grid.ts";

/** A code of the file: where it stands, and whether its cell is a figure and no text. */
export interface FoundCode {
  readonly row: number;
  readonly code: string;
  readonly isFigure: boolean;
}

/** Says of a code that it is no code: it must be mended, or had better be looked at. */
export interface CodeNotes {
  readonly errors: readonly RowNote[];
  readonly warnings: readonly RowNote[];
}

/**
 * Codes that a spreadsheet has changed. Where others begin with 0 and all of those have one length, a shorter code of
 * digits has lost its zeros: surely where its cell is a figure, probably where it is text. And what looks like a day was
 * perhaps made into one.
 */
export function judgeCodes(codes: readonly FoundCode[], place: Place | undefined): CodeNotes {
  const lengths = new Set(codes.filter(({ code }) => /^0\d+$/.test(code)).map(({ code }) => code.length));
  const [length] = lengths;
  const errors: RowNote[] = [];
  const warnings: RowNote[] = [];
  for (const { row, code, isFigure } of codes) {
    if (lengths.size === 1 && /^[1-9]\d*$/.test(code) && code.length < length!) {
      const message = `has fewer digits than the codes that begin with 0: its leading zeros are lost; write all ${length} digits in a column formatted as text, for example ${"1".padStart(length!, "0")}`;
      (isFigure ? errors : warnings).push(noteAt(row, place, message));
    } else if (/^(?:\d{1,2}([/-])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}-[A-Z][a-z]{2})$/.test(code)) {
      const message =
        "looks like a day: if it was a code, format the column as text and write it again, for example CB01";
      warnings.push(noteAt(row, place, message));
    }
  }
  return { errors, warnings };
}
