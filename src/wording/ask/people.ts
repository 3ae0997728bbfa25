import { givenName } from "#domain/name.ts";
import { isOurs } from "./lexicon.ts";
import { isType, type Mention } from "./mentions.ts";
import { needsMarks } from "./spelling.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { contradicts, nameWords, type Word, wordsOf } from "./words.ts";

/** What a person is spoken of by, before the name. */
export const honorifics = new Set([
  "anh",
  "chi",
  "ong",
  "ba",
  "co",
  "chu",
  "bac",
  "em",
  "chi",
  "thay",
  "chau",
  "cau",
  "di",
  "cu",
  "mo",
  "thim",
  "duong",
  "sep",
]);

const spelt = new Set("anh chị ông bà cô chú bác em thầy cháu cậu dì cụ mợ thím dượng sếp".split(" "));

/** "Cô", and "co" without marks, but not "có". */
const isHonorific = ({ marked, folded }: Word): boolean =>
  spelt.has(marked) || (marked === folded && !/^(?:cu|mo|thim|duong|sep)$/.test(folded));

/** "O Én", "u Hạnh": so an aunt and a mother are called; without marks an "o" is rather "ở". */
const isAunt = (words: readonly Word[], at: number): boolean =>
  /^[ou]$/.test(words[at - 1]!.marked) && words[at]!.capital && words.some(({ marked, folded }) => marked !== folded);

/** Behind these a word of ours may still be somebody's name: "anh minh". */
const isCalled = ({ read, marked }: Word): boolean =>
  /^(?:anh|ong|em|bac|dc)$/.test(read) || marked === "chị" || marked === "cô" || marked === "bà" || marked === "thằng";

/** Whether a name may begin at `at`: an honorific or "đồng chí" stands before it. */
export function isAddressed(words: readonly Word[], at: number): boolean {
  const before = words[at - 1]?.read;
  if (before === undefined || !(words[at]!.capital || !isOurs(words[at]!.read) || isCalled(words[at - 1]!)))
    return false;
  // "Chị học xong chưa" names no Học, "anh Học", "anh hoc hoc chua" do.
  if (words[at]!.read === "hoc" && !words[at]!.capital && words[at + 1]?.read !== "hoc") return false;
  if (words[at - 1]!.marked === "thằng" || isAunt(words, at)) return true;
  if ((honorifics.has(before) && isHonorific(words[at - 1]!)) || before === "dc" || before === "bạn") return true;
  const two = `${words[at - 2]?.read ?? ""} ${before}`;
  return two === "dong chi" || two === "can bo" || two === "hoc vien" || two === "dai bieu";
}

/** What a text may call somebody by: its words that can be a given name. The database is asked for nobody else. */
export function possibleNames(text: string): { readonly text: string; readonly given: readonly string[] } {
  const words = wordsOf(text);
  const given = words.filter(
    (word, at) =>
      /^\p{L}/u.test(word.folded) &&
      (isAddressed(words, at) ||
        isAddressed(words, at - 1) ||
        mayBeName(words, at) ||
        opensAsName(words, at) ||
        !isOurs(word.read)),
  );
  return { text: words.map(({ folded }) => folded).join(" "), given: [...new Set(given.map(({ folded }) => folded))] };
}

/** People called by their given name, alone or with the name before it: "chị Lan", "anh Văn Minh", "Lan học chưa". */
export function givenNamesIn(
  words: readonly Word[],
  taken: readonly boolean[],
  vocabulary: Vocabulary,
  idle: ReadonlySet<number>,
): Mention[] {
  const found: Mention[] = [];
  for (let at = 0; at < words.length; at++) {
    if (taken[at]) continue;
    const addressed = isAddressed(words, at);
    const mention = addressed ? (calledAt(words, at, 2, vocabulary) ?? calledAt(words, at, 1, vocabulary)) : null;
    const bare = mention ?? (mayBeName(words, at) ? calledAt(words, at, 1, vocabulary) : null);
    // "Lan hoc chua": a word of no other sense.
    const senseless = !isOurs(words[at]!.read) && !isType(words[at - 1]);
    const opening = bare === null && idle.has(at) && (senseless || opensAsName(words, at));
    const called = opening ? calledAt(words, at, 1, vocabulary) : bare;
    if (called === null) continue;
    found.push(called === bare ? called : { ...called, doubtful: true });
    at = called.to - 1;
  }
  return found;
}

/** A capital where our own words have none: "Lan học chưa", and "Minh học chưa" in a text with marks. */
function mayBeName(words: readonly Word[], at: number): boolean {
  const { capital, read, marked, folded } = words[at]!;
  if (!capital || standsInName(words, at)) return false;
  if (isJoined(words, at)) return true;
  const accented = words.some((word) => word.marked !== word.folded);
  return !isOurs(read) || (accented && marked === folded && needsMarks(folded));
}

/** "Quý với Học ai hơn": of two capitals with nothing but "với" between them each may be somebody, whatever else it says. */
function isJoined(words: readonly Word[], at: number): boolean {
  const joins = (between: number, other: number): boolean => {
    const [word, beyond] = [words[between], words[other]];
    if (word === undefined || beyond === undefined || !/^(?:voi|va|hay|hoac)$/.test(word.read)) return false;
    return beyond.capital && !isType(beyond) && !honorifics.has(beyond.read);
  };
  if (words[at]!.read === "AI" || isType(words[at]) || honorifics.has(words[at]!.read)) return false;
  return joins(at + 1, at + 2) || joins(at - 1, at - 2);
}

/** "Nhân bỏ học mấy hôm rồi": what opens a text with a capital and marks, and says nothing there, may be somebody. */
const opensAsName = (words: readonly Word[], at: number): boolean =>
  at === 0 &&
  words[0]!.capital &&
  words[0]!.marked !== words[0]!.folded &&
  !honorifics.has(words[0]!.read) &&
  !isType(words[0]) &&
  words[1]?.capital === false;

/** "Xã Hùng Sơn", "Hùng Sơn": a capital beside it makes it a part of another name. "Mai tôi họp" is tomorrow. */
function standsInName(words: readonly Word[], at: number): boolean {
  const [before, next] = [words[at - 1], words[at + 1]];
  if (
    words[at]!.read === "mai" &&
    at === 0 &&
    next !== undefined &&
    /^(?:toi|em|minh|anh|chi|co|phai|se|hop|thu|la)$/.test(next.read)
  )
    return true;
  const opens = at === 1 && before !== undefined && isOurs(before.read);
  return (
    isType(before) || (before?.capital === true && !opens && !honorifics.has(before.read)) || next?.capital === true
  );
}

function calledAt(words: readonly Word[], from: number, length: number, { people }: Vocabulary): Mention | null {
  const span = words.slice(from, from + length);
  if (span.length < length) return null;
  const called = span.map(({ folded }) => folded).join(" ");
  const named = people
    .filter(({ fullName }) => nameWords(fullName).slice(-length).join(" ") === called)
    .map(({ id, fullName, unitPath }) => ({
      subject: { kind: "person", id } as const,
      label: `${fullName} (${unitPath})`,
      name: fullName,
      fit: "short" as const,
    }));
  const spelt = named.filter(({ name }) => !contradicts(span.slice(-1), givenName(name)));
  return spelt.length === 0 ? null : { from, to: from + length, named: spelt, doubtful: false };
}
