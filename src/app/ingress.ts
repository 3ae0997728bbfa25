import type { Db } from "#db/connect.ts";
import { storeUpdate } from "#db/inbox.ts";
import type { BotKey, InboxId } from "#domain/ids.ts";
import type { Base } from "./base.ts";

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
    return key === null ? [] : [{ payload, key }];
  });
  if (keyed.length === 0) return;
  const store = async (db: Db) => {
    const stored: InboxId[] = [];
    for (const { key, payload } of keyed) {
      const id = await storeUpdate(db, { bot, updateKey: key.update, chat: key.chat, payload, receivedAt });
      if (id !== null) stored.push(id);
    }
    return stored;
  };
  // A single statement is a commit of its own.
  const ids = await (keyed.length === 1 ? store(connection.db) : connection.db.transaction(store));
  metrics.stored(bot, ids.length);
  await inbox.ringInbox(ids);
}
