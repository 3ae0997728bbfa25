import { sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { Tx } from "./connect.ts";

/** What was done, by whom. Ids only: `subject` is "learner:12" or "cohort:3", and `detail` holds no names. */
export interface Deed {
  readonly at: Date;
  readonly actor: "operator" | LearnerId;
  readonly deed: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes down what was done to people's rights and data. */
export async function recordDeeds(tx: Tx, deeds: readonly Deed[]): Promise<void> {
  if (deeds.length === 0) return;
  await tx.execute(sql`
    insert into audit (at, actor, deed, subject, detail)
    select (d ->> 'at')::timestamptz, d ->> 'actor', d ->> 'deed', d ->> 'subject', d -> 'detail'
    from jsonb_array_elements(${JSON.stringify(deeds)}::jsonb) d`);
}
