import type { Tx } from "#db/connect.ts";
import { supervisedUnits } from "#db/units.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { dateIn, timeIn, type Zone } from "#domain/time.ts";
import { absent, nudge } from "#supervision/absent.ts";
import { showAtRisk } from "#supervision/at-risk.ts";
import { idleMinutes, linkMinutes, offerDashboard, sessionMinutes } from "#supervision/dashboard.ts";
import { report } from "#supervision/report.ts";
import { findScope, type NamedScope } from "#supervision/scope.ts";
import { atRiskMessage } from "#wording/compose-at-risk.ts";
import {
  type AsOf,
  dashboardLinkMessage,
  inactiveMessage,
  noDashboardMessage,
  noSuchScopeMessage,
  notSupervisorMessage,
  nudgeQuietMessage,
  nudgeResultMessage,
  progressMessage,
  whichScopeMessage,
} from "#wording/compose-supervisor.ts";

/** Names told in one answer; the rest is counted. */
const mostNames = 40;

/** The names of `/cangiup`: so many that somebody can still see to each of them. */
const mostInNeed = 20;

export type Asked = "tiendo" | "chuahoc" | "nhac" | "cangiup";

/**
 * What a supervisor asks about a cohort or a unit of theirs. The right is read anew each time, and what lies outside it
 * is answered exactly like what does not exist.
 */
export async function supervise(
  tx: Tx,
  asked: Asked,
  argument: string,
  viewer: LearnerId,
  zone: Zone,
  now: Date,
): Promise<Message> {
  const found = await findScope(tx, argument, viewer);
  if (!found.ok) {
    switch (found.problem.kind) {
      case "no_right":
        return notSupervisorMessage();
      case "unknown":
        return noSuchScopeMessage();
      case "ambiguous":
        return whichScopeMessage(found.problem.names);
    }
  }
  const asOf = { day: dateIn(zone, now), time: timeIn(zone, now) };
  switch (asked) {
    case "tiendo":
      return progress(tx, found.value, viewer, asOf, now);
    case "chuahoc":
      return inactive(tx, found.value, viewer, asOf, now);
    case "nhac":
      return remind(tx, found.value, viewer, now);
    case "cangiup":
      return inNeed(tx, found.value, viewer, asOf, now);
  }
}

/** A new link into the dashboard, which nobody can guess, with the hash by which it will be known. */
export interface NewDashboardLink {
  readonly url: string;
  readonly hash: string;
}

/** `/bang`. @param newLink null: there is no dashboard to link to */
export async function linkDashboard(
  tx: Tx,
  viewer: LearnerId,
  newLink: () => NewDashboardLink | null,
  now: Date,
): Promise<Message> {
  const link = newLink();
  if ((await supervisedUnits(tx, viewer)).length === 0) return notSupervisorMessage();
  if (link === null) return noDashboardMessage();
  await offerDashboard(tx, viewer, link.hash, now);
  return dashboardLinkMessage(link.url, { link: linkMinutes, session: sessionMinutes, idle: idleMinutes });
}

async function progress(tx: Tx, scope: NamedScope, viewer: LearnerId, asOf: AsOf, now: Date): Promise<Message> {
  const figures = await report(tx, scope, now, viewer);
  return figures === null ? noSuchScopeMessage() : progressMessage({ ...figures, scope: figures.name, asOf });
}

async function inactive(tx: Tx, scope: NamedScope, viewer: LearnerId, asOf: AsOf, now: Date): Promise<Message> {
  const { studyDay, today, week, notJoined } = await absent(tx, scope.scope, now, mostNames, viewer);
  return inactiveMessage({ scope: scope.name, asOf, notToday: studyDay ? today : null, notThisWeek: week, notJoined });
}

async function inNeed(tx: Tx, { scope, name }: NamedScope, viewer: LearnerId, asOf: AsOf, now: Date): Promise<Message> {
  return atRiskMessage({ scope: name, asOf, ...(await showAtRisk(tx, scope, now, mostInNeed, viewer)) });
}

async function remind(tx: Tx, scope: NamedScope, viewer: LearnerId, now: Date): Promise<Message> {
  const nudged = await nudge(tx, scope.scope, now, viewer);
  if (nudged.kind === "quiet") return nudgeQuietMessage();
  return nudgeResultMessage({
    scope: scope.name,
    sent: nudged.planned,
    alreadyToday: nudged.alreadyNudged,
    unreachable: 0,
  });
}
