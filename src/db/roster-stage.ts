import { sql } from "drizzle-orm";
import type { UnitId } from "#domain/ids.ts";
import type { Tx } from "./connect.ts";

/** A row of a roster, its unit already found. Empty cells are null: they leave what is known. */
export interface StagedRow {
  readonly row: number;
  readonly code: string | null;
  /** Lower-case. */
  readonly email: string | null;
  readonly phone: string | null;
  readonly fullName: string;
  /** The full name in lower case, accents kept: Hùng and Hưng are two people. */
  readonly nameLower: string;
  /** The full name folded, as people are searched for elsewhere. */
  readonly nameKey: string;
  readonly title: string | null;
  /** Null where the file has no such column: who is known keeps theirs. */
  readonly role: "learner" | "supervisor" | null;
  readonly unitId: UnitId;
}

/** Why a staged row names nobody that may be touched. `other` is the earlier row, where there is one. */
export interface Clash {
  readonly row: number;
  readonly kind: "code_twice" | "email_twice" | "name_twice" | "person_twice" | "email_of_another" | "name_of_several";
  readonly other: number | null;
}

const chunk = 5_000;

/** Two imports never run at once: the second waits here, so neither creates what the other has just created. */
export async function lockRoster(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('hocvu.roster'))`);
}

/** Lays a roster out in a table that lives as long as the transaction. */
export async function stageRoster(tx: Tx, rows: readonly StagedRow[]): Promise<void> {
  await tx.execute(sql`drop table if exists roster`);
  await tx.execute(sql`
    create temporary table roster (
      "row" int primary key, code text, email text, phone text, full_name text not null, name_lower text not null,
      name_key text not null, title text, role text, unit_id bigint not null,
      person_id bigint, fresh boolean not null default false, invite_code text
    ) on commit drop`);
  for (let from = 0; from < rows.length; from += chunk) {
    await tx.execute(sql`
      insert into roster ("row", code, email, phone, full_name, name_lower, name_key, title, role, unit_id)
      select * from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + chunk))}::jsonb) as r("row" int, code text,
        email text, phone text, "fullName" text, "nameLower" text, "nameKey" text, title text, role text, "unitId" bigint)`);
  }
  await tx.execute(sql`create index on roster (unit_id, name_lower)`);
  await tx.execute(sql`analyze roster`);
}

/**
 * Rows that name the same person as an earlier row of the file: by code, by e-mail, or by name and unit where one of
 * the two has neither.
 */
export async function clashesInFile(tx: Tx): Promise<Clash[]> {
  return await tx.execute<Clash & Record<string, unknown>>(sql`
    with seen as (
      select "row", code, email, code is null and email is null as bare,
        min("row") over (partition by code) as first_code,
        min("row") over (partition by email) as first_email,
        min("row") over same_name as first_name,
        min("row") filter (where code is null and email is null) over same_name as first_bare
      from roster window same_name as (partition by unit_id, name_lower)
    )
    select "row", case when code is not null and first_code < "row" then 'code_twice'
                       when email is not null and first_email < "row" then 'email_twice' else 'name_twice' end as kind,
      case when code is not null and first_code < "row" then first_code
           when email is not null and first_email < "row" then first_email
           when bare then first_name else first_bare end as other
    from seen
    where (code is not null and first_code < "row") or (email is not null and first_email < "row")
      or (bare and first_name < "row") or first_bare < "row"
    order by "row"`);
}

/**
 * Finds whom each row means and locks them: by code, else by e-mail, else by name and unit. A code nobody has falls back
 * on the e-mail of someone without a code. Returns the rows that would touch someone else.
 */
export async function matchPeople(tx: Tx): Promise<Clash[]> {
  const clashes = await tx.execute<Clash & Record<string, unknown>>(sql`
    with named as (
      select r."row", min(p.id) as id, count(*) as people
      from roster r join posts o on o.unit_id = r.unit_id
      join people p on p.id = o.person_id and p.name_key = r.name_key and lower(p.full_name) = r.name_lower
      where r.code is null and r.email is null group by r."row"
    ), matched as (
      select r."row", n.people, c.id as by_code, m.id as by_email, m.code as code_there, r.code,
        case when r.code is null then coalesce(m.id, n.id) when c.id is not null then c.id
             when m.code is null then m.id end as id
      from roster r
      left join people c on c.code = r.code
      left join people m on lower(m.email) = r.email
      left join named n on n."row" = r."row"
    ), judged as (
      select *, case
          when people > 1 then 'name_of_several'
          when code is not null and by_email is distinct from by_code and by_email is not null
            and (by_code is not null or code_there is not null) then 'email_of_another' end as fault,
        min("row") over (partition by id) as first_row
      from matched
    ), kept as (
      update roster r set person_id = j.id from judged j
      where j."row" = r."row" and j.fault is null and j.id is not null and j.first_row = j."row"
    )
    select "row", coalesce(fault, 'person_twice') as kind, case when fault is null then first_row end as other
    from judged where fault is not null or (id is not null and first_row < "row") order by "row"`);
  await tx.execute(sql`
    select 1 from people where id in (select person_id from roster) order by id for no key update`);
  await tx.execute(sql`
    update roster r set person_id = null from people p where p.id = r.person_id and p.erased_at is not null`);
  return clashes;
}

/** Takes rows out of what will be written. */
export async function dropStaged(tx: Tx, rows: readonly number[]): Promise<void> {
  await tx.execute(sql`
    delete from roster where "row" in (select value::int from jsonb_array_elements_text(${JSON.stringify(rows)}::jsonb))`);
}
