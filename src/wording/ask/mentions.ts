import { fold } from "#domain/fold.ts";
import type { Subject } from "#domain/question.ts";
import { hasMeaning, isOurs, isSlip } from "./lexicon.ts";
import { type Fit, formsOf, isTypeAlone, type NameForm, typeLength } from "./name-forms.ts";
import { longhandOf, typesOf } from "./shorthand.ts";
import { isSyllable } from "./typing.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { contradicts, nameWords, type Word } from "./words.ts";

/** Somebody or something of the vocabulary that may be meant. */
export interface Named {
  readonly subject: Exclude<Subject, { kind: "me" | "own" }>;
  /** A path, a full name: what tells it from others. */
  readonly label: string;
  /** What it was found by. */
  readonly name: string;
  readonly fit: Fit;
}

/** Words that name something. */
export interface Mention {
  readonly from: number;
  /** Not included. */
  readonly to: number;
  /** The best of those that fit; several where nothing tells them apart. */
  readonly named: readonly Named[];
  /** It is written otherwise than the name, or only nearly: it is asked back. */
  readonly doubtful: boolean;
}

const order: readonly Fit[] = ["name", "former", "short", "initials", "beginning", "part"];
const longestName = 16;

export type Index = ReadonlyMap<string, readonly Named[]>;

/** Words that so many names hold that they tell none from another. */
export const common = new Set([
  "xa",
  "phuong",
  "huyen",
  "tinh",
  "to",
  "thi",
  "tran",
  "phong",
  "ban",
  "so",
  "uy",
  "nhan",
  "dan",
]);

/** Whether a name can stand in a text of these words at all: told fast, since there are thousands of units. */
function mayStand(name: string, words: ReadonlySet<string>, acronyms: readonly string[]): boolean {
  const own = fold(name).split(/[^a-z0-9]+/);
  const telling = own.filter((word) => !common.has(word));
  if (
    (telling.length > 0 ? telling : own).some(
      (word) => words.has(word) || (longhandOf(word) ?? []).some((one) => words.has(one)),
    )
  )
    return true;
  const initials = own.map((word) => word[0] ?? "").join("");
  return acronyms.some((acronym) => initials.endsWith(acronym.slice(-2)) || acronym.length > 3);
}

/** Everything that these words may name, by every form of its name. */
export function indexOf(vocabulary: Vocabulary, words: readonly Word[]): Index {
  const typed = new Set(words.map(({ folded }) => folded));
  const acronyms = [...typed].filter((word) => /^[a-z]{2,}$/.test(word) && !isSyllable(word));
  const stands = (name: string) => mayStand(name, typed, acronyms);
  const index = new Map<string, Named[]>();
  const add = (key: string, named: Named) => {
    const there = index.get(key);
    if (there === undefined) index.set(key, [named]);
    else there.push(named);
  };
  for (const { id, name, path, formerNames } of vocabulary.units) {
    const subject = { kind: "unit", id } as const;
    for (const { key, fit } of stands(name) ? formsOf(name) : []) add(key, { subject, label: path, name, fit });
    for (const former of formerNames.filter(stands))
      for (const { key, fit } of formsOf(former))
        if (fit === "name" || fit === "short")
          add(key, { subject, label: path, name: former, fit: fit === "name" ? "former" : "short" });
  }
  for (const { id, name } of vocabulary.cohorts)
    for (const { key, fit } of cohortForms(name)) add(key, { subject: { kind: "cohort", id }, label: name, name, fit });
  for (const { course, words } of vocabulary.audiences)
    for (const name of words.flatMap((word) => [word, `khối ${word}`]))
      add(nameWords(name).join(" "), { subject: { kind: "audience", course }, label: words[0]!, name, fit: "name" });
  for (const { id, fullName, unitPath } of vocabulary.people) {
    const label = `${fullName} (${unitPath})`;
    const words = nameWords(fullName);
    if (words.length > 1) add(words.join(" "), { subject: { kind: "person", id }, label, name: fullName, fit: "name" });
  }
  return index;
}

