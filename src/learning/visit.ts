import { type Chat, findChat, insertChat, useChat } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import { type LockedLearner, lockOwner, noteActive } from "#db/roster/people.ts";
import type { ChatAddress } from "#domain/message.ts";

/** Who stands at the door: the chat, and the person it belongs to, if we know them. */
export interface Visitor extends Chat {
  readonly learner: LockedLearner | null;
}

/**
 * Someone wrote at `at`: their chat is open again and is the one used last, and they were active. A chat never seen is
 * remembered. The learner's row is locked from here on, so whatever they do in two chats happens one after another.
 * @param spoke they wrote or pressed; false: they only came in
 */
export async function visit(tx: Tx, address: ChatAddress, at: Date, spoke = true): Promise<Visitor> {
  const [learner, chat] = await Promise.all([lockOwner(tx, address), findChat(tx, address)]);
  if (chat === null) await insertChat(tx, address, at);
  // Bound or erased while we waited for the lock: it is another chat now.
  if (chat === null || chat.learnerId !== (learner?.id ?? null)) return visit(tx, address, at, spoke);
  const [used] = await Promise.all([
    useChat(tx, chat, address, at, spoke),
    learner === null ? null : noteActive(tx, learner.id, at),
  ]);
  return used === null ? visit(tx, address, at, spoke) : { ...used, learner };
}
