/**
 * Joining. A code opens a chat: an invite is one person's and binds the chat to them at once; a cohort's join code asks
 * for a full name, then for a unit, and makes a new person. Either way the privacy notice comes next, and nothing is
 * taught, counted or reminded before it is agreed to.
 */
import { bindChat, setDialog } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import { readPlacementRules } from "#db/learning/exercises.ts";
import { findInvite, findJoinCode, joinPlaces, spendInvite } from "#db/learning/places.ts";
import { forgetNewcomer } from "#db/roster/newcomers.ts";
import { lockLearner, markAgreed } from "#db/roster/people.ts";
import type { ChatId, LearnerId } from "#domain/ids.ts";
import { readLock, type WrongCode, wrongCode } from "./codes.ts";
import { type ComingLesson, learningPlace, pushIfDue } from "./coming-lesson.ts";
import { type OpenConfidenceAsk, readOpenAsk } from "./confidence.ts";
import { readLife, todayIn } from "./life.ts";
import type { Visitor } from "./visit.ts";

export type Opened =
  | WrongCode
  /** Show the privacy notice to this person. */
  | { readonly kind: "notice"; readonly learner: LearnerId; readonly fullName: string }
  /** Ask for the full name. */
  | { readonly kind: "ask_name"; readonly cohort: string }
  /** The chat is a learner's: nothing was spent. */
  | { readonly kind: "already_joined"; readonly learner: LearnerId; readonly fullName: string }
  /** Someone who agreed before used an invite of theirs: that cohort begins for them now. */
  | ({ readonly kind: "joined" } & Joined);

export interface Joined {
  readonly learner: LearnerId;
  readonly fullName: string;
  readonly cohort: string;
  readonly course: string;
  readonly coming: ComingLesson;
  /** The course asks where people may begin. */
  readonly placement: boolean;
  /** How sure of themselves they are: to be asked now; null: nothing. */
  readonly confidence: OpenConfidenceAsk | null;
}

/** @param code an invite's or a cohort's, in capitals without blanks */
export async function openInvite(tx: Tx, visitor: Visitor, code: string, now: Date): Promise<Opened> {
  const known = visitor.learner;
  if (known !== null && !known.agreed) return { kind: "notice", learner: known.id, fullName: known.fullName };
  // Whom we know can only open what is theirs: there is nothing to guess.
  const locked = known === null ? (await readLock(tx, visitor.id, now)).locked : null;
  if (locked !== null) return locked;
  const invited = await findInvite(tx, code);
  if (known !== null && invited !== known.id) {
    return { kind: "already_joined", learner: known.id, fullName: known.fullName };
  }
  if (invited !== null) return openPersonal(tx, visitor.id, invited, code, now);
  const cohort = await findJoinCode(tx, code);
  if (cohort === null) return wrongCode(tx, visitor.id, now);
  await setDialog(tx, visitor.id, { kind: "join_name", cohortId: cohort.id });
  return { kind: "ask_name", cohort: cohort.name };
}

async function openPersonal(tx: Tx, chat: ChatId, invited: LearnerId, code: string, now: Date): Promise<Opened> {
  const learner = await lockLearner(tx, invited);
  if (learner === null || learner.erased || !(await spendInvite(tx, code, now))) return wrongCode(tx, chat, now);
  await bindChat(tx, chat, learner.id);
  if (!learner.agreed) return { kind: "notice", learner: learner.id, fullName: learner.fullName };
  return { kind: "joined", ...(await begin(tx, learner.id, now)) };
}

export type Agreed = ({ readonly kind: "agreed" } & Joined) | { readonly kind: "already_agreed" };

/**
 * The person agreed to the privacy notice: from today on all their cohorts count, and every invite of theirs is spent.
 * Today's lesson leaves at once when it is a study day and its time has passed.
 */
export async function agree(tx: Tx, id: LearnerId, now: Date): Promise<Agreed> {
  const learner = await lockLearner(tx, id);
  if (learner === null || learner.erased) throw new Error(`learner ${id} cannot agree`);
  if (learner.agreed) return { kind: "already_agreed" };
  await markAgreed(tx, id, now);
  return { kind: "agreed", ...(await begin(tx, id, now)) };
}

async function begin(tx: Tx, id: LearnerId, now: Date): Promise<Joined> {
  await joinPlaces(tx, id, now);
  const learner = (await lockLearner(tx, id))!;
  const coming = await pushIfDue(tx, id, learner.pushTime, "always", now);
  const life = await readLife(tx, id);
  const place =
    learningPlace(life, todayIn(life, now)) ?? life.places.find((p) => p.leftDay === null) ?? life.places[0]!;
  const { placement } = await readPlacementRules(tx, place.cohortId);
  return {
    learner: id,
    fullName: learner.fullName,
    cohort: place.cohortName,
    course: place.courseTitle,
    coming,
    placement: placement.length > 0 && place.nextLessonId !== null,
    confidence: await readOpenAsk(tx, id, place.cohortId),
  };
}

/**
 * The person did not agree. Who came by a cohort's code is forgotten as if they had never been; whom a roster names may
 * agree later in the same chat, with no other code.
 */
export async function decline(
  tx: Tx,
  visitor: Visitor,
): Promise<{ readonly kind: "declined"; readonly forgotten: boolean } | { readonly kind: "already_agreed" }> {
  if (visitor.learner === null) return { kind: "declined", forgotten: true };
  if (visitor.learner.agreed) return { kind: "already_agreed" };
  return { kind: "declined", forgotten: await forgetNewcomer(tx, visitor.learner.id, visitor.id) };
}
