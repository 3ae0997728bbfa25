import { sql } from "drizzle-orm";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { type Viewer, visible } from "./scope.ts";

export interface UnitName {
  readonly id: UnitId;
  readonly name: string;
  /** Names from the root, joined by " / ". */
  readonly path: string;
}

export interface WantedUnit {
  readonly parentId: UnitId | null;
  readonly name: string;
  /** What tells two names below one parent apart. */
  readonly nameKey: string;
}

function askedFor(wanted: readonly WantedUnit[]) {
  const bare = JSON.stringify(wanted.map(({ parentId, name, nameKey }) => ({ parentId, name, nameKey })));
  return sql`(select ordinality, w ->> 'nameKey' as name_key, w ->> 'name' as name, (w ->> 'parentId')::bigint as parent_id
    from jsonb_array_elements(${bare}::jsonb) with ordinality as t(w, ordinality)) w`;
}

/** What there is of a unit that a path names. */
export interface UnitLookUp {
  /** Null: there is none. */
  readonly id: UnitId | null;
  /** It has ended: the path of what took its place. Null: it has not, or there never was one. */
  readonly instead: string | null;
}

/**
 * What there is of these units of one level, in the order asked for. A unit that ended lies below its successor, and is
 * found where it was: below its old parent, or by the path it keeps.
 */
export async function lookUpUnits(tx: Tx, wanted: readonly WantedUnit[]): Promise<UnitLookUp[]> {
  return await tx.execute<UnitLookUp & Record<string, unknown>>(sql`
    with ended as materialized (
      select distinct on (u.id) u.name_key, u.name, u.path, s.id as successor, s.parent_id as beside, s.path as instead
      from units u join units s on s.id <> u.id and s.ended_at is null and starts_with(u.lineage, s.lineage)
      where u.ended_at is not null order by u.id, length(s.lineage) desc
    )
    select u.id, case when u.id is null then (
      select e.instead from ended e left join units p on p.id = w.parent_id
      where e.name_key = w.name_key and (e.beside is not distinct from w.parent_id or e.successor = w.parent_id
        or e.path = coalesce(p.path || ' / ', '') || e.name) limit 1) end as instead
    from ${askedFor(wanted)} left join units u
      on coalesce(u.parent_id, 0) = coalesce(w.parent_id, 0) and u.name_key = w.name_key and u.ended_at is null
    order by w.ordinality`);
}

/** Names of the units right below these, by parent; null is above the roots. */
export async function namesBelow(tx: Tx, parents: readonly (UnitId | null)[]): Promise<Map<UnitId | null, string[]>> {
  const rows = await tx.execute<{ parent: UnitId | null; names: string[] }>(sql`
    select parent_id as parent, jsonb_agg(name order by id) as names from units
    where ended_at is null and coalesce(parent_id, 0) in (
      select coalesce(value::bigint, 0) from jsonb_array_elements_text(${JSON.stringify(parents)}::jsonb))
    group by parent_id`);
  return new Map(rows.map(({ parent, names }) => [parent, names]));
}

/**
 * The ids of these units of one level, in the order asked for; what is missing below its parent is created. A unit that
 * is there keeps the spelling it has. The same name twice below one parent is one unit.
 */
export async function ensureUnits(tx: Tx, wanted: readonly WantedUnit[]): Promise<UnitId[]> {
  if (wanted.length === 0) return [];
  const asked = askedFor(wanted);
  await tx.execute(sql`
    with fresh as (
      select nextval(pg_get_serial_sequence('units', 'id')) as id, w.*
      from (select distinct on (coalesce(parent_id, 0), name_key) parent_id, name_key, name, ordinality
            from ${asked} order by coalesce(parent_id, 0), name_key, ordinality) w
      where not exists (select 1 from units u
        where coalesce(u.parent_id, 0) = coalesce(w.parent_id, 0) and u.name_key = w.name_key and u.ended_at is null)
      order by w.ordinality
    )
    insert into units (id, parent_id, name, name_key, lineage, path) overriding system value
    select f.id, f.parent_id, f.name, f.name_key, coalesce(p.lineage, '') || f.id || '/', coalesce(p.path || ' / ', '') || f.name
    from fresh f left join units p on p.id = f.parent_id
    on conflict do nothing`);
  const rows = await tx.execute<{ id: UnitId }>(sql`
    select u.id from ${asked} join units u
      on coalesce(u.parent_id, 0) = coalesce(w.parent_id, 0) and u.name_key = w.name_key and u.ended_at is null
    order by w.ordinality`);
  return rows.map((row) => row.id);
}

/** Every unit the viewer may see, parents before children. */
export async function listUnits(tx: Tx, viewer: Viewer): Promise<UnitName[]> {
  const rows = await tx.execute<{ id: UnitId; name: string; path: string }>(sql`
    select u.id, u.name, u.path from units u where u.ended_at is null and ${visible(viewer)} order by length(u.lineage), u.lineage`);
  return rows.map((row) => ({ id: row.id, name: row.name, path: row.path }));
}

/** The units a person supervises, without those that lie below another of them; the main post's first. */
export async function supervisedUnits(tx: Tx, person: LearnerId): Promise<UnitName[]> {
  const rights = sql`(
    select u.id, u.name, u.path, u.lineage, o.main from posts o join units u on u.id = o.unit_id
    join people p on p.id = o.person_id
    where o.person_id = ${person} and o.role = 'supervisor' and p.erased_at is null)`;
  const rows = await tx.execute<{ id: UnitId; name: string; path: string }>(sql`
    select r.id, r.name, r.path from ${rights} r
    where not exists (select 1 from ${rights} above where above.id <> r.id and starts_with(r.lineage, above.lineage))
    order by r.main desc, r.lineage`);
  return rows.map((row) => ({ id: row.id, name: row.name, path: row.path }));
}

/** The path of a unit the viewer may see; null: there is none, or it is outside. */
export async function visibleUnit(tx: Tx, unit: UnitId, viewer: Viewer): Promise<string | null> {
  const [row] = await tx.execute<{ path: string }>(sql`
    select u.path from units u where u.id = ${unit} and u.ended_at is null and ${visible(viewer)}`);
  return row?.path ?? null;
}
