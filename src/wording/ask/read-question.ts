import type { Form, Measure, Period, Question, Subject } from "#domain/question.ts";
import { questionInWords } from "../question-in-words.ts";
import { type Beside, besideOf } from "./beside.ts";
import { countsPeople, formOf } from "./form-of.ts";
import type { Counted } from "./measures.ts";
import { nameOf } from "./name-of.ts";
import { isOther } from "./other.ts";
import { type Understood, understood } from "./understood.ts";
import type { Choice, ReadQuestion, Vocabulary } from "./vocabulary.ts";
import { isBare, measuresOf, type Timed, timed } from "./what.ts";
import { type Whom, whomOf } from "./whom.ts";
import { longestQuestion } from "./words.ts";

const mostWords = 45;
const mostChoices = 9;
const nothing: ReadQuestion = { kind: "none" };
const unknown: ReadQuestion = { kind: "unknown_subject" };

/**
 * What a text asks about people's progress. Never guesses: what has two meanings is asked back, what only nearly names
 * something too; a name that the vocabulary does not have is unknown, whoever may bear it elsewhere.
 * @param before the question of the same chat that this one may go on from
 */
export function readQuestion(text: string, vocabulary: Vocabulary, before: Question | null): ReadQuestion {
  if (text.length > longestQuestion) return nothing;
  const read = understood(text, vocabulary);
  if (read.words.length === 0 || read.words.length > mostWords || isOther(read)) return nothing;
  const context = before !== null && goesOnFrom(read, before) ? before : null;
  if (!isAsked(read, context)) return nothing;
  if (read.unknownName) return unknown;
  if (read.beyond) return nothing;
  const whom = whomOf(read, vocabulary);
  if (whom.impossible) return unknown;
  const drafted = draft({ read, whom, context, vocabulary });
  const wider = before !== null && context === null ? continued(drafted, read, whom, before, vocabulary) : drafted;
  return chosen(wider, read, whom, vocabulary);
}

/** "Ai chậm?" after a question about a commune may be about that commune, or about all: both are asked back. */
function continued(drafted: Draft, read: Understood, whom: Whom, before: Question, vocabulary: Vocabulary): Draft {
  const alone = whom.subjects.length === 0 && !read.everybody && read.own === null && !read.me;
  if (!alone || read.words.length > 7 || read.form.comparison !== null) return drafted;
  const kept = drafted.questions.map((question): Question => {
    const subject = mayKeep(question, before) ? before.subject : question.subject;
    const [only, second] =
      read.periods.length === 0 && before.period.kind === "days"
        ? timed(question.measure, before.period, { kind: "days", from: vocabulary.today, to: vocabulary.today }, false)
        : [];
    return { ...question, subject, period: only?.sure && second === undefined ? only.period : question.period };
  });
  const all = [...kept, ...drafted.questions].map((question) => JSON.stringify(question));
  return { ...drafted, questions: [...new Set(all)].map((question) => JSON.parse(question) as Question) };
}

/** Of one person there are neither names nor a ranking. */
const mayKeep = ({ subject, form }: Question, before: Question): boolean =>
  subject.kind === "own" &&
  before.form.kind !== "comparison" &&
  (form.kind === "total" || (before.subject.kind !== "person" && before.subject.kind !== "me"));

/** It names no measure of its own, or begins with "còn", "thế". "Còn ai chưa học" stands for itself. */
function goesOnFrom(read: Understood, before: Question): boolean {
  const { words, measures, goesOn, form, over, unknownName } = read;
  if (words.length > 10 || (over.length > 0 && !unknownName)) return false;
  const people = measures[0]?.counted === "people";
  if (
    measures.length === 0 ||
    (isBare(read) && (people ? countsPeople(before.measure) : goesOn || read.mentions.length > 0 || isNext(read)))
  )
    return true;
  if (measures.every(({ counted }) => counted === "not_yet")) return true;
  const still = words[0]?.read === "con" && (form.names || form.total);
  return goesOn && !still;
}

/** "So với tuần trước thế nào", "tuần trước thế nào": how what was asked stands then. */
const isNext = ({ form, periods, words }: Understood): boolean =>
  (form.comparison !== null || periods.length > 0) && !words.some(({ read }) => /^(?:hoc|hinh|cao|ke|hop)$/.test(read));

