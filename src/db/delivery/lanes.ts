import { sql } from "drizzle-orm";
import type { BotKey } from "#domain/ids.ts";
import type { Db } from "../connect.ts";

/** What a bot's sender must know before its first message, whoever sent before it. */
export interface LaneFacts {
  readonly pausedUntil: Date | null;
  readonly strikes: number;
  readonly shut: string | null;
  /** Messages accepted in `month`. */
  readonly month: string | null;
  readonly monthSent: number;
}

export async function readLane(tx: Db, bot: BotKey): Promise<LaneFacts> {
  const [row] = await tx.execute<LaneFacts & Record<string, unknown>>(sql`
    insert into lanes (bot) values (${bot}) on conflict (bot) do update set bot = excluded.bot
    returning paused_until as "pausedUntil", strikes, shut, month, month_sent as "monthSent"`);
  return row!;
}

/** The platform asked for a pause. @param strikes throttles in a row that came without a figure */
export async function pauseLane(tx: Db, bot: BotKey, until: Date, strikes: number): Promise<void> {
  await tx.execute(sql`
    update lanes set paused_until = greatest(paused_until, ${until}::timestamptz), strikes = ${strikes} where bot = ${bot}`);
}

/** @param shut why nothing leaves until someone acts; null: it is open again */
export async function shutLane(tx: Db, bot: BotKey, shut: string | null): Promise<void> {
  await tx.execute(sql`update lanes set shut = ${shut} where bot = ${bot}`);
}

/** Counts accepted messages of the month; a new month starts at zero. Returns the month's sum. */
export async function countSent(tx: Db, bot: BotKey, month: string, sent: number): Promise<number> {
  const [row] = await tx.execute<{ sum: number }>(sql`
    update lanes set month_sent = case when month = ${month} then month_sent else 0 end + ${sent}, month = ${month}, strikes = 0
    where bot = ${bot} returning month_sent as sum`);
  return row?.sum ?? 0;
}

/** The digest of the webhook that the platform was told last; null: none. */
export async function readWebhook(db: Db, bot: BotKey): Promise<string | null> {
  const [row] = await db.execute<{ webhook: string | null }>(sql`select webhook from lanes where bot = ${bot}`);
  return row?.webhook ?? null;
}

export async function noteWebhook(db: Db, bot: BotKey, digest: string | null): Promise<void> {
  await db.execute(sql`
    insert into lanes (bot, webhook) values (${bot}, ${digest}) on conflict (bot) do update set webhook = excluded.webhook`);
}

/** A lane as operators see it. */
export interface LaneRow extends LaneFacts {
  readonly bot: BotKey;
  /** The month that `spentVnd` was spent in, "2026-11"; null: nothing ever was. */
  readonly spentMonth: string | null;
  /** What is held back for messages on their way included. */
  readonly spentVnd: number;
}

/** Every bot that ever had a lane, for operators. */
export async function listLanes(tx: Db): Promise<LaneRow[]> {
  const rows = await tx.execute<LaneRow & Record<string, unknown>>(sql`
    select bot, paused_until as "pausedUntil", strikes, shut, month, month_sent as "monthSent", spent_month as "spentMonth",
      spent_vnd as "spentVnd" from lanes order by bot`);
  return [...rows];
}

/** Which of two addresses takes a bot's messages, where that has to be found out: kept for all processes and for good. */
export const keptEndpoint = (db: Db, bot: BotKey) => ({
  /** "v3" until something else was found out. */
  async read(): Promise<"v3" | "v2"> {
    const [row] = await db.execute<{ endpoint: "v3" | "v2" | null }>(
      sql`select endpoint from lanes where bot = ${bot}`,
    );
    return row?.endpoint ?? "v3";
  },
  async remember(endpoint: "v3" | "v2"): Promise<void> {
    await db.execute(sql`
      insert into lanes (bot, endpoint) values (${bot}, ${endpoint}) on conflict (bot) do update set endpoint = excluded.endpoint`);
  },
});
