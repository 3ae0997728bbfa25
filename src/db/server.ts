import { sql } from "drizzle-orm";
import type { Db } from "./connect.ts";

/** What kind of server we speak to, and how much room it has. */
export interface ServerFacts {
  /** "18.4". */
  readonly version: string;
  /** 18. */
  readonly major: number;
  /** Connections that ordinary users may have at once, and those there are now, whoever has them. */
  readonly mostConnections: number;
  readonly connections: number;
  /** How this session is encrypted, "TLSv1.3"; null where a pooler does it, and where it is not. */
  readonly encryption: string | null;
}

export async function readServer(db: Db): Promise<ServerFacts> {
  const [row] = await db.execute<ServerFacts & Record<string, unknown>>(sql`
    select split_part(current_setting('server_version'), ' ', 1) as version,
      current_setting('server_version_num')::int / 10000 as major,
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as "mostConnections",
      (select count(*) from pg_stat_activity where backend_type = 'client backend') as connections,
      (select version from pg_stat_ssl where pid = pg_backend_pid()) as encryption`);
  return row!;
}