/** "Khóa K2" is Lớp K2, and the other way round. */
const cohortForms = (name: string): readonly NameForm[] =>
  formsOf(name).flatMap((form) =>
    form.fit === "short" ? [form, ...["lop", "khoa"].map((type) => ({ ...form, key: `${type} ${form.key}` }))] : [form],
  );

/**
 * What a text names, the longest names first; no word belongs to two.
 * @param idle places of words that mean nothing else: "đông anh" is then Thị trấn Đông Anh
 */
export function mentionsIn(words: readonly Word[], index: Index, idle: ReadonlySet<number>): Mention[] {
  const found: Mention[] = [];
  const free = words.map(() => true);
  for (let length = Math.min(longestName, words.length); length > 0; length--)
    for (let from = 0; from + length <= words.length; from++) {
      const to = from + length;
      if (!free.slice(from, to).every(Boolean)) continue;
      const mention = mentionAt(words, from, to, index, idle);
      if (mention === null) continue;
      found.push(mention);
      free.fill(false, from, to);
    }
  return found.sort((a, b) => a.from - b.from);
}

function mentionAt(
  words: readonly Word[],
  from: number,
  to: number,
  index: Index,
  idle: ReadonlySet<number>,
): Mention | null {
  const span = words.slice(from, to);
  const rest = span.slice(1).map(({ folded }) => folded);
  const exact = typesOf(span[0]!.folded).flatMap((first) => index.get([first, ...rest].join(" ")) ?? []);
  const candidates = exact.length > 0 ? exact : loosely(words, from, to, index);
  const usable = candidates.filter((named) =>
    mayMean(
      words,
      from,
      to,
      span.every((_, at) => idle.has(from + at)),
      named,
    ),
  );
  if (usable.length === 0) return null;
  const spelt = usable.filter(({ name }) => !contradicts(span, name));
  const among = spelt.length > 0 ? spelt : usable;
  const best = order.find((fit) => among.some((named) => named.fit === fit));
  const named = among.filter(({ fit }) => fit === best);
  // What a unit was called may have been a part of what it is now.
  const unsure =
    spelt.length === 0 ||
    (best === "initials" && span.length === 1 && span[0]!.folded.length < 4) ||
    // "T. Lập" may be a type and a name.
    (best === "initials" && span.length === 2 && span[0]!.folded.length === 1 && isSyllable(span[1]!.folded)) ||
    best === "beginning" ||
    best === "former" ||
    best === "part" ||
    isOrgan(words, from, named);
  return { from, to, named: distinct(named), doubtful: unsure };
}

/** Units of whose name the words are the type and some more of it up to its end ("VP tỉnh"), or that were misspelt. */
function loosely(words: readonly Word[], from: number, to: number, index: Index): readonly Named[] {
  const span = words.slice(from, to).map(({ folded }) => folded);
  if (span.length < 2 || isType(words[from - 1]) || !endsAt(words, to)) return [];
  const found: Named[] = [];
  for (const [key, named] of index) {
    const name = key.split(" ");
    if (isPartOf(span, name) || isMisspelt(span, name))
      found.push(
        ...named.flatMap((one) =>
          one.subject.kind === "unit" && one.fit === "name" ? [{ ...one, fit: "part" as const }] : [],
        ),
      );
  }
  return found;
}

/** "Văn phòng tỉnh" of "Văn phòng Đoàn ĐBQH và HĐND tỉnh". */
function isPartOf(span: readonly string[], name: readonly string[]): boolean {
  const type = typeLength(span);
  if (type === 0 || span.length === type || span.length >= name.length || span.at(-1) !== name.at(-1)) return false;
  if (!span.slice(0, type).every((word, at) => word === name[at])) return false;
  let at = type;
  for (const word of name.slice(type)) if (word === span[at]) at += 1;
  return at === span.length;
}

