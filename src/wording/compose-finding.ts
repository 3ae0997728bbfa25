import type { Bound, Line as Edge } from "#domain/bound.ts";
import type { InboxId } from "#domain/ids.ts";
import { countsPeople } from "#domain/measure.ts";
import type { Button, Message } from "#domain/message.ts";
import type { Finding, FoundRow, Measure, Period, Value } from "#domain/question.ts";
import { bold, type Line } from "#domain/text.ts";
import { dateIn, type LocalDate, timeIn, type Zone } from "#domain/time.ts";
import { whichAction } from "./actions.ts";
import { listed, type Paragraph, part, rowsOf, say } from "./build.ts";
import { beginning, dateInWords, named } from "./format.ts";
import { boundInWords, periodInWords, reachedInWords, taughtInWords } from "./question-in-words.ts";
import { keyOf } from "./question-key.ts";
import { findingWords as words } from "./vi-finding.ts";
import { hintWords } from "./vi-hints.ts";

type Taught = Extract<Finding["question"]["form"], { kind: "taught" }>;

const rates: readonly Measure[] = ["completion", "score", "forecast"];

/** The answer to a question: the figure first, then who or which, what it means, and when it was so. */
export function findingMessage(finding: Finding, zone: Zone): Message {
  const { question, asOf } = finding;
  const day = dateIn(zone, asOf);
  const title = titleOf(finding, day);
  const line = question.form.kind === "reached" ? question.form.beyond : undefined;
  const figure = cutOf(finding) ?? figureOf(question.measure, finding.total, isOne(finding), line);
  const told = bodyOf(finding, day);
  const ending = part(...definitionsOf(finding), words.asOf(timeIn(zone, asOf), dateInWords(day)));
  return say([part(bold(`${title}: ${figure}`), ...about(finding)), told, ending]);
}

/** What was understood is said first: what is counted and when. */
function titleOf({ question, reached }: Finding, today: LocalDate): string {
  const { measure, period, form } = question;
  const when = periodInWords(period, today);
  const beside = form.kind === "comparison" ? periodInWords(form.with.period, today) : when;
  const versus = beside === when ? "" : ` ${words.against(beside)}`;
  const cut = form.kind === "ranking" && form.beyond !== undefined;
  const line = cut ? ` ${boundInWords(form.beyond, measure, form.of)}` : "";
  const said = `${words.titles[measure]}${when === "" ? "" : ` ${when}`}${line}${versus}`;
  if (form.kind !== "reached" || reached === undefined) return said;
  return `${reachedInWords(question, form.beyond, reached)}. ${said}`;
}

/** How many there are beyond a line, of how many; null: there is no line. */
function cutOf({ question: { form }, standing }: Finding): string | null {
  if (form.kind !== "ranking" || standing === undefined) return null;
  return words.cut(standing.part, standing.whole, form.of === "people" ? words.peopleWord : words.unitWord);
}

const isOne = ({ question: { subject } }: Finding): boolean => subject.kind === "me" || subject.kind === "person";

function about({ name }: Finding): (string | Line)[] {
  return name === "" ? [] : [named(name, 240)];
}

function percent(part: number, whole: number): number {
  const exact = (100 * part) / whole;
  // All and nothing are said only where they are exact.
  return part < whole && exact >= 99.5 ? 99 : part > 0 && exact < 0.5 ? 1 : Math.round(exact);
}

/** Beside a line a figure is not rounded onto it, or over it: "49,9 %" is below 50. */
function besideLine(part: number, whole: number, { to, ...from }: Bound): number {
  const [exact, rounded] = [(100 * part) / whole, percent(part, whole)];
  const onto = [from, ...(to === undefined ? [] : [to])].find((one) => isRoundedOver(exact, rounded, one));
  if (onto === undefined) return rounded;
  return (exact < onto.line ? Math.floor(exact * 10) : Math.ceil(exact * 10)) / 10;
}

const isRoundedOver = (exact: number, rounded: number, { line, in: unit }: Edge): boolean =>
  unit === "percent" && exact !== line && (rounded === line || rounded < line !== exact < line);

