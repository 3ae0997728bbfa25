import type { Tx } from "#db/connect.ts";
import { recordDeeds } from "#db/records/audit.ts";
import { emptyChats, emptyPerson } from "#db/records/erase.ts";
import { lockLearner } from "#db/roster/people.ts";
import type { BotKey, ChatId, LearnerId } from "#domain/ids.ts";

export type Erased =
  /**
   * `goodbye`: where to tell them, as a reply without a learner; null: nowhere. That chat is kept, as a stranger's, only
   * until the reply has left; `finishErasures` of the database room takes it away.
   */
  | { readonly kind: "erased"; readonly goodbye: { readonly chatId: ChatId; readonly bot: BotKey } | null }
  | { readonly kind: "nobody" };

/**
 * Leaves no trace of the person: only what counts stays, under an id that is nobody's. Whoever writes from one of their
 * chats afterwards is a stranger. Safe to repeat.
 * @param chat where they asked for it; null: an operator did it for them
 */
export async function eraseLearner(
  tx: Tx,
  id: LearnerId,
  actor: "operator" | LearnerId,
  chat: ChatId | null,
  now: Date,
): Promise<Erased> {
  const learner = await lockLearner(tx, id);
  if (learner === null || learner.erased) return { kind: "nobody" };
  await emptyPerson(tx, id, now);
  const goodbye = await emptyChats(tx, id, chat, now);
  await recordDeeds(tx, [{ at: now, actor, deed: "erase", subject: `learner:${id}` }]);
  return { kind: "erased", goodbye };
}
