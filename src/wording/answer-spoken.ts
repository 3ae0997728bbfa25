import { withoutMarks } from "#domain/fold.ts";
import type { Token } from "./normalise.ts";

/** Answers as they are spoken or dictated, in the form in which they are read. */

const cardinals = ["một", "hai", "ba", "bốn", "năm"];
const ordinals = ["nhất", "hai", "ba", "tư", "năm"];
/** The last syllable of what an option is called: "đáp án hai" is "đáp án 2". "Chọn hai" may be how many. */
const nouns = new Set(["cái", "cai", "ý", "y", "án", "an", "câu", "cau", "số", "so"]);
const first = ["đầu", "tiên"];
const last = ["cuối", "cùng"];

const isWord = ({ marked, folded }: Token, spelled: string): boolean =>
  marked === spelled || (marked === folded && folded === withoutMarks(spelled));

/** "Cái thứ hai", "ý hai" and "đáp án cuối cùng" with the number that is meant, among `count` options. */
export function withDigits(all: readonly Token[], count: number): readonly Token[] {
  const words = all.flatMap((token, index) => (token.kind === "gap" ? [] : [{ token, index }]));
  const said = words.findIndex(({ token }) => nouns.has(token.marked));
  const number =
    said < 0
      ? null
      : numberIn(
          words.slice(said + 1).map(({ token }) => token),
          count,
        );
  if (number === null) return all;
  const from = words[said + 1]!.index;
  const to = words[said + number.words]!.index;
  const digit = String(number.value);
  return [...all.slice(0, from), { kind: "number", marked: digit, folded: digit }, ...all.slice(to + 1)];
}

function numberIn(words: readonly Token[], count: number): { readonly value: number; readonly words: number } | null {
  const [one, two] = words;
  if (one === undefined) return null;
  if (isWord(one, first[0]!)) return two !== undefined && isWord(two, first[1]!) ? { value: 1, words: 2 } : null;
  if (isWord(one, last[0]!)) return { value: count, words: two !== undefined && isWord(two, last[1]!) ? 2 : 1 };
  const ordinal = two !== undefined && isWord(one, "thứ") ? ordinals.findIndex((word) => isWord(two, word)) : -1;
  if (ordinal >= 0) return { value: ordinal + 1, words: 2 };
  const cardinal = cardinals.findIndex((word) => isWord(one, word));
  return cardinal < 0 ? null : { value: cardinal + 1, words: 1 };
}

/** Letters as they are pronounced. */
export const spokenLetters: ReadonlyMap<string, string> = new Map([
  ["bê", "b"],
  ["bờ", "b"],
  ["xê", "c"],
  ["cờ", "c"],
  ["đê", "d"],
  ["đờ", "d"],
]);

const address =
  /^(?:(?:dạ|da|em|cháu|tôi|xin)[\s,]+)*(?:(?:kính|kinh)(?: gửi| gui| thưa| thua| chào| chao)?|thưa|thua|chào|chao)(?= )[^,.:!?\n]{0,60}[,.:!\n]\s*(?=[\p{L}\p{N}])/iu;

/** "Kính thưa ban tổ chức, em chọn B": without whom it is said to, where something follows. */
export const withoutAddress = (text: string): string => text.normalize("NFC").replace(address, "");
