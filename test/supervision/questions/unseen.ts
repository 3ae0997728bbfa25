import { sql } from "drizzle-orm";
import type { Tx } from "#db/connect.ts";
import { seen } from "./part.ts";
import type { Raw } from "./raw.ts";

/**
 * What `work` gives in a world where all that the viewer may not see goes by other names.
 * The database is as it was afterwards.
 */
export async function unseen<Result>(tx: Tx, raw: Raw, viewer: number, work: () => Promise<Result>): Promise<Result> {
  await tx.execute(sql`savepoint unseen`);
  try {
    await rename(tx, raw, viewer);
    return await work();
  } finally {
    await tx.execute(sql`rollback to savepoint unseen`);
  }
}

async function rename(tx: Tx, raw: Raw, viewer: number): Promise<void> {
  const visible = seen(raw, viewer);
  const here = raw.posts.filter(({ unit_id }) => visible.has(unit_id)).map(({ person_id }) => person_id);
  const known = new Set([viewer, ...here]);
  const learning = new Set(raw.enrolments.flatMap((one) => (known.has(one.learner_id) ? one.cohort_id : [])));
  const ids = (rows: readonly { readonly id: number }[], kept: ReadonlySet<number>) =>
    sql`(select jsonb_array_elements_text(${JSON.stringify(rows.map(({ id }) => id).filter((id) => !kept.has(id)))}::jsonb)::bigint)`;
  await tx.execute(sql`
    update units set name = 'Khuất ' || id, name_key = 'khuất ' || id, path = 'Khuất ' || id where id in ${ids(raw.units, visible)}`);
  await tx.execute(sql`
    update people set full_name = 'Khuất Danh ' || id, name_key = 'khuat danh ' || id
    where erased_at is null and id in ${ids(raw.people, known)}`);
  await tx.execute(sql`
    update cohorts set name = 'Khuất ' || id, name_key = 'khuat ' || id where id in ${ids(raw.cohorts, learning)}`);
}
