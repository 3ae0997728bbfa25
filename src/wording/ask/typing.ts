/** What Telex and VNI leave behind where the keyboard did not turn it into letters: "chuwa hocj", "xa4 mi2nh". */

const initials = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|dd|[bcdghklmnpqrstvx]";
const nuclei =
  "uyeu|oeo|oai|oao|oay|uay|uya|uye|uyu|ieu|yeu|uoi|uou|uau|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|[aeiouy]";
const syllable = new RegExp(`^(?:${initials})?(?:${nuclei})(?:ch|ng|nh|[cmnpt])?$`);
const parts = new RegExp(`^(${initials})?(.*)$`);

/** Whether Vietnamese has a syllable of these letters, marks aside. */
export const isSyllable = (word: string): boolean => syllable.test(word) && !word.startsWith("dd");

/** Letters without marks and without what Telex types for them; null where nothing sensible is left. */
function withoutTelex(word: string): string | null {
  const [, initial = "", rest = ""] = parts.exec(word)!;
  const bare = (/[aeiouy]/.test(rest) ? rest : rest.replace("w", "u")).replaceAll(/[sfrxjwz]/g, "");
  const read = (initial === "dd" ? "d" : initial) + bare.replaceAll(/([aeo])\1/g, "$1");
  return isSyllable(read) ? read : null;
}

/** Words that end in a number as they are meant: "top5", "hp2". */
const numbered = /^(top|lop|hp|module|modun|hocphan|thang|thu|quy|nhom|k|t|xa|to)(\d{1,2})$/;

/**
 * A word of plain letters and digits as the syllables that are meant. `vni`: other words of the text carry digits inside,
 * so a digit behind a word is a tone and no number.
 */
export function withoutResidue(word: string, vni: boolean): readonly string[] {
  if (/\d/.test(word)) {
    const number = numbered.exec(word);
    if (number !== null && !vni) return [number[1]!, number[2]!];
    const read = word.replaceAll(/\d/g, "");
    if (/^[a-z]+\d(?:[a-z\d])*$/.test(word) && isSyllable(read)) return [read];
    return word.match(/[a-z]+|\d+/g) ?? [word];
  }
  if (!/^[a-z]+$/.test(word) || isSyllable(word)) return [word];
  // "gja", "nguoj": a way of the young to write an i.
  const plain = word.replace(/j(?=[aeou])/, "i");
  if (plain !== word && isSyllable(plain)) return [plain];
  return [withoutTelex(word) ?? word];
}

/** Whether a word can only be VNI: a digit between its letters, or a d9. */
export const isVni = (word: string): boolean => /^[a-z]+[1-9][1-9]*[a-z]+\d*$/.test(word) || /^d9/.test(word);

/** Shorter ones may be anything: "as" is "á", a label that is no label. */
const shortestResidue = 3;

/**
 * Without the keys that a keyboard left in words that are none otherwise: "ddaps ans b" is "dap an b". Null: there are none.
 * @param shortest how long a word must be; by default so long that a label is never read into one
 */
export function withoutKeys(text: string, shortest = shortestResidue): string | null {
  const decode = (word: string) => {
    const folded = word.toLowerCase();
    const spoken = /^[a-z]+$/.test(folded) && folded.length >= shortest && !isSyllable(folded);
    return spoken ? withoutResidue(folded, false).join(" ") : word;
  };
  const decoded = text.replaceAll(/[\p{L}\p{M}]+/gu, decode);
  return decoded === text ? null : decoded;
}
