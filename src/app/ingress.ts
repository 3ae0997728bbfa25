import { storeUpdate } from "#db/inbox.ts";
import type { BotKey, InboxId } from "#domain/ids.ts";
import type { Base } from "./base.ts";

/**
 * Stores updates of a bot as they came, in one commit, and only then says so: what a platform hears "ok" for is in
 * PostgreSQL. A repeated update stores nothing. Rejects when the database does; the platform then comes again.
 */
export async function storeUpdates(
  { bots, clock, connection, metrics, queues }: Pick<Base, "bots" | "clock" | "connection" | "metrics" | "queues">,
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
  const ids = await connection.db.transaction(async (tx) => {
    const stored: InboxId[] = [];
    for (const { key, payload } of keyed) {
      const id = await storeUpdate(tx, { bot, updateKey: key.update, chat: key.chat, payload, receivedAt });
      if (id !== null) stored.push(id);
    }
    return stored;
  });
  metrics.stored(bot, ids.length);
  await queues.ringInbox(ids);
}
