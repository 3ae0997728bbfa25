import type { Tx } from "#db/connect.ts";
import { recordDeeds, subjectOf } from "#db/records/audit.ts";
import { supervisedUnits } from "#db/units/units.ts";
import {
  listNameableCohorts,
  listNameablePeople,
  listNameableUnits,
  listPeopleById,
  listPeopleCalled,
} from "#db/units/vocabulary.ts";
import type { InboxId, LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Finding, Question, Subject } from "#domain/question.ts";
import { dateIn, type Zone } from "#domain/time.ts";
import { audienceOf } from "#wording/ask/audiences.ts";
import { nearGivenNames, readNear } from "#wording/ask/near.ts";
import { possibleNames } from "#wording/ask/people.ts";
import { readQuestion } from "#wording/ask/read-question.ts";
import { examplesOf, suggested } from "#wording/ask/suggest.ts";
import type { Choice, ReadQuestion, Vocabulary } from "#wording/ask/vocabulary.ts";
import {
  askExamples,
  askHowMessage,
  findingMessage,
  nearQuestionsMessage,
  whichQuestionMessage,
} from "#wording/compose-finding.ts";
import { noSuchScopeMessage, notToldMessage } from "#wording/compose-supervisor.ts";

/** Finds what a question asks for; null: it is about nothing that the viewer may see. */
export type Ask = (tx: Tx, question: Question, viewer: LearnerId, zone: Zone, now: Date) => Promise<Finding | null>;

export type Asked =
  | { readonly kind: "found"; readonly finding: Finding; readonly message: Message }
  /** Not clear: one of these is meant. */
  | { readonly kind: "which"; readonly choices: readonly Choice[]; readonly message: Message }
  /** About what the viewer may not see, or what does not exist: the answer is the same. */
  | { readonly kind: "refused"; readonly message: Message }
  /**
   * No question about progress, or not understood: what can be answered near to it, or, where it names nothing, examples of what
   * can be asked, and the message that offers them. Null: they supervise nothing.
   */
  | {
      readonly kind: "lost";
      readonly offered: "near" | "examples";
      readonly choices: readonly Choice[];
      readonly message: Message;
      /** The name of the first unit they supervise, for examples. */
      readonly unit: string;
    }
  | { readonly kind: "lost"; readonly offered: null };

/** Who asks, when, and the question before this one in the same chat, if it is not long ago. */
export interface Asker {
  readonly viewer: LearnerId;
  readonly zone: Zone;
  readonly now: Date;
}

interface AskedText {
  readonly text: string;
  readonly before: Question | null;
  readonly inbox: InboxId;
  /** A quiz question waits for an answer, which the text may be. */
  readonly open: boolean;
}

/**
 * Answers a question in plain words. Rights are read anew: names outside them are not known here, and the figures are
 * found with the viewer's eyes. Whoever supervises nothing can ask about themselves.
 */
export async function askFreely(tx: Tx, asked: Asker & AskedText, ask: Ask): Promise<Asked> {
  const vocabulary = await readVocabulary(tx, asked, asked.text, asked.before === null ? [] : [asked.before]);
  const read = await readText(tx, asked, vocabulary);
  const supervises = vocabulary.own.length > 0;
  switch (read.kind) {
    case "none":
      return lost(vocabulary, asked);
    case "unknown_subject":
      return { kind: "refused", message: supervises ? noSuchScopeMessage() : notToldMessage() };
    case "question":
      return supervises || isOwn(read.question)
        ? answerQuestion(tx, read.question, asked, ask)
        : { kind: "refused", message: notToldMessage() };
    case "which": {
      const choices = supervises ? read.choices : read.choices.filter(({ question }) => isOwn(question));
      if (choices.length === 0) return { kind: "refused", message: notToldMessage() };
      return {
        kind: "which",
        choices,
        message: whichQuestionMessage(labels(choices), asked.inbox),
      };
    }
  }
}

function lost(vocabulary: Vocabulary, { text, before, open, inbox }: AskedText): Extract<Asked, { kind: "lost" }> {
  const [first] = vocabulary.own;
  if (first === undefined) return { kind: "lost", offered: null };
  const { name: unit } = first;
  const near = suggested(text, vocabulary, before, open);
  if (near.length > 0)
    return { kind: "lost", offered: "near", choices: near, message: nearQuestionsMessage(labels(near), inbox), unit };
  const examples = examplesOf(askExamples(unit), vocabulary);
  return {
    kind: "lost",
    offered: "examples",
    choices: examples,
    message: askHowMessage(labels(examples), inbox),
    unit,
  };
}

