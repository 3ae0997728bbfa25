import { tidied, withoutMarks } from "#domain/fold.ts";
import { tidy } from "../normalise.ts";
import { isOurs } from "./lexicon.ts";
import { longhandOf } from "./shorthand.ts";
import { isSpeltOtherwise, marksFit } from "./spelling.ts";
import { idiom } from "./spoken.ts";
import { isSyllable, isVni, withoutResidue } from "./typing.ts";

/** A word as the grammar looks at it. */
export interface Word {
  /** As typed, in small letters with its marks. */
  readonly marked: string;
  /** Without marks, shorthand written out: what names are compared by. */
  readonly folded: string;
  /** What the grammar reads: the folded word, or, where its marks make it another word than any of ours, the marked one. */
  readonly read: string;
  /** Typed with a capital that says something. */
  readonly capital: boolean;
}

/** Longer than this is no question. */
export const longestQuestion = 400;

const wordForm =
  /\d{1,3}(?:\.\d{3})+(?![.\d])|\d+,\d+(?=\s?%)|(?<![-=<>])(?:[<>]=?|[≤≥])(?=\s?\d)|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\/\d{4}|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?(?!\d)|\d{1,2}-\d{1,2}(?:-\d{2,4})?(?![/.\d])|(?<![\p{L}])[đd]\/c(?![\p{L}])|[\p{L}\p{M}]+(?:\d+[\p{L}\p{M}]*)*|\d+|%|(?<=[\d%]\s?)[-–](?=\s?\d)/giu;

const signs: Readonly<Record<string, string>> = {
  "<": "duoi",
  ">": "tren",
  "<=": "khong qua",
  ">=": "it nhat",
  "≤": "khong qua",
  "≥": "it nhat",
};

/** What rooms are for, in capitals that are other words elsewhere. */
const duties: Readonly<Record<string, string>> = { HC: "Hành chính", NV: "Nội vụ", TP: "Tư pháp" };

/** The words and numbers of a text. "KT-XH" and "GD&ĐT" are one word each. */
export function wordsOf(text: string): Word[] {
  const line = tidy(text)
    .replaceAll(/(?<!\p{L})h\.\s?(?=th[àa]nh)/giu, "hoàn ")
    .replaceAll(
      /(?<!\p{L})(?:Ng\.?\s(?=\p{Lu}\p{Ll})|ng\.?\s(?=(?:v[aă]n|th[ị]|h[uữ]u)\s(?!ph[oò]ng|b[aả]n|h[oó]a)\p{L}))/gu,
      "Nguyễn ",
    )
    .replaceAll(
      /(?<!\p{L})(?:[Pp]h[òo]ng\s?|[pP]\.?\s?)(HC|NV|TP)(?!\p{L}|\s?[-&]\s?\p{L})/gu,
      (_, duty: string) => `phòng ${duties[duty]!}`,
    )
    .replaceAll(/(?<!\p{L})cn\s(?=s[ốo](?!\p{L}))/giu, "công nghệ ")
    .replaceAll(/ & |(?<=\p{Lu}{4})&(?=\p{Lu}{2})|(?<=\p{Lu}{2})&(?=\p{Lu}{4})/gu, " và ")
    .replaceAll(/(?<=\p{Lu}{2})\s?[-&]\s?(?=\p{Lu}{2})/gu, "");
  const shouted = line === line.toUpperCase();
  const typed = line.match(wordForm) ?? [];
  const vni = typed.some((word) => isVni(word.toLowerCase()));
  return idiom(typed.flatMap((word) => readWord(word, shouted, vni)));
}

function readWord(typed: string, shouted: boolean, vni: boolean): Word[] {
  // No word of ours ends in a letter twice: "chưaaa".
  const whole = tidied(typed);
  const marked =
    isSyllable(whole) || longhandOf(whole) !== null ? whole : whole.replace(/(?<=\p{L})(\p{L})\1+$/u, "$1");
  const capital = !shouted && /^\p{Lu}/u.test(typed);
  const plain = (folded: string, at = 0): Word => ({
    marked: folded,
    folded,
    read: folded,
    capital: capital && at === 0,
  });
  if (Object.hasOwn(signs, typed)) return signs[typed]!.split(" ").map(plain);
  if (typed === "%") return ["phan", "tram"].map(plain);
  if (/^[-–]$/.test(typed)) return [plain("den")];
  if (/^[\d/.,-]+$/.test(typed)) return [plain(typed)];
  // Artificial intelligence asks nobody "who".
  if (typed === "AI" && !shouted) return [{ marked, folded: "ai", read: "AI", capital }];
  // "Tới" is not "tôi".
  if (marked === "tới") return [{ marked, folded: "toi", read: "den", capital }];
  const longhand = longhandOf(marked);
  if (longhand !== null) return longhand.map((one) => ({ ...plain(one), capital: false }));
  const folded = withoutMarks(marked);
  if (folded !== marked) {
    const mixed = isSyllable(folded) ? null : longhandOf(folded);
    if (mixed !== null) return mixed.map(plain);
    const glued = unglued(folded);
    if (glued !== null)
      return [marked.slice(0, glued), marked.slice(glued)].flatMap((part) => readWord(part, shouted, vni));
    return [{ marked, folded, read: isSpeltOtherwise(marked) ? marked : folded, capital }];
  }
  const [first = folded, ...rest] = withoutResidue(folded, vni);
  // "K1" is no "not 1".
  const spelt = /^k$/.test(first) && rest.length > 0 ? [first] : (longhandOf(first) ?? [first]);
  const glued = rest.length === 0 && spelt.length === 1 ? unglued(first) : null;
  if (glued !== null) return [first.slice(0, glued), first.slice(glued)].map(plain);
  return [...spelt, ...rest.flatMap((word) => longhandOf(word) ?? [word])].map((one) => plain(one));
}

/** Where a blank is missing between two words of ours ("naybao"); null: nowhere, or who knows where. */
function unglued(folded: string): number | null {
  if (folded.length < 5 || isSyllable(folded) || !/^[a-z]+$/.test(folded)) return null;
  const places = Array.from({ length: folded.length - 3 }, (_, at) => at + 2).filter((at) =>
    [folded.slice(0, at), folded.slice(at)].every((part) => isSyllable(part) && isOurs(part)),
  );
  return places.length === 1 ? places[0]! : null;
}

/** A name, as its words are compared. */
export const nameWords = (name: string): string[] => wordsOf(name).map(({ folded }) => folded);

/** Whether marks that were typed say another name than this: "Xã Tấn" is not Xã Tân; "Xa Tan" may be. */
export function contradicts(typed: readonly Word[], name: string): boolean {
  const spelt = wordsOf(name);
  return typed.some((word) => {
    if (word.marked === word.folded) return false;
    const same = spelt.filter(({ folded }) => folded === word.folded);
    return same.length > 0 && !same.some(({ marked }) => marksFit(word.marked, marked));
  });
}
