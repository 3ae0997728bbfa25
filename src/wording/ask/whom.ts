import type { Subject } from "#domain/question.ts";
import { distinct, type Mention, type Named } from "./mentions.ts";
import { isTypeAlone } from "./name-forms.ts";
import type { Understood } from "./understood.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { nameWords } from "./words.ts";

/** Whom a text is about. */
export interface Whom {
  /** One, or two that are compared; for each all that may be meant. Empty: it does not say. */
  readonly subjects: readonly (readonly Subject[])[];
  /** To be asked back, even where only one may be meant. */
  readonly doubtful: boolean;
  /** Named together what no question can hold together, or a person who is not in the unit named. */
  readonly impossible: boolean;
}

/** Puts together what is named: "tổ 1 xã Tân Lập" is one unit, "chị Lan ở xã Tân Lập" one person. */
export function whomOf(read: Understood, vocabulary: Vocabulary): Whom {
  const paths = pathsOf(vocabulary);
  const mentions = nested(read.form.comparison === null ? once(read.mentions) : read.mentions, paths);
  const kinds = new Set(mentions.flatMap(({ named }) => named.map(({ subject }) => subject.kind)));
  const units = mentions.some(({ named }) => named.every(({ subject }) => subject.kind === "unit"));
  const mixed = (kinds.has("audience") || kinds.has("cohort")) && units && read.form.comparison === null;
  const subjects = mentions.map(({ named }) => distinct(named).map(({ subject }) => subject));
  const doubtful = mixed || mentions.some((mention) => mention.doubtful && !isOwn(read, mention, vocabulary));
  const impossible = mentions.some(({ named }) => named.length === 0) || isAbove(read, vocabulary);
  if (mixed) return { subjects: [subjects.flat()], doubtful, impossible };
  return { subjects: [...ownOf(read, mentions, vocabulary), ...subjects], doubtful, impossible };
}

/** "Toàn tỉnh", of whoever supervises a commune: theirs is not what is asked about. */
function isAbove({ words, mentions, own, everybody, form }: Understood, { own: supervised }: Vocabulary): boolean {
  // "Xã mình đứng thứ mấy toàn tỉnh" only says among whom.
  if (form.place || mentions.length > 0 || supervised.length === 0 || (own === null && !everybody)) return false;
  const said = words.some(
    ({ marked }, at) =>
      /^(?:tỉnh|tinh)$/.test(marked) &&
      /^(?:toan|ca|khap|trong|cua|o)$/.test(words[at - 1]?.read ?? "") &&
      words[at + 1]?.read !== "hinh",
  );
  return said && !supervised.some(({ name }) => nameWords(name).includes("tinh"));
}

/** "Văn phòng" of whoever heads one is theirs. "Xã Tân" is not the Xã Tân Lập of its head. */
function isOwn({ words }: Understood, { from, to, named }: Mention, { own }: Vocabulary): boolean {
  const [only, other] = named;
  const [mine, another] = own;
  if (only?.subject.kind !== "unit" || other !== undefined || mine === undefined || another !== undefined) return false;
  return mine.id === only.subject.id && isTypeAlone(words.slice(from, to).map(({ folded }) => folded));
}

/** "Chị Giang học đến đâu rồi, Đoàn Thị Giang ấy": who is named twice is one. */
function once(mentions: readonly Mention[]): readonly Mention[] {
  const [first, second] = mentions;
  if (first === undefined || second === undefined || mentions.length > 2) return mentions;
  const key = ({ subject }: Named) => JSON.stringify(subject);
  const both = first.named.filter((one) => second.named.some((other) => key(one) === key(other)));
  return both.length === 0 ? mentions : [{ ...first, named: both, doubtful: first.doubtful && second.doubtful }];
}

/** "Xã mình" beside a name is only said to be compared with it; inside a name's unit it says nothing. */
function ownOf(read: Understood, mentions: readonly Mention[], vocabulary: Vocabulary): Subject[][] {
  if (read.me && mentions.length === 1 && read.form.comparison !== null) return [[{ kind: "me" }]];
  if (read.own === null && !read.everybody) return [];
  if (mentions.length > 0 && (read.form.comparison === null || read.own === null || mentions.length > 1)) return [];
  const { own } = vocabulary;
  if (read.own?.both && read.form.comparison !== null)
    return own.toSorted((a, b) => a.id - b.id).map(({ id }) => [{ kind: "unit", id }]);
  const level = read.own?.level?.split(" ")[0];
  const called = level === undefined ? [] : own.filter(({ name }) => nameWords(name)[0] === level);
  return own.length > 1 && called.length === 1 ? [[{ kind: "unit", id: called[0]!.id }]] : [[{ kind: "own" }]];
}

type Paths = (named: Named) => string | null;

function pathsOf({ units, people }: Vocabulary): Paths {
  const unitPaths = new Map(units.map(({ id, path }) => [id as number, path]));
  const homes = new Map(people.map(({ id, unitPath }) => [id as number, unitPath]));
  return ({ subject }) => {
    if (subject.kind === "unit") return unitPaths.get(subject.id) ?? null;
    return subject.kind === "person" ? (homes.get(subject.id) ?? null) : null;
  };
}

const isBelow = (path: string, above: string): boolean => path.startsWith(`${above} / `);

/** A unit named beside one that lies below it, or beside a person in it, only says which one is meant. */
function nested(mentions: readonly Mention[], pathOf: Paths): readonly Mention[] {
  const persons = mentions.filter(({ named }) => named.every(({ subject }) => subject.kind === "person")).length;
  for (const [index, upper] of mentions.entries()) {
    if (!upper.named.every(({ subject }) => subject.kind === "unit")) continue;
    for (const [other, lower] of mentions.entries()) {
      if (other === index) continue;
      const inside = lower.named.filter((one) => liesIn(one, upper, pathOf));
      const person = lower.named.every(({ subject }) => subject.kind === "person");
      if (inside.length === 0 && (!person || persons > 1)) continue;
      const rest = mentions.flatMap((mention, at) =>
        at === index ? [] : at === other ? [{ ...lower, named: inside }] : [mention],
      );
      return nested(rest, pathOf);
    }
  }
  return mentions;
}

function liesIn(one: Named, upper: Mention, pathOf: Paths): boolean {
  const path = pathOf(one);
  if (path === null) return false;
  return upper.named.some((above) => {
    const upperPath = pathOf(above);
    if (upperPath === null) return false;
    return (
      isBelow(path, upperPath) ||
      (one.subject.kind === "person" && path.split("; ").some((home) => home === upperPath || isBelow(home, upperPath)))
    );
  });
}
