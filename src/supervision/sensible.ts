import { type Bound, isUpper } from "#domain/bound.ts";
import type { Form, Measure, Period, Question } from "#domain/question.ts";

/** What a measure can be asked about. */
interface Reach {
  /** Only as things stand. */
  readonly now?: true;
  /** It counts people, so they can be named. */
  readonly people?: true;
  /** People can be ranked by it. */
  readonly ranks?: true;
}

const reach: Readonly<Record<Measure, Reach>> = {
  people: { now: true, people: true },
  joined: { now: true, people: true },
  not_joined: { now: true, people: true },
  learnt: { people: true },
  not_learnt: { people: true },
  lessons: { ranks: true },
  completion: { ranks: true },
  score: { ranks: true },
  points: { ranks: true },
  streak: { now: true, people: true, ranks: true },
  unreachable: { now: true, people: true },
  paused: { now: true, people: true },
  overdue: { now: true, people: true },
  finished: { now: true, people: true },
  forecast: { now: true },
};

/** The nearest question that has an answer. One that has is itself. */
export function sensible(question: Question): Question {
  const { measure, form } = question;
  // How far modules have come is known as things stand.
  const told: Period = measure === "completion" && form.kind === "taught" ? { kind: "now" } : question.period;
  return { ...question, period: periodOf(measure, told), form: formOf(question) };
}

function periodOf(measure: Measure, period: Period): Period {
  if (reach[measure].now) return { kind: "now" };
  return period.kind === "days" && period.to < period.from ? { ...period, from: period.to, to: period.from } : period;
}

function formOf({ measure, subject, form }: Question): Form {
  const { people, ranks } = reach[measure];
  const alone = subject.kind === "me" || subject.kind === "person";
  switch (form.kind) {
    case "total":
      return form;
    case "names":
      return people && !(alone && measure === "streak") ? form : { kind: "total" };
    case "ranking":
      if (alone || (form.of === "people" && !ranks)) return { kind: "total" };
      return cutAt(measure, { ...form, limit: Math.max(1, Math.floor(form.limit)) });
    case "reached":
      if (alone && !ranks) return { kind: "total" };
      return hasLine(measure, alone ? "people" : "units", form.beyond) ? form : { kind: "total" };
    case "taught": {
      if (measure !== "score" && measure !== "completion") return { kind: "total" };
      const modules = measure === "completion" || subject.kind === "person";
      const by = measure === "completion" ? "share" : form.by;
      return { ...form, of: modules ? "modules" : form.of, by, limit: Math.max(1, Math.floor(form.limit)) };
    }
    case "place":
      if (subject.kind === "me") return measure === "points" ? form : { kind: "total" };
      if (subject.kind === "person") return ranks ? form : { kind: "total" };
      return subject.kind === "unit" || subject.kind === "own" ? form : { kind: "total" };
    case "comparison":
      return { kind: "comparison", with: { ...form.with, period: periodOf(measure, form.with.period) } };
  }
}

/** The more of these, the worse. */
export const unwelcome: readonly Measure[] = ["not_joined", "not_learnt", "unreachable", "paused", "overdue"];

type Ranking = Extract<Form, { kind: "ranking" }>;

/** Whoever stands farthest from the line comes first; where the measure has no such line there is none. */
function cutAt(measure: Measure, { beyond, ...form }: Ranking): Ranking {
  if (beyond === undefined || !hasLine(measure, form.of, beyond)) return form;
  return { ...form, beyond, best: isUpper(beyond) !== unwelcome.includes(measure) };
}

/** A rate has a line in percent, a sum or somebody's days one in numbers, people of a unit either. */
function hasLine(measure: Measure, of: Ranking["of"], { in: unit }: Bound): boolean {
  if (measure === "completion" || measure === "score" || measure === "forecast") return unit === "percent";
  const sum = measure === "lessons" || measure === "points" || measure === "people" || of === "people";
  return sum ? unit === "number" : true;
}
