import type { UnitId } from "./ids.ts";
import { daylight, type Window } from "./schedule.ts";
import { addDays, addMinutes, instantOf, type LocalDate, type LocalTime, weekdayOf, type Zone } from "./time.ts";

/** What a digest offers to do, each for the people who held a post in one unit of the supervisor's, or in all of them. */
export interface DigestAction {
  readonly kind: DigestDeed;
  /** Null: all that they supervise. */
  readonly unit: UnitId | null;
}

/**
 * - `nudge`: remind who has not learnt in the last days.
 * - `invite`: hand out the invites of who has not joined, to be passed on.
 * - `reach`: name those whom nothing reaches.
 */
export type DigestDeed = "nudge" | "invite" | "reach";

/** When somebody gets it who neither set a time of their own nor learns in a cohort. */
export const digestTime = "08:00" as LocalTime;

/** A digest that could not leave for so long is no news any more. */
const worthMinutes = 24 * 60;

/** Days of which somebody kept none: the week before, today included. */
export const silentDays = 7;

/** The Monday on or before a day. */
export const mondayOf = (day: LocalDate): LocalDate => addDays(day, 1 - weekdayOf(day));

/** Whether a Monday is its month's first: on it those who look after many units get their digest. */
export const isFirstMonday = (monday: LocalDate): boolean => Number(monday.slice(8)) <= 7;

/**
 * When the digest of `monday` that is set to `time` may leave, seen from `now`: what is left of today outside the quiet hours,
 * from its time on and for a day. Equal ends: it may not leave any more.
 */
export function digestWindow(zone: Zone, monday: LocalDate, time: LocalTime, now: Date): Window {
  const due = instantOf(zone, monday, time);
  const { dueAt, expiresAt } = daylight(zone, now > due ? now : due);
  const end = Math.min(expiresAt.getTime(), addMinutes(due, worthMinutes).getTime());
  return { dueAt, expiresAt: new Date(Math.max(end, dueAt.getTime())) };
}

/** Two spans of days that are compared, both ends included. */
export interface DigestSpans {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly before: { readonly from: LocalDate; readonly to: LocalDate };
}

/** Counts of a span and of the one before. */
export interface DigestCounts {
  /** People who completed a lesson within it. */
  readonly learnt: number;
  readonly learntBefore: number;
  /** Lessons completed within it. */
  readonly lessons: number;
  readonly lessonsBefore: number;
  /** Lessons completed by its end, and due by its end; whoever is ahead of the plan may make the first the greater one. */
  readonly done: number;
  readonly due: number;
  readonly doneBefore: number;
  readonly dueBefore: number;
}

/** The week that ended before `monday`, and the one before it. */
export function weeksBefore(monday: LocalDate): DigestSpans {
  const week = (ends: LocalDate) => ({ from: addDays(ends, -6), to: ends });
  const last = week(addDays(monday, -1));
  return { ...last, before: week(addDays(last.from, -1)) };
}

/** The calendar month that ended before that of `monday`, and the one before it. */
export function monthsBefore(monday: LocalDate): DigestSpans {
  const month = (ends: LocalDate) => ({ from: firstOfMonth(ends), to: ends });
  const last = month(addDays(firstOfMonth(monday), -1));
  return { ...last, before: month(addDays(last.from, -1)) };
}

const firstOfMonth = (day: LocalDate): LocalDate => `${day.slice(0, 8)}01` as LocalDate;
