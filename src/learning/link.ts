import { bindChat, countTriedCodes } from "#db/chats/chats.ts";
import { findLinkCode, insertLinkCode, useLinkCode } from "#db/chats/links.ts";
import type { Tx } from "#db/connect.ts";
import { lockLearner } from "#db/roster/people.ts";
import type { LearnerId } from "#domain/ids.ts";
import { addMinutes } from "#domain/time.ts";
import { linkCodeDigits } from "#domain/wrong-codes.ts";
import { readLock, type WrongCode, wrongCode } from "./codes.ts";
import type { Visitor } from "./visit.ts";

const linkCodeMinutes = 10;

/**
 * A code with which another chat becomes the learner's too: once, within 10 minutes. The one before it is void.
 * While many wrong codes are tried it has nine digits, else six.
 * @param draw so many random digits, from a source that cannot be guessed
 */
export async function issueLinkCode(
  tx: Tx,
  learner: LearnerId,
  draw: (digits: number) => string,
  now: Date,
): Promise<{ readonly code: string; readonly minutes: number }> {
  const expiresAt = addMinutes(now, linkCodeMinutes);
  const digits = linkCodeDigits(await countTriedCodes(tx, now));
  for (let draws = 0; draws < 20; draws++) {
    const code = draw(digits);
    if (!/^\d+$/.test(code) || code.length !== digits) throw new RangeError(`a link code is ${digits} digits now`);
    if (await insertLinkCode(tx, code, learner, expiresAt, now)) return { code, minutes: linkCodeMinutes };
  }
  throw new Error("no digits were free in 20 draws");
}

export type Linked =
  | WrongCode
  | { readonly kind: "linked"; readonly learner: LearnerId; readonly fullName: string; readonly agreed: boolean }
  /** The chat is a learner's already: the code was not used. */
  | { readonly kind: "already_joined"; readonly learner: LearnerId; readonly fullName: string };

/**
 * The chat becomes that of whoever asked for the code: one learner, one record. A code of six digits is no longer good once
 * many wrong ones are tried: a new one has nine.
 */
export async function redeemLinkCode(tx: Tx, visitor: Visitor, code: string, now: Date): Promise<Linked> {
  if (visitor.learner !== null) {
    return { kind: "already_joined", learner: visitor.learner.id, fullName: visitor.learner.fullName };
  }
  const { locked, tried } = await readLock(tx, visitor.id, now);
  if (locked !== null) return locked;
  const owner = await findLinkCode(tx, code, linkCodeDigits(tried), now);
  const learner = owner === null ? null : await lockLearner(tx, owner);
  if (learner === null || learner.erased || !(await useLinkCode(tx, code, learner.id, now))) {
    return wrongCode(tx, visitor.id, now);
  }
  await bindChat(tx, visitor.id, learner.id);
  return { kind: "linked", learner: learner.id, fullName: learner.fullName, agreed: learner.agreed };
}
