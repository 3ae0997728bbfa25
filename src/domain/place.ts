/** By which of their cohorts a person lives, day by day, and the streak that follows from it. */
import type { Calendar } from "./calendar.ts";
import type { EnrolmentId, LessonId } from "./ids.ts";
import { type Outage, outageDays } from "./outage.ts";
import { type CalendarPeriod, type DaySpan, type KeptDay, ledger, type StreakLedger } from "./streak.ts";
import { addDays, type LocalDate, type LocalTime, type Weekday, type Zone } from "./time.ts";

/** A person's place in a cohort, as far as it decides which days count. */
export interface PlaceDays {
  readonly id: EnrolmentId;
  readonly startDay: LocalDate;
  readonly weekdays: readonly Weekday[];
  readonly zone: Zone;
  /** The cohort's. */
  readonly pushTime: LocalTime;
  /** The first day that can count; null before they agreed. */
  readonly joinedDay: LocalDate | null;
  /** The first lesson neither completed nor skipped; null: none is left. */
  readonly nextLessonId: LessonId | null;
  /** When the last lesson of the course was completed or skipped; null while one is left. */
  readonly finishedDay: LocalDate | null;
  /** When they left the cohort, a day that no longer counts. */
  readonly leftDay: LocalDate | null;
  /** Days on which they were out of the cohort, before they were brought back. */
  readonly away: readonly DaySpan[];
}

/** A place that counts: whoever holds it has agreed. */
export type Joined<Held extends PlaceDays> = Held & { readonly joinedDay: LocalDate };

/** The person's own zone: that of the first cohort they have not finished, else of the first they are in. At least one place. */
export function zoneOf(places: readonly PlaceDays[]): Zone {
  const here = places.filter((place) => place.leftDay === null);
  return (here.find((place) => place.nextLessonId !== null) ?? here[0] ?? places[0]!).zone;
}

/**
 * The one place by whose calendar the person lives on `day`: the oldest cohort that has begun and is not finished; where
 * there is none, one that is finished; else one that has yet to begin. Null before they joined, after they left, and while they were away.
 */
export function placeOn<Held extends PlaceDays>(places: readonly Held[], day: LocalDate): Joined<Held> | null {
  const rank = (place: Held) => {
    if (place.finishedDay !== null && place.finishedDay < day) return 1;
    return place.startDay <= day ? 0 : 2;
  };
  const counting = places.filter(
    (place): place is Joined<Held> =>
      place.joinedDay !== null &&
      place.joinedDay <= day &&
      (place.leftDay === null || day < place.leftDay) &&
      place.away.every(({ from, to }) => day < from || to < day),
  );
  return counting.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id)[0] ?? null;
}

export const calendarOf = (place: PlaceDays, holidays: ReadonlySet<LocalDate>): Calendar => ({
  zone: place.zone,
  start: place.startDay,
  weekdays: place.weekdays,
  holidays,
});

/** From when to when the person lived by which place; no two cover the same day. */
export function placePeriods<Held extends PlaceDays>(
  places: readonly Held[],
): (Omit<CalendarPeriod, "calendar"> & { readonly place: Joined<Held> })[] {
  const turns = places.flatMap(({ joinedDay, startDay, finishedDay, leftDay, away }) => [
    ...(joinedDay === null ? [] : [joinedDay, startDay]),
    ...(finishedDay === null ? [] : [addDays(finishedDay, 1)]),
    ...(leftDay === null ? [] : [leftDay]),
    ...away.flatMap(({ from, to }) => [from, addDays(to, 1)]),
  ]);
  const days = [...new Set(turns)].sort();
  return days.flatMap((from, at) => {
    const place = placeOn(places, from);
    const next = days[at + 1];
    return place === null ? [] : [{ from, to: next === undefined ? null : addDays(next, -1), place }];
  });
}

/** Everything that decides somebody's streak. */
export interface LifeDays {
  readonly places: readonly PlaceDays[];
  readonly kept: readonly KeptDay[];
  readonly pauses: readonly DaySpan[];
  /** Their own push time; null: the cohort's. */
  readonly ownTime: LocalTime | null;
}

/**
 * The streak of a life at `today`.
 * @param outages of the program and of the person's own bots
 */
export function ledgerOf(
  life: LifeDays,
  outages: readonly Outage[],
  holidays: ReadonlySet<LocalDate>,
  today: LocalDate,
): StreakLedger {
  const periods = placePeriods(life.places);
  const [first] = periods;
  if (first === undefined) return { days: [], current: 0, best: 0, freezes: 1 };
  const touched = periods.flatMap(({ from, to, place }) =>
    [...outageDays(outages, calendarOf(place, holidays), life.ownTime ?? place.pushTime)].filter(
      (day) => from <= day && (to === null || day <= to),
    ),
  );
  const facts = {
    joined: first.from,
    periods: periods.map(({ from, to, place }) => ({ from, to, calendar: calendarOf(place, holidays) })),
    kept: life.kept,
    pauses: life.pauses,
    outageDays: new Set(touched),
  };
  return ledger(facts, today);
}
