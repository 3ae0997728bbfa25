import { sql } from "drizzle-orm";
import type { UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

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

const chunk = 5_000;

/** Two imports never run at once: the second waits here, so neither creates what the other has just created. */
export async function lockRoster(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('hocvu.roster'))`);
}

/**
 * Lays a roster out in a table that lives as long as the transaction. Rows of one person, by code, or by e-mail where
 * one of them has no code, have one `head`, the first of them.
 * @param told hears how many rows are laid out
 */
export async function stageRoster(tx: Tx, rows: readonly StagedRow[], told: (rows: number) => void): Promise<void> {
  await tx.execute(sql`drop table if exists roster`);
  await tx.execute(sql`
    create temporary table roster (
      "row" int primary key, head int, code text, email text, phone text, full_name text not null,
      name_lower text not null, name_key text not null, title text, role text, unit_id bigint not null,
      person_id bigint, fresh boolean not null default false, whole boolean not null default true, invite_code text
    ) on commit drop`);
  for (let from = 0; from < rows.length; from += chunk) {
    await tx.execute(sql`
      insert into roster ("row", code, email, phone, full_name, name_lower, name_key, title, role, unit_id)
      select * from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + chunk))}::jsonb) as r("row" int, code text,
        email text, phone text, "fullName" text, "nameLower" text, "nameKey" text, title text, role text, "unitId" bigint)`);
    told(Math.min(from + chunk, rows.length));
  }
  await tx.execute(sql`
    with coded as (
      select "row", email, case when email is null then code else coalesce(code, min(code) over (partition by email)) end as code
      from roster
    ), headed as (
      select "row", min("row") over (partition by
        case when code is not null then 'c' || code when email is not null then 'e' || email else 'r' || "row" end) as head
      from coded
    )
    update roster r set head = h.head from headed h where h."row" = r."row"`);
  await tx.execute(sql`create index on roster (unit_id, name_lower)`);
  await tx.execute(sql`create index on roster (head)`);
  await tx.execute(sql`analyze roster`);
}

/** What the file says of the people of these rows is not whole: the posts it does not name are left alone. */
const notWhole = sql`update roster set whole = false where head in`;

/**
 * Takes rows out of what will be written.
 * @param others rows that name the same people, or may
 */
export async function dropStaged(tx: Tx, rows: readonly number[], others: readonly number[]): Promise<void> {
  if (rows.length === 0) return;
  const numbers = (list: readonly number[]) =>
    sql`(select value::int from jsonb_array_elements_text(${JSON.stringify(list)}::jsonb))`;
  await tx.execute(sql`${notWhole} (select head from roster where "row" in ${numbers([...rows, ...others])})`);
  await tx.execute(sql`delete from roster where "row" in ${numbers(rows)}`);
  await tx.execute(sql`
    update roster r set head = h.first from (select head, min("row") as first from roster group by head) h
    where h.head = r.head and h.first <> r.head`);
}

/** Takes those of the new units away that no staged row lies in or below. Returns the others. */
export async function keepUsedUnits(tx: Tx, created: readonly UnitId[]): Promise<UnitId[]> {
  if (created.length === 0) return [];
  const gone = await tx.execute<{ id: UnitId }>(sql`
    delete from units u where u.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(created)}::jsonb))
      and not exists (select 1 from units used where starts_with(used.lineage, u.lineage)
        and used.id in (select unit_id from roster)) returning u.id`);
  const away = new Set(gone.map(({ id }) => id));
  return created.filter((id) => !away.has(id));
}

/** Rows that could not be read name these people too. */
export async function markSpoilt(
  tx: Tx,
  people: readonly { readonly code: string | null; readonly email: string | null }[],
): Promise<void> {
  const keys = people.filter(({ code, email }) => code !== null || email !== null);
  if (keys.length === 0) return;
  await tx.execute(sql`${notWhole} (
    select r.head from roster r join jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(code text, email text)
      on k.code = r.code or k.email = r.email)`);
}

/** What one row of a person says, the others say too: e-mail, phone and code are those of the first row that has them. */
export async function spreadFacts(tx: Tx): Promise<void> {
  const first = (column: string) =>
    sql`(array_agg(${sql.raw(column)} order by "row") filter (where ${sql.raw(column)} is not null))[1] as ${sql.raw(column)}`;
  await tx.execute(sql`
    update roster r set email = g.email, phone = g.phone, code = g.code, full_name = g.full_name
    from (select head, ${first("email")}, ${first("phone")}, ${first("code")}, ${first("full_name")}
          from roster group by head having count(*) > 1) g
    where g.head = r.head`);
}
