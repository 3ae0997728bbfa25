/** What erased people wrote before, and a platform brings only now: it must not bring back what was taken away. */
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { ChatId, InboxId, LearnerId } from "#domain/ids.ts";
import type { ChatAddress } from "#domain/message.ts";
import type { Tx } from "../connect.ts";

const digestOf = ({ bot, chat }: ChatAddress): string =>
  createHash("sha256").update(`${bot} ${chat}`).digest("hex").slice(0, 32);

/** The person's chats are about to be emptied: for a while we know by a digest what was written there before. */
export async function noteErasedChats(tx: Tx, learner: LearnerId, now: Date): Promise<void> {
  const chats = await tx.execute<{ bot: ChatAddress["bot"]; chat: string }>(sql`
    select bot, address as chat from chats where learner_id = ${learner}`);
  if (chats.length === 0) return;
  await tx.execute(sql`
    insert into erased_chats (digest, erased_at)
    select jsonb_array_elements_text(${JSON.stringify(chats.map(digestOf))}::jsonb), ${now}::timestamptz
    on conflict (digest) do update set erased_at = excluded.erased_at`);
}

/**
 * Forgets an update that an erased person wrote before they were erased, and the chat that it would open anew. False, and
 * nothing done, for any other.
 * @param at when it was written, as far as the platform says
 */
export async function forgetBygone(
  tx: Tx,
  { address, chat, inbox, at }: { address: ChatAddress; chat: ChatId | null; inbox: InboxId; at: Date },
): Promise<boolean> {
  const known = await tx.execute(sql`
    select 1 from erased_chats where digest = ${digestOf(address)} and erased_at > ${at}::timestamptz`);
  if (known.length === 0) return false;
  await tx.execute(sql`update inbox set payload = null, chat = null where id = ${inbox}`);
  // As after the goodbye: the chat is emptied once nothing waits to leave there.
  await tx.execute(sql`update chats set dialog = '{"kind":"goodbye"}' where id = ${chat} and learner_id is null`);
  return true;
}
