import { tidied, withoutMarks } from "#domain/fold.ts";

/** A run of letters, a run of digits, or what stands between them. */
export interface Token {
  readonly kind: "word" | "number" | "gap";
  /** As typed, with its marks, lower case. */
  readonly marked: string;
  /** Without marks. */
  readonly folded: string;
}

/** Words of courtesy that carry no meaning. They are known by their marks: "b ạ" is B, "b a" may be B and A. */
const particles = new Set(["ạ", "à", "á", "ả", "ah", "dạ", "vâng", "nha", "nhá", "nhé", "nhe", "nhen", "ơ", "thưa"]);

/** One line as typed, case and marks kept: composed letters, full width made plain, every run of blanks one space. */
export const tidy = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\p{Cf}\uFE0E\uFE0F\u20E3]/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .normalize("NFC");

export function tokens(text: string): Token[] {
  const parts = tidied(text).match(/[\p{L}\p{M}]+|[0-9]+|[^\p{L}\p{M}0-9]+/gu);
  return (parts ?? []).map((marked) => {
    if (/^[0-9]/.test(marked)) return { kind: "number", marked, folded: marked };
    if (/^[\p{L}\p{M}]/u.test(marked)) return { kind: "word", marked, folded: withoutMarks(marked) };
    return { kind: "gap", marked, folded: marked };
  });
}

/** Whether no mark that was typed contradicts those of the word: "dung", "đung" and "dúng" may be "đúng", "dừng" and "dùng" are not. */
export function mayBe({ marked }: Token, word: string): boolean {
  const typed = [...marked];
  const own = [...word];
  return typed.length === own.length && typed.every((sign, at) => sign === own[at] || sign === withoutMarks(own[at]!));
}

/** The same without words of courtesy, unless nothing else was said. */
export function withoutParticles(all: readonly Token[]): readonly Token[] {
  const courteous = (token: Token) => token.kind === "word" && particles.has(token.marked);
  const meaning = all.some((token) => token.kind !== "gap" && !courteous(token));
  return meaning ? all.filter((token) => !courteous(token)) : all;
}

const closingParticles = new Set(["ạ", "nha", "nhá", "nhé", "nhe", "nhen", "nhỉ"]);
const addressed = new Set("em anh chị chi bạn cháu cô chú bác thầy ad bot".split(" "));

/**
 * "B nhé em", "đúng em ạ", "A, C chị nhé": without the one it is said to, who stands beside a particle at the end. The particle
 * is what tells them apart: "a em" alone may be "anh em". Something else must be left.
 */
export function withoutAddressee(all: readonly Token[]): readonly Token[] {
  const spoken = all.filter((token) => token.kind !== "gap");
  const [before, last] = spoken.slice(-2);
  if (spoken.length < 3 || !last || !before) return all;
  const closes = ({ marked }: Token) => closingParticles.has(marked);
  const names = ({ marked }: Token) => addressed.has(marked);
  if (!(closes(before) && names(last)) && !(names(before) && closes(last))) return all;
  return all.slice(0, all.indexOf(before));
}

/** Only the words and numbers, without marks, one space between: "đồng  ý!" is "dong y". */
export function wordsOf(all: readonly Token[]): string {
  return all
    .filter((token) => token.kind !== "gap")
    .map((token) => token.folded)
    .join(" ");
}

/** What a short phrase says when case, marks, punctuation and courtesy are taken away. */
export const gist = (text: string): string => wordsOf(withoutParticles(tokens(text)));

/** The lines of a message that say something. */
export const linesOf = (text: string): string[] =>
  text.split(/[\r\n\u2028\u2029]+/).filter((line) => tidy(line) !== "");
