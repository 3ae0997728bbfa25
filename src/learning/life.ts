import type { Tx } from "#db/connect.ts";
import { type Place, readPlaces } from "#db/places.ts";
import { readHolidays } from "#db/plan.ts";
import { readStreakRows, type StreakRows } from "#db/streaks.ts";
import { type Calendar, isStudyDay } from "#domain/calendar.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { CalendarPeriod } from "#domain/streak.ts";
import { addDays, dateIn, type LocalDate, type Zone } from "#domain/time.ts";

/** A place that counts: whoever holds it has agreed. */
export type JoinedPlace = Place & { readonly joinedDay: LocalDate };

/** Everything that decides which days count for one person. */
export interface Life extends StreakRows {
  readonly places: readonly Place[];
  readonly holidays: ReadonlySet<LocalDate>;
}

export async function readLife(tx: Tx, learner: LearnerId): Promise<Life> {
  const [places, holidays, rows] = await Promise.all([
    readPlaces(tx, learner),
    readHolidays(tx),
    readStreakRows(tx, learner),
  ]);
  if (places.length === 0) throw new Error(`learner ${learner} has no place in any cohort`);
  return { places, holidays, ...rows };
}

/** The person's own zone: that of the first cohort they have not finished, else of the first they are in. */
function zoneOf({ places }: Pick<Life, "places">): Zone {
  const here = places.filter((place) => place.leftDay === null);
  return (here.find((place) => place.nextLessonId !== null) ?? here[0] ?? places[0]!).zone;
}

export const todayIn = (life: Pick<Life, "places">, now: Date): LocalDate => dateIn(zoneOf(life), now);

/**
 * The one place by whose calendar the person lives on `day`: the oldest cohort that has begun and is not finished; where
 * there is none, one that is finished; else one that has yet to begin. Null before they joined and after they left.
 */
export function placeOn({ places }: Pick<Life, "places">, day: LocalDate): JoinedPlace | null {
  const rank = (place: Place) => {
    if (place.finishedDay !== null && place.finishedDay < day) return 1;
    return place.startDay <= day ? 0 : 2;
  };
  const counting = places.filter(
    (place): place is JoinedPlace =>
      place.joinedDay !== null && place.joinedDay <= day && (place.leftDay === null || day < place.leftDay),
  );
  return counting.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id)[0] ?? null;
}

export const calendarOf = (place: Place, holidays: ReadonlySet<LocalDate>): Calendar => ({
  zone: place.zone,
  start: place.startDay,
  weekdays: place.weekdays,
  holidays,
});

/** From when to when the person lived by which place; no two cover the same day. */
export function placePeriods(life: Life): (Omit<CalendarPeriod, "calendar"> & { readonly place: JoinedPlace })[] {
  const turns = life.places.flatMap(({ joinedDay, startDay, finishedDay, leftDay }) => [
    ...(joinedDay === null ? [] : [joinedDay, startDay]),
    ...(finishedDay === null ? [] : [addDays(finishedDay, 1)]),
    ...(leftDay === null ? [] : [leftDay]),
  ]);
  const days = [...new Set(turns)].sort();
  return days.flatMap((from, at) => {
    const place = placeOn(life, from);
    const next = days[at + 1];
    return place === null ? [] : [{ from, to: next === undefined ? null : addDays(next, -1), place }];
  });
}

/** Whether `day` is paused; null or the last day of the pause that covers it. */
export function pausedUntil({ pauses }: Pick<Life, "pauses">, day: LocalDate): LocalDate | null {
  return pauses.find(({ from, to }) => from <= day && day <= to)?.to ?? null;
}

/** Whether completing something on `day` keeps it: a day of the person's cohort that they did not pause. */
export function isOwnStudyDay(life: Life, day: LocalDate): boolean {
  const place = placeOn(life, day);
  return place !== null && pausedUntil(life, day) === null && isStudyDay(calendarOf(place, life.holidays), day);
}
