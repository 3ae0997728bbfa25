import { sql } from "drizzle-orm";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

/** Everyone in the cohort whom the staged roster does not name, and how many are in it; they are locked. */
export async function findLeavers(tx: Tx, cohort: CohortId): Promise<{ leavers: LearnerId[]; members: number }> {
  const members = await tx.execute<{ id: LearnerId; named: boolean }>(sql`
    select p.id, exists (select 1 from roster r where r.person_id = p.id) as named
    from people p join enrolments e on e.learner_id = p.id
    where e.cohort_id = ${cohort} and e.left_at is null and p.erased_at is null
    order by p.id for no key update of p`);
  return { leavers: members.filter(({ named }) => !named).map(({ id }) => id), members: members.length };
}

/**
 * These people are no longer in the cohort, until a roster names them again. What is planned for them is taken back,
 * answers excepted; what has once left with an unknown ending stays so. Returns what was taken back.
 */
export async function takeOut(
  tx: Tx,
  cohort: CohortId,
  leavers: readonly LearnerId[],
  now: Date,
): Promise<{ readonly id: number; readonly learnerId: LearnerId }[]> {
  if (leavers.length === 0) return [];
  const those = sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(leavers)}::jsonb))`;
  await tx.execute(sql`
    update enrolments set left_at = ${now}::timestamptz, taken_out = true
    where cohort_id = ${cohort} and left_at is null and learner_id in ${those}`);
  await tx.execute(sql`
    insert into audit (at, actor, deed, subject, detail)
    select ${now}::timestamptz, 'operator', 'leave', 'learner:' || value, jsonb_build_object('cohort', ${cohort}::bigint)
    from jsonb_array_elements_text(${JSON.stringify(leavers)}::jsonb)`);
  return await tx.execute<{ id: number; learnerId: LearnerId }>(sql`
    update deliveries set state = case when unknowns = 0 then 'cancelled' else 'unknown' end, reason = 'left'
    where learner_id in ${those} and state = 'planned' and kind <> 'reply' returning id, learner_id as "learnerId"`);
}
