import { type SQL, sql } from "drizzle-orm";
import { rankOf } from "#domain/delivery-state.ts";
import type { AttemptId, BotKey, ChatId, InboxId, LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Db } from "../connect.ts";

/** An answer that yields to other answers leaves with the lessons. */
export const yieldingRank = rankOf.lesson;

/** Since when such an answer counts as due: before all lessons of these days, so that no push stands in its way. */
export const yieldingSince = (now: Date): SQL => sql`${now}::timestamptz - interval '1 day'`;

/** Writes what we owe a chat in answer to an update; the same update again writes nothing. */
export async function insertReplies(
  tx: Db,
  to: { readonly chatId: ChatId; readonly bot: BotKey; readonly learnerId: LearnerId | null },
  inboxId: InboxId,
  messages: readonly Message[],
  now: Date,
): Promise<void> {
  if (messages.length === 0) return;
  await tx.execute(sql`
    insert into deliveries (kind, lane, turn, bot, chat_id, learner_id, inbox_id, ordinal, body, due_at, created_at)
    select 'reply', case when y.yields then ${yieldingRank}::smallint else ${rankOf.reply}::smallint end, case when y.yields then 0 else coalesce(owed.turn + 1, 0) end, ${to.bot}, ${to.chatId}, ${to.learnerId}, ${inboxId},
      m.ordinal - 1, m.body, case when y.yields then ${yieldingSince(now)} else ${now}::timestamptz end, ${now}::timestamptz
    from jsonb_array_elements(${JSON.stringify(messages)}::jsonb) with ordinality as m(body, ordinal)
    cross join lateral (select m.body -> 'yields' is not null as yields) y
    cross join lateral (
      select max(turn) as turn from deliveries where chat_id = ${to.chatId} and lane = 0 and state in ('planned', 'queued')) owed
    on conflict do nothing`);
}

/**
 * Whether the reply to an attempt's last answer has not yet been written to this chat: nobody there can have seen the question that
 * it ends with. One that was tried with any ending may have been seen. (`offset 0`: of this attempt alone; the planner would as soon
 * go from the newest answer of all back to one of it.)
 */
export async function isReplyUnseen(tx: Db, attempt: AttemptId, chat: ChatId): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from (
      select inbox_id from (select id, inbox_id from answers where attempt_id = ${attempt} offset 0) given order by id desc limit 1) a
    cross join lateral (select * from deliveries where inbox_id = a.inbox_id and kind = 'reply' offset 0) d
    where d.chat_id = ${chat} and d.state in ('planned', 'queued') and d.sends = 0 and d.unknowns = 0 limit 1`);
  return rows.length > 0;
}

/**
 * The physical places of answers that were written before an instant and still wait, locked; whoever holds one keeps it. Found by
 * what is due first, so that a push which waits is not read. Bots without a row owe nothing.
 */
export const lockWaitingSince = (before: Date, limit: number): SQL => sql`
  select d.ctid from lanes l cross join unnest(array[${rankOf.reply}, ${yieldingRank}]::smallint[]) n cross join lateral (
    select o.ctid from deliveries o
    where o.bot = l.bot and o.lane = n and o.state = 'planned' and o.due_at < ${before}::timestamptz and o.kind = 'reply'
      and o.created_at < ${before}::timestamptz
    order by o.due_at limit ${limit} for update skip locked) d
  limit ${limit}`;
