import { type Calendar, isStudyDay } from "./calendar.ts";
import { addDays, addMinutes, instantOf, type LocalDate, type LocalTime, weekdayOf } from "./time.ts";
import { lastWordDay, messagePriceVnd, passageAt, rhythmHours, templateDays } from "./zalo-window.ts";

/** When somebody answers: on all days, weekends included; on study days; on the first study day of a week; never. */
export type Answering = "daily" | "study days" | "weekly" | "silent";

export const answerings: readonly Answering[] = ["daily", "study days", "weekly", "silent"];

/** What a learner's lessons, and what their silence brings, come to. */
export interface Rehearsed {
  readonly free: number;
  readonly paid: number;
  /** Lessons that could not be sent. */
  readonly closed: number;
  /** Approved texts to who is silent for weeks. */
  readonly templates: number;
  readonly vnd: number;
}

/** Around noon, where lessons leave in the morning. */
const answerAfterMinutes = 270;

/**
 * What one learner costs on an Official Account, day by day, by the law that the planner follows. They turned to it at noon of
 * the day before, and answer four and a half hours after the push time; answers to them are free and not counted.
 * @param templateVnd what an approved text costs, VAT included; null: none is sent
 */
export function rehearseCost(
  calendar: Calendar,
  pushTime: LocalTime,
  from: LocalDate,
  days: number,
  answering: Answering,
  templateVnd: number | null = null,
): Rehearsed {
  const count = { free: 0, paid: 0, closed: 0 };
  let templates = 0;
  let last = instantOf(calendar.zone, addDays(from, -1), "12:00" as LocalTime);
  let [asked, paused] = [false, false];
  for (let day = from; day < addDays(from, days); day = addDays(day, 1)) {
    const push = instantOf(calendar.zone, day, pushTime);
    const answered = addMinutes(push, answerAfterMinutes);
    const answers = answersOn(calendar, day, answering);
    const until = answers ? answered : instantOf(calendar.zone, addDays(day, 1), "00:00" as LocalTime);
    if (!asked && until > addMinutes(last, rhythmHours * 60)) {
      asked = true;
      count.free++;
    }
    if (templateVnd !== null && templateDays(calendar.zone, last).includes(day)) templates++;
    const ends = !paused && lastWordDay(calendar.zone, last) === day;
    const passage = ends ? "paid" : paused ? "closed" : passageAt(last, push);
    if (ends) paused = true;
    const speaks = ends || isStudyDay(calendar, day);
    if (!answers) {
      if (speaks) count[passage]++;
      continue;
    }
    if (speaks) count[passage === "closed" ? "free" : passage]++; // what was held back leaves when they come back
    [last, asked, paused] = [answered, false, false];
  }
  return { ...count, templates, vnd: count.paid * messagePriceVnd + templates * (templateVnd ?? 0) };
}

function answersOn(calendar: Calendar, day: LocalDate, answering: Answering): boolean {
  switch (answering) {
    case "daily":
      return true;
    case "study days":
      return isStudyDay(calendar, day);
    case "weekly":
      return isStudyDay(calendar, day) && !studiedBefore(calendar, day);
    case "silent":
      return false;
  }
}

/** Whether the week, from its Monday, had a study day before this one. */
function studiedBefore(calendar: Calendar, day: LocalDate): boolean {
  for (let back = 1; back < weekdayOf(day); back++) if (isStudyDay(calendar, addDays(day, -back))) return true;
  return false;
}
