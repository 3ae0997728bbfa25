/**
 * Without signs that are mistaken for each other (0 O, 1 I L), and without those that a Vietnamese keyboard turns into
 * marked letters when they meet others: vowels, W, D.
 */
const signs = "23456789BCFGHJKMNPQRSTVXZ";

/**
 * Makes codes of eight signs, for invites and for joining a cohort.
 * @param randomInt a whole number from 0 up to `below`, which nobody can guess
 */
export function codeMaker(randomInt: (below: number) => number): () => string {
  return () => Array.from({ length: 8 }, () => signs[randomInt(signs.length)]).join("");
}
