import type { Sql } from "#db/connect.ts";

/**
 * Lets tests empty the audit with the other tables of a database, as no program may: the chain begins anew then.
 * `migrate` alone makes the tables as they really are.
 */
export async function makeEmptiable(sql: Sql): Promise<void> {
  await sql.unsafe(`
    drop trigger audit_untruncated on audit;
    drop trigger audit_head_kept on audit_head;
    create function audit_begins_anew() returns trigger language plpgsql as $$
    begin
      insert into audit_head (seq, hash) values (0, '') on conflict ("only") do update set seq = 0, hash = '';
      return null;
    end $$;
    create trigger audit_emptied after truncate on audit for each statement execute function audit_begins_anew();`);
}
