import { sql } from "drizzle-orm";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

export interface PeopledUnit {
  readonly id: UnitId;
  readonly parentId: UnitId | null;
  readonly name: string;
  readonly path: string;
  /** Who holds a post in it. */
  readonly people: number;
  /** Who holds a post in it or below, each counted once. */
  readonly whole: number;
}

/** The units there are, or one and what lies below it, with their people; parents before children, erased people left out. */
export async function countPeopleOfUnits(tx: Tx, top: UnitId | null): Promise<PeopledUnit[]> {
  const below =
    top === null ? sql`true` : sql`starts_with(u.lineage, (select t.lineage from units t where t.id = ${top}))`;
  return await tx.execute<PeopledUnit & Record<string, unknown>>(sql`
    with held as (
      select o.person_id, o.unit_id, above.id as above_id from posts o join people p on p.id = o.person_id and p.erased_at is null
      join units u on u.id = o.unit_id
      cross join lateral unnest(string_to_array(rtrim(u.lineage, '/'), '/')::bigint[]) as above(id)
    ), counted as (
      select above_id, count(distinct person_id) as "whole", count(*) filter (where unit_id = above_id) as people
      from held group by above_id)
    select u.id, u.parent_id as "parentId", u.name, u.path, coalesce(c.people, 0)::bigint as people, coalesce(c."whole", 0)::bigint as "whole"
    from units u left join counted c on c.above_id = u.id where u.ended_at is null and ${below}
    order by length(u.lineage), u.lineage`);
}

export interface UnitMember {
  readonly learnerId: LearnerId;
  readonly fullName: string;
  readonly role: "learner" | "supervisor";
  readonly title: string | null;
  readonly main: boolean;
  /** Null: always, as far as is known. */
  readonly since: Date | null;
}

/** Who holds a post in the unit itself, supervisors first; erased people left out. */
export async function listMembers(tx: Tx, unit: UnitId): Promise<UnitMember[]> {
  return await tx.execute<UnitMember & Record<string, unknown>>(sql`
    select p.id as "learnerId", p.full_name as "fullName", o.role, o.title, o.main,
      case when o.since > '-infinity' then o.since end as since
    from posts o join people p on p.id = o.person_id and p.erased_at is null
    where o.unit_id = ${unit} order by o.role desc, p.id`);
}
