/** Numbers in words without marks: a text that gives its marks is read by `numerals.ts`, which lets them decide. */

/** From one to ten. */
export const names: readonly string[] = ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"];

/** Digits or a word from one to ten, as part of a phrase. */
export const aNumber = `(\\d{1,3}|${names.join("|")}|dau tien)`;

/** What the phrase `aNumber` stood for. */
export function numberOf(word: string): number {
  if (/^\d/.test(word)) return Number(word);
  return word.startsWith("dau") ? 1 : names.indexOf(word) + 1;
}

/** A word from one to nine, as part of a phrase; `aUnit`: behind a ten. */
export const aDigit = `(?:${names.slice(0, -1).join("|")})`;
export const aUnit = `(?:${aDigit}|tu|lam)`;

/** What the words are: "muoi sau" 16, "hai muoi lam" 25, "ham ba" 23. */
export function numberIn([first, second, third]: readonly string[]): number {
  const one = (word = "") => (word === "tu" ? 4 : word === "lam" ? 5 : names.indexOf(word) + 1);
  if (first === "muoi") return 10 + one(second);
  if (first === "ham") return 20 + one(second);
  return second === undefined ? one(first) : one(first) * 10 + one(second === "muoi" ? third : second);
}
