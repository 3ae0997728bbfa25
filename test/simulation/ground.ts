import { type Connection, connect } from "#db/connect.ts";
import { openSessions, type Sessions } from "./sessions.ts";

/** A migrated database on which one world after another is lived through. */
export interface Ground extends AsyncDisposable {
  /** As an onlooker sees it, and whoever changes it from outside. */
  readonly admin: Connection;
  readonly sessions: Sessions;
  /** Nothing has happened in it yet. */
  clear(): Promise<void>;
}

/**
 * @param serverUrl where databases are made
 * @param template the migrated database that the new one is a copy of
 * @param zone the time zone of whoever connects to it and names none
 */
export async function openGround(serverUrl: string, template: string, name: string, zone: string): Promise<Ground> {
  const server = connect(serverUrl, { max: 1, applicationName: "simulation" });
  await server.sql`create database ${server.sql(name)} template ${server.sql(template)} strategy file_copy`;
  // The same seed goes the same way only if the server plans the same way, whatever it did before and whenever it tidies.
  await server.sql`alter database ${server.sql(name)} set plan_cache_mode to force_generic_plan`;
  await server.sql.unsafe(`alter database ${name} set timezone to '${zone}'`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const admin = connect(url.href, { max: 2, applicationName: "oracle" });
  const found = await admin.sql<{ name: string }[]>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`;
  const tables = found.map((table) => table.name);
  for (const table of tables) await admin.sql.unsafe(`alter table ${table} set (autovacuum_enabled = false)`);
  const sessions = openSessions(url.href, admin);
  return {
    admin,
    sessions,
    clear: async () => void (await admin.sql.unsafe(`truncate ${tables.join(", ")} restart identity`)),
    async [Symbol.asyncDispose]() {
      await Promise.all([sessions[Symbol.asyncDispose](), admin.end()]);
      await server.sql`drop database ${server.sql(name)} with (force)`;
      await server.end();
    },
  };
}
