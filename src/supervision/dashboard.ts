import type { Tx } from "#db/connect.ts";
import { recordDeeds } from "#db/records/audit.ts";
import {
  deleteSession,
  findDashboardLink,
  findSession,
  insertSession,
  putDashboardLink,
  type SessionLimits,
  takeDashboardLink,
} from "#db/records/sessions.ts";
import { supervisedUnits, type UnitName } from "#db/units/units.ts";
import type { LearnerId } from "#domain/ids.ts";
import { addMinutes } from "#domain/time.ts";

/** How long a link into the dashboard waits for its use. */
export const linkMinutes = 10;
/** How long a session lasts at most, and without a request. */
export const sessionMinutes = 8 * 60;
export const idleMinutes = 60;

const limitsAt = (now: Date): SessionLimits => ({
  startedAfter: addMinutes(now, -sessionMinutes),
  seenAfter: addMinutes(now, -idleMinutes),
});

/**
 * Makes a link the person's only one. False, and nothing is made: they supervise nothing.
 * @param hash of the link's secret
 */
export async function offerDashboard(tx: Tx, person: LearnerId, hash: string, now: Date): Promise<boolean> {
  if ((await supervisedUnits(tx, person)).length === 0) return false;
  await putDashboardLink(tx, hash, person, addMinutes(now, linkMinutes));
  return true;
}

/** Whether the link would let this browser in. Uses nothing up: whoever only looks at a link leaves it as it is. */
export async function opensDashboard(tx: Tx, link: string, present: string | null, now: Date): Promise<boolean> {
  return (await ownerOf(tx, link, present, now)) !== null;
}

/**
 * Spends the link and lets the browser in under a new session, in place of the one it had. False, and nothing is spent: the link is
 * unknown, used, too old, its person has no right left, or it is another person's than whose session the browser holds.
 * @param present the hash of the session that the browser holds
 */
export async function enterDashboard(
  tx: Tx,
  link: string,
  session: string,
  present: string | null,
  now: Date,
): Promise<boolean> {
  const person = await ownerOf(tx, link, present, now);
  if (person === null || !(await takeDashboardLink(tx, link, now))) return false;
  if (present !== null) await deleteSession(tx, present);
  await insertSession(tx, session, person, limitsAt(now), now);
  await recordDeeds(tx, [{ at: now, actor: person, deed: "enter", subject: `learner:${person}` }]);
  return true;
}

async function ownerOf(tx: Tx, link: string, present: string | null, now: Date): Promise<LearnerId | null> {
  const person = await findDashboardLink(tx, link, now);
  if (person === null) return null;
  const holder = present === null ? null : await findSession(tx, present, limitsAt(now), now);
  if (holder !== null && holder !== person) return null;
  return (await supervisedUnits(tx, person)).length === 0 ? null : person;
}

/** Whose eyes a request looks with. */
export interface Looking {
  readonly viewer: LearnerId;
  /** What they supervise: at least one unit. */
  readonly units: readonly UnitName[];
}

/** Null: the session is unknown or over, or its person has no right left; then it is ended. */
export async function lookWith(tx: Tx, session: string, now: Date): Promise<Looking | null> {
  const viewer = await findSession(tx, session, limitsAt(now), now);
  if (viewer === null) return null;
  const units = await supervisedUnits(tx, viewer);
  if (units.length > 0) return { viewer, units };
  await deleteSession(tx, session);
  return null;
}

/** Ends the session. Unknown ones are over already. */
export async function leaveDashboard(tx: Tx, session: string, now: Date): Promise<void> {
  const viewer = await findSession(tx, session, limitsAt(now), now);
  await deleteSession(tx, session);
  if (viewer !== null) await recordDeeds(tx, [{ at: now, actor: viewer, deed: "exit", subject: `learner:${viewer}` }]);
}
