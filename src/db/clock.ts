import { sql } from "drizzle-orm";
import type { Db, Tx } from "./connect.ts";

/** How many milliseconds the application's clock runs ahead of the wall clock. */
export async function readAhead(db: Db): Promise<number> {
  const [row] = await db.execute<{ ahead_ms: number }>(sql`select ahead_ms from clock`);
  return row?.ahead_ms ?? 0;
}

/** By this lock the clock stands still while somebody writes down an instant that others compare. */
const clockLock = sql`hashtext('hocvu.clock')`;

/**
 * Whether the clock runs so far ahead now; until the transaction ends nobody moves it.
 * @param aheadMs what the caller's clock is ahead
 */
export async function holdsAhead(tx: Tx, aheadMs: number): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${clockLock})`);
  return (await readAhead(tx)) === Math.round(aheadMs);
}

/** Until the transaction ends nobody writes by the clock as it was (`holdsAhead`). */
export async function stopClock(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${clockLock})`);
}

/** Moves the clock forward, never back, and tells every process that listens on `clockChannel`. */
export async function setAhead(db: Db, aheadMs: number): Promise<void> {
  await db.execute(sql`
    insert into clock ("only", ahead_ms) values (true, ${Math.round(aheadMs)})
    on conflict ("only") do update set ahead_ms = greatest(clock.ahead_ms, excluded.ahead_ms)`);
  await db.execute(sql`select pg_notify(${clockChannel}, '')`);
}

export const clockChannel = "hocvu_clock";

/** The database server's wall clock: two machines' clocks are compared by it, nothing else is. */
export async function serverTime(db: Db): Promise<Date> {
  const [row] = await db.execute<{ now: Date }>(sql`select clock_timestamp() as now`);
  return row!.now;
}
