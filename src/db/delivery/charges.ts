/** What is spent on a platform that takes money: held back before a message leaves, and settled to what was charged. */
import { sql } from "drizzle-orm";
import type { BotKey, DeliveryId } from "#domain/ids.ts";
import type { Charge } from "#domain/outcome.ts";
import type { Db, Tx } from "../connect.ts";
import { placesOf } from "../figures/reports.ts";
import type { Scope, Viewer } from "../units/scope.ts";

/** One try of a delivery. */
export interface Try {
  readonly id: DeliveryId;
  readonly tryNumber: number;
}

/** The lane's budget; null: its platform takes no money. */
export async function noteBudget(tx: Tx, bot: BotKey, budgetVnd: number | null): Promise<void> {
  await tx.execute(sql`
    update lanes set budget_vnd = ${budgetVnd}::int where bot = ${bot} and budget_vnd is distinct from ${budgetVnd}::int`);
}

/**
 * Takes the price of as many of `wanted` messages as the month's budget still has, and returns how many. Whoever else takes
 * at the same time waits: together they never take more than there is.
 * @param month "2026-11"; what an earlier one has left is gone
 */
export async function takeFromBudget(
  tx: Tx,
  bot: BotKey,
  month: string,
  priceVnd: number,
  wanted: number,
): Promise<number> {
  const [row] = await tx.execute<{ taken: number }>(sql`
    with mine as (
      select bot, budget_vnd, greatest(spent_month, ${month}) as month,
        case when spent_month >= ${month} then spent_vnd else 0 end as spent
      from lanes where bot = ${bot} for update),
    granted as (
      select *, least(${wanted}::int, greatest(0, (coalesce(budget_vnd, 0) - spent) / ${priceVnd}::int)) as taken from mine)
    update lanes l set spent_month = g.month, spent_vnd = g.spent + g.taken * ${priceVnd}::int from granted g where l.bot = g.bot
    returning g.taken`);
  return row?.taken ?? 0;
}

/** Writes down tries that are about to leave, what is held back for each, and whether the package's allowance lets it go. */
export async function insertCharges(
  tx: Tx,
  bot: BotKey,
  month: string,
  tries: readonly (Try & { readonly vnd: number; readonly allowed: boolean })[],
): Promise<void> {
  await tx.execute(sql`
    insert into charges (delivery_id, try, bot, month, vnd, allowed)
    select s.id, s."tryNumber", ${bot}, ${month}, s.vnd, s.allowed
    from jsonb_to_recordset(${JSON.stringify(tries)}::jsonb) as s(id bigint, "tryNumber" int, vnd int, allowed boolean)
    on conflict (delivery_id, try) do update set charge = null, vnd = charges.vnd + excluded.vnd, allowed = charges.allowed or excluded.allowed`);
}

/**
 * What tries came to. `charge`: who paid `vnd`, null: what was held back; without one the platform did not take the message, so
 * what was held back is free again, and what was taken from the allowance. A try that is not named here is as it was: what was held back for
 * it counts. Returns how many cost something for which nothing was held back. One that the allowance was to pay and the wallet paid proves that it is used up: nothing
 * more is taken from it until the platform is asked again.
 */
