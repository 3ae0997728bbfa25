import type { Db } from "#db/connect.ts";
import {
  type CohortTimes,
  type PlanWindow,
  planLessons,
  planReminders,
  pushLessons,
  readCohortTimes,
  readHolidays,
} from "#db/plan.ts";
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
 */
export async function planDay(db: Db, now: Date, home: Zone = homeZone): Promise<Planned> {
  const holidays = await readHolidays(db);
  const lessons: PlanWindow[] = [];
  const reminders: PlanWindow[] = [];
  for (const cohort of await readCohortTimes(db)) {
    const day = dateIn(cohort.zone, now);
    if (!isStudyDay(calendarOf(cohort, holidays), day)) continue;
    const open = (time: LocalTime, pushTime: LocalTime | null, ordinal: number): PlanWindow[] => {
      const window = pushWindow(cohort.zone, day, time);
      const isOpen = window.dueAt <= now && now < window.expiresAt;
      return isOpen ? [{ cohort: cohort.id, day, pushTime, ordinal, ...window }] : [];
    };
    for (const time of new Set([cohort.pushTime, ...cohort.ownTimes])) lessons.push(...open(time, time, 0));
    // Of reminders that an outage held up together the last one says it all.
    reminders.push(...cohort.remindTimes.flatMap((time, at) => open(time, null, at + 1)).slice(-1));
  }
  await planForSilent(db, now);
  const planned = { lessons: await planLessons(db, lessons, now), reminders: await planReminders(db, reminders, now) };
  await planFreshCorrections(db, now);
  await planFreshDigests(db, home, now);
  await planAnnouncementsAgain(db, now);
  return planned;
}

/** Who joins, resumes or comes back in the middle of a window is planned within this time. */
const fullEveryMs = 30_000;

/**
 * `planDay` for a tick that comes every few seconds: the whole plan is gone through when a time has come since the last
 * call, and every half minute; in between there is nothing new.
 */
export function openPlanner(home: Zone = homeZone): (db: Db, now: Date) => Promise<Planned> {
  let last: Date | null = null;
  let full: Date | null = null;
  return async (db, now) => {
    const quiet = full !== null && Math.abs(now.getTime() - full.getTime()) < fullEveryMs;
    const nothing = quiet && last !== null && (await planningInstants(db, last, now, home)).length === 0;
    last = now;
    if (nothing) return { lessons: 0, reminders: 0 };
    full = now;
    return planDay(db, now, home);
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
