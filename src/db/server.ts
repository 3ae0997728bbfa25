import { sql } from "drizzle-orm";
import type { Db } from "./connect.ts";

/** What kind of server we speak to, and how much room it has. */
export interface ServerFacts {
  /** "18.4". */
  readonly version: string;
  /** 18. */
  readonly major: number;
  /** Connections that the role we are may have at once, and those there are now, whoever has them. */
  readonly mostConnections: number;
  readonly connections: number;
  /** How this session is encrypted, "TLSv1.3"; null where a pooler does it, and where it is not. */
  readonly encryption: string | null;
}

export async function readServer(db: Db): Promise<ServerFacts> {
  const [row] = await db.execute<ServerFacts & Record<string, unknown>>(sql`
    select split_part(current_setting('server_version'), ' ', 1) as version,
      current_setting('server_version_num')::int / 10000 as major,
      least(
        current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
          - coalesce(current_setting('reserved_connections', true), '0')::int,
        (select nullif(datconnlimit, -1) from pg_database where datname = current_database()),
        (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user)) as "mostConnections",
      -- pg_stat_activity hides what others do from an ordinary role.
      (select sum(numbackends) from pg_stat_database)::bigint as connections,
      (select version from pg_stat_ssl where pid = pg_backend_pid()) as encryption`);
  return row!;
}
