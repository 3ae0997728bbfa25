import { Temporal } from "temporal-polyfill";
import type { Brand } from "./brand.ts";

/** A day on the wall calendar, "2026-03-02". It has no zone: the cohort's zone says when it begins. */
export type LocalDate = Brand<string, "LocalDate">;

/** A time on the wall clock, "07:30", without a day and without a zone. Compares as a string. */
export type LocalTime = Brand<string, "LocalTime">;

/** An IANA zone name that this machine knows: "Asia/Ho_Chi_Minh". */
export type Zone = Brand<string, "Zone">;

/** 1 is Monday, 7 is Sunday, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Null for what is no day of the calendar: "2026-02-30", "2026-3-2". */
export function parseLocalDate(text: string): LocalDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return text as LocalDate;
  } catch {
    return null;
  }
}

/** Reads "7:30" and "07:30" (and "07:30:00" from the database); null for what is no time of day. */
export function parseLocalTime(text: string): LocalTime | null {
  const match = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(text.trim());
  if (match === null || Number(match[1]) > 23 || Number(match[2]) > 59) return null;
  return `${match[1]!.padStart(2, "0")}:${match[2]}` as LocalTime;
}

/** Null for a zone this machine does not know. */
export function parseZone(text: string): Zone | null {
  try {
    Temporal.Now.zonedDateTimeISO(text);
    return /^[A-Za-z]/.test(text) ? (text as Zone) : null;
  } catch {
    return null;
  }
}

const zoned = (instant: Date, zone: Zone) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

export function dateIn(zone: Zone, instant: Date): LocalDate {
  return zoned(instant, zone).toPlainDate().toString() as LocalDate;
}

/** The minute on the wall, seconds dropped. */
export function timeIn(zone: Zone, instant: Date): LocalTime {
  return zoned(instant, zone).toPlainTime().toString({ smallestUnit: "minute" }) as LocalTime;
}

/**
 * The instant at which the wall in `zone` shows `day` and `time`. A time that a zone skips (clocks go forward) is
 * the same distance later; one that comes twice is the first.
 */
export function instantOf(zone: Zone, day: LocalDate, time: LocalTime): Date {
  const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) });
  return new Date(at.epochMilliseconds);
}

const dayMs = 86_400_000;

/** Days counted from 1 January 1970; a day alone is read as UTC's, whose days are all equally long. */
export const dayNumber = (day: LocalDate): number => Date.parse(day) / dayMs;

export function addDays(day: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, -"T00:00:00.000Z".length) as LocalDate;
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function earlier(one: LocalDate, other: LocalDate): LocalDate {
  if (one < other) return one;
  return other;
}

export function later(one: LocalDate, other: LocalDate): LocalDate {
  if (one > other) return one;
  return other;
}

export function weekdayOf(day: LocalDate): Weekday {
  return (new Date(day).getUTCDay() || 7) as Weekday;
}

export const addMinutes = (instant: Date, minutes: number): Date => new Date(instant.getTime() + minutes * 60_000);

/** The application's time. Read once per door; in a demo it runs ahead of the wall clock. */
export interface Clock {
  now(): Date;
  /** The application's instant for one that a platform read off the real clock. */
  fromWall(instant: Date): Date;
}