/** A figure in words. @param one of one person @param beyond the line it stands beside */
function figureOf(measure: Measure, { part: amount, whole }: Value, one: boolean, beyond?: Bound): string {
  if (rates.includes(measure) && whole !== null) {
    if (whole === 0) return words.nothingDue;
    const rate = beyond === undefined ? percent(amount, whole) : besideLine(amount, whole, beyond);
    return words.percent(rate, amount, whole);
  }
  switch (measure) {
    case "lessons":
      return words.lessonsCount(amount);
    case "points":
      return words.pointsCount(amount);
    case "streak":
      if (one || whole === null) return words.daysCount(amount);
      break;
  }
  if (beyond?.in === "percent" && whole !== null && whole > 0)
    return words.percent(besideLine(amount, whole, beyond), amount, whole);
  if (one && whole !== null && whole <= 1) return amount > 0 ? words.yes : words.no;
  return words.ofPeople(amount, whole ?? amount);
}

function definitionsOf(finding: Finding): string[] {
  const { measure, form } = finding.question;
  const heads = countsPeople(measure) && measure !== "people";
  if (form.kind === "ranking" && form.of === "units" && form.beyond === undefined && heads && finding.rows.length > 1)
    return [definitionOf(finding), form.by === "number" ? words.sortedByNumber : words.sortedByShare];
  if (form.kind !== "taught") return [definitionOf(finding)];
  if (measure === "completion") return [definitionOf(finding), words.completionOfEach];
  const what = form.of === "modules" ? words.moduleWord : words.lessonWord;
  return [form.by === "people" ? words.taughtPeople(what) : words.taughtShare(what)];
}

function definitionOf(finding: Finding): string {
  const { measure, period } = finding.question;
  if (measure === "completion" && period.kind === "module") return words.completionOfModule;
  if (measure === "completion" && period.kind === "days") return words.completionOfDays;
  if (measure === "not_learnt" && period.kind === "days" && period.from < period.to) return words.notLearntOfDays;
  return measure === "streak" && isOne(finding) ? words.streakOfOne : words.definitions[measure];
}

function bodyOf(finding: Finding, day: LocalDate): Paragraph | null {
  const { question, total, people, rows, name } = finding;
  switch (question.form.kind) {
    case "total":
      if (total.range === undefined || total.whole === null || total.whole === 0) return nobodyIn(finding);
      return part(words.range(percent(total.range.low, total.whole), percent(total.range.high, total.whole)));
    case "names": {
      if (total.part === 0) return nobodyIn(finding);
      const lines = people.map(
        (person, at) => `${at + 1}. ${named(person.fullName)} (${named(within(name, person.unit), 80)})`,
      );
      const unnamed = Math.max(0, total.part - people.length);
      const told = listed(lines, 1300, (left) => words.more(left + unnamed));
      return part(...told, ...(told.length === lines.length && unnamed > 0 ? [words.more(unnamed)] : []));
    }
    case "ranking":
      return ranked(finding, question.form.of === "people");
    case "reached":
      return nobodyIn(finding);
    case "taught":
      return taught(finding, question.form);
    case "place":
      return part(placeOf(finding));
    case "comparison": {
      const times = timesOf(finding, question.form.with.period, day);
      return part(
        ...listed(
          rows.map((row, at) => rowOf(finding, row, isOne(finding), times[at] ?? "")),
          1300,
          words.moreRows,
        ),
      );
    }
  }
}

function ranked(finding: Finding, people: boolean): Paragraph {
  const { rows, standing } = finding;
  const nobody = people ? words.nobody : words.noUnits;
  if (rows.length === 0) return part(standing === undefined || standing.whole === 0 ? words.noRows : nobody);
  const lines = rows.map((row) => rowOf(finding, row, people));
  const untold = standing === undefined ? 0 : standing.part - rows.length;
  const told = listed(lines, 1300, (left) => words.moreRows(left + untold));
  return part(...told, ...(told.length === lines.length && untold > 0 ? [words.moreRows(untold)] : []));
}

/** What goes best or worst, each with its figure; counted by people, of people. */
function taught(finding: Finding, form: Taught): Paragraph {
  const { rows, question } = finding;
  if (finding.tooMuch) return part(words.tooMuchTaught);
  const ofSeveral = form.of === "lessons" && question.subject.kind !== "me";
  if (rows.length === 0) return part(ofSeveral ? words.fewTaught : words.nothingTaught);
  const lines = rows.map(({ place, name, path, value }) => {
    const figure =
      form.by === "people" ? words.ofPeople(value.part, value.whole ?? 0) : figureOf(question.measure, value, false);
    return `${place}. ${named(name, 120)}${path === null ? "" : ` (${named(path, 80)})`}: ${figure}`;
  });
  return part(words.taughtFirst(taughtInWords(form, question.measure)), ...listed(lines, 1300, words.moreRows));
}

