import type { Period, Question, Subject } from "#domain/question.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import { keyOf } from "../question-key.ts";
import { type Days, lengthOf, monthBefore, untilToday, weekOf } from "./dates.ts";
import type { Understood } from "./understood.ts";

/** Two that are set beside each other. */
export interface Beside {
  readonly subjects: readonly [readonly Subject[], readonly Subject[]];
  readonly periods: readonly [Period | null, Period | null];
}

/**
 * What is compared with what; null: nothing is; `unclear`: something is, and it is not said with what.
 * @param said whom the text names
 * @param usual whom it is about where it names nobody
 */
export function besideOf(
  read: Understood,
  said: readonly (readonly Subject[])[],
  usual: Subject,
  before: Question | null,
  today: LocalDate,
): Beside | "unclear" | null {
  const { comparison, ranking } = read.form;
  const { periods } = read;
  const own: readonly Subject[] = [usual];
  if (said.length > 2) return "unclear";
  if (said.length === 2) return { subjects: [said[0]!, said[1]!], periods: [periods[0] ?? null, periods[0] ?? null] };
  const subject = said[0] ?? own;
  const when = periods[0] ?? before?.period ?? null;
  if (periods.length > 1)
    return periods.length > 2 ? "unclear" : { subjects: [subject, subject], periods: [periods[0]!, periods[1]!] };
  if (comparison === null || ranking !== null) return null;
  if (periods.length === 1 && comparison !== "weak") {
    const two = withOther(periods[0]!, before?.period ?? null, today);
    if (two !== null) return { subjects: [subject, subject], periods: two };
  }
  const toOther = comparison === "strong" || (comparison === "more" && before !== null);
  if (toOther && said.length === 1 && differs(said[0]!, usual))
    return { subjects: [own, said[0]!], periods: [when, when] };
  if (comparison === "trend" && periods.length === 0) {
    const two = withOther({ kind: "days", ...untilToday(weekOf(today), today) }, null, today);
    return two === null ? "unclear" : { subjects: [subject, subject], periods: two };
  }
  return comparison === "weak" ? null : "unclear";
}

/** Of three or four that are named, every two beside each other. */
export function pairsOf(subjects: readonly (readonly Subject[])[], period: Period | null): Beside[] {
  if (subjects.length > 4) return [];
  return subjects.flatMap((one, at) =>
    subjects.slice(at + 1).map((other): Beside => ({ subjects: [one, other], periods: [period, period] })),
  );
}

const differs = (said: readonly Subject[], usual: Subject): boolean => said.every((one) => keyOf(one) !== keyOf(usual));

/** "So với tuần trước": this week beside the last; "tuần này tăng hay giảm": the same. */
function withOther(said: Period, asked: Period | null, today: LocalDate): [Period, Period] | null {
  if (said.kind !== "days") return null;
  if (said.to === today) return [said, { kind: "days", ...earlier(said, today) }];
  if (asked?.kind === "days" && asked.from > said.to) return [asked, said];
  return [{ kind: "days", ...current(said, today) }, said];
}

const isMonth = ({ from, to }: Days, today: LocalDate): boolean =>
  from.endsWith("-01") && (addDays(to, 1).endsWith("-01") || to === today) && lengthOf({ from, to }) > 7;

/** The day, week or month before that of `days`, which ends today. */
function earlier(days: Days, today: LocalDate): Days {
  const week = weekOf(today);
  if (days.from === days.to && days.from !== week.from)
    return { from: addDays(days.from, -1), to: addDays(days.to, -1) };
  if (days.from === days.to) return { from: addDays(days.from, -1), to: addDays(days.from, -1) };
  if (isMonth(days, today)) return monthBefore(today, 1);
  if (days.from === week.from) return weekOf(addDays(today, -7));
  const length = lengthOf(days);
  return { from: addDays(days.from, -length), to: addDays(days.from, -1) };
}

/** The day, week or month of today, as `days` is one of before. */
function current(days: Days, today: LocalDate): Days {
  if (days.from === days.to) return { from: today, to: today };
  if (isMonth(days, today)) return untilToday(monthBefore(today, 0), today);
  if (lengthOf(days) === 7) return untilToday(weekOf(today), today);
  return { from: addDays(today, 1 - lengthOf(days)), to: today };
}
