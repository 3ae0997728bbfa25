import { addDays, daysBetween, type LocalDate, parseLocalDate, weekdayOf } from "#domain/time.ts";

/** Days in a row, both ends included. */
export interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

export const oneDay = (day: LocalDate): Days => ({ from: day, to: day });

/** From the one to the other; null where one is no day, or they lie the wrong way round. */
export const span = (from: LocalDate | null, to: LocalDate | null): Days | null =>
  from === null || to === null || from > to ? null : { from, to };

const two = (value: number): string => String(value).padStart(2, "0");

/** A day of the calendar, or null; without a year the last one that is not after `today`. */
export function dayOf(day: number, month: number, year: number | null, today: LocalDate): LocalDate | null {
  if (year !== null) return parseLocalDate(`${year < 100 ? 2000 + year : year}-${two(month)}-${two(day)}`);
  const thisYear = Number(today.slice(0, 4));
  for (let tried = thisYear; tried > thisYear - 5; tried--) {
    const read = parseLocalDate(`${tried}-${two(month)}-${two(day)}`);
    if (read !== null && read <= today) return read;
  }
  return null;
}

/** "1/9", "15.9.2026", "2026-09-01"; null for what is no day. */
export function readDate(text: string, today: LocalDate): LocalDate | null {
  const parts = text.split(/[-/.]/).map(Number);
  if (parts.some(Number.isNaN) || parts.length < 2) return null;
  const [first, second, third] = parts as [number, number, number | undefined];
  if (first > 999) return third === undefined ? null : dayOf(third, second, first, today);
  return dayOf(first, second, third ?? null, today);
}

/** The week of `day`, from Monday to Sunday. */
export function weekOf(day: LocalDate): Days {
  const from = addDays(day, 1 - weekdayOf(day));
  return { from, to: addDays(from, 6) };
}

/** The month of a year, 1 to 12, to its last day. */
export function monthOf(year: number, month: number): Days {
  const from = `${year}-${two(month)}-01` as LocalDate;
  const next = (month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`) as LocalDate;
  return { from, to: addDays(next, -1) };
}

/** The month that lies so many before that of `today`. */
export function monthBefore(today: LocalDate, months: number): Days {
  const count = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - months;
  return monthOf(Math.floor(count / 12), (count % 12) + 1);
}

/** A quarter of a year, 1 to 4. */
export const quarterOf = (year: number, quarter: number): Days => ({
  from: monthOf(year, quarter * 3 - 2).from,
  to: monthOf(year, quarter * 3).to,
});

/** As much of the days as has begun by `today`. */
export const untilToday = (days: Days, today: LocalDate): Days =>
  days.from <= today && days.to > today ? { from: days.from, to: today } : days;

/** The last such weekday that is not after `today`. */
export const lastWeekday = (weekday: number, today: LocalDate): LocalDate =>
  addDays(today, -((weekdayOf(today) - weekday + 7) % 7));

/** The last `count` days, today's among them. */
export const lastDays = (count: number, today: LocalDate): Days => ({ from: addDays(today, 1 - count), to: today });

export const lengthOf = ({ from, to }: Days): number => daysBetween(from, to) + 1;
