import type { Db } from "#db/connect.ts";
import { hasFreshAnnouncements, renewAnnouncements, type ZoneDay } from "#db/delivery/announcements.ts";
import { readZones } from "#db/delivery/plan.ts";
import { daylight } from "#domain/schedule.ts";

/** When an announcement may leave in each zone that somebody learns in: until the evening, from now or from the morning on. */
export async function announcementDays(db: Db, now: Date): Promise<ZoneDay[]> {
  return (await readZones(db)).map((zone) => ({ zone, ...daylight(zone, now) }));
}

/**
 * Plans anew what was announced in the last days and did not leave before the evening: an outage, a pause of the platform, too
 * many before it. Safe to repeat; without a fresh announcement it asks one small question and no more.
 */
export async function planAnnouncementsAgain(db: Db, now: Date): Promise<number> {
  if (!(await hasFreshAnnouncements(db, now))) return 0;
  const open = (await announcementDays(db, now)).filter(({ dueAt, expiresAt }) => dueAt <= now && now < expiresAt);
  return renewAnnouncements(db, open, now);
}
