const longestName = 120;
/** More marks on one letter than any language writes spill over the lines around it. */
const pileOfMarks = /(\p{M}{4})\p{M}+/gu;
const graphemes = new Intl.Segmenter("vi", { granularity: "grapheme" });

/** Which of two names comes first where Vietnamese people sort them: "To 2" before "To 10". */
export const byName = new Intl.Collator("vi", { numeric: true }).compare;

/**
 * A person's name as a stranger gave it, safe to store and show: one line, no control, direction or zero-width
 * characters, no letter that shows as nothing (U+3164), NFC, at most 120 graphemes. May be empty. What it says is still
 * theirs: it is text, never markup.
 */
export function inertName(text: string): string {
  const clean = text
    .replace(/\s+/gu, " ")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, "")
    .normalize("NFC")
    .replaceAll(pileOfMarks, "$1")
    .replace(/\s+/gu, " ")
    .trim();
  if (clean.length <= longestName) return clean; // no letter is shorter than one unit of the string
  const letters = Array.from(graphemes.segment(clean), ({ segment }) => segment);
  return letters.slice(0, longestName).join("").trim();
}

/** What a Vietnamese is called by: the last word of the full name. */
export function givenName(fullName: string): string {
  return fullName.trim().split(/\s+/u).at(-1)!;
}
