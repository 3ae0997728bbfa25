import type { Tx } from "#db/connect.ts";
import { readLastOffers, readWantsDigest, setWantsDigest } from "#db/delivery/digests.ts";
import { supervisedUnits } from "#db/units/units.ts";
import type { DigestAction } from "#domain/digest.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { LocalDate } from "#domain/time.ts";
import { doOffered, openDigest } from "#supervision/digest.ts";
import { readSwitch } from "#wording/arguments.ts";
import {
  digestMessage,
  digestSwitchMessage,
  noSuchOfferMessage,
  offerInvitesMessage,
  offerLostMessage,
  offerNudgedMessage,
} from "#wording/compose-digest.ts";
import { notUnderstoodMessage } from "#wording/compose-hints.ts";
import { noSuchScopeMessage, notSupervisorMessage, nudgeQuietMessage } from "#wording/compose-supervisor.ts";

/** Names told in one answer; the rest is counted. */
const mostNames = 30;

/** The digest of a Monday as it leaves. */
export async function sayDigest(tx: Tx, learner: LearnerId, monday: LocalDate, now: Date): Promise<Message> {
  return digestMessage(await openDigest(tx, learner, monday, now));
}

/** The number of something that the last digest offered. */
export async function takePick(tx: Tx, viewer: LearnerId, number: number, now: Date): Promise<Message> {
  const offered = await readLastOffers(tx, viewer);
  if (offered === null) return notUnderstoodMessage();
  const action = offered.actions[number - 1];
  return action === undefined ? noSuchOfferMessage(offered.actions.length) : takeOffer(tx, viewer, action, now);
}

/** Does what a digest offered and says what came of it. Done twice it harms nobody: a nudge is once a day. */
export async function takeOffer(tx: Tx, viewer: LearnerId, action: DigestAction, now: Date): Promise<Message> {
  const done = await doOffered(tx, action, viewer, mostNames, now);
  switch (done.kind) {
    case "no_right":
      return notSupervisorMessage();
    case "unknown":
      return noSuchScopeMessage();
    case "invite":
      return offerInvitesMessage(done);
    case "reach":
      return offerLostMessage(done);
    case "nudge":
      if (done.nudged.kind === "quiet") return nudgeQuietMessage();
      return offerNudgedMessage(done.scope, done.nudged.planned, done.nudged.alreadyNudged);
  }
}

/** `/bantin`: alone it tells whether the digest comes; a word after it changes it, and so do the words for each. */
export async function switchDigest(
  tx: Tx,
  command: "bantin" | "batbantin" | "dungbantin",
  argument: string,
  viewer: LearnerId,
): Promise<Message> {
  if ((await supervisedUnits(tx, viewer)).length === 0) return notSupervisorMessage();
  const wanted = command === "bantin" ? readSwitch(argument) : command === "batbantin";
  if (wanted !== null) await setWantsDigest(tx, viewer, wanted);
  return digestSwitchMessage(await readWantsDigest(tx, viewer));
}
