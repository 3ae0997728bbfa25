/**
 * A phone number as the roster keeps it: digits alone, a Vietnamese one with its first 0 ("+84 912 345 678", "84912345678",
 * "912345678": "0912345678"). Null: it is none.
 */
export function nationalPhone(text: string): string | null {
  const written = text.replaceAll(/[\s.\-()\u00a0]/g, "").replace(/^'/, "");
  const national = written.replace(/^(?:\+84|0084|84(?=\d{9}$))0?/, "0").replace(/^(?=[1-9]\d{8}$)/, "0");
  return /^\+?\d{8,15}$/.test(national) ? national.replace("+", "") : null;
}
