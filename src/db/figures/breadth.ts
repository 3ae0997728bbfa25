import { sql } from "drizzle-orm";
import type { Tx } from "../connect.ts";
import { inside, type Part, seen, type Viewer } from "../scope.ts";

/** So many units and more are read in whole tables. */
const manyUnits = 200;

/**
 * Tells the planner, for the rest of the transaction, how much a part holds: it cannot foresee how many units a lineage
 * begins, takes them for one, and would look a province's people up one by one.
 */
export async function expectBreadth(tx: Tx, part: Part, viewer: Viewer): Promise<void> {
  const many = part.kind === "person" ? sql`false` : sql`count(*) >= ${manyUnits}`;
  await tx.execute(sql`
    select set_config('enable_nestloop', case when ${many} then 'off' else 'on' end, true),
      set_config('work_mem', case when ${many} then '64MB' else current_setting('work_mem') end, true), set_config('jit', 'off', true)
    from units u where ${inside(part)} and ${seen(part, viewer)}`);
}

/** Nothing out of the ordinary is read in the rest of the transaction. */
export async function expectLittle(tx: Tx): Promise<void> {
  await tx.execute(sql`select set_config('enable_nestloop', 'on', true)`);
}
