import { type Calendar, isStudyDay, studyDaysBetween } from "./calendar.ts";
import { addDays, type LocalDate } from "./time.ts";

/** A day of a cohort's calendar. */
export interface PlanDay {
  readonly day: LocalDate;
  /** Which study day of the cohort it is, from 1: the lesson of this number is due on it; null: it is none. */
  readonly number: number | null;
}

/** Every day from `from` to `to`, both included, with the number of the study day it is. None when `to` is earlier. */
export function planOf(calendar: Calendar, from: LocalDate, to: LocalDate): PlanDay[] {
  const days: PlanDay[] = [];
  let before = studyDaysBetween(calendar, calendar.start, addDays(from, -1));
  for (let day = from; day <= to; day = addDays(day, 1)) {
    days.push({ day, number: isStudyDay(calendar, day) ? ++before : null });
  }
  return days;
}
