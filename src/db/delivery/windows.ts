/**
 * Who may be written to, and at what price, where a platform counts people's silence. A bot whose lane has a budget is on
 * such a platform; everybody else may be written to at any time. The law is `passageOf` of the domain, said here as SQL.
 */
import { type SQL, sql } from "drizzle-orm";
import type { ChatId, DeliveryId } from "#domain/ids.ts";
import {
  billingMonth,
  freeHours,
  messagePriceVnd,
  openHours,
  type Passage,
  passageAt,
  type Silence,
} from "#domain/zalo-window.ts";
import type { Db, Tx } from "../connect.ts";
import { hasAllowance } from "./allowance.ts";

const instant = (at: Date): SQL => sql`${at}::timestamptz`;

const hours = (count: number): SQL => sql.raw(`interval '${count} hours'`);

/** For a chat `h`: its lane is `l` and its silence `w`. */
export const withWindow = sql`left join lanes l on l.bot = h.bot left join silences w on w.chat_id = h.id`;

/** The same for the few chats of one person: each silence is looked up by its chat. */
export const withOwnWindow = sql`left join lanes l on l.bot = h.bot
  left join lateral (select * from silences y where y.chat_id = h.id offset 0) w on true`;

/** Whether a chat that is `withWindow` costs nothing at `at`. */
export const isFree = (
  at: SQL,
): SQL => sql`(l.budget_vnd is null or (w.last_interaction is not null and w.refused_at is null
  and w.paused_at is null and ${at} < w.last_interaction + ${hours(freeHours)}))`;

/**
 * Whether a message may leave at `at` to a chat that is `withWindow`.
 * @param kind `lesson` may cost something as long as the month's budget has it, `other` may not
 */
export function mayLeave(kind: "lesson" | "other", at: Date): SQL {
  const then = instant(at);
  if (kind === "other") return isFree(then);
  return sql`(${isFree(then)} or (w.refused_at is null and w.paused_at is null
    and ${then} < w.last_interaction + ${hours(openHours)} and ${payable(at)}))`;
}

/** What a message that may cost something would leave at to a chat that is `withWindow`, as text: "free", "paid", "closed". */
export const passageTo = (at: Date): SQL => sql`case when ${isFree(instant(at))} then 'free'
  when w.refused_at is null and w.paused_at is null and ${instant(at)} < w.last_interaction + ${hours(openHours)} then 'paid'
  else 'closed' end`;

/** Whether the lane `l` has what a message costs at `at`: of its package's allowance, or of the month's budget. */
export const payable = (at: Date): SQL =>
  sql`(${affordable(at, sql`${messagePriceVnd}::int`)} or ${hasAllowance(instant(at))} is true)`;

/** Whether the budget of the lane `l` still has a price in the month of `at`. */
export const affordable = (at: Date, priceVnd: SQL): SQL => sql`(l.budget_vnd >= ${priceVnd}
  + case when l.spent_month >= ${billingMonth(at)} then l.spent_vnd else 0 end)`;

/** Which chat is first: one whose lane is open, one that costs nothing, the one used last. */
export const firstChat = (at: Date): SQL =>
  sql`(l.shut is not null), (not ${isFree(instant(at))}), h.last_used_at desc, h.id`;

/** Whether a chat that is `withWindow` is shut to us until the person does something; only the budget may change before that. */
export const isSilenced = (now: Date): SQL => sql`(l.budget_vnd is not null and (w.last_interaction is null
  or w.refused_at is not null or w.paused_at is not null
  or ${now}::timestamptz >= w.last_interaction + ${hours(openHours)}))`;

/** Whether a learner has no open chat that may be written to, and at least one that only their silence has shut. */
export const isUnheard = (
  learner: SQL,
  now: Date,
): SQL => sql`(exists (select 1 from lanes where budget_vnd is not null)
  and exists (select 1 from chats h where h.learner_id = ${learner} and h.state = 'active')
  and not exists (select 1 from chats h ${withWindow} where h.learner_id = ${learner} and h.state = 'active' and not ${isSilenced(now)}))`;

