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

/** So often in a row a holder is found without a word before it counts as standing still. */
export const patience = 12;

/**
 * Asks for a session's lock on behalf of one who stands by and asks about once a second; each call is one
 * `takeSessionLock`. Whoever holds such a lock must speak to the database every few seconds. One that stands still (its
 * machine sleeps, its event loop is busy) says nothing, and its session lives on with the lock: found `patience` times
 * in a row without a word in between, it is ended, and the next call has the lock. Looks are counted and not seconds, so
 * a whole machine that stood still, the holder and this process with it, takes nothing from anybody.
 * @param ended told when the holder's session was ended
 */
export function askForLock(name: string, ended: () => void): (db: Db) => Promise<number | null> {
  let before: string | null = null;
  let looks = 0;
  return async (db) => {
    const session = await takeSessionLock(db, name);
    const silent = session === null ? await silentHolder(db, name) : null;
    looks = silent !== null && silent === before ? looks + 1 : 1;
    before = silent;
    if (silent === null || looks < patience) return session;
    looks = 0;
    if (await endHolder(db, name, silent)) ended();
    return null;
  };
}

/** Who holds the lock and is not heard just now; `silent` is another text as soon as they have said anything. */
const holder = (name: string) => sql`
  select a.pid, a.pid || ' ' || a.state_change as silent
  from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
    and l.database = (select oid from pg_database where datname = current_database())
    and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended(${name}, 0)
    and a.state <> 'active'`;

/** Null: nobody holds it, the database is at work for them, or it does not show us another role's session. */
async function silentHolder(db: Db, name: string): Promise<string | null> {
  const [row] = await db.execute<{ silent: string }>(sql`select silent from (${holder(name)}) held`);
  return row?.silent ?? null;
}

/** False: they have spoken since. */
async function endHolder(db: Db, name: string, silent: string): Promise<boolean> {
  const [row] = await db.execute<{ ended: boolean }>(sql`
    select pg_terminate_backend(pid) as ended from (${holder(name)}) held where silent = ${silent}`);
  return row?.ended ?? false;
}
