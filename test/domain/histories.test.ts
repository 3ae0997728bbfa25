/**
 * The streak of whole histories, in every zone of the world, against the rules read slowly. HOCVU_LEARNER_DAYS says how many
 * days of learners there are to be, HOCVU_SEED which.
 */
import { expect, inject, test } from "vitest";
import type { EnrolmentId, LessonId } from "#domain/ids.ts";
import { type Lifetime, runsAt } from "#domain/lifetime.ts";
import { ledgerOf, type PlaceDays, zoneOf } from "#domain/place.ts";
import { addDays, dateIn, daysBetween, type LocalDate, type LocalTime, type Weekday, type Zone } from "#domain/time.ts";
import { Chance } from "../simulation/chance.ts";
import { drawHistory, type History, type Stay } from "./histories.ts";
import { slowLedger } from "./slow-ledger.ts";

const learnerDays = Number(process.env.HOCVU_LEARNER_DAYS ?? 30_000);
const letters = { kept: "k", frozen: "f", missed: "m", outage: "o", paused: "p", off: "-" } as const;

const dayAt = (zone: string, at: number): LocalDate => dateIn(zone as Zone, new Date(at));

const placeOf = (stay: Stay, at: number): PlaceDays => ({
  id: (at + 1) as EnrolmentId,
  startDay: stay.start as LocalDate,
  weekdays: stay.weekdays as readonly Weekday[],
  zone: stay.zone as Zone,
  pushTime: stay.pushTime as LocalTime,
  joinedDay: dayAt(stay.zone, stay.from),
  nextLessonId: "bai" as LessonId,
  finishedDay: null,
  leftDay: stay.to === null ? null : dayAt(stay.zone, stay.to),
  away: [],
});

/** As the program tells it. */
function told(history: History) {
  const places = history.stays.map(placeOf);
  const kept = [...new Set(history.presses.map(({ zone, at }) => dayAt(zone, at)))];
  const pauses = history.pauses.map(([from, to]) => ({ from: from as LocalDate, to: to as LocalDate }));
  const outages = history.outages.map(({ from, minutes }) => ({
    from: new Date(from),
    to: new Date(from + minutes * 60_000),
  }));
  const holidays = new Set(history.holidays as LocalDate[]);
  const life = { places, pauses, ownTime: null };
  const today = dayAt(zoneOf(places), history.now);
  const { days, ...totals } = ledgerOf(
    { ...life, kept: kept.map((date) => ({ date, by: "lesson" as const })) },
    outages,
    holidays,
    today,
  );
  const runOf = runsAt(
    new Date(history.now),
    outages.map((outage) => ({ ...outage, bot: null })),
    holidays,
  );
  return {
    ledger: { days: days.map(({ kind }) => letters[kind]).join(""), ...totals },
    current: runOf({ ...life, ...signsOf(kept), bots: [] }).days,
  };
}

/** Days as the database keeps them: a sign each from the first to the last. */
function signsOf(kept: readonly LocalDate[]): Pick<Lifetime, "keptFrom" | "kept"> {
  const [first = "2026-01-01" as LocalDate, ...others] = kept.toSorted();
  const held = new Set(kept);
  const length = kept.length === 0 ? 0 : daysBetween(first, others.at(-1) ?? first) + 1;
  const signs = Array.from({ length }, (_, n) => (held.has(addDays(first, n)) ? "1" : "0"));
  return { keptFrom: first, kept: signs.join("") };
}

test(`histories of ${learnerDays} days of learners are told as the rules say`, { timeout: 7_200_000 }, () => {
  const chance = new Chance(`histories ${inject("seed")}`);
  const seen = new Set<string>();
  let [days, number] = [0, 0];
  for (; days < learnerDays; number++) {
    const history = drawHistory(chance.stream(String(number)));
    const slow = slowLedger(history);
    const { ledger, current } = told(history);
    if (JSON.stringify(ledger) !== JSON.stringify(slow) || current !== slow.current)
      expect({ number, history, ledger, current }).toEqual({ number, history, ledger: slow, current: slow.current });
    days += ledger.days.length;
    for (const { zone } of history.stays) seen.add(zone);
  }
  console.log(`${number} histories, ${days} days of learners, ${seen.size} zones: none told otherwise`);
  expect(seen.size).toBeGreaterThan(Math.min(400, number / 4));
});
