import { addDays, addMinutes, dateIn, instantOf, type LocalDate, type LocalTime, timeIn, type Zone } from "./time.ts";

/** Nothing bulk leaves from 21:30 to 06:30 of the learner's zone. Replies to a person always may. */
export const quietFrom = "21:30" as LocalTime;
export const quietTo = "06:30" as LocalTime;

/** A lesson that could not leave for so long goes on the next study day. */
export const windowMinutes = 180;

/** From when to when something may leave: at or after `dueAt`, before `expiresAt`. Equal: it may not leave at all. */
export interface Window {
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

/** Whether a push or a reminder may be set to this time: from 06:30 until before 21:30. */
export function isAllowedPushTime(time: LocalTime): boolean {
  return quietTo <= time && time < quietFrom;
}

/**
 * When the quiet hours that `now` lies in end; null outside them. Once it has been 21:30 the evening is over, even
 * where the clocks then go back.
 */
export function quietUntil(zone: Zone, now: Date): Date | null {
  const time = timeIn(zone, now);
  const today = dateIn(zone, now);
  if (isAllowedPushTime(time) && now < instantOf(zone, today, quietFrom)) return null;
  return instantOf(zone, time < quietTo ? today : addDays(today, 1), quietTo);
}

/**
 * When a lesson or reminder set to `time` may leave on `day`: for 3 hours, and not past 21:30. Where the clocks jump
 * over the time into the quiet hours it may not leave at all that day.
 */
export function pushWindow(zone: Zone, day: LocalDate, time: LocalTime): Window {
  return windowAt(zone, instantOf(zone, day, time < quietTo ? quietTo : time));
}

/** When something decided at `now` may leave: at once, or, in the quiet hours, when they end. */
export function windowFrom(zone: Zone, now: Date): Window {
  return windowAt(zone, quietUntil(zone, now) ?? now);
}

/**
 * What is left of the day for something that may leave at any hour that is not quiet: from `from`, or from when the quiet
 * hours it lies in end, until the evening. Equal ends: the clocks leave nothing of that day.
 */
export function daylight(zone: Zone, from: Date): Window {
  const dueAt = quietUntil(zone, from) ?? from;
  const curfew = instantOf(zone, dateIn(zone, dueAt), quietFrom);
  return { dueAt, expiresAt: quietUntil(zone, dueAt) === null && curfew > dueAt ? curfew : dueAt };
}

function windowAt(zone: Zone, dueAt: Date): Window {
  if (quietUntil(zone, dueAt) !== null) return { dueAt, expiresAt: dueAt };
  const latest = addMinutes(dueAt, windowMinutes);
  const curfew = instantOf(zone, dateIn(zone, dueAt), quietFrom);
  return { dueAt, expiresAt: new Date(Math.min(curfew.getTime(), latest.getTime())) };
}
