import { createHash, randomUUID } from "node:crypto";
import { sql, TransactionRollbackError } from "drizzle-orm";
import type { BotKey, InboxId } from "#domain/ids.ts";
import type { Db, Tx } from "../connect.ts";
import { storableJson, storableText } from "../json.ts";

export interface NewUpdate {
  readonly bot: BotKey;
  /** Unique within the bot. */
  readonly updateKey: string;
  /** The platform's chat; null: nobody's. */
  readonly chat: string | null;
  readonly payload: unknown;
  readonly receivedAt: Date;
}

/** Keys outlive the person, and a platform's own may hold the chat's name: only their digest is kept. */
const digest = (key: string): string => createHash("sha256").update(key).digest("hex").slice(0, 32);

/** Stores an update before its platform hears "ok". Null: it was stored before. */
export async function storeUpdate(tx: Db, update: NewUpdate): Promise<InboxId | null> {
  const [row] = await tx.execute<{ id: InboxId }>(sql`
    insert into inbox (bot, update_key, chat, payload, received_at)
    values (${update.bot}, ${digest(update.updateKey)}, ${update.chat === null ? null : storableText(update.chat)},
      ${storableJson(update.payload)}::jsonb, ${update.receivedAt}::timestamptz)
    on conflict on constraint inbox_once do nothing returning id`);
  return row?.id ?? null;
}

/** Fulfilled when an update could be stored now; rejects as `storeUpdate` would: no room, a server that only reads. */
export async function tryStoring(db: Db, now: Date): Promise<void> {
  const one = { bot: "none:0" as BotKey, updateKey: randomUUID(), chat: null, payload: {}, receivedAt: now };
  const tried = db.transaction(async (tx) => {
    await storeUpdate(tx, one); // under a key of its own: nobody waits for another who tries
    tx.rollback();
  });
  await tried.catch((error: unknown) => {
    if (!(error instanceof TransactionRollbackError)) throw error;
  });
}

export interface WaitingUpdate {
  readonly id: InboxId;
  readonly bot: BotKey;
  readonly payload: unknown;
  readonly receivedAt: Date;
  /** How often handling it failed. */
  readonly tries: number;
  /** The chat has another one waiting behind it. */
  readonly more: boolean;
}

/**
 * Makes this transaction the only one that handles the chat of update `id`, and reads the chat's oldest waiting update;
 * null when there is none. What is nobody's is a chat of its own. The row itself is not locked: whoever erases a person
 * empties the rows of all their chats. What waits is looked for in this chat (`offset 0`): mostly nothing does, and the
 * planner would as soon go through all that waits.
 */
export async function lockNext(tx: Tx, id: InboxId): Promise<WaitingUpdate | null> {
  // Sent together, done in this order: what is read is what stands once the lock is ours.
  const [, rows] = await Promise.all([
    tx.execute(sql`
      select pg_advisory_xact_lock(hashtextextended('chat ' || bot || ' ' || coalesce(chat, id::text), 0)) from inbox where id = ${id}`),
    tx.execute<Omit<WaitingUpdate, "more"> & Record<string, unknown>>(sql`
      with k as materialized (select * from inbox where id = ${id})
      select w.id, w.bot, w.payload, w.received_at as "receivedAt", w.tries from k cross join lateral (
        select * from inbox y where y.bot = k.bot and y.chat = k.chat and y.state = 'waiting' offset 0) w
      union all
      select id, bot, payload, received_at, tries from k where chat is null and state = 'waiting'
      order by id limit 2`),
  ]);
  const [oldest, next] = rows;
  return oldest === undefined ? null : { ...oldest, more: next !== undefined };
}

export async function markDone(tx: Tx, id: InboxId, now: Date): Promise<void> {
  await tx.execute(
    sql`update inbox set state = 'done', error = null, handled_at = ${now}::timestamptz where id = ${id}`,
  );
}

const mostTries = 3;

/**
 * Handling it failed and left nothing behind. At the third time it is parked, so that the chat goes on without it.
 * @param error its name and place, never what the person wrote
 */
export async function noteFailure(tx: Tx, id: InboxId, error: string): Promise<"waiting" | "parked"> {
  const [row] = await tx.execute<{ state: "waiting" | "parked" }>(sql`
    update inbox set tries = tries + 1, error = ${storableText(error)},
      state = case when tries + 1 >= ${mostTries} then 'parked' else 'waiting' end
    where id = ${id} and state = 'waiting' returning state`);
  return row?.state ?? "parked";
}

/** The oldest waiting update of each chat: what a sweep hands to the queue again. */
export async function waitingChats(tx: Db, limit: number): Promise<InboxId[]> {
  const rows = await tx.execute<{ id: InboxId }>(sql`
    select min(id) as id from inbox where state = 'waiting' group by bot, coalesce(chat, id::text) order by 1 limit ${limit}`);
  return rows.map((row) => row.id);
}

/** When the bot's platform last told us anything; null: never. */
export async function lastReceived(db: Db, bot: BotKey): Promise<Date | null> {
  const [row] = await db.execute<{ at: Date }>(sql`
    select received_at as at from inbox where bot = ${bot} order by received_at desc limit 1`);
  return row?.at ?? null;
}

export interface InboxCounts {
  readonly waiting: number;
  readonly parked: number;
  /** How long the oldest of those that wait has waited at `now`; 0: none waits. */
  readonly oldestSeconds: number;
}

/** How many updates nobody has handled yet, since when, and how many were parked. */
export async function countInbox(db: Db, now: Date): Promise<InboxCounts> {
  const [row] = await db.execute<InboxCounts & Record<string, unknown>>(sql`
    select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'parked') as parked,
      greatest(0, coalesce(extract(epoch from ${now}::timestamptz - min(received_at) filter (where state = 'waiting')), 0))::float8
        as "oldestSeconds"
    from inbox where state <> 'done'`);
  return row!;
}
