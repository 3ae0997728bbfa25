import { sql } from "drizzle-orm";
import type { Tx } from "../connect.ts";
import { inside, type Part, seen, type Viewer } from "../scope.ts";

/** So many units and more are read in whole tables. */
const manyUnits = 200;

const settings = ["enable_nestloop", "enable_seqscan", "plan_cache_mode", "work_mem", "jit"];

/** The settings as the session began with them. */
const asEver = sql`select set_config(s.name, s.reset_val, true) from pg_settings s
  where s.name in (select jsonb_array_elements_text(${JSON.stringify(settings)}::jsonb))`;

/**
 * Tells the planner, for the rest of the transaction, how much a part holds: it cannot foresee how many units a lineage
 * begins, takes them for one, and would look a province's people up one by one, the more so on a connection whose
 * statements all find their rows by key.
 */
export async function expectBreadth(tx: Tx, part: Part, viewer: Viewer): Promise<void> {
  if (part.kind === "person") return expectLittle(tx);
  const [row] = await tx.execute<{ many: boolean }>(
    sql`select count(*) >= ${manyUnits} as many from units u where ${inside(part)} and ${seen(part, viewer)}`,
  );
  if (!row!.many) return expectLittle(tx);
  await tx.execute(sql`
    select set_config('enable_nestloop', 'off', true), set_config('enable_seqscan', 'on', true),
      set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`);
}

/** Nothing out of the ordinary is read in the rest of the transaction. */
export async function expectLittle(tx: Tx): Promise<void> {
  await tx.execute(asEver);
}
