import { sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

/** Makes this the person's only link into the dashboard: one they had is gone. */
export async function putDashboardLink(tx: Tx, hash: string, person: LearnerId, expiresAt: Date): Promise<void> {
  await tx.execute(sql`
    insert into dashboard_links (person_id, hash, expires_at) values (${person}, ${hash}, ${expiresAt}::timestamptz)
    on conflict (person_id) do update set hash = excluded.hash, expires_at = excluded.expires_at`);
}

/** Whose link it is; null for a wrong, a used and an old one alike. Uses nothing up. */
export async function findDashboardLink(tx: Tx, hash: string, now: Date): Promise<LearnerId | null> {
  const [row] = await tx.execute<{ person: LearnerId }>(sql`
    select person_id as person from dashboard_links where hash = ${hash} and expires_at > ${now}::timestamptz`);
  return row?.person ?? null;
}

/** Uses the link up. False: somebody was faster, or it is too old. */
export async function takeDashboardLink(tx: Tx, hash: string, now: Date): Promise<boolean> {
  const rows = await tx.execute(sql`
    delete from dashboard_links where hash = ${hash} and expires_at > ${now}::timestamptz`);
  return rows.count > 0;
}

/** From when on a session is over: begun before the first, or not seen since the second. */
export interface SessionLimits {
  readonly startedAfter: Date;
  readonly seenAfter: Date;
}

/** Lets a browser in, and forgets every session and link that is over. */
export async function insertSession(
  tx: Tx,
  hash: string,
  person: LearnerId,
  limits: SessionLimits,
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    delete from dashboard_sessions
    where started_at <= ${limits.startedAfter}::timestamptz or seen_at <= ${limits.seenAfter}::timestamptz`);
  await tx.execute(sql`delete from dashboard_links where expires_at <= ${now}::timestamptz`);
  await tx.execute(sql`
    insert into dashboard_sessions (hash, person_id, started_at, seen_at)
    values (${hash}, ${person}, ${now}::timestamptz, ${now}::timestamptz)`);
}

/** Whose browser it is; null for an unknown session and one that is over. Notes at most once a minute that it was seen. */
export async function findSession(tx: Tx, hash: string, limits: SessionLimits, now: Date): Promise<LearnerId | null> {
  const [row] = await tx.execute<{ person: LearnerId; stale: boolean }>(sql`
    select person_id as person, seen_at <= ${now}::timestamptz - interval '1 minute' as stale from dashboard_sessions
    where hash = ${hash} and started_at > ${limits.startedAfter}::timestamptz and seen_at > ${limits.seenAfter}::timestamptz`);
  if (row?.stale === true)
    await tx.execute(sql`update dashboard_sessions set seen_at = ${now}::timestamptz where hash = ${hash}`);
  return row?.person ?? null;
}

export async function deleteSession(tx: Tx, hash: string): Promise<void> {
  await tx.execute(sql`delete from dashboard_sessions where hash = ${hash}`);
}
