import { withoutMarks } from "#domain/fold.ts";
import type { Token } from "./normalise.ts";

/** Numbers in words, to 999,999: "mười hai", "một trăm linh năm", "hai nghìn không trăm hai mươi sáu". */

const units: Readonly<Record<string, number>> = {
  ...{ không: 0, một: 1, mốt: 1, hai: 2, ba: 3, bốn: 4, tư: 4 },
  ...{ năm: 5, lăm: 5, sáu: 6, bảy: 7, bẩy: 7, tám: 8, chín: 9 },
};
/** Alone and without marks only these are surely numbers: "nam" may be a year, "sau" behind, "ba" is spelled so. */
const sureAlone = new Set(["mot", "hai", "ba", "bon"]);

interface Read {
  readonly value: number;
  /** How many words it takes. */
  readonly words: number;
}

/** The longest number with which the words begin; null: with none. A zero alone is "no" as well. */
export function numeralAt(words: readonly Token[]): Read | null {
  const thousands = belowThousand(words);
  if (thousands === null) return null;
  const after = words.slice(thousands.words);
  if (!isOne(after[0], "nghìn", "ngàn")) return alone(words, thousands);
  const rest = belowThousand(after.slice(1));
  const value = thousands.value * 1000 + (rest?.value ?? 0);
  return { value, words: thousands.words + 1 + (rest?.words ?? 0) };
}

function alone(words: readonly Token[], read: Read): Read | null {
  const [word] = words;
  if (read.words > 1) return read;
  if (read.value === 0 || word!.marked === "mốt" || word!.marked === "lăm" || word!.marked === "tư") return null;
  return word!.marked === word!.folded && !sureAlone.has(word!.folded) && word!.folded !== "muoi" ? null : read;
}

function belowThousand(words: readonly Token[]): Read | null {
  const hundreds = unit(words[0]);
  if (hundreds === null || !isOne(words[1], "trăm")) return belowHundred(words);
  const linked = isOne(words[2], "linh", "lẻ");
  const rest = linked ? unitRead(words[3]) : belowHundred(words.slice(2));
  const own = { value: hundreds * 100, words: 2 };
  if (rest === null || (!linked && rest.value < 10)) return own;
  return { value: own.value + rest.value, words: own.words + rest.words + (linked ? 1 : 0) };
}

function belowHundred(words: readonly Token[]): Read | null {
  if (isOne(words[0], "mười")) return withUnit(10, 1, words);
  const tens = unit(words[0]);
  if (tens === null) return null;
  return isOne(words[1], "mươi") && tens > 1 ? withUnit(tens * 10, 2, words) : { value: tens, words: 1 };
}

function withUnit(tens: number, taken: number, words: readonly Token[]): Read {
  // "Mười năm" is ten years: behind a ten a five is "lăm".
  const ones = isOne(words[taken], "năm") ? null : unit(words[taken]);
  return ones === null || ones === 0 ? { value: tens, words: taken } : { value: tens + ones, words: taken + 1 };
}

function unit(word: Token | undefined): number | null {
  const [, value] = Object.entries(units).find(([spelled]) => isOne(word, spelled)) ?? [];
  return value ?? null;
}

function unitRead(word: Token | undefined): Read | null {
  const value = unit(word);
  return value === null ? null : { value, words: 1 };
}

const isOne = (word: Token | undefined, ...spelled: readonly string[]): boolean =>
  word?.kind === "word" &&
  spelled.some((one) => word.marked === one || (word.marked === word.folded && word.folded === withoutMarks(one)));
