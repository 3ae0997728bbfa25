import { sql } from "drizzle-orm";
import type { DeliveryState } from "#domain/delivery-state.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Db } from "../connect.ts";

/** How many deliveries wait or are on their way, and how many ever had an unknown ending: what has ended is not read. */
export async function countUnderWay(tx: Db): Promise<{
  readonly planned: number;
  readonly queued: number;
  readonly sending: number;
  readonly unknownEver: number;
}> {
  const [row] = await tx.execute<Awaited<ReturnType<typeof countUnderWay>> & Record<string, unknown>>(sql`
    select (select count(*) from deliveries where state = 'planned') as planned,
      (select count(*) from deliveries where state in ('queued', 'sending') and state = 'queued') as queued,
      (select count(*) from deliveries where state in ('queued', 'sending') and state = 'sending') as sending,
      (select count(*) from deliveries where unknowns > 0) as "unknownEver"`);
  return row!;
}

export interface DeliveryCounts {
  readonly states: Readonly<Record<DeliveryState, number>>;
  /** Deliveries with an ending that was ever unknown. */
  readonly unknownEver: number;
  /** Those that have ended are estimated from what the server last saw of the table: there are too many to be counted. */
  readonly estimated: boolean;
}

/** Whoever asks waits no longer for the whole table to be read. */
const countWithinMs = 5_000;

/**
 * How many deliveries stand in each state, and how many ever had an unknown ending. What waits, is on its way or was ever
 * unknown is always counted; what has ended, which is all that was ever sent, as far as that can be done in time.
 */
export async function countDeliveries(db: Db, withinMs = countWithinMs): Promise<DeliveryCounts> {
  const counted = await countStates(db, withinMs);
  const { unknownEver, ...underWay } = await countUnderWay(db);
  const ended = counted ?? (await estimateStates(db));
  const none = { planned: 0, queued: 0, sending: 0, sent: 0, unknown: 0, failed: 0, cancelled: 0 };
  return { states: { ...none, ...ended, ...underWay }, unknownEver, estimated: counted === null };
}

type SomeStates = Partial<Record<DeliveryState, number>>;

/** Null: it would take longer. */
async function countStates(db: Db, withinMs: number): Promise<SomeStates | null> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(withinMs)}, true)`);
      const rows = await tx.execute<{ state: DeliveryState; n: number }>(
        sql`select state, count(*) as n from deliveries group by state`,
      );
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    });
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as { code?: unknown };
    if (code === "57014") return null; // cancelled for its length
    throw error;
  }
}

/** What the server's statistics say; a state that is rare may be missing. */
async function estimateStates(db: Db): Promise<SomeStates> {
  const rows = await db.execute<{ state: DeliveryState; n: number }>(sql`
    select v.state, round(c.reltuples * v.share)::bigint as n
    from pg_class c join pg_stats s on s.schemaname = 'public' and s.tablename = 'deliveries' and s.attname = 'state',
      unnest(s.most_common_vals::text::text[], s.most_common_freqs) v(state, share)
    where c.oid = 'public.deliveries'::regclass`);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
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
    select distinct l.bot from lanes l cross join unnest(array[0, 1, 2]) n cross join lateral (
      select d.due_at from deliveries d where d.bot = l.bot and d.lane = n and d.state = 'planned' and d.due_at <= ${now}::timestamptz
      order by d.due_at limit 1) o`);
  return rows.map((row) => row.bot);
}

/** By bot, how many seconds the oldest delivery that may leave at `now` has been due; 0: none is. Bots without a row owe nothing. */
export async function oldestDue(db: Db, now: Date): Promise<Record<BotKey, number>> {
  const rows = await db.execute<{ bot: BotKey; seconds: number }>(sql`
    select l.bot, coalesce(extract(epoch from ${now}::timestamptz - min(o.due_at)), 0)::float8 as seconds
    from lanes l cross join unnest(array[0, 1, 2]) n left join lateral (
      select d.due_at from deliveries d where d.bot = l.bot and d.lane = n and d.state = 'planned' and d.due_at <= ${now}::timestamptz
        and (d.expires_at is null or d.expires_at > ${now}::timestamptz) order by d.due_at limit 1) o on true
    group by l.bot`);
  return Object.fromEntries(rows.map(({ bot, seconds }) => [bot, seconds]));
}
