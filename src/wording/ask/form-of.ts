import type { Bound } from "#domain/bound.ts";
import { countsPeople, hasLine, isBestFirst, isUnwelcome, ranksPeople } from "#domain/measure.ts";
import type { Form, Measure, Question, Subject } from "#domain/question.ts";
import { keyOf } from "../question-key.ts";
import type { SaidRanking } from "./forms.ts";
import type { SaidLine } from "./lines.ts";
import { isCalled } from "./subjects.ts";
import { taughtAgain, taughtForm } from "./taught.ts";
import type { Understood } from "./understood.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { nameWords } from "./words.ts";

const usual = { superlative: 5, ranking: 10, all: 60 };

/** The form of the answer; null: there is none in that form. */
export function formOf(
  read: Understood,
  measure: Measure,
  subject: Subject,
  before: Question | null,
  known: Vocabulary,
): Form | null {
  const { ranking, names, total, line, place, taught } = read.form;
  const alone = subject.kind === "me" || subject.kind === "person";
  if (taught !== null) return line === null ? taughtForm(taught, measure, before) : null;
  if (line !== null)
    return alone ? reached(line, read, measure, true, before) : cut(line, read, measure, before, known);
  if (place) return placed(subject, measure, known);
  if (ranking !== null && ranking.of === null && before?.form.kind === "taught")
    return taughtAgain(before.form, ranking);
  if (ranking !== null) return alone ? null : ranked(ranking, measure, read, known, before);
  const last = before?.form ?? null;
  if (last?.kind === "taught" && !names && !total) return last;
  if (last?.kind === "reached" && !names && !total && fitsOne(last.beyond, measure, alone)) return last;
  if (last?.kind === "place" && !names && !total) return placed(subject, measure, known);
  if (alone) return { kind: "total" };
  // "Bao nhiêu người vậy", of those beyond a line: they are counted there.
  if (last?.kind === "ranking" && last.beyond !== undefined && (total || (names && last.of === "people")))
    return kept(last, measure);
  if (names) return namesOf(measure);
  if (total) return { kind: "total" };
  if (before !== null && before.form.kind !== "comparison") {
    const { form, subject: of } = before;
    const one = form.kind === "ranking" && keyOf(of) !== keyOf(subject) && hasNone(form, subject, known);
    return one ? single(form, measure) : kept(form, measure);
  }
  // Who has not learnt is asked for the sake of who they are, with no word for the form.
  return isUnwelcome(measure) ? { kind: "names" } : { kind: "total" };
}

/** Of a unit, of all that is supervised where it is one, or of a person: their own stands on the board. */
function placed(subject: Subject, measure: Measure, { own }: Vocabulary): Form | null {
  if (subject.kind === "me") return measure === "points" ? { kind: "place" } : null;
  if (subject.kind === "person") return ranksPeople(measure) ? { kind: "place" } : null;
  return subject.kind === "unit" || (subject.kind === "own" && own.length === 1) ? { kind: "place" } : null;
}

/** "Mỗi xã bao nhiêu người dưới 50%", "xã nào có ai dưới 5 bài": people of each unit who stand there, which nothing counts. */
function ofTheirPeople({ words, cuts }: Understood): boolean {
  const line = words.map(({ read }, at) => (cuts.some(({ from, to }) => from <= at && at < to) ? "|" : read)).join(" ");
  return /(?:bao nhieu|may|co|nhieu|it) (?:nguoi|ai|hoc vien|can bo|dong chi) (?:hoc )?\|/.test(line);
}

/** The line, and where the text does not say its side, that of the line before. */
function boundOf({ side, line, unit, to }: SaidLine, before: Question | null): Bound | null {
  const last = before?.form.kind === "ranking" || before?.form.kind === "reached" ? before.form.beyond : undefined;
  const stands = side ?? (last?.to === undefined ? last?.side : undefined);
  if (stands === undefined) return null;
  const counted = unit === "percent" ? "percent" : "number";
  return { side: stands, line, in: counted, ...(to === undefined ? {} : { to: { ...to, in: counted } }) };
}

/** "Xã mình đạt 80% chưa", of one subject: whether it stands beyond the line. Only where that is asked. */
function reached(
  said: SaidLine,
  read: Understood,
  measure: Measure,
  alone: boolean,
  before: Question | null,
): Form | null {
  const beyond = boundOf(said, before);
  const open = read.form.names || (read.form.total && said.unit !== "percent");
  if (beyond === null || open || !(read.asks || before?.form.kind === "reached")) return null;
  return fitsOne(beyond, measure, alone) && !(alone ? said.unit === "people" : said.unit === "days")
    ? { kind: "reached", beyond }
    : null;
}

/** Of a unit people are counted, of a person days; a share is one of lessons, answers or people. */
const fitsOne = (beyond: Bound, measure: Measure, alone: boolean): boolean =>
  alone ? ranksPeople(measure) && hasLine(measure, "people", beyond) : hasLine(measure, "units", beyond);

