import type { Bound } from "#domain/bound.ts";
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
  const said = [words.titles[measure], periodInWords(period, today), formInWords(form, measure)].filter(
    (part) => part !== "",
  );
  const about = `${said.join(", ")}: ${subjectInWords(subject, names)}`;
  if (form.kind !== "comparison") return about;
  const other = form.with.subject;
  const same = keyOf(other) === keyOf(subject);
  const beside = same ? periodInWords(form.with.period, today) : subjectInWords(other, names);
  return `${about}, ${words.against(beside)}`;
}

/** "dưới 50 %", "từ 5 bài trở lên". @param of whose figures these are */
export function boundInWords({ side, line, in: unit }: Bound, measure: Measure, of: "units" | "people"): string {
  const say = words.sides[side];
  if (unit === "percent") return say(words.percentLine(line));
  if (measure === "lessons") return say(words.lessonsCount(line));
  if (measure === "points") return say(words.pointsCount(line));
  return say(of === "people" ? words.daysCount(line) : words.peopleLine(line));
}

function formInWords(form: Form, measure: Measure): string {
  switch (form.kind) {
    case "total":
    case "comparison":
      return "";
    case "names":
      return words.listOf;
    case "place":
      return words.place;
    case "ranking": {
      const what = form.of === "people" ? words.peopleWord : words.unitWord;
      if (form.beyond !== undefined) return `${words.eachOf(what)} ${boundInWords(form.beyond, measure, form.of)}`;
      return form.limit > 20 ? words.eachOf(what) : words.rankOf(what, form.best, form.limit);
    }
  }
}