/** Whether the text wants to know something, and enough of it is understood. */
function isAsked(read: Understood, context: Question | null): boolean {
  const { measures, form, asks, over, unknownName, words } = read;
  // Of a long text more may be left over: it is asked back.
  const most = measures.some(({ counted }) => !isVague(counted)) ? Math.max(2, Math.floor(words.length / 5)) : 2;
  if (over.length > (unknownName ? 6 : most)) return false;
  if (measures.length === 0)
    return unknownName
      ? asksForName(read) || form.comparison === "strong" || (context !== null && (asks || read.goesOn))
      : isElliptic(read, context);
  const wanted =
    asks ||
    form.names ||
    form.total ||
    form.ranking !== null ||
    form.comparison === "strong" ||
    isBeside(read) ||
    (form.comparison !== null && read.periods.length > 1);
  const vague = measures.every(({ counted }) => counted === "how") && form.ranking === null;
  // "Thời tiết Hà Nội thế nào" asks after the weather, not after somebody.
  if (over.length > 0 && vague && (!unknownName || saysOther(read))) return false;
  const title = measures.some(({ force }) => force !== "said") || isMeasureAlone(read);
  if (
    read.me &&
    !wanted &&
    (over.length > 0 || !measures.every(({ counted }) => /^(?:points|score|streak|completion)$/.test(counted)))
  )
    return false;
  return over.length > 0 && !unknownName ? wanted : wanted || title;
}

const isVague = (counted: Counted): boolean => counted === "how" || counted === "learnt" || counted === "people";

/** Whether the text opens with words of something else. */
const saysOther = ({ words, over, goesOn }: Understood): boolean => {
  const first = over[0] ?? words.length;
  const isName = words[first]?.capital || unitHead.test(words[first - 1]?.read ?? "") || unitHead.test(words[0]!.read);
  return first < 3 && !goesOn && !isName;
};

/** "Lan hay Minh học nhiều bài hơn": two are named and set beside each other. */
const isBeside = ({ form, mentions, me }: Understood): boolean =>
  form.comparison !== null && mentions.length + (me ? 1 : 0) === 2;

/** "Đã học", "hoàn thành": somebody who supervises others asks with that of them. */
const isMeasureAlone = ({ words, over, me }: Understood): boolean =>
  !me &&
  over.length === 0 &&
  /^(?:(?:da )?(?:hoc|hoan thanh|xong|hoc xong|tham gia|vao lop|kich hoat)(?: xong| het)?)$/.test(
    words.map(({ read }) => read).join(" "),
  );

const unitHead = /^(?:xa|phuong|huyen|tinh|quan|lop|so|phong|ban|to|thi|thanh|anh|chi|ong|ba|don|hoi|uy|van)$/;

/** "Xã Tân Phú?", "thế chị Hoa?": all there is to it is a name that nobody of ours bears. */
function asksForName({ words, asks, goesOn, over }: Understood): boolean {
  const head = words.slice(goesOn ? 1 : 0).find(({ read }) => read !== "con")?.read ?? "";
  return (
    asks &&
    words.length - over.length <= 4 &&
    unitHead.test(head) &&
    !words.some(({ read }) => /^(?:gi|la)$/.test(read))
  );
}

/** How many of something that nobody counts here. */
const countsOther = /(?:may|bao nhieu) (?:ngay|buoi|lan|hom)/;

/** Nothing is said of what is counted: a name, a period or a form alone. */
function isElliptic(read: Understood, context: Question | null): boolean {
  const { mentions, own, everybody, periods, form, asks, over, words, me } = read;
  if (over.length > 0 || read.beyond || countsOther.test(words.map((word) => word.read).join(" "))) return false;
  const named = mentions.length > 0 || own !== null;
  const module = periods.some(({ kind }) => kind === "module");
  const slots =
    named ||
    everybody ||
    periods.length > 0 ||
    form.names ||
    form.total ||
    form.ranking !== null ||
    form.comparison !== null;
  const alone = words.length < 5 && periods.length === 1 && periods[0]!.kind === "days" && read.idle.length === 0;
  if (context === null && alone && asks) return true;
  if (own?.both && form.comparison !== null) return true;
  if (context !== null)
    return (
      (slots || (me && read.goesOn)) &&
      !(me && !asks && !read.goesOn) &&
      (asks || read.goesOn || words.length < 7) &&
      !/^(?:ok|oke|vâng|dạ|cảm|cam)$/.test(words[0]!.marked)
    );
  if (form.ranking !== null && !form.ranking.all) return form.ranking.judges || asks;
  if (form.comparison === "strong" || form.comparison === "trend")
    return named || periods.length > 0 || form.ranking !== null;
  if (form.comparison !== null && periods.length > 1) return true;
  if (mentions.length === 2 && words.length < 17) return true;
  if (form.names) return periods.some(({ kind }) => kind === "days") && asks && !me;
  if (module && (asks || named)) return named || form.total;
  return named && (asks || isNameAlone(read) || (periods.length > 0 && words.length < 8 && !me));
}

const isNameAlone = ({ mentions, words }: Understood): boolean =>
  mentions.length === 1 &&
  mentions[0]!.to - mentions[0]!.from === words.length &&
  mentions[0]!.named.every(({ subject, fit }) => subject.kind === "unit" && fit === "name");

interface Facts {
  readonly read: Understood;
  readonly whom: Whom;
  readonly context: Question | null;
  readonly vocabulary: Vocabulary;
}

