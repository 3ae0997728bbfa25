import type { Form, Measure, Period, Question, Subject } from "#domain/question.ts";
import { keyOf } from "../question-key.ts";
import { formOf } from "./form-of.ts";
import { labelOf, readQuestion } from "./read-question.ts";
import { type Understood, understood } from "./understood.ts";
import type { Choice, Vocabulary } from "./vocabulary.ts";
import { measuresOf, timed } from "./what.ts";
import { type Whom, whomOf } from "./whom.ts";
import { longestQuestion } from "./words.ts";

const mostWords = 45;
/** What is as short may go on from the question before. */
const mostGoingOn = 6;
const most = 3;

/**
 * What can be answered near a text that is no question, or not understood: of whom it names, on the days it names, what it
 * wants counted, and where it does not say, what is asked of such most often. At most three, the likeliest first; empty:
 * it names nothing that a question is about.
 * @param before the question of the same chat that it may go on from
 * @param open the words may be meant for a quiz question that is open: then only where they name whom they are about
 */
export function suggested(
  text: string,
  vocabulary: Vocabulary,
  before: Question | null,
  open = false,
): readonly Choice[] {
  if (vocabulary.own.length === 0 || text.length > longestQuestion) return [];
  const read = understood(text, vocabulary);
  if (read.words.length === 0 || read.words.length > mostWords || read.unknownName) return [];
  const whom = whomOf(read, vocabulary);
  const context = whom.subjects.length > 0 || read.goesOn || read.words.length < mostGoingOn ? before : null;
  if (whom.impossible || !(open ? namesSomebody(read, whom) : namesSomething(read, whom, context))) return [];
  const found = near(subjectsOf(read, whom, context), read, context, vocabulary);
  const keys = found.map(keyOf);
  return found
    .filter((_, at) => keys.indexOf(keys[at]!) === at)
    .slice(0, most)
    .map((question) => ({ label: labelOf(question, vocabulary), question }));
}

/** Texts that can be asked, each with the question that it is. */
export const examplesOf = (texts: readonly string[], vocabulary: Vocabulary): readonly Choice[] =>
  texts.flatMap((label) => {
    const read = readQuestion(label, vocabulary, null);
    return read.kind === "question" ? [{ label, question: read.question }] : [];
  });

/** Words that say no more than that people are asked about, or how something stands, name nothing. */
const idle = /^(?:people|how|share|not_yet)$/;

const namesSomebody = ({ own }: Understood, { subjects }: Whom): boolean => subjects.length > 0 || own !== null;

/** When, or which is first, is enough where it is known what was asked about. */
function namesSomething(read: Understood, whom: Whom, before: Question | null): boolean {
  const { measures, titled, periods, form } = read;
  if (namesSomebody(read, whom) || titled.modules.length > 0) return true;
  if (measures.some(({ counted }) => !idle.test(counted))) return true;
  return before !== null && (periods.length > 0 || form.ranking !== null || form.comparison !== null);
}

function subjectsOf({ me }: Understood, { subjects }: Whom, before: Question | null): readonly Subject[] {
  if (subjects.length > 0) return subjects.flat();
  return [me ? { kind: "me" } : (before?.subject ?? { kind: "own" })];
}

/** What is asked most often, of many people and of one. */
function usual(subject: Subject, period: Period | null): readonly Measure[] {
  if (period?.kind === "module") return ["completion", "score"];
  if (isAlone(subject))
    return period?.kind === "days" ? ["lessons", "points", "score"] : ["completion", "lessons", "streak"];
  return period?.kind === "days" ? ["learnt", "not_learnt", "lessons"] : ["completion", "not_learnt", "learnt"];
}

const isAlone = ({ kind }: Subject): boolean => kind === "person" || kind === "me";

/** What was said of each that is named, then what is usual. */
function near(
  subjects: readonly Subject[],
  read: Understood,
  before: Question | null,
  vocabulary: Vocabulary,
): readonly Question[] {
  const { today } = vocabulary;
  const period = read.periods[0] ?? before?.period ?? null;
  const isSaid = before !== null || read.measures.some(({ counted }) => !idle.test(counted));
  const said = isSaid ? measuresOf(read, true, before) : [];
  const measured = (subject: Subject, measure: Measure, form: Form) =>
    timed(measure, period, { kind: "days", from: today, to: today }, false).map(
      (one): Question => ({ measure: one.measure, subject, period: one.period, form }),
    );
  return [
    ...said.flatMap((measure) =>
      subjects.flatMap((subject) => measured(subject, measure, saidForm(read, measure, subject, before, vocabulary))),
    ),
    ...subjects.flatMap((subject) =>
      usual(subject, period).flatMap((measure) => measured(subject, measure, usualForm(measure, subject))),
    ),
  ];
}

/** Who has not learnt is asked for the sake of who they are. */
const usualForm = (measure: Measure, subject: Subject): Form => ({
  kind: measure === "not_learnt" && !isAlone(subject) ? "names" : "total",
});

/** But for a line, which may be one of what is not counted. */
function saidForm(
  read: Understood,
  measure: Measure,
  subject: Subject,
  before: Question | null,
  known: Vocabulary,
): Form {
  const form = read.form.line === null ? formOf(read, measure, subject, before, known) : null;
  return form ?? usualForm(measure, subject);
}