/**
 * The person did what the platform counts, at `at`: their silence is over, and what belonged to it. What comes late
 * changes nothing. Returns what a message cost before that, a minute ago by the platform's clock; null: this is no news.
 */
export async function noteInteraction(tx: Tx, chat: ChatId, at: Date): Promise<Passage | null> {
  const [row] = await tx.execute<{ last: Date | null; shut: boolean }>(sql`
    with old as (select last_interaction, coalesce(refused_at, paused_at) is not null as shut from silences
      where chat_id = ${chat} for update),
    noted as (
      insert into silences (chat_id, last_interaction) select ${chat}::bigint, ${at}::timestamptz from (select count(*) from old) seen
      on conflict (chat_id) do update set last_interaction = excluded.last_interaction, nudged_at = null, paused_at = null, refused_at = null
        where silences.last_interaction < excluded.last_interaction
      returning 1)
    select old.last_interaction as last, coalesce(old.shut, false) as shut from noted left join old on true`);
  if (row === undefined) return null;
  return row.shut ? "closed" : passageAt(row.last, at);
}

/** A silence, and whether in it one tap was asked for. */
export interface KnownSilence extends Silence {
  readonly nudged: boolean;
}

/** The silences of these chats; one that never turned to us has none. */
export async function readSilences(tx: Tx, chats: readonly ChatId[]): Promise<Map<ChatId, KnownSilence>> {
  const rows = await tx.execute<KnownSilence & { chat: ChatId } & Record<string, unknown>>(sql`
    select chat_id as chat, last_interaction as "lastInteraction", refused_at is not null as refused,
      paused_at is not null as paused, nudged_at is not null as nudged
    from silences where chat_id = any(array(select jsonb_array_elements_text(${JSON.stringify(chats)}::jsonb)::bigint))`);
  return new Map(rows.map(({ chat, ...silence }) => [chat, silence]));
}

/**
 * The platform takes nothing for these chats until their people do something. Whoever is just doing something, or did a
 * moment ago, has ended that already: it waits for nobody.
 */
export async function noteRefused(tx: Tx, chats: readonly ChatId[], now: Date): Promise<void> {
  await tx.execute(sql`
    update silences set refused_at = ${now}::timestamptz where chat_id in (
      select chat_id from silences
      where chat_id = any(array(select jsonb_array_elements_text(${JSON.stringify(chats)}::jsonb)::bigint))
        and last_interaction < ${now}::timestamptz - interval '1 minute' for update skip locked)`);
}

/**
 * Deliveries that wait and cannot go to their chat: they move to another open chat of their learner that costs nothing, or
 * end.
 * @param tried a delivery and why it could not go, in a word
 */
export async function leaveWindow(
  tx: Tx,
  tried: readonly { readonly id: DeliveryId; readonly reason: string }[],
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    update deliveries d set chat_id = coalesce(o.id, d.chat_id), bot = coalesce(o.bot, d.bot),
      state = case when o.id is not null then 'planned' when d.unknowns > 0 then 'unknown' else 'cancelled' end,
      reason = case when o.id is null then s.reason end, body = case when o.id is not null then d.body end
    from jsonb_to_recordset(${JSON.stringify(tried)}::jsonb) as s(id bigint, reason text)
    join deliveries x on x.id = s.id
    left join lateral (
      select h.id, h.bot from chats h ${withWindow}
      where h.learner_id = x.learner_id and h.state = 'active' and h.id <> x.chat_id and l.shut is null
        and ${mayLeave("other", now)}
      order by ${firstChat(now)} limit 1
    ) o on true
    where d.id = s.id and d.state = 'planned' and d.kind <> 'reply'`);
}

/** Whether any bot is on a platform that counts silences. */
export async function countsSilence(db: Db): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from lanes where budget_vnd is not null limit 1`);
  return rows.length > 0;
}
