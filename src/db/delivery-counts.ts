import { sql } from "drizzle-orm";
import type { DeliveryState } from "#domain/delivery-state.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Db } from "./connect.ts";

/** How many deliveries stand in each state, and how many ever had an unknown ending. */
export async function countDeliveries(tx: Db): Promise<{ states: Record<DeliveryState, number>; unknownEver: number }> {
  const rows = await tx.execute<{ state: DeliveryState; n: number; unknown: number }>(sql`
    select state, count(*)::int as n, (count(*) filter (where unknowns > 0))::int as unknown from deliveries group by state`);
  const states = { planned: 0, queued: 0, sending: 0, sent: 0, unknown: 0, failed: 0, cancelled: 0 };
  for (const row of rows) states[row.state] = row.n;
  return { states, unknownEver: rows.reduce((sum, row) => sum + row.unknown, 0) };
}

/** When the next delivery of any bot falls due after `now`; null when none is planned. */
export async function nextDueAfter(db: Db, now: Date): Promise<Date | null> {
  const [row] = await db.execute<{ due_at: Date | null }>(sql`
    select min(due_at) as due_at from deliveries where state = 'planned' and due_at > ${now}::timestamptz`);
  return row?.due_at ?? null;
}

/** How much is under way or could be: due in an open lane, in hand, being sent, or an update nobody has handled yet. */
export async function countUnsettled(db: Db, now: Date): Promise<number> {
  const [row] = await db.execute<{ n: number }>(sql`
    select (select count(*) from deliveries d left join lanes l on l.bot = d.bot
      where d.state in ('queued', 'sending') or (d.state = 'planned' and d.due_at <= ${now}::timestamptz
        and (d.expires_at is null or d.expires_at > ${now}::timestamptz)
        and l.shut is null and (l.paused_until is null or l.paused_until <= ${now}::timestamptz)))
      + (select count(*) from inbox where state = 'waiting') as n`);
  return row!.n;
}

/** The bots with a delivery that is due. */
export async function botsWithDue(db: Db, now: Date): Promise<BotKey[]> {
  const rows = await db.execute<{ bot: BotKey }>(sql`
    select distinct bot from deliveries where state = 'planned' and due_at <= ${now}::timestamptz`);
  return rows.map((row) => row.bot);
}

/** By bot, how many seconds the oldest delivery that may leave at `now` has been due; 0: none is. Bots without a row owe nothing. */
export async function oldestDue(db: Db, now: Date): Promise<Record<BotKey, number>> {
  const rows = await db.execute<{ bot: BotKey; seconds: number }>(sql`
    select l.bot, coalesce(extract(epoch from ${now}::timestamptz - (
      select min(d.due_at) from deliveries d where d.bot = l.bot and d.state = 'planned' and d.due_at <= ${now}::timestamptz
        and (d.expires_at is null or d.expires_at > ${now}::timestamptz))), 0)::float8 as seconds
    from lanes l`);
  return Object.fromEntries(rows.map(({ bot, seconds }) => [bot, seconds]));
}
