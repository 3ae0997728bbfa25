import type { Db } from "#db/connect.ts";
import { type DigestWindow, planDigests, readDigestTimes } from "#db/delivery/digests.ts";
import { readZones } from "#db/delivery/plan.ts";
import { digestWindow, isFirstMonday, mondayOf } from "#domain/digest.ts";
import { addDays, dateIn, instantOf, type LocalDate, weekdayOf, type Zone } from "#domain/time.ts";

/**
 * Writes down the digests that fall due by `now` and may still leave: at each supervisor's own time on Monday, holiday or not,
 * and for a day outside the quiet hours. Safe to repeat and to run in many processes at once; on other days it asks for the
 * zones and no more.
 * @param home the zone of those who learn in no cohort
 */
export async function planFreshDigests(db: Db, home: Zone, now: Date): Promise<number> {
  if (!(await isAbout(db, home, now, now))) return 0;
  const windows = (await readDigestTimes(db, home)).flatMap(({ zone, time }): DigestWindow[] => {
    const day = mondayOf(dateIn(zone, now));
    const window = digestWindow(zone, day, time, now);
    const isOpen = window.dueAt <= now && now < window.expiresAt;
    return isOpen ? [{ zone, time, day, today: dateIn(zone, now), first: isFirstMonday(day), ...window }] : [];
  });
  return planDigests(db, windows, home, now);
}

/** The instants after `now` and up to `until` at which digests fall due. */
export async function digestInstants(db: Db, home: Zone, now: Date, until: Date): Promise<Date[]> {
  if (!(await isAbout(db, home, now, until))) return [];
  return (await readDigestTimes(db, home)).flatMap(({ zone, time }) => {
    const last = dateIn(zone, until);
    const instants: Date[] = [];
    for (let day = mondayOf(dateIn(zone, now)); day <= last; day = addDays(day, 7))
      instants.push(instantOf(zone, day, time));
    return instants.filter((at) => at > now && at <= until);
  });
}

/** Whether anywhere a Monday or the day after one, on which its digests may still leave, lies between two instants. */
async function isAbout(db: Db, home: Zone, from: Date, to: Date): Promise<boolean> {
  const zones = new Set([home, ...(await readZones(db))]);
  return [...zones].some((zone) => {
    const first: LocalDate = dateIn(zone, from);
    return weekdayOf(first) <= 2 || addDays(mondayOf(first), 7) <= dateIn(zone, to);
  });
}
