/** Numbers between authors here, who write "1,5" and "1.000", and other tools, which write 1.5 and 1000. */
import type { BankLoss } from "#domain/bank-loss.ts";
import { numberReadings } from "#domain/grading.ts";
import { lose } from "./bank.ts";

/** Accepted numbers as plain digits, each once; what is not spelled as it will come back is added to `lost`. */
export function plainNumbers(accepted: readonly string[], format: string, lost: BankLoss[]): string[] {
  const numbers = new Set<string>();
  for (const text of accepted) {
    const number = numberReadings(text)[0] ?? text;
    if (numbers.has(number) || readNumber(number) !== text) lose(lost, "number-spelling", text, number, format);
    numbers.add(number);
  }
  return [...numbers];
}

/** "4.50" as "4,5"; null for what is no number. */
function readNumber(text: string): string | null {
  if (text.length > 100 || !/\d/.test(text)) return null;
  const match = /^([+-]?)0*(\d*)(?:[.,](\d*?)0*)?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const digits = `${whole === "" ? "0" : whole}${fraction === "" ? "" : `,${fraction}`}`;
  return sign === "-" && digits !== "0" ? `-${digits}` : digits;
}

/** A number within a tolerance: we ask for the number alone. Null for a range, a pattern or a slip. */
export function readTolerant(number: string, tolerance: string, lost: BankLoss[]): string | null {
  const read = readNumber(number);
  if (read === null) {
    lose(lost, "answer-no-number", number.trim());
    return null;
  }
  const margin = readNumber(tolerance);
  if (tolerance.trim() !== "" && margin !== "0") lose(lost, "tolerance", tolerance.trim(), read);
  return read;
}
