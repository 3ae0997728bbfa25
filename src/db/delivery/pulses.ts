import { sql } from "drizzle-orm";
import type { Db } from "../connect.ts";

/** A gap in which the program ("program") or a bot's platform (its key) could not send or receive. */
export interface Outage {
  readonly id: number;
  readonly what: string;
  readonly fromAt: Date;
  readonly toAt: Date;
}

/** A shorter silence is no outage. */
const outageMs = 30 * 60_000;

/**
 * Says that `what` lives at `now`. A silence of half an hour or more before it is written down as an outage, once, whoever
 * says so. Returns that outage, or null.
 * @param whose what is away while `what` is silent
 */
export async function beat(tx: Db, what: string, now: Date, whose = what): Promise<Outage | null> {
  const [before] = await tx.execute<{ seen_at: Date }>(sql`select seen_at from pulses where what = ${what} for update`);
  await tx.execute(sql`
    insert into pulses (what, seen_at) values (${what}, ${now}::timestamptz)
    on conflict (what) do update set seen_at = greatest(pulses.seen_at, excluded.seen_at)`);
  if (before === undefined || now.getTime() - before.seen_at.getTime() < outageMs) return null;
  const [outage] = await tx.execute<Outage & Record<string, unknown>>(sql`
    insert into outages (what, from_at, to_at) values (${whose}, ${before.seen_at}::timestamptz, ${now}::timestamptz)
    on conflict do nothing returning id, what, from_at as "fromAt", to_at as "toAt"`);
  return outage ?? null;
}

/** Moves every live pulse along with a clock that was moved on purpose: a demo's jump is no outage. */
export async function carryPulses(tx: Db, from: Date, to: Date, aliveWithinMinutes: number): Promise<void> {
  await tx.execute(sql`
    update pulses set seen_at = ${to}::timestamptz
    where seen_at >= ${from}::timestamptz - make_interval(mins => ${aliveWithinMinutes}) and seen_at < ${to}::timestamptz`);
}

/** Outages whose open questions have not been offered again. */
export async function claimOutages(tx: Db, now: Date): Promise<Outage[]> {
  return await tx.execute<Outage & Record<string, unknown>>(sql`
    update outages set reoffered_at = ${now}::timestamptz where reoffered_at is null
    returning id, what, from_at as "fromAt", to_at as "toAt"`);
}

/** Outages that touch the time from `from` on, of the program or of any of `bots`, oldest first. */
export async function listOutages(tx: Db, from: Date, bots: readonly string[] | null): Promise<Outage[]> {
  return await tx.execute<Outage & Record<string, unknown>>(sql`
    select id, what, from_at as "fromAt", to_at as "toAt" from outages
    where to_at >= ${from}::timestamptz
      and (${bots === null} or what = 'program' or what in (select jsonb_array_elements_text(${JSON.stringify(bots ?? [])}::jsonb)))
    order by from_at, id`);
}

/** Seconds of all outages written down, by what was away. */
export async function sumOutages(db: Db): Promise<Record<string, number>> {
  const rows = await db.execute<{ what: string; seconds: number }>(sql`
    select what, sum(extract(epoch from to_at - from_at))::float8 as seconds from outages group by what`);
  return Object.fromEntries(rows.map((row) => [row.what, row.seconds]));
}