/** The place among those whom the asker may see; where there is nobody else, that it is so. */
function placeOf(finding: Finding): string {
  const [row] = finding.rows;
  const { standing } = finding;
  if (finding.question.subject.kind === "me") return words.ownPlace;
  const one = isOne(finding);
  if (standing === undefined) return one ? words.noPlace : words.aloneUnit;
  const of = standing.whole;
  if (row === undefined || of < 2) return words.noPlace;
  return one ? words.personPlace(row.place, of) : words.unitPlace(row.place, of);
}

/** Nobody at all, nobody of these: said in words, since a nought alone may look like a fault. Of one person it is a plain no. */
function nobodyIn(finding: Finding): Paragraph | null {
  const { measure } = finding.question;
  const { total } = finding;
  if (isOne(finding)) return null;
  if (total.whole === 0 && !rates.includes(measure)) return part(words.nobodyHere);
  if (total.part > 0 || total.whole === null || rates.includes(measure)) return null;
  return part(words.nobody);
}

/** When each of the two is told of, where that is what makes them two. */
function timesOf({ question: { period } }: Finding, other: Period, today: LocalDate): readonly string[] {
  return keyOf(period) === keyOf(other) ? [] : [period, other].map((one) => periodInWords(one, today));
}

/** @param when the time that tells it from the row of the same name beside it; "": there is none */
function rowOf({ question, name, rows }: Finding, row: FoundRow, one: boolean, when = ""): string {
  const place = row.place > 0 ? `${row.place}. ` : "- ";
  // A unit's path ends in its name, which is enough, unless another of that name stands beside it.
  const alike = rows.filter((other) => other.name === row.name);
  const same = when !== "" && alike.length === rows.length && alike.every(({ path }) => path === row.path);
  if (same) return `${place}${beginning(when)}: ${figureOf(question.measure, row.value, one)}`;
  const known = row.path?.endsWith(row.name) && alike.length === 1;
  const where = row.path === null || known ? "" : ` (${named(within(name, row.path), 80)})`;
  const figure = figureOf(
    question.measure,
    row.value,
    one,
    question.form.kind === "ranking" ? question.form.beyond : undefined,
  );
  return `${place}${named(row.name, 80)}${where}${when === "" ? "" : `, ${when}`}: ${figure}`;
}

/** A path without what the subject's own says already. */
const within = (subject: string, path: string): string =>
  path.startsWith(`${subject} / `)
    ? path.slice(subject.length + 3)
    : path === subject
      ? path.split(" / ").at(-1)!
      : path;

/**
 * What is not clear is asked back, with the questions that may be meant, at most nine.
 * @param asked the update that this answers
 */
export function whichQuestionMessage(labels: readonly string[], asked: InboxId): Message {
  const lead = labels.length === 1 ? words.whether : words.which;
  return say([part(lead, ...rowsToPick(labels))], pickOf(labels, asked));
}

/** What was not understood, with what can be answered near to it, at most nine. @param asked the update that this answers */
export const nearQuestionsMessage = (labels: readonly string[], asked: InboxId): Message =>
  say(
    [part(hintWords.notUnderstood), part(words.near, ...rowsToPick(labels)), part(words.nearHow)],
    pickOf(labels, asked),
  );

const rowsToPick = (labels: readonly string[]): string[] =>
  labels.map((label, at) => `${at + 1}. ${named(beginning(label), 180)}`);

function pickOf(labels: readonly string[], asked: InboxId): Pick<Message, "buttons" | "typedHint"> {
  const alone = labels.length === 1;
  const buttons = labels.map(
    (_, at): Button => ({
      kind: "press",
      label: alone ? words.thisOne : String(at + 1),
      action: whichAction(asked, at),
    }),
  );
  return { buttons: rowsOf(buttons), typedHint: words.whichHow(labels.length) };
}

/** A press under what was asked back long ago, or was answered since. */
export const whichExpiredMessage = (): Message => say([part(words.whichExpired)]);

/** What can be asked, in a supervisor's own words. @param unit one of theirs */
export const askExamples = (unit: string): readonly string[] => [
  words.askToday,
  words.askUnit(named(unit, 80)),
  words.askBest,
];

/** What a supervisor can ask, with examples that can be picked. @param asked the update that this answers */
export const askHowMessage = (examples: readonly string[], asked: InboxId): Message =>
  say(
    [part(hintWords.notUnderstood), part(words.askHow, ...examples.map((example, at) => `${at + 1}. ${example}`))],
    pickOf(examples, asked),
  );
