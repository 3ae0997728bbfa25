import { storeUpdate } from "#db/chats/inbox.ts";
import type { Db } from "#db/connect.ts";
import type { BotKey, InboxId } from "#domain/ids.ts";
import type { Incoming } from "#domain/message.ts";
import type { Base } from "./base.ts";
import type { Turn } from "./waiting.ts";

/**
 * Stores updates of a bot as they came, in one commit, and only then says so: what a platform hears "ok" for is in
 * PostgreSQL. A repeated update stores nothing. Rejects when the database does; the platform then comes again.
 */
export async function storeUpdates(
  { bots, clock, connection, inbox, metrics }: Pick<Base, "bots" | "clock" | "connection" | "inbox" | "metrics">,
  bot: BotKey,
  updates: readonly unknown[],
): Promise<void> {
  const channel = bots.get(bot)!.channel;
  const receivedAt = clock.now();
  const keyed = updates.flatMap((payload) => {
    const key = channel.key(payload);
    return key === null ? [] : [{ payload, key, turn: turnOf(channel.read(payload)) }];
  });
  if (keyed.length === 0) return;
  const store = async (db: Db) => {
    const stored: { readonly id: InboxId; readonly turn: Turn; readonly chat: string | null }[] = [];
    for (const { key, payload, turn } of keyed) {
      const id = await storeUpdate(db, { bot, updateKey: key.update, chat: key.chat, payload, receivedAt });
      if (id !== null) stored.push({ id, turn, chat: key.chat });
    }
    return stored;
  };
  // A single statement is a commit of its own.
  const stored = await (keyed.length === 1 ? store(connection.db) : connection.db.transaction(store));
  metrics.stored(bot, stored.length);
  const whose = new Map(stored.flatMap(({ id, chat }) => (chat === null ? [] : [[id, `${bot} ${chat}`] as const])));
  const idsOf = (wanted: Turn) => stored.flatMap(({ id, turn }) => (turn === wanted ? [id] : []));
  await inbox.ringInbox(idsOf("now"), "now", whose);
  await inbox.ringInbox(idsOf("later"), "later", whose);
}

/**
 * A command with its slash asks for something to read. Any other word or press may be an answer that is waited for, and is
 * handled before commands, however many of them there are.
 */
function turnOf(incoming: Incoming | null): Turn {
  const content = incoming?.content;
  return content?.kind === "text" && content.text.trimStart().startsWith("/") ? "later" : "now";
}
