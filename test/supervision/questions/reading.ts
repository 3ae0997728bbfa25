/** Whether what the program understood is what the person meant. */
import type { Bound } from "#domain/bound.ts";
import type { Form, Measure, Period, Question, Subject } from "#domain/question.ts";
import type { How, Meaning, Reading, When, Whom } from "./notation.ts";
import { plusDays, seen } from "./part.ts";
import type { Raw } from "./raw.ts";
import { today } from "./world.ts";

const days = (from: string, to: string) => ({ kind: "days", from, to }) as Period;

/** The Monday on or before a day. */
function monday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return plusDays(day, 1 - weekday);
}

/** The periods that the words can honestly stand for: a week that is not over ends today or on Sunday, and so on. */
function periodsOf(when: When): Period[] {
  if (typeof when === "object") {
    if ("module" in when) return [{ kind: "module", number: when.module }];
    if ("since" in when) return [days(when.since, today)];
    if ("from" in when) return [days(when.from, when.to)];
    return [days(plusDays(today, 1 - when.days), today), days(plusDays(today, -when.days), plusDays(today, -1))];
  }
  const start = monday(today);
  const month = `${today.slice(0, 7)}-01`;
  const earlier = `${plusDays(month, -1).slice(0, 7)}-01`;
  switch (when) {
    case "now":
      return [{ kind: "now" }];
    case "today":
      return [days(today, today)];
    case "yesterday":
      return [days(plusDays(today, -1), plusDays(today, -1))];
    case "this week":
      return [days(start, today), days(start, plusDays(start, 6))];
    case "last week":
      return [days(plusDays(start, -7), plusDays(start, -1))];
    case "this month":
      return [days(month, today), days(month, plusDays(`${plusDays(month, 35).slice(0, 7)}-01`, -1))];
    case "last month":
      return [days(earlier, plusDays(month, -1))];
  }
}

/** The subject that a name stands for, in the eyes of the asker. Throws where the set names nobody, or several. */
function subjectOf(raw: Raw, whom: Whom, viewer: number): Subject {
  if (whom === "me" || whom === "own") return { kind: whom };
  if ("unit" in whom)
    return {
      kind: "unit",
      id: only(
        raw.units.filter(({ path }) => path === whom.unit),
        whom.unit,
      ),
    };
  if ("cohort" in whom)
    return {
      kind: "cohort",
      id: only(
        raw.cohorts.filter(({ name }) => name === whom.cohort),
        whom.cohort,
      ),
    };
  if ("audience" in whom) return { kind: "audience", course: whom.audience as never };
  const [name, unit] = whom.person.split(" / ");
  const visible = seen(raw, viewer);
  const fits = raw.people.filter(
    ({ id, full_name }) =>
      full_name === name &&
      raw.posts.some(
        (post) =>
          post.person_id === id &&
          visible.has(post.unit_id) &&
          (unit === undefined || raw.units.find((one) => one.id === post.unit_id)!.path.endsWith(unit)),
      ),
  );
  return { kind: "person", id: only(fits, whom.person) };
}

function only(found: readonly { readonly id: number }[], name: string): never {
  if (found.length !== 1) throw new Error(`the set names ${name}, and there are ${found.length}`);
  return found[0]!.id as never;
}

/** What is the same to whoever asks: all of theirs and the one unit they supervise, themselves and their name. */
function subjectKey(raw: Raw, subject: Subject, viewer: number): string {
  if (subject.kind === "person" && subject.id === viewer) return "me";
  const rights = raw.posts.filter(({ person_id, role }) => person_id === viewer && role === "supervisor");
  if (subject.kind === "unit" && rights.length === 1 && rights[0]!.unit_id === subject.id) return "own";
  if (subject.kind === "audience") return `audience ${subject.course}`;
  return "id" in subject ? `${subject.kind} ${subject.id}` : subject.kind;
}

const periodKey = (period: Period): string =>
  period.kind === "days"
    ? `${period.from} ${period.to}`
    : period.kind === "module"
      ? `module ${period.number}`
      : period.kind;

