import { countsPeople } from "#domain/measure.ts";
import type { Form, Measure, Period, Question, Subject } from "#domain/question.ts";
import { questionInWords } from "../question-in-words.ts";
import { keyOf } from "../question-key.ts";
import { isAsked } from "./asked.ts";
import { type Beside, besideOf, pairsOf } from "./beside.ts";
import { formOf } from "./form-of.ts";
import { nameOf } from "./name-of.ts";
import { isOther } from "./other.ts";
import { readParagraph, readTwo } from "./paragraph.ts";
import { asksAgain, pointed, restOfLine } from "./pointed.ts";
import { type Understood, understood } from "./understood.ts";
import type { Choice, ReadQuestion, Vocabulary } from "./vocabulary.ts";
import { isBare, measuresOf, ofLate, type Timed, timed } from "./what.ts";
import { rankingWhoThereIs } from "./who-there-is.ts";
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
  const same = before === null ? null : asksAgain(text) ? before : restOfLine(text, before);
  if (same !== null) return { kind: "question", question: same };
  const said = before === null ? text : pointed(text, before, vocabulary);
  const read = (sentence: string) => readSentence(sentence, vocabulary, before);
  const offer = (questions: readonly Question[]) => offered(questions, vocabulary);
  const whole = readParagraph(said, vocabulary, read, offer) ?? read(said);
  return whole.kind === "none" ? (readTwo(said, read, offer) ?? whole) : whole;
}

function readSentence(text: string, vocabulary: Vocabulary, before: Question | null): ReadQuestion {
  if (text.length > longestQuestion) return nothing;
  const read = understood(text, vocabulary);
  if (read.words.length === 0 || read.words.length > mostWords || isOther(read)) return nothing;
  const context = before !== null && !isOwnPlace(read) && goesOnFrom(read, before) ? before : null;
  if (!isAsked(read, context)) return nothing;
  if (read.unknownName) return unknown;
  if (read.beyond) return nothing;
  const whom = whomOf(read, vocabulary);
  if (whom.impossible) return unknown;
  const drafted = draft({ read, whom, context, vocabulary });
  const wider = before !== null && context === null ? continued(drafted, read, whom, before, vocabulary) : drafted;
  return chosen(wider, read, whom, vocabulary);
}

/** "Tôi đứng thứ mấy": on the board, whatever was asked before. */
const isOwnPlace = ({ form, me, measures, mentions }: Understood): boolean =>
  form.place && me && measures.length === 0 && mentions.length === 0;

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
  return { ...drafted, questions: [...kept, ...drafted.questions] };
}

/** Of one person there are neither names nor a ranking. */
const mayKeep = ({ subject, form }: Question, before: Question): boolean =>
  subject.kind === "own" &&
  before.form.kind !== "comparison" &&
  (form.kind === "total" ||
    form.kind === "reached" ||
    (before.subject.kind !== "person" && before.subject.kind !== "me"));

/** It names no measure of its own, or begins with "còn", "thế". "Còn ai chưa học" stands for itself. */
function goesOnFrom(read: Understood, before: Question): boolean {
  const { words, measures, goesOn, form, over, unknownName } = read;
  // "Xã nào dưới 50%" after how lessons go is of something else.
  if (before.form.kind === "taught" && form.line !== null && form.taught === null) return false;
  if (words.length > 10 || (over.length > 0 && !unknownName)) return false;
  const people = measures[0]?.counted === "people";
  if (
    measures.length === 0 ||
    (isBare(read) &&
      (people ? countsPeople(before.measure) || isCut(before) : goesOn || read.mentions.length > 0 || isNext(read)))
  )
    return true;
  if (measures.every(({ counted }) => /^(?:not_yet|share)$/.test(counted)) || isRest(read)) return true;
  if (form.line !== null && isLined(read, before)) return true;
  const still = words[0]?.read === "con" && (form.names || form.total);
  return goesOn && !still;
}

/** "Còn mấy người chưa": people of whom no more is said. */
const isRest = ({ measures }: Understood): boolean =>
  measures.some(({ counted }) => counted === "not_yet") &&
  measures.every(({ counted }) => counted === "not_yet" || counted === "people");

/** "Từ 5 đến 8 bài", after others beyond a line, "được 100 điểm chưa" after so many points: nothing else is said. */
const isLined = ({ form, mentions, own, measures }: Understood, { form: last, measure }: Question): boolean =>
  ((last.kind === "ranking" && last.beyond !== undefined) ||
    last.kind === "reached" ||
    measures.every(({ counted }) => counted === measure)) &&
  [form.ranking, own].every((said) => said === null) &&
  !form.names &&
  mentions.length === 0;

/** Of those beyond a line it was told how many they are. */
const isCut = ({ form }: Question): boolean => form.kind === "ranking" && form.beyond !== undefined;

/** "So với tuần trước thế nào", "tuần trước thế nào": how what was asked stands then. */
const isNext = ({ form, periods, words }: Understood): boolean =>
  (form.comparison !== null || periods.length > 0) && !words.some(({ read }) => /^(?:hoc|hinh|cao|ke|hop)$/.test(read));

/** "Dưới 70 thì sao" after "xã nào dưới 50%": a number of what the line before was in. */
function withUnit(read: Understood, before: Question | null): Understood {
  const { line } = read.form;
  const last = before?.form.kind === "ranking" || before?.form.kind === "reached" ? before.form.beyond : undefined;
  if (line === null || line.unit !== null || last?.in !== "percent" || line.line > 100) return read;
  return { ...read, form: { ...read.form, line: { ...line, unit: "percent" } } };
}

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

