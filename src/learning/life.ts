import type { Tx } from "#db/connect.ts";
import { type Place, readPlaces } from "#db/learning/places.ts";
import { readStreakRows, type StreakRows } from "#db/learning/streaks.ts";
import { isStudyDay } from "#domain/calendar.ts";
import type { LearnerId } from "#domain/ids.ts";
import { calendarOf, type Joined, placeOn, zoneOf } from "#domain/place.ts";
import { dateIn, type LocalDate } from "#domain/time.ts";

/** A place that counts: whoever holds it has agreed. */
export type JoinedPlace = Joined<Place>;

/** Everything that decides which days count for one person. */
export interface Life extends Omit<StreakRows, "holidays"> {
  readonly places: readonly Place[];
  readonly holidays: ReadonlySet<LocalDate>;
}

export async function readLife(tx: Tx, learner: LearnerId): Promise<Life> {
  const [places, { holidays, ...rows }] = await Promise.all([readPlaces(tx, learner), readStreakRows(tx, learner)]);
  if (places.length === 0) throw new Error(`learner ${learner} has no place in any cohort`);
  return { places, ...rows, holidays: new Set(holidays) };
}

export const todayIn = (life: Pick<Life, "places">, now: Date): LocalDate => dateIn(zoneOf(life.places), now);

/** Whether `day` is paused; null or the last day of the pause that covers it. */
export function pausedUntil({ pauses }: Pick<Life, "pauses">, day: LocalDate): LocalDate | null {
  return pauses.find(({ from, to }) => from <= day && day <= to)?.to ?? null;
}

/** Whether completing something on `day` keeps it: a day of the person's cohort that they did not pause. */
export function isOwnStudyDay(life: Life, day: LocalDate): boolean {
  const place = placeOn(life.places, day);
  return place !== null && pausedUntil(life, day) === null && isStudyDay(calendarOf(place, life.holidays), day);
}
