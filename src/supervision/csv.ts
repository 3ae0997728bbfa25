/**
 * Text as one cell of a CSV file that a spreadsheet shows as it is: what would begin a formula gets an apostrophe in
 * front (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function csvCell(value: string | number): string {
  const text =
    typeof value === "number"
      ? String(value)
      : value.replace(/^(?=[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])/u, "'");
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A file of RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}
