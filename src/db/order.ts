import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "./connect.ts";

/** How names that people read are sorted: the Vietnamese way, or the server's where it was built without ICU. */
export async function vietnameseOrder(tx: Tx): Promise<SQL> {
  const known = await tx.execute(sql`select 1 from pg_collation where collname = 'vi-x-icu' limit 1`);
  return known.length > 0 ? sql`collate "vi-x-icu"` : sql``;
}
