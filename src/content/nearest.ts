/** The word that `typed` was probably meant to be; null when none of them is near. */
export function nearest(typed: string, words: readonly string[]): string | null {
  if (typed.length > 40) return null;
  const [best] = words
    .map((word) => ({ word, away: distance(simple(typed), simple(word)) }))
    .sort((a, b) => a.away - b.away);
  return best !== undefined && best.away <= Math.ceil(best.word.length / 3) ? best.word : null;
}

const simple = (text: string): string => text.toLowerCase().replaceAll("_", "-");

/** Levenshtein: how many letters to put in, take out or change. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