/** Those beyond a line, the farthest first. */
function cut(
  said: SaidLine,
  read: Understood,
  measure: Measure,
  before: Question | null,
  known: Vocabulary,
): Form | null {
  const { ranking, names, total } = read.form;
  const { words } = read;
  const { unit } = said;
  const last = before?.form.kind === "ranking" ? before.form : null;
  const people = names || (total && words.some(({ read }) => /^(?:nguoi|vien|bo|chi)$/.test(read)));
  const of = ranking?.of ?? (people ? "people" : ranking === null ? (last?.of ?? null) : "units");
  if (of === "units" && unit !== "people" && ofTheirPeople(read)) return null;
  if (of === null) return reached(said, read, measure, false, before);
  if (of === "people" && (!ranksPeople(measure) || unit === "people")) return null;
  const beyond = boundOf(said, before);
  if (beyond === null) return null;
  const called = (ranking?.level ?? []).flatMap((word) => calledSo(word, known));
  const level = of === "people" ? [] : ranking === null && last !== null ? last.level : [...new Set(called)];
  return {
    kind: "ranking",
    of,
    level,
    best: isBestFirst(measure, beyond),
    limit: Math.max(1, Math.min(ranking?.limit ?? usual.all, usual.all)),
    beyond,
  };
}

/** Names, where people are counted; where something of theirs is, each with their own. */
function namesOf(measure: Measure): Form | null {
  if (countsPeople(measure)) return { kind: "names" };
  if (!ranksPeople(measure)) return null;
  return { kind: "ranking", of: "people", level: [], best: true, limit: usual.all };
}

function kept(form: Form, measure: Measure): Form {
  if (form.kind === "names" && !countsPeople(measure)) return { kind: "total" };
  const people = form.kind === "ranking" && form.of === "people";
  if (people && !ranksPeople(measure)) return { kind: "total" };
  if (form.kind !== "ranking" || countsPeople(measure)) return form;
  const { by: _, ...rest } = form;
  return rest;
}

/** "Còn xã Tân Lập?" after "xã nào học tốt nhất": there is nothing to rank below it, so it is asked how it does itself. */
function hasNone({ of, level }: Ranking, subject: Subject, { units }: Vocabulary): boolean {
  const top = subject.kind === "unit" ? units.find(({ id }) => id === subject.id) : undefined;
  if (of !== "units" || top === undefined) return false;
  const below = units.filter(({ path }) => path.startsWith(`${top.path} / `));
  return level.length === 0 ? below.length === 0 : !below.some((unit) => level.some((word) => isCalled([unit], word)));
}

const single = ({ beyond }: Ranking, measure: Measure): Form =>
  beyond !== undefined && fitsOne(beyond, measure, false) ? { kind: "reached", beyond } : { kind: "total" };

type Ranking = Extract<Form, { kind: "ranking" }>;

/** What a ranking does not say, the one before it said: "thấp nhất?", "còn phường?", "top 3". */
function earlier(said: SaidRanking, before: Question | null): Ranking | null {
  if (before === null || before.form.kind !== "ranking") return null;
  return said.of === null || said.of === before.form.of ? before.form : null;
}

function ranked(
  said: SaidRanking,
  measure: Measure,
  { words, form: { names } }: Understood,
  known: Vocabulary,
  before: Question | null,
): Form | null {
  const last = earlier(said, before);
  if (last !== null && last.of === "units" && said.all)
    return { ...last, level: [...new Set(said.level.flatMap((word) => calledSo(word, known)))] };
  const of = said.of ?? last?.of ?? (names || /^(?:streak|points|lessons)$/.test(measure) ? "people" : "units");
  if (of === "people" && !ranksPeople(measure)) return namesOf(measure);
  const limit = said.limit ?? (said.all ? usual.all : said.most === null ? usual.ranking : usual.superlative);
  const levels = said.level.flatMap((word) => calledSo(word, known));
  const level =
    of === "people" ? [] : levels.length === 0 && said.of === null ? (last?.level ?? []) : [...new Set(levels)];
  const best = last === null || said.end === null ? isBest(said, measure) : last.best === (said.end === "head");
  const heads = of === "units" && countsPeople(measure) && (byHeads(said, words) || last?.by !== undefined);
  const by = heads ? ({ by: "number" } as const) : {};
  return { kind: "ranking", of, level, best, limit: Math.max(1, Math.min(limit, usual.all)), ...by };
}

/** "Xã nào nhiều người chưa học nhất", "số người chưa tham gia nhiều nhất": how many they are is compared, not their share. */
const byHeads = ({ most, judges }: SaidRanking, words: Understood["words"]): boolean =>
  most !== null &&
  !judges &&
  /(?:nhieu|it|dong|so|so luong) (?:nguoi|hoc vien|can bo|cong chuc|dong chi|dai bieu)/.test(
    words.map(({ read }) => read).join(" "),
  );

/** "Nhiều nhất" is the best of points and the last of those who have not learnt. */
function isBest({ most, judges }: SaidRanking, measure: Measure): boolean {
  const bad = isUnwelcome(measure);
  if (most === null) return !bad;
  return judges || !bad ? most : !most;
}

/** How the names of a level begin: "xa", or, where none does, what stands before it in them: "uy ban nhan dan xa". */
function calledSo(word: string, { units }: Vocabulary): string[] {
  const names = units.map(({ name }) => nameWords(name).join(" "));
  if (/^(?:p|ph|x)$/.test(word)) {
    const long = word === "x" ? ["xa"] : ["phuong", "phong"];
    const there = long.filter((one) => names.some((name) => name.startsWith(`${one} `)));
    return there.length > 0 ? there : long;
  }
  if (names.some((name) => name.startsWith(`${word} `))) return [word];
  const before = names.flatMap((name) => {
    const at = name.indexOf(` ${word} `);
    // The "ban" of "ủy ban" is no board.
    return at < 0 || `${name} `.slice(0, at).endsWith("uy") ? [] : [name.slice(0, at + word.length + 1)];
  });
  return before.length === 0 ? [word] : [...new Set(before)].slice(0, 6);
}