export async function settleCharges(
  tx: Tx,
  ended: readonly (Try & { readonly charge: Charge | null; readonly vnd: number | null })[],
): Promise<number> {
  if (ended.length === 0) return 0;
  const [row] = await tx.execute<{ surprises: number }>(sql`
    with ended as (
      select * from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as s(id bigint, "tryNumber" int, charge text, vnd int)),
    held as (
      select c.delivery_id, c.try, c.bot, c.month, c.vnd as before, s.charge, coalesce(s.vnd, c.vnd) as vnd, c.allowed,
        c.allowed and (s.charge is null or s.charge = 'free') as returned
      from charges c join ended s on s.id = c.delivery_id and s."tryNumber" = c.try where c.charge is null for update of c),
    dropped as (
      delete from charges c using held where held.charge is null and c.delivery_id = held.delivery_id and c.try = held.try),
    paid as (
      update charges c set charge = held.charge, vnd = held.vnd from held
      where held.charge is not null and c.delivery_id = held.delivery_id and c.try = held.try),
    changed as (
      select h.bot, coalesce(sum(case when h.charge is null then -h.before else h.vnd - h.before end)
          filter (where h.month = o.spent_month), 0)::int as vnd,
        (count(*) filter (where h.returned))::int as returned, bool_or(h.allowed and h.charge = 'wallet') as overdrawn
      from held h join lanes o on o.bot = h.bot group by 1),
    settled as (
      update lanes l set spent_vnd = l.spent_vnd + c.vnd, allowance_taken = l.allowance_taken - c.returned,
        allowance_left = case when c.overdrawn then 0 else l.allowance_left + c.returned end
      from changed c where l.bot = c.bot)
    select count(*) as surprises from held
    where before = 0 and (charge = 'wallet' or (charge = 'allowance' and not allowed))`);
  return row!.surprises;
}

/** What a month came to. */
export interface MonthSum {
  readonly bot: BotKey;
  /** "2026-11". */
  readonly month: string;
  readonly messages: number;
  readonly free: number;
  readonly allowance: number;
  readonly wallet: number;
  /** Under way, or perhaps taken: they count as what was held back for them. */
  readonly unknown: number;
  readonly vnd: number;
}

/** The sums of every bot and month, the latest first. */
export async function readMonths(db: Db): Promise<MonthSum[]> {
  const rows = await db.execute<MonthSum & Record<string, unknown>>(sql`
    select bot, month, count(*) as messages, count(*) filter (where charge = 'free') as free,
      count(*) filter (where charge = 'allowance') as allowance, count(*) filter (where charge = 'wallet') as wallet,
      count(*) filter (where charge is null) as unknown, sum(vnd)::int as vnd
    from charges group by 1, 2 order by 2 desc, 1`);
  return [...rows];
}

/** What a silence kept from leaving: the budget had nothing for it, the person was silent for too long, no approved text was taken. */
export type Withheld = Readonly<Record<"budget" | "window" | "held", number>>;

/** How many deliveries of a bot that were due in a month ended so; what left by another chat is not among them. @param month "2026-11" */
export async function countWithheld(db: Db, bot: BotKey, month: string): Promise<Withheld> {
  const [row] = await db.execute<Withheld & Record<string, unknown>>(sql`
    select count(*) filter (where reason = 'budget') as budget, count(*) filter (where reason = 'window') as "window",
      count(*) filter (where reason = 'held') as held
    from deliveries where bot = ${bot} and state = 'cancelled'
      and due_at >= (${month} || '-01')::timestamp at time zone 'Asia/Ho_Chi_Minh'
      and due_at < ((${month} || '-01')::timestamp + interval '1 month') at time zone 'Asia/Ho_Chi_Minh'`);
  return row!;
}

/** What a month's messages to some people came to, on platforms that take money. */
export interface MonthCost {
  /** "2026-11". */
  readonly month: string;
  /** Those who were written to. */
  readonly learners: number;
  readonly messages: number;
  /** What is under way or perhaps arrived included, as held back for it. */
  readonly vnd: number;
}

/** The costs of whom the viewer may see of a scope, the latest month first; nothing where no platform takes money. */
export async function readCosts(tx: Tx, scope: Scope, viewer: Viewer): Promise<MonthCost[]> {
  const charged = await tx.execute(sql`select 1 from charges limit 1`);
  if (charged.length === 0) return [];
  const rows = await tx.execute<MonthCost & Record<string, unknown>>(sql`
    with ${placesOf(scope, viewer)}, people as (select distinct learner_id from places)
    select c.month, count(distinct d.learner_id) as learners, count(*) as messages, sum(c.vnd)::int as vnd
    from charges c join deliveries d on d.id = c.delivery_id join people p on p.learner_id = d.learner_id
    group by 1 order by 1 desc`);
  return [...rows];
}
