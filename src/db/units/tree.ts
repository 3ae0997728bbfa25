import { sql } from "drizzle-orm";
import type { UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

export interface UnitPart {
  readonly id: UnitId;
  readonly name: string;
  /** Whether it has parts of its own. */
  readonly divided: boolean;
}

// As the index has a parent, which is the only one that has: else every unit there is would be read for each part.
const columns = sql`u.id, u.name,
  exists (select 1 from units below where coalesce(below.parent_id, 0) = u.id and below.ended_at is null offset 0) as divided`;

/** What a unit consists of (null: the tops of the tree), as a Vietnamese reader looks for it, and how many there are. */
export async function readParts(
  tx: Tx,
  parent: UnitId | null,
  from: number,
  limit: number,
): Promise<{ parts: UnitPart[]; total: number }> {
  const ofParent = sql`u.ended_at is null and coalesce(u.parent_id, 0) = ${parent ?? 0}::bigint`;
  const parts = await tx.execute<UnitPart & Record<string, unknown>>(sql`
    select ${columns} from units u where ${ofParent} order by u.name collate "vi-x-icu", u.id limit ${limit} offset ${from}`);
  const [count] = await tx.execute<{ total: number }>(sql`select count(*) as total from units u where ${ofParent}`);
  return { parts: [...parts], total: count!.total };
}

export interface UnitPlace extends UnitPart {
  readonly parentId: UnitId | null;
  /** Names from the root, joined by " / ". */
  readonly path: string;
}

export async function findUnit(tx: Tx, unit: UnitId): Promise<UnitPlace | null> {
  const [row] = await tx.execute<UnitPlace & Record<string, unknown>>(sql`
    select ${columns}, u.parent_id as "parentId", u.path from (select * from units where id = ${unit} offset 0) u
    where u.ended_at is null`);
  return row ?? null;
}
