import type { Tx } from "#db/connect.ts";
import { hadLesson } from "#db/delivery/own-deliveries.ts";
import { pushLessons } from "#db/delivery/plan.ts";
import { readLessonTitle } from "#db/learning/attempts.ts";
import type { Place } from "#db/learning/places.ts";
import type { LearnerId } from "#domain/ids.ts";
import { placeOn } from "#domain/place.ts";
import { isAllowedPushTime, pushWindow, windowFrom } from "#domain/schedule.ts";
import { addDays, type LocalDate, type LocalTime, timeIn } from "#domain/time.ts";
import { isOwnStudyDay, type JoinedPlace, type Life, readLife, todayIn } from "./life.ts";

export type ComingLesson =
  /** It was planned just now and leaves at once. */
  | { readonly kind: "now" }
  | { readonly kind: "at"; readonly day: LocalDate; readonly time: LocalTime; readonly today: LocalDate }
  /** Every lesson is completed, or there is no cohort. */
  | { readonly kind: "none" };

/** The place whose next lesson is the person's next lesson; one that has begun goes before one that has not. */
export function learningPlace(life: Life, today: LocalDate): JoinedPlace | null {
  const left = life.places.filter((place) => place.nextLessonId !== null && place.leftDay === null);
  return placeOn(left, today);
}

/** The place whose course is the person's: the one they learn in now, else the last they joined. */
export const coursePlace = (life: Life, today: LocalDate): Place =>
  learningPlace(life, today) ?? life.places.findLast((place) => place.joinedDay !== null) ?? life.places[0]!;

/** Whether the person is in no cohort any more: they have left each one they joined. */
export const isNowhere = ({ places }: Pick<Life, "places">): boolean =>
  places.every((place) => place.joinedDay === null || place.leftDay !== null);

/** The first lesson the person has not completed; null when there is none. */
export async function readNextLesson(
  tx: Tx,
  life: Life,
  today: LocalDate,
): Promise<{ readonly title: string; readonly position: number } | null> {
  const place = learningPlace(life, today);
  return place === null ? null : readLessonTitle(tx, place.cohortId, place.nextLessonId!);
}

/** A year of days is looked at: holidays and pauses are shorter. */
const horizon = 366;

/** When the next daily lesson leaves, today's included while it has not been had and the day has not been kept. */
export async function comingLesson(
  tx: Tx,
  life: Life,
  learner: LearnerId,
  ownTime: LocalTime | null,
  now: Date,
): Promise<ComingLesson> {
  const today = todayIn(life, now);
  const [, ahead] = await lessonsAhead(tx, life, learner, ownTime, now);
  return ahead === null ? { kind: "none" } : { kind: "at", ...ahead, today };
}

/**
 * The same, but a lesson of today whose time has passed leaves now: for who could not have it at its time.
 * @param late `always`: until 21:30; `window`: only within the hours in which it would still have left by itself
 */
export async function pushIfDue(
  tx: Tx,
  learner: LearnerId,
  ownTime: LocalTime | null,
  late: "always" | "window",
  now: Date,
): Promise<ComingLesson> {
  const life = await readLife(tx, learner);
  const today = todayIn(life, now);
  const [due, ahead] = await lessonsAhead(tx, life, learner, ownTime, now);
  if (due !== null) {
    const own = pushWindow(due.zone, today, ownTime ?? due.pushTime);
    if (late === "always" || now < own.expiresAt) {
      const window = { cohort: due.cohortId, day: today, pushTime: null, ordinal: 0, ...windowFrom(due.zone, now) };
      const { planned } = await pushLessons(tx, window, now, learner);
      if (planned > 0) return { kind: "now" };
    }
  }
  return ahead === null ? { kind: "none" } : { kind: "at", ...ahead, today };
}

/** The place whose lesson of today could leave this minute, its time having passed; and when the next one leaves by itself. */
async function lessonsAhead(
  tx: Tx,
  life: Life,
  learner: LearnerId,
  ownTime: LocalTime | null,
  now: Date,
): Promise<[JoinedPlace | null, { day: LocalDate; time: LocalTime } | null]> {
  const today = todayIn(life, now);
  let due: JoinedPlace | null = null;
  for (let ahead = 0; ahead <= horizon; ahead++) {
    const day = addDays(today, ahead);
    const place = learningPlace(life, day);
    if (place === null || !isOwnStudyDay(life, day)) continue;
    const time = ownTime ?? place.pushTime;
    if (ahead > 0) return [due, { day, time }];
    if (life.kept.some(({ date }) => date === today) || (await hadLesson(tx, learner, today))) continue;
    const wall = timeIn(place.zone, now);
    if (wall < time) return [null, { day, time }];
    if (isAllowedPushTime(wall)) due = place;
  }
  return [due, null];
}
