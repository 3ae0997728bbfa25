import { sql } from "drizzle-orm";
import type { Db } from "./connect.ts";

/** How many milliseconds the application's clock runs ahead of the wall clock. */
export async function readAhead(db: Db): Promise<number> {
  const [row] = await db.execute<{ ahead_ms: number }>(sql`select ahead_ms from clock`);
  return row?.ahead_ms ?? 0;
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