/** Questions that may be meant, the likeliest first, and whether the only one is sure. */
interface Draft {
  readonly questions: readonly Question[];
  readonly sure: boolean;
}

const nobody: Draft = { questions: [], sure: false };

function draft(facts: Facts): Draft {
  const { read, whom, context, vocabulary } = facts;
  // "Xã nào hơn xã Tân Lập" has no answer in any form.
  if (read.form.ranking !== null && read.mentions.some(({ from }) => read.words[from - 1]?.read === "hon"))
    return nobody;
  const usual = usualSubject(facts);
  const beside = besideOf(read, whom.subjects, usual, context, vocabulary.today);
  if (beside === "unclear") return nobody;
  const measures = measuresOf(read, whom.subjects.length > 0 || read.everybody, context);
  if (beside !== null) return compared(facts, beside, measures);
  const periods = read.periods[0] ?? context?.period ?? null;
  const subjects = whom.subjects[0] ?? [usual];
  const all = measures.flatMap((measure) => inTime(facts, measure, periods));
  const questions = subjects.flatMap((subject) =>
    all.flatMap(({ measure, period }) => {
      const form = formOf(read, measure, subject, context, vocabulary);
      return form === null ? [] : [{ measure, subject, period, form }];
    }),
  );
  return { questions, sure: all.every(({ sure }) => sure) };
}

const inTime = ({ read, vocabulary: { today } }: Facts, measure: Measure, period: Period | null): Timed[] =>
  timed(measure, period, { kind: "days", from: today, to: today }, read.ever);

/** Whom it is about where it names nobody. "Mình" among many people is us, alone it is me. */
function usualSubject({ read, whom, context, vocabulary }: Facts): Subject {
  const { form, me, measures, everybody } = read;
  const many =
    form.names ||
    (form.total && read.words.some((word) => word.read === "nguoi" || word.read === "vien")) ||
    form.ranking !== null ||
    everybody ||
    measures.some(({ counted }) => counted === "people" || counted === "unreachable" || counted === "not_joined");
  if (me && !many && whom.subjects.length === 0) return { kind: "me" };
  if (context !== null) return context.subject;
  const learner =
    vocabulary.own.length === 0 &&
    !many &&
    measures.every(({ counted }) => /^(?:points|score|streak|lessons|completion|forecast|overdue|days)$/.test(counted));
  return learner ? { kind: "me" } : { kind: "own" };
}

function compared(facts: Facts, { subjects, periods }: Beside, measures: readonly Measure[]): Draft {
  const possible = measures.flatMap((measure) => besideInTime(facts, measure, periods));
  const questions = possible.flatMap(({ measure, period, beside }) =>
    subjects[0].flatMap((subject) =>
      (subjects[0] === subjects[1] ? [subject] : subjects[1]).flatMap((other): Question[] => {
        const same = JSON.stringify([subject, period]) === JSON.stringify([other, beside.period]);
        const form: Form = { kind: "comparison", with: { subject: other, period: beside.period } };
        return same ? [] : [{ measure, subject, period, form }];
      }),
    ),
  );
  return { questions, sure: possible.every(({ sure, beside }) => sure && beside.sure) };
}

/** A measure for both periods; one that only the present has is put by those that past days have, too. */
function besideInTime(facts: Facts, measure: Measure, [first, second]: Beside["periods"]) {
  const one = inTime(facts, measure, first);
  const other = inTime(facts, measure, second);
  const both = one.flatMap((asked) => {
    const beside = other.find(({ measure: of }) => of === asked.measure);
    const told = first?.kind !== "days" || asked.period.kind === "days";
    return beside === undefined || !told ? [] : [{ ...asked, beside }];
  });
  if (both.length > 0 || first?.kind !== "days") return both;
  return other.flatMap((beside) => (beside.period.kind === "days" ? [{ ...beside, period: first, beside }] : []));
}

/** One that is sure is the question; what is not is asked back. */
function chosen({ questions: all, sure }: Draft, read: Understood, whom: Whom, vocabulary: Vocabulary): ReadQuestion {
  const keys = all.map((question) => JSON.stringify(question));
  const questions = all.filter((_, at) => keys.indexOf(keys[at]!) === at);
  const [only, second] = questions;
  if (only === undefined) return nothing;
  const certain = sure && !whom.doubtful && !(read.likelyMe && only.subject.kind === "me");
  if (second === undefined && certain && read.over.length === 0) return { kind: "question", question: only };
  return { kind: "which", choices: questions.slice(0, mostChoices).map((question) => choiceOf(question, vocabulary)) };
}

const choiceOf = (question: Question, vocabulary: Vocabulary): Choice => ({
  label: labelOf(question, vocabulary),
  question,
});

/** The question in one short line, with the names of the vocabulary. */
export const labelOf = (question: Question, vocabulary: Vocabulary): string =>
  questionInWords(question, (subject) => nameOf(subject, vocabulary), vocabulary.today);
