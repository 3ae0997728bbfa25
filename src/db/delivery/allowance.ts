/**
 * The messages beyond the free hours that an Official Account's package holds in a month. Nobody but the platform counts them,
 * and what is taken beyond them is billed: so we take fewer than it told us, and none once that is old.
 */
import { type SQL, sql } from "drizzle-orm";
import type { BotKey } from "#domain/ids.ts";
import type { Db, Tx } from "../connect.ts";

/** Whether the lane `l` still has one at `at`. */
export const hasAllowance = (at: SQL): SQL => sql`(l.allowance_left > 0 and ${at} < l.allowance_until)`;

/** How many of `wanted` messages the allowance pays for: they are taken from it. */
export async function takeFromAllowance(tx: Tx, bot: BotKey, wanted: number, now: Date): Promise<number> {
  if (wanted === 0) return 0;
  const [row] = await tx.execute<{ taken: number }>(sql`
    with mine as (
      select l.bot, least(${wanted}::int, case when ${hasAllowance(sql`${now}::timestamptz`)} then l.allowance_left else 0 end) as taken
      from lanes l where l.bot = ${bot} for update)
    update lanes l set allowance_left = l.allowance_left - m.taken, allowance_taken = l.allowance_taken + m.taken
    from mine m where l.bot = m.bot and m.taken > 0 returning m.taken`);
  return row?.taken ?? 0;
}

/** Where the count stood when the platform was asked. */
export interface AllowanceMark {
  readonly taken: number;
  /** Under way: the platform may count them in what it tells, or not yet. */
  readonly underWay: number;
}

export async function markAllowance(db: Db, bot: BotKey): Promise<AllowanceMark | null> {
  const [row] = await db.execute<AllowanceMark & Record<string, unknown>>(sql`
    select l.allowance_taken as taken, (select count(*) from charges c join deliveries d on d.id = c.delivery_id
      where c.bot = l.bot and c.allowed and c.charge is null and d.state = 'sending' and d.sends = c.try)::int as "underWay"
    from lanes l where l.bot = ${bot}`);
  return row ?? null;
}

/**
 * What the platform told: `remain` messages, known until `until`. Whatever it may not have counted yet is taken off, and
 * `margin` is left to it. An answer asked for before the clock was moved on purpose makes nothing older than it is known to be.
 * @param mark read before it was asked
 */
export async function putAllowance(
  db: Db,
  bot: BotKey,
  told: { readonly remain: number; readonly until: Date },
  mark: AllowanceMark,
  margin: number,
): Promise<void> {
  await db.execute(sql`
    update lanes set allowance_until = greatest(allowance_until, ${told.until}::timestamptz),
      allowance_left = greatest(0, ${told.remain - mark.underWay - margin}::int - (allowance_taken - ${mark.taken}::int))
    where bot = ${bot}`);
}

/** The answer to a message told what is left after it: never more than that. */
export async function capAllowance(tx: Tx, bot: BotKey, left: number): Promise<void> {
  await tx.execute(sql`
    update lanes set allowance_left = least(allowance_left, greatest(0, ${left}::int)) where bot = ${bot} and allowance_left is not null`);
}

/**
 * Moves what is known along with a clock that was moved on purpose: the platform told it as shortly before `to` as it did before
 * `from`. It does not reach into the next month, whose messages are others.
 */
export async function carryAllowance(tx: Db, from: Date, to: Date): Promise<void> {
  await tx.execute(sql`
    update lanes set allowance_until = least(allowance_until + (${to}::timestamptz - ${from}::timestamptz),
      (date_trunc('month', ${from}::timestamptz at time zone 'Asia/Ho_Chi_Minh') + interval '1 month') at time zone 'Asia/Ho_Chi_Minh')
    where allowance_until > ${from}::timestamptz`);
}

/** What may still be taken, and until when that is known; null: nothing is known. */
export async function readAllowance(
  db: Db,
  bot: BotKey,
): Promise<{ readonly left: number; readonly until: Date } | null> {
  const [row] = await db.execute<{ left: number; until: Date }>(sql`
    select allowance_left as left, allowance_until as until from lanes where bot = ${bot} and allowance_left is not null`);
  return row ?? null;
}
