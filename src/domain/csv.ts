/** What a spreadsheet would take for a formula, or for one behind blanks and quotes. */
const formula = /^(?=[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=['"]*[\t\r\n])/u;

/**
 * Text as one cell of a CSV file that a spreadsheet shows as it is: what would begin a formula gets an apostrophe in
 * front (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function csvCell(value: string | number): string {
  const text = typeof value === "number" ? String(value) : value.replace(formula, "'");
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a cell said before `csvCell` made it harmless; other apostrophes stay. */
export const withoutGuard = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;

/** One row of RFC 4180, its line end with it. */
export const csvRow = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** A file of RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map(csvRow).join("")}`;
}
