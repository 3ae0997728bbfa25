import { countsPeople, hasLine, isBestFirst, isNowOnly, ranksPeople } from "#domain/measure.ts";
import type { Form, Measure, Period, Question } from "#domain/question.ts";

/** The nearest question that has an answer. One that has is itself. */
export function sensible(question: Question): Question {
  const { measure, form } = question;
  // How far modules have come is known as things stand.
  const told: Period = measure === "completion" && form.kind === "taught" ? { kind: "now" } : question.period;
  return { ...question, period: periodOf(measure, told), form: formOf(question) };
}

function periodOf(measure: Measure, period: Period): Period {
  if (isNowOnly(measure)) return { kind: "now" };
  return period.kind === "days" && period.to < period.from ? { ...period, from: period.to, to: period.from } : period;
}

function formOf({ measure, subject, form }: Question): Form {
  const alone = subject.kind === "me" || subject.kind === "person";
  switch (form.kind) {
    case "total":
      return form;
    case "names":
      return countsPeople(measure) && !(alone && measure === "streak") ? form : { kind: "total" };
    case "ranking":
      if (alone || (form.of === "people" && !ranksPeople(measure))) return { kind: "total" };
      return cutAt(measure, { ...form, limit: Math.max(1, Math.floor(form.limit)) });
    case "reached":
      if (alone && !ranksPeople(measure)) return { kind: "total" };
      return hasLine(measure, alone ? "people" : "units", form.beyond) ? form : { kind: "total" };
    case "taught": {
      if (measure !== "score" && measure !== "completion") return { kind: "total" };
      const modules = measure === "completion" || subject.kind === "person";
      const by = measure === "completion" ? "share" : form.by;
      return { ...form, of: modules ? "modules" : form.of, by, limit: Math.max(1, Math.floor(form.limit)) };
    }
    case "place":
      if (subject.kind === "me") return measure === "points" ? form : { kind: "total" };
      if (subject.kind === "person") return ranksPeople(measure) ? form : { kind: "total" };
      return subject.kind === "unit" || subject.kind === "own" ? form : { kind: "total" };
    case "comparison":
      return { kind: "comparison", with: { ...form.with, period: periodOf(measure, form.with.period) } };
  }
}

type Ranking = Extract<Form, { kind: "ranking" }>;

/** Whoever stands farthest from the line comes first; where the measure has no such line there is none. */
function cutAt(measure: Measure, { beyond, ...form }: Ranking): Ranking {
  if (beyond === undefined || !hasLine(measure, form.of, beyond)) return form;
  return { ...form, beyond, best: isBestFirst(measure, beyond) };
}
