import { sql } from "drizzle-orm";
import type { UnitId } from "#domain/ids.ts";
import type { TreeChange, TreeUnit } from "#domain/tree-change.ts";
import type { Tx } from "../connect.ts";
import { type Viewer, visible } from "./scope.ts";

/** What is kept about one change of one unit; instants are when it begins to hold. */
export interface UnitChange {
  readonly unit: UnitId;
  readonly kind: "rename" | "move" | "merge" | "split";
  readonly formerName: string | null;
  readonly formerParent: UnitId | null;
  readonly into: UnitId | null;
}

/**
 * Nobody changes the tree, or comes into a unit that is about to end, until the transaction is over. Whoever joins takes
 * the same lock shared, so those who join never wait for each other. Takes it after `lockRoster`.
 */
export async function lockUnits(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('hocvu.units'))`);
}

/** Every unit there is and was, parents before children. */
export async function readTree(tx: Tx): Promise<TreeUnit[]> {
  return await tx.execute<TreeUnit & Record<string, unknown>>(sql`
    select u.id, u.parent_id as "parentId", u.name, u.name_key as "nameKey", u.lineage, u.path, u.ended_at is not null as ended
    from units u order by length(u.lineage), u.lineage`);
}

/** A number for a unit that is about to be. */
export async function drawUnitId(tx: Tx): Promise<UnitId> {
  const [row] = await tx.execute<{ id: UnitId }>(sql`select nextval(pg_get_serial_sequence('units', 'id')) as id`);
  return row!.id;
}

/** Makes the units those of the change: three statements, however many they are. */
export async function writeTree(tx: Tx, { units }: Pick<TreeChange, "units">, at: Date): Promise<void> {
  const meant = sql`jsonb_to_recordset(${JSON.stringify(units)}::jsonb)
    as w(id bigint, "parentId" bigint, name text, "nameKey" text, lineage text, path text, ended boolean)`;
  // What ends gives its name free before another takes it.
  await tx.execute(sql`
    update units u set ended_at = ${at}::timestamptz from ${meant} where u.id = w.id and w.ended and u.ended_at is null`);
  await tx.execute(sql`
    insert into units (id, parent_id, name, name_key, lineage, path) overriding system value
    select w.id, w."parentId", w.name, w."nameKey", w.lineage, w.path from ${meant}
    where not exists (select 1 from units u where u.id = w.id)`);
  await tx.execute(sql`
    update units u set parent_id = w."parentId", name = w.name, name_key = w."nameKey", lineage = w.lineage, path = w.path
    from ${meant} where u.id = w.id`);
}

export async function recordUnitChanges(tx: Tx, changes: readonly UnitChange[], at: Date): Promise<void> {
  await tx.execute(sql`
    insert into unit_changes (unit_id, kind, at, former_name, former_parent_id, into_id)
    select c.unit, c.kind, ${at}::timestamptz, c."formerName", c."formerParent", c."into"
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      as c(unit bigint, kind text, "formerName" text, "formerParent" bigint, "into" bigint)`);
}

/**
 * What people may still call the units that the viewer may see: the names each had before, and all names of the units
 * that ended in it. Names alone, without the path; not the one it has now.
 */
export async function readFormerNames(tx: Tx, viewer: Viewer): Promise<ReadonlyMap<UnitId, readonly string[]>> {
  const rows = await tx.execute<{ id: UnitId; names: string[] }>(sql`
    with recursive heirs as (
      select u.id as unit_id, u.id as heir_id from units u where u.ended_at is null and ${visible(viewer)}
      union all
      select e.id, h.heir_id from heirs h join units e on e.parent_id = h.unit_id and e.ended_at is not null
    ), called as (
      select h.heir_id, c.former_name as name from heirs h join unit_changes c on c.unit_id = h.unit_id and c.kind = 'rename'
      union
      select h.heir_id, e.name from heirs h join units e on e.id = h.unit_id and h.unit_id <> h.heir_id
    )
    select c.heir_id as id, array_agg(c.name order by c.name) as names
    from called c join units u on u.id = c.heir_id where c.name <> u.name group by c.heir_id`);
  return new Map(rows.map(({ id, names }) => [id, names]));
}

export interface PastUnitChange {
  readonly kind: UnitChange["kind"];
  readonly at: Date;
  readonly unit: UnitId;
  /** The path it has now. */
  readonly path: string;
  readonly formerName: string | null;
  /** The path that its former parent has now; null: it was at the top, or stayed where it was. */
  readonly formerParent: string | null;
  readonly into: UnitId | null;
  /** The path it has now. */
  readonly intoPath: string | null;
}

/** What happened to a unit, and what ended in it, the latest first. */
export async function readUnitHistory(tx: Tx, unit: UnitId): Promise<PastUnitChange[]> {
  return await tx.execute<PastUnitChange & Record<string, unknown>>(sql`
    select c.kind, c.at, c.unit_id as unit, u.path, c.former_name as "formerName", p.path as "formerParent",
      c.into_id as "into", i.path as "intoPath"
    from unit_changes c join units u on u.id = c.unit_id left join units p on p.id = c.former_parent_id
    left join units i on i.id = c.into_id
    where c.unit_id = ${unit} or c.into_id = ${unit} order by c.at desc, c.id desc`);
}
