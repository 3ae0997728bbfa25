import { hostname } from "node:os";
import { sql } from "drizzle-orm";
import type { ProcessId } from "#domain/ids.ts";
import type { Db } from "./connect.ts";

/** The first half of the advisory locks by which running processes are known: "proc" as ASCII. */
const lockClass = 0x70726f63;

/**
 * Enters this process into the list and keeps it there for as long as the session of `session` lives, which must hold
 * one connection only. Entered again under the same id after a lost session.
 */
export async function register(
  session: Db,
  roles: readonly string[],
  now: Date,
  known: ProcessId | null = null,
): Promise<ProcessId> {
  const entry = sql`${roles.join(",")}, ${hostname()}, ${now}::timestamptz`;
  if (known === null) {
    // In one statement: nobody sees the row before it has its lock, and takes the process for a dead one.
    const [row] = await session.execute<{ id: ProcessId }>(sql`
      with entered as (insert into processes (roles, host, started_at) values (${entry}) returning id)
      select id, pg_try_advisory_lock(${lockClass}::int, id::int) from entered`);
    return row!.id;
  }
  await session.execute(sql`select pg_try_advisory_lock(${lockClass}::int, ${known}::int)`);
  // While the session was lost it was a dead one, and may have been forgotten.
  await session.execute(sql`
    insert into processes (id, roles, host, started_at) overriding system value values (${known}, ${entry})
    on conflict (id) do nothing`);
  return known;
}

export interface RunningProcess {
  readonly id: ProcessId;
  readonly roles: readonly string[];
  readonly host: string;
  readonly startedAt: Date;
}

const alive = sql`
  select l.objid::bigint from pg_locks l
  where l.locktype = 'advisory' and l.classid = ${lockClass}::oid and l.objsubid = 2 and l.granted
    and l.database = (select oid from pg_database where datname = current_database())`;

/** The processes that run now: a dead one's session is gone, and its lock with it. */
export async function listProcesses(db: Db): Promise<RunningProcess[]> {
  const rows = await db.execute<{ id: ProcessId; roles: string; host: string; started_at: Date }>(sql`
    select id, roles, host, started_at from processes where id in (${alive}) order by id`);
  return rows.map((row) => ({ id: row.id, roles: row.roles.split(","), host: row.host, startedAt: row.started_at }));
}

/** Forgets the processes that are gone, but for those that deliveries still name. */
export async function forgetDead(db: Db): Promise<void> {
  await db.execute(sql`
    delete from processes p where p.id not in (${alive})
      and not exists (select 1 from deliveries d where d.process_id = p.id and d.state in ('queued', 'sending'))`);
}
