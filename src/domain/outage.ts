import { type Calendar, isStudyDay } from "./calendar.ts";
import { quietFrom } from "./schedule.ts";
import { addDays, dateIn, instantOf, type LocalDate, type LocalTime } from "./time.ts";

/** From when until when the program, or the learner's channel, could not send or receive; `to` no longer belongs to it. */
export interface Outage {
  readonly from: Date;
  readonly to: Date;
}

/** A shorter gap costs nobody the day. */
const shortestOutageMinutes = 30;

/**
 * The study days touched between the learner's push time and 21:30 by a gap of 30 minutes or more. Gaps that meet or
 * overlap are one gap, whoever caused them. Whether the day was kept all the same is the ledger's question.
 */
export function outageDays(outages: readonly Outage[], calendar: Calendar, pushTime: LocalTime): Set<LocalDate> {
  const days = new Set<LocalDate>();
  for (const { from, to } of merged(outages)) {
    if (to.getTime() - from.getTime() < shortestOutageMinutes * 60_000) continue;
    const last = dateIn(calendar.zone, to);
    for (let day = dateIn(calendar.zone, from); day <= last; day = addDays(day, 1)) {
      const opens = instantOf(calendar.zone, day, pushTime);
      const closes = instantOf(calendar.zone, day, quietFrom);
      if (from < closes && opens < to && isStudyDay(calendar, day)) days.add(day);
    }
  }
  return days;
}

/** The same time covered, in order, no two touching. */
function merged(outages: readonly Outage[]): Outage[] {
  const whole: Outage[] = [];
  for (const outage of outages.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const before = whole.at(-1);
    if (before === undefined || before.to < outage.from) whole.push(outage);
    else if (before.to < outage.to) whole[whole.length - 1] = { from: before.from, to: outage.to };
  }
  return whole;
}
