import { daysBetween, type LocalDate, type Weekday, weekdayOf, type Zone } from "./time.ts";

/** On which days a cohort learns. */
export interface Calendar {
  readonly zone: Zone;
  readonly start: LocalDate;
  /** At least one. */
  readonly weekdays: readonly Weekday[];
  readonly holidays: ReadonlySet<LocalDate>;
}

/** Why a day of the calendar is off; null: it is a study day (as far as the cohort goes: pauses are the learner's). */
export function offReason(calendar: Calendar, day: LocalDate): "before_start" | "weekday" | "holiday" | null {
  if (day < calendar.start) return "before_start";
  if (!calendar.weekdays.includes(weekdayOf(day))) return "weekday";
  return calendar.holidays.has(day) ? "holiday" : null;
}

export function isStudyDay(calendar: Calendar, day: LocalDate): boolean {
  return offReason(calendar, day) === null;
}

/** How many study days there are from `from` to `to`, both included; 0 when `to` is earlier. */
export function studyDaysBetween(calendar: Calendar, from: LocalDate, to: LocalDate): number {
  const first = from < calendar.start ? calendar.start : from;
  const span = daysBetween(first, to) + 1;
  if (span <= 0) return 0;
  const wholeWeeks = Math.floor(span / 7);
  let days = wholeWeeks * new Set(calendar.weekdays).size;
  for (let weekday = weekdayOf(first), rest = span % 7; rest > 0; rest--, weekday = ((weekday % 7) + 1) as Weekday) {
    if (calendar.weekdays.includes(weekday)) days++;
  }
  for (const holiday of calendar.holidays) {
    if (holiday >= first && holiday <= to && calendar.weekdays.includes(weekdayOf(holiday))) days--;
  }
  return days;
}