/** One word of it is a slip of the keyboard: a letter left out or too many, or none of the language. */
function isMisspelt(span: readonly string[], name: readonly string[]): boolean {
  if (span.length !== name.length || span.length < 3) return false;
  const wrong = span.flatMap((word, at) => (word === name[at] ? [] : [at]));
  const [at, other] = wrong;
  if (at === undefined || other !== undefined) return false;
  return isSlip(span[at]!, name[at]!) && (span[at]!.length !== name[at]!.length || !isSyllable(span[at]!));
}

/** Whether these words can name it: what is short must not be what our own words say anyway. */
function mayMean(words: readonly Word[], from: number, to: number, idle: boolean, { fit, subject }: Named): boolean {
  if (fit === "name" && subject.kind !== "unit") return true;
  if (fit === "part") return true;
  const span = words.slice(from, to);
  const whole = fit === "name" || fit === "former";
  const folded = span.map((word) => word.folded);
  const ours = span.every((word) => isOurs(word.read) || /^\d/.test(word.read));
  if (fit === "beginning" && isTypeAlone(folded))
    return !isType(words[from - 1]) && (endsAt(words, to) || (isOurs(words[to]!.read) && !words[to]!.capital));
  // "Ba xã học tốt nhất" speaks of no Xã Học Tốt.
  if (whole && span.length > 1) return !(ours && words[to]?.read === "nhat");
  // "Xã Tân Hòa", "văn phòng đoàn": the type and what begins the name behind it.
  const headed = span.length > 2 && (isType(span[0]) || typeLength(folded) === 2);
  if (ours && fit === "beginning" && headed) return endsAt(words, to);
  if (ours)
    return (
      (idle || isSide(words[from - 1])) &&
      fit === "short" &&
      span.length > 1 &&
      !isType(words[from - 1]) &&
      !isTypeAlone(folded)
    );
  if (fit === "beginning")
    return (
      !isType(words[from - 1]) && (!isOurs(span.at(-1)!.read) || isTypeAlone(folded) || headed) && endsAt(words, to)
    );
  // Two or three letters alone are many things.
  if (fit === "initials" && span.length === 1 && folded[0]!.length < 4) return span[0]!.capital && !isOurs(folded[0]!);
  if (fit === "initials")
    return span.at(-1)!.capital || span.at(-1)!.folded.length > 3 || !isSyllable(span.at(-1)!.folded);
  // "Phường Tân Lập" is not Xã Tân Lập.
  return whole || (!isType(words[from - 1]) && span.map(({ folded }) => folded).join("").length > 2);
}

/** "Bên tổng hợp": behind it stands who is meant, though the words may say something else. */
const isSide = (word: Word | undefined): boolean => word !== undefined && /^(?:bên|ben|phía|khối)$/.test(word.marked);

/** "HĐND xã Tân Lập" where only Xã Tân Lập is known: most likely the same, but not for certain. */
function isOrgan(words: readonly Word[], from: number, named: readonly Named[]): boolean {
  if (!named.every(({ subject }) => subject.kind === "unit")) return false;
  const before = words[from - 1];
  const people = words[from - 2]?.folded === "nhan" && before?.folded === "dan";
  return people || (isType(before) && before!.read !== "so" && before!.read !== "to");
}

/** Whether no name goes on behind: "xã Tân Phú" is not the beginning of Xã Tân Lập. */
const endsAt = (words: readonly Word[], to: number): boolean =>
  words[to] === undefined ||
  (hasMeaning(words[to].read) && !words[to].capital) ||
  (words[to].read === "ben" && words[to + 1]?.read === "nao");

const levels = new Set([
  "xa",
  "phuong",
  "tran",
  "huyen",
  "quan",
  "tinh",
  "pho",
  "so",
  "phong",
  "ban",
  "to",
  "thon",
  "ap",
  "cuc",
  "vien",
  "truong",
]);

export const isType = (word: Word | undefined): boolean => word !== undefined && levels.has(word.read);

export const distinct = (named: readonly Named[]): Named[] => {
  const seen = new Set<string>();
  return named.filter(({ subject }) => {
    const key = "id" in subject ? `${subject.kind} ${subject.id}` : `${subject.kind} ${subject.course}`;
    return !seen.has(key) && seen.add(key);
  });
};