const labels = (choices: readonly Choice[]): string[] => choices.map(({ label }) => label);

/** Where nobody is called so whom the viewer may see, or the text is not clear, somebody may be called nearly so. */
async function readText(
  tx: Tx,
  { text, before, viewer }: Asker & { readonly text: string; readonly before: Question | null },
  vocabulary: Vocabulary,
): Promise<ReadQuestion> {
  const read = readQuestion(text, vocabulary, before);
  if (read.kind === "question" || vocabulary.own.length === 0) return read;
  const near = await listPeopleCalled(tx, viewer, nearGivenNames(text));
  const known = new Set(vocabulary.people.map(({ id }) => id));
  const people = [...vocabulary.people, ...near.filter(({ id }) => !known.has(id))];
  return readNear(text, { ...vocabulary, people }, before, read.kind === "unknown_subject") ?? read;
}

/** What is found for a question that is clear. */
export async function answerQuestion(
  tx: Tx,
  question: Question,
  { viewer, zone, now }: Asker,
  ask: Ask,
): Promise<Extract<Asked, { kind: "found" | "refused" }>> {
  const finding = await ask(tx, question, viewer, zone, now);
  if (finding === null) return { kind: "refused", message: noSuchScopeMessage() };
  await noteNames(tx, finding, viewer);
  return { kind: "found", finding, message: findingMessage(finding, zone) };
}

/** Writes into the audit that people's own rows were shown, as numbers; whoever looks at themselves is not written down. */
async function noteNames(tx: Tx, { question, people, rows, asOf }: Finding, viewer: LearnerId): Promise<void> {
  const { form, subject } = question;
  const ranked = form.kind === "ranking" && form.of === "people" ? rows.length : 0;
  const named = people.length + ranked + (subject.kind === "person" ? 1 : 0);
  if (named === 0 || subject.kind === "me") return;
  const detail = { list: question.measure, named };
  await recordDeeds(tx, [{ at: asOf, actor: viewer, deed: "view", subject: auditSubject(subject, viewer), detail }]);
}

function auditSubject(subject: Exclude<Subject, { kind: "me" }>, viewer: LearnerId): string {
  switch (subject.kind) {
    case "person":
      return `learner:${subject.id}`;
    case "audience":
      return `course:${subject.course}`;
    default:
      return subjectOf(subject, viewer);
  }
}

/** About whoever asks, and nobody else. */
const isOwn = ({ subject, form }: Question): boolean =>
  subject.kind === "me" && (form.kind !== "comparison" || form.with.subject.kind === "me");

const peopleIn = (questions: readonly Question[]): LearnerId[] =>
  questions
    .flatMap(({ subject, form }) => (form.kind === "comparison" ? [subject, form.with.subject] : [subject]))
    .flatMap((subject) => (subject.kind === "person" ? [subject.id] : []));

/**
 * All that the viewer's words can name.
 * @param known questions that the text may go on from, or pick: whom they are about can be named again
 */
export async function readVocabulary(
  tx: Tx,
  { viewer, zone, now }: Asker,
  text: string,
  known: readonly Question[],
): Promise<Vocabulary> {
  const own = await supervisedUnits(tx, viewer);
  const today = dateIn(zone, now);
  if (own.length === 0) return { units: [], own, cohorts: [], audiences: [], modules: [], people: [], today };
  const units = await listNameableUnits(tx, viewer);
  const cohorts = await listNameableCohorts(tx, viewer);
  const called = await listNameablePeople(tx, viewer, possibleNames(text));
  const ids = new Set(called.map(({ id }) => id));
  const others = [...new Set(peopleIn(known))].filter((id) => !ids.has(id));
  const people = [...called, ...(await listPeopleById(tx, viewer, others))];
  const courses = new Map(cohorts.map((cohort) => [cohort.course, cohort]));
  const audiences = [...courses]
    .map(([id, { title }]) => audienceOf({ id, title }))
    .filter((audience) => audience !== null);
  const modules = [...courses].flatMap(([course, { modules: titles }]) =>
    titles.map((title, at) => ({ course, number: at + 1, title })),
  );
  return { units, own, cohorts, audiences, modules, people, today };
}
