const names = ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"];

/** Digits or a word from one to ten, as part of a phrase. */
export const aNumber = `(\\d{1,3}|${names.join("|")}|dau tien)`;

/** What the phrase `aNumber` stood for. */
export function numberOf(word: string): number {
  if (/^\d/.test(word)) return Number(word);
  return word.startsWith("dau") ? 1 : names.indexOf(word) + 1;
}