function draft(given: Facts): Draft {
  const facts = { ...given, read: withUnit(rankingWhoThereIs(given.read, given), given.context) };
  const { read, whom, context, vocabulary } = facts;
  // "Xã nào hơn xã Tân Lập" has no answer in any form.
  if (read.form.ranking !== null && read.mentions.some(({ from }) => read.words[from - 1]?.read === "hon"))
    return nobody;
  const usual = usualSubject(facts);
  const measures = measuresOf(read, whom.subjects.length > 0 || read.everybody, context);
  const apart = whom.subjects.length > 1 && (namesEach(read, measures) || read.form.line !== null);
  const pairs = whom.subjects.length > 2 ? pairsOf(whom.subjects, read.periods[0] ?? null) : [];
  if (!apart && pairs.length > 0) {
    const drafts = pairs.map((pair) => compared(facts, pair, measures));
    return { questions: drafts.flatMap(({ questions }) => questions), sure: false };
  }
  const beside = apart ? null : besideOf(read, whom.subjects, usual, context, vocabulary.today);
  if (beside === "unclear") return nobody;
  if (beside !== null) {
    const open = taughtIn(read, [...beside.subjects.flat()], vocabulary) !== null;
    return open ? nobody : compared(facts, beside, measures);
  }
  const periods = read.periods[0] ?? context?.period ?? null;
  const subjects = apart ? whom.subjects.flat() : (whom.subjects[0] ?? [usual]);
  const taught = taughtIn(read, subjects, vocabulary);
  const asked = taught ?? subjects.map((subject) => ({ subject, period: periods }));
  const all = asked.flatMap(({ subject, period }) =>
    measures.flatMap((measure) => inTime(facts, measure, period).map((one) => ({ ...one, subject }))),
  );
  const questions = all.flatMap(({ measure, subject, period }) => {
    const form = formOf(read, measure, subject, context, vocabulary);
    return form === null ? [] : [{ measure, subject, period, form }];
  });
  const sure = !apart && taught === null && !wantsWhoFinished(read);
  return { questions, sure: sure && all.every((one) => one.sure) };
}

/**
 * The title of a module is another number in another course: whose people and which number may be meant. By its number alone
 * a unit would be told of the other course's module, too. Null: the number is
 * the same in every course that is taught here.
 */
function taughtIn({ titled }: Understood, subjects: readonly Subject[], { modules }: Vocabulary) {
  const numbers = [...new Set(titled.modules.map(({ number }) => number))];
  const courses = new Set(modules.map(({ course }) => course));
  const everywhere = [...courses].every((one) => titled.modules.some(({ course }) => course === one));
  if (numbers.length === 0 || (numbers.length === 1 && everywhere)) return null;
  return subjects.flatMap((subject): { subject: Subject; period: Period }[] =>
    subject.kind === "own" || subject.kind === "unit"
      ? titled.modules.map(({ course, number }) => ({
          subject: { kind: "audience", course },
          period: { kind: "module", number },
        }))
      : numbers.map((number) => ({ subject, period: { kind: "module", number } })),
  );
}

/** "Mấy người xong phần 2", "ai chưa xong phần An toàn": people are wanted, and of a module lessons are counted. */
const wantsWhoFinished = ({ form, periods, measures, words }: Understood): boolean =>
  periods[0]?.kind === "module" &&
  measures.some(({ counted }) => /^(?:done|undone|through|learnt|not_learnt|finished|not_finished)$/.test(counted)) &&
  (form.names || words.some(({ read }) => read === "nguoi"));

/** "Kể tên ai chưa học ở A và B": who they are is told of one, and which is asked back; so is whether a line is reached. */
const namesEach = ({ form }: Understood, measures: readonly Measure[]): boolean =>
  form.names && form.comparison === null && form.ranking === null && measures.every(countsPeople);

const inTime = ({ read, vocabulary: { today } }: Facts, measure: Measure, period: Period | null): Timed[] =>
  period === null && measure === "not_learnt" && read.measures.some(({ counted }) => counted === "gap")
    ? ofLate(today)
    : timed(measure, period, { kind: "days", from: today, to: today }, read.ever);

/** Whom it is about where it names nobody. "Mình" among many people is us, alone it is me. */
function usualSubject({ read, whom, context, vocabulary }: Facts): Subject {
  const { form, me, measures, everybody } = read;
  const many =
    form.names ||
    (form.total && read.words.some((word) => word.read === "nguoi" || word.read === "vien")) ||
    form.ranking !== null ||
    (form.taught !== null && !me) ||
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
        const same = keyOf([subject, period]) === keyOf([other, beside.period]);
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
  const keys = all.map(keyOf);
  const questions = all.filter((_, at) => keys.indexOf(keys[at]!) === at);
  const [only, second] = questions;
  if (only === undefined) return nothing;
  const certain = sure && !whom.doubtful && !(read.likelyMe && only.subject.kind === "me");
  if (second === undefined && certain && read.over.length === 0) return { kind: "question", question: only };
  return offered(questions, vocabulary);
}

const offered = (questions: readonly Question[], vocabulary: Vocabulary): ReadQuestion => ({
  kind: "which",
  choices: questions.slice(0, mostChoices).map((question) => choiceOf(question, vocabulary)),
});

const choiceOf = (question: Question, vocabulary: Vocabulary): Choice => ({
  label: labelOf(question, vocabulary),
  question,
});

/** The question in one short line, with the names of the vocabulary. */
export const labelOf = (question: Question, vocabulary: Vocabulary): string =>
  questionInWords(question, (subject) => nameOf(subject, vocabulary), vocabulary.today);
