import type { Db } from "#db/connect.ts";
import {
  type CohortTimes,
  type PlanWindow,
  planLessons,
  planReminders,
  pushLessons,
  readCohortTimes,
} from "#db/delivery/plan.ts";
import { readHolidays } from "#db/learning/holidays.ts";
import { type Calendar, isStudyDay } from "#domain/calendar.ts";
import { pushWindow, windowFrom } from "#domain/schedule.ts";
import { addDays, dateIn, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { planAnnouncementsAgain } from "./announcements.ts";
import { planFreshCorrections } from "./corrections.ts";
import { digestInstants, planFreshDigests } from "./digests.ts";
import { planForSilent } from "./silence.ts";

export interface Planned {
  readonly lessons: number;
  readonly reminders: number;
}

const homeZone = "Asia/Ho_Chi_Minh" as Zone;

const calendarOf = (cohort: CohortTimes, holidays: ReadonlySet<LocalDate>): Calendar => ({
  zone: cohort.zone,
  start: cohort.startDay,
  weekdays: cohort.weekdays,
  holidays,
});

/**
 * Writes down whatever falls due by `now` and still may leave: lessons whose push time has come, reminders whose time
 * has come, corrections of what was taught wrong, supervisors' digests, announcements that could not leave the day before. What an outage made late is planned as long as its window is open, and left to the next study day after.
 * Safe to repeat and to run in many processes at once.
 * @param home the zone of supervisors who learn in no cohort
 * @param since lessons and reminders are planned only of times that came after it; null: of all whose window is open
 */
export async function planDay(db: Db, now: Date, home: Zone = homeZone, since: Date | null = null): Promise<Planned> {
  const holidays = await readHolidays(db);
  const lessons: PlanWindow[] = [];
  const reminders: PlanWindow[] = [];
  for (const cohort of await readCohortTimes(db)) {
    const day = dateIn(cohort.zone, now);
    if (!isStudyDay(calendarOf(cohort, holidays), day)) continue;
    const open = (time: LocalTime, pushTime: LocalTime | null, ordinal: number): PlanWindow[] => {
      const window = pushWindow(cohort.zone, day, time);
      const isOpen = window.dueAt <= now && now < window.expiresAt;
      const own = pushTime !== null && pushTime !== cohort.pushTime;
      return isOpen ? [{ cohort: cohort.id, day, pushTime, own, ordinal, ...window }] : [];
    };
    for (const time of new Set([cohort.pushTime, ...cohort.ownTimes])) lessons.push(...open(time, time, 0));
    // Of reminders that an outage held up together the last one says it all.
    reminders.push(...cohort.remindTimes.flatMap((time, at) => open(time, null, at + 1)).slice(-1));
  }
  await planForSilent(db, now);
  const isNew = ({ dueAt }: PlanWindow) => since === null || dueAt > since;
  const [own, common] = [lessons.filter((one) => one.own), lessons.filter((one) => !one.own)];
  const planned = {
    lessons: (await planLessons(db, common.filter(isNew), now)) + (await planLessons(db, own.filter(isNew), now)),
    reminders: await planReminders(db, reminders.filter(isNew), now),
  };
  await planFreshCorrections(db, now);
  await planFreshDigests(db, home, now);
  await planAnnouncementsAgain(db, now);
  return planned;
}

/** What falls due at no time of a cohort (a request for a tap, an announcement held up) is looked for each half minute, as ticks go. */
const againEveryMs = 29_000;

/** Everybody is gone through again after as many times what that took last: it takes a twentieth of the time at most. */
const restsFor = 20;

/** But not later than this, however long it took. */
const wholeWithinMs = 300_000;

/**
 * `planDay` for whoever calls it every few seconds. Times that have come since it planned last are planned at once, and of
 * them alone. Everybody whose window is open is gone through again from half a minute to five minutes later, as it takes long: so
 * those are found who can be sent to since then because of what somebody else did. (Who joins, resumes or comes back by
 * themselves is planned as they do.)
 * @param monotonic milliseconds of a clock that only goes forward
 */
export function openPlanner(monotonic: () => number, home: Zone = homeZone): (db: Db, now: Date) => Promise<Planned> {
  let last: Date | null = null;
  let wholeAt = 0;
  return async (db, now) => {
    const isSoon = last !== null && Math.abs(now.getTime() - last.getTime()) < againEveryMs;
    const came = isSoon && last !== null && (await planningInstants(db, last, now, home)).length > 0;
    if (isSoon && !came) return { lessons: 0, reminders: 0 };
    const begun = monotonic();
    const isWhole = last === null || now < last || (!came && begun >= wholeAt);
    const planned = await planDay(db, now, home, isWhole ? null : last);
    if (isWhole) {
      const ended = monotonic();
      wholeAt = ended + Math.min(wholeWithinMs, restsFor * (ended - begun));
    }
    last = now;
    return planned;
  };
}

/**
 * The instants after `now` and up to `until` at which `planDay` may have something new to write: when a demo's clock
 * moves, it stops at each.
 */
export async function planningInstants(db: Db, now: Date, until: Date, home: Zone = homeZone): Promise<Date[]> {
  const holidays = await readHolidays(db);
  const instants = new Set<number>();
  for (const cohort of await readCohortTimes(db)) {
    const calendar = calendarOf(cohort, holidays);
    const last = dateIn(cohort.zone, until);
    for (let day = dateIn(cohort.zone, now); day <= last; day = addDays(day, 1)) {
      if (!isStudyDay(calendar, day)) continue;
      for (const time of [cohort.pushTime, ...cohort.ownTimes, ...cohort.remindTimes]) {
        const { dueAt } = pushWindow(cohort.zone, day, time);
        if (dueAt > now && dueAt <= until) instants.add(dueAt.getTime());
      }
    }
  }
  for (const at of await digestInstants(db, home, now, until)) instants.add(at.getTime());
  return [...instants].sort((a, b) => a - b).map((ms) => new Date(ms));
}

/**
 * Plans the cohort's lesson of `day` for everyone who has not had it, to leave now or when the quiet hours end.
 * @param day null: today in the cohort's zone
 */
export async function pushNow(
  db: Db,
  cohort: Pick<CohortTimes, "id" | "zone">,
  day: LocalDate | null,
  now: Date,
): Promise<{ planned: number; alreadyPlanned: number }> {
  const today = day ?? dateIn(cohort.zone, now);
  const window = { cohort: cohort.id, day: today, pushTime: null, ordinal: 0, ...windowFrom(cohort.zone, now) };
  return pushLessons(db, window, now);
}
