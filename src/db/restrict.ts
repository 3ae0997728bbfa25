/**
 * The roles of a server that is ours alone. Whoever owns a table can switch its triggers off, so the program does not
 * work as the owner: `hocvu_app` may read and write every table and owns none; the audit belongs to `hocvu_audit`, as
 * whom nobody can log in, and of it `hocvu_app` may read and add rows only. The superuser migrates.
 */
import { createHash } from "node:crypto";
import { connect, type Sql } from "./connect.ts";

const program = "hocvu_app";

/** Any number that nobody else locks: "role" as ASCII. */
const lockKey = 0x726f6c65;

/**
 * Where the program works with the rights it needs and no more. Brings roles and rights in order where they are not: in a
 * new database, in one that an earlier version made, after a migration. Any number of processes may ask at once.
 * @param url the superuser's, of a migrated database; its password is the server's only secret
 */
export async function restrictedUrl(url: string): Promise<string> {
  await using connection = connect(url, { max: 1, applicationName: "hocvu roles" });
  const { sql } = connection;
  const address = new URL(url);
  const password = createHash("sha256").update(`${program} ${address.password}`).digest("base64url");
  if (await isWanting(sql)) {
    await sql`select pg_advisory_lock(${lockKey})`; // ends with the connection
    if (await isWanting(sql)) await arrange(sql, password);
  }
  address.username = program;
  address.password = password;
  return address.href;
}

async function isWanting(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ wanting: boolean }[]>`
    select r.oid is null or exists (
        select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and case
          when c.relname in ('audit', 'audit_head') then pg_get_userbyid(c.relowner) <> 'hocvu_audit'
            or has_table_privilege(r.oid, c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER') or not has_table_privilege(r.oid, c.oid, 'SELECT')
          else not (has_table_privilege(r.oid, c.oid, 'SELECT') and has_table_privilege(r.oid, c.oid, 'INSERT')
            and has_table_privilege(r.oid, c.oid, 'UPDATE') and has_table_privilege(r.oid, c.oid, 'DELETE')) end)
      or exists (select 1 from pg_namespace n where n.nspname = 'bullmq' and n.nspowner <> r.oid) as wanting
    from (select 1) as one left join pg_roles r on r.rolname = ${program}`;
  return row!.wanting;
}

async function arrange(sql: Sql, password: string): Promise<void> {
  await sql.unsafe(`
    begin;
    do $$ begin
      create role hocvu_audit nologin;
    exception when duplicate_object or unique_violation then null; -- another database of this server had it made
    end $$;
    do $$ begin
      create role ${program} login password '${password}';
    exception when duplicate_object or unique_violation then null;
    end $$;
    do $$ begin
      execute format('grant connect, create, temporary on database %I to ${program}', current_database());
      -- The queue's tables must be its user's own; they may be lost.
      if exists (select 1 from pg_namespace n where n.nspname = 'bullmq' and pg_get_userbyid(n.nspowner) <> '${program}') then
        drop schema bullmq cascade;
      end if;
    end $$;
    grant usage on schema public, drizzle to ${program};
    grant select, insert, update, delete on all tables in schema public to ${program};
    grant usage on all sequences in schema public to ${program};
    grant select on all tables in schema drizzle to ${program};
    revoke all on audit, audit_head from ${program}, public;
    grant select, insert on audit to ${program};
    grant select on audit_head to ${program};
    alter table audit owner to hocvu_audit;
    alter table audit_head owner to hocvu_audit;
    alter function audit_append() owner to hocvu_audit;
    alter function audit_move_head() owner to hocvu_audit;
    alter function audit_refuse() owner to hocvu_audit;
    alter function audit_row(bigint, timestamptz, text, text, text, jsonb) owner to hocvu_audit;
    alter function audit_field(text) owner to hocvu_audit;
    commit;`);
}