const unwanted: readonly Measure[] = ["not_learnt", "not_joined", "unreachable", "paused", "overdue"];

/** Whether the larger figure comes first in a ranking of this question, if it may be either: null. */
export function mostFirst({ measure, form }: Question): boolean | null {
  if (form.kind !== "ranking" || unwanted.includes(measure)) return null;
  return form.best;
}

const lineOf = (bound: Bound | null): unknown =>
  bound && [bound.side, bound.line, bound.in, ...(bound.to === undefined ? [] : [lineOf(bound.to)])];

function sameForm(raw: Raw, { how }: Reading, { form, measure }: Question, viewer: number): boolean {
  if (how.form !== form.kind) return false;
  if (how.form === "ranking" && form.kind === "ranking") {
    const levels = how.level?.map((words) => [...words].sort().join(" ")) ?? null;
    const direction = unwanted.includes(measure) || form.best === (how.first === "most");
    const limit = how.limit === null || how.limit === form.limit;
    const level = how.of === "people" || levels === null || levels.includes([...form.level].sort().join(" "));
    const line = JSON.stringify(lineOf(how.beyond)) === JSON.stringify(lineOf(form.beyond ?? null));
    // Beyond a line the farthest come first, whatever is good and bad.
    return how.of === form.of && (direction || how.beyond !== null) && limit && level && line;
  }
  if (how.form === "reached" && form.kind === "reached")
    return JSON.stringify(lineOf(how.beyond)) === JSON.stringify(lineOf(form.beyond));
  if (how.form === "taught" && form.kind === "taught") {
    const limit = how.limit === null || how.limit === form.limit;
    return how.of === form.of && (how.first === "best") === form.best && how.by === form.by && limit;
  }
  if (how.form === "comparison" && form.kind === "comparison") {
    const whom = subjectKey(raw, subjectOf(raw, how.whom, viewer), viewer);
    const periods = periodsOf(how.when).map(periodKey);
    return subjectKey(raw, form.with.subject, viewer) === whom && periods.includes(periodKey(form.with.period));
  }
  return true;
}

export const isReading = (meaning: Meaning): meaning is Reading => "measure" in meaning;

/** The meaning that the question is, if it is one of them. */
export function readingOf(
  raw: Raw,
  meanings: readonly Meaning[],
  question: Question,
  viewer: number,
): Reading | undefined {
  return meanings
    .filter(isReading)
    .find(
      (meaning) =>
        meaning.measure === question.measure &&
        subjectKey(raw, subjectOf(raw, meaning.whom, viewer), viewer) === subjectKey(raw, question.subject, viewer) &&
        periodsOf(meaning.when).map(periodKey).includes(periodKey(question.period)) &&
        sameForm(raw, meaning, question, viewer),
    );
}

/** The same question with every name resolved, for the tests of the set itself. */
export function questionsOf(raw: Raw, reading: Reading, viewer: number): Question[] {
  const { how } = reading;
  const subject = subjectOf(raw, reading.whom, viewer);
  return periodsOf(reading.when).map((period) => ({
    measure: reading.measure,
    subject,
    period,
    form: formOf(raw, how, viewer),
  }));
}

function formOf(raw: Raw, how: How, viewer: number): Form {
  switch (how.form) {
    case "ranking": {
      const { of, level, first, limit, beyond } = how;
      const cut = beyond === null ? {} : { beyond };
      const most = limit ?? (beyond === null ? 5 : 60);
      return { kind: "ranking", of, level: level?.[0] ?? [], best: first === "most", limit: most, ...cut };
    }
    case "comparison":
      return {
        kind: "comparison",
        with: { subject: subjectOf(raw, how.whom, viewer), period: periodsOf(how.when)[0]! },
      };
    case "reached":
      return { kind: "reached", beyond: how.beyond };
    case "taught":
      return { kind: "taught", of: how.of, best: how.first === "best", by: how.by, limit: how.limit ?? 5 };
    default:
      return { kind: how.form };
  }
}
