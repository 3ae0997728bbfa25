import { sql } from "drizzle-orm";
import type { Db } from "./connect.ts";

/**
 * Takes a lock that belongs to the database session, for connections with `max: 1`: it ends with the session, whatever
 * becomes of the process. Returns the session that holds it now; null when another one does.
 */
export async function takeSessionLock(db: Db, name: string): Promise<number | null> {
  const [row] = await db.execute<{ got: boolean; session: number }>(sql`
    select pg_try_advisory_lock(hashtextextended(${name}, 0)) as got, pg_backend_pid() as session`);
  return row!.got ? row!.session : null;
}

/** Which session this is: another one than before holds none of its locks. */
export async function currentSession(db: Db): Promise<number> {
  const [row] = await db.execute<{ session: number }>(sql`select pg_backend_pid() as session`);
  return row!.session;
}
