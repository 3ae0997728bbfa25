import { fold } from "./fold.ts";

const lettersOnly = (text: string): string => text.replaceAll(/[^a-z0-9]/g, "");

/** What tells siblings apart on purpose: a number, a Roman one, a letter. */
const counts = /^(?:\d+|[ivx]+|[a-z])$/;

/**
 * Whether two different names are probably one that was misspelt: they differ only in accents, blanks and signs, or by
 * one letter of one word. Names that differ in a number or a counting letter ("Xã Tân 1", "Xã Tân II") are two.
 */
function areNear(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)];
  if (lettersOnly(a) === lettersOnly(b)) return true;
  const [words, others] = [a.split(" "), b.split(" ")];
  if (words.length !== others.length) return false;
  const apart = words.flatMap((word, at) => (word === others[at] ? [] : [[word, others[at]!] as const]));
  if (apart.length !== 1) return false;
  const [left, right] = apart[0]!;
  if (/\d/.test(left + right) || (counts.test(left) && counts.test(right))) return false;
  return Math.max(left.length, right.length) >= 3 && oneSlip(left, right);
}

/** One letter more, less or other, or two neighbours changed over. */
function oneSlip(a: string, b: string): boolean {
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - from && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(from, a.length - end), b.slice(from, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/**
 * For each new name the one it is probably meant to be: of the known ones, or of the new ones before it; null: none is
 * near. Time grows with the number of names, not with its square.
 */
export function nearNames(fresh: readonly string[], known: readonly string[]): (string | null)[] {
  const seen = new Map<string, string[]>();
  const note = (name: string) => {
    for (const key of slipsOf(name)) {
      const there = seen.get(key);
      if (there === undefined) seen.set(key, [name]);
      else there.push(name);
    }
  };
  known.forEach(note);
  return fresh.map((name) => {
    const candidates = slipsOf(name).flatMap((key) => seen.get(key) ?? []);
    const near = candidates.find((candidate) => candidate !== name && areNear(candidate, name)) ?? null;
    note(name);
    return near;
  });
}

/** The name's letters, and those with one left out: names one slip apart have one of these in common. */
function slipsOf(name: string): string[] {
  const letters = lettersOnly(fold(name)).slice(0, 60);
  return [...new Set([letters, ...Array.from(letters, (_, at) => letters.slice(0, at) + letters.slice(at + 1))])];
}
