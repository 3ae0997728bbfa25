import type { Bound, Line } from "#domain/bound.ts";
import { isUnwelcome } from "#domain/measure.ts";
import type { Form, Measure, Period, Question, Subject } from "#domain/question.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import { dateInWords, named } from "./format.ts";
import { keyOf } from "./question-key.ts";
import { findingWords as words } from "./vi-finding.ts";

/** What a subject is called; null: it is whoever asks, or all that is theirs. */
export type Names = (subject: Subject) => string | null;

/** "hôm nay", "từ 23/11/2026 đến 28/11/2026"; "" for as things stand. */
export function periodInWords(period: Period, today: LocalDate): string {
  switch (period.kind) {
    case "now":
      return "";
    case "module":
      return words.module(period.number);
    case "days": {
      if (period.from !== period.to) return words.fromTo(dateInWords(period.from), dateInWords(period.to));
      if (period.from === today) return words.today;
      return period.from === addDays(today, -1) ? words.yesterday : words.onDay(dateInWords(period.from));
    }
  }
}

function subjectInWords(subject: Subject, names: Names): string {
  if (subject.kind === "me") return words.me;
  return subject.kind === "own" ? words.own : named(names(subject) ?? words.hidden, 120);
}

/** A question in one short line: "Chưa học, hôm nay, danh sách: Xã Tân Lập". */
export function questionInWords({ measure, subject, period, form }: Question, names: Names, today: LocalDate): string {
  const said = [words.titles[measure], periodInWords(period, today), formInWords(form, measure, subject)].filter(
    (part) => part !== "",
  );
  const about = `${said.join(", ")}: ${subjectInWords(subject, names)}`;
  if (form.kind !== "comparison") return about;
  const other = form.with.subject;
  const same = keyOf(other) === keyOf(subject);
  const beside = same ? periodInWords(form.with.period, today) : subjectInWords(other, names);
  return `${about}, ${words.against(beside)}`;
}

/** "dưới 50 %", "từ 5 bài trở lên", "từ 50 % đến 80 %". @param of whose figures these are */
export function boundInWords({ side, to, ...line }: Bound, measure: Measure, of: "units" | "people"): string {
  // "Chưa có ai học" was asked.
  const none = side === "below" && line.line === 1 && line.in === "number" && of === "units";
  if (none && measure !== "lessons" && measure !== "points") return words.peopleLine(0);
  const from = lineInWords(line, measure, of);
  if (to === undefined) return words.sides[side](from);
  return words.between(from, side === "above", lineInWords(to, measure, of), to.side === "below");
}

/** "50 %", "5 bài": what the figure is held against. @param of whose figures these are */
function lineInWords({ line, in: unit }: Pick<Line, "line" | "in">, measure: Measure, of: "units" | "people"): string {
  if (unit === "percent") return words.percentLine(line);
  if (measure === "lessons") return words.lessonsCount(line);
  if (measure === "points") return words.pointsCount(line);
  return of === "people" ? words.daysCount(line) : words.peopleLine(line);
}

function formInWords(form: Form, measure: Measure, { kind }: Subject): string {
  switch (form.kind) {
    case "total":
    case "comparison":
      return "";
    case "names":
      return words.listOf;
    case "place":
      return words.place;
    case "reached":
      return words.whetherReached(
        boundInWords(form.beyond, measure, kind === "me" || kind === "person" ? "people" : "units"),
      );
    case "taught":
      return taughtInWords(form, measure);
    case "ranking": {
      const what = form.of === "people" ? words.peopleWord : words.unitWord;
      if (form.beyond !== undefined) return `${words.eachOf(what)} ${boundInWords(form.beyond, measure, form.of)}`;
      return form.limit > 20 ? words.eachOf(what) : words.rankOf(what, form.best, form.limit);
    }
  }
}

/** What comes first of what is taught: "bài nhiều người trả lời sai nhất". */
export function taughtInWords({ of, best, by, limit }: Extract<Form, { kind: "taught" }>, measure: Measure): string {
  const what = of === "modules" ? words.moduleWord : words.lessonWord;
  if (limit > 20) return words.eachOf(what);
  if (measure === "completion") return words.taughtByCompletion(what, best);
  return by === "people" ? words.taughtByPeople(what, best) : words.taughtByShare(what, best);
}

/** Whether a line was reached, as the answer to that: "Chưa đạt 80 %", "Có, dưới 50 %". */
export function reachedInWords({ measure, subject }: Question, beyond: Bound, yes: boolean): string {
  const of = subject.kind === "me" || subject.kind === "person" ? "people" : "units";
  const [line, bound] = [lineInWords(beyond, measure, of), boundInWords(beyond, measure, of)];
  const wanted = !isUnwelcome(measure);
  if (beyond.to !== undefined) return words.within(yes, bound);
  if (beyond.side === "at_least" && wanted) return words.reached(yes, line);
  if (yes) return words.isBeyond(bound);
  switch (beyond.side) {
    case "below":
      return words.notBelow(line);
    case "at_most":
      return words.alreadyOver(line);
    case "at_least":
      return words.notAsMany(line);
    case "above":
      return words.notOver(line, wanted);
  }
}
