/** People who came by a cohort's code and have not agreed to anything: they can be forgotten as if they had never been. */
import { type SQL, sql } from "drizzle-orm";
import type { ChatId, LearnerId } from "#domain/ids.ts";
import type { Db, Tx } from "../connect.ts";

/** Of a person `p`: no roster named them, and they never agreed. */
const isNewcomer = sql`p.agreed_at is null and p.erased_at is null
  and not exists (select 1 from enrolments e where e.learner_id = p.id and e.invite_code is not null)
  and exists (select 1 from enrolments e where e.learner_id = p.id)`;

/**
 * Forgets someone who came by a cohort's code and did not agree, as if they had never been. False, and nothing done,
 * for whom a roster named or who agreed once.
 */
export async function forgetNewcomer(tx: Tx, learner: LearnerId, chat: ChatId): Promise<boolean> {
  const rows = await tx.execute<{ id: LearnerId }>(sql`
    select p.id from people p where p.id = ${learner} and ${isNewcomer}
      and not exists (select 1 from chats h where h.learner_id = p.id and h.id <> ${chat})`);
  await forget(tx, rows);
  return rows.length > 0;
}

/** Forgets up to `limit` of those who came before an instant and left the privacy notice unanswered. Returns how many. */
export const forgetNewcomers = (db: Db, before: Date, limit: number): Promise<number> =>
  db.transaction(async (tx) => {
    const rows = await tx.execute<{ id: LearnerId }>(sql`
      select p.id from people p where p.created_at < ${before}::timestamptz and ${isNewcomer}
      order by p.id limit ${limit} for update of p skip locked`);
    await forget(tx, rows);
    return rows.length;
  });

/** Everything that may name somebody who never agreed; the rest goes with their row. */
async function forget(tx: Tx, people: readonly { readonly id: LearnerId }[]): Promise<void> {
  if (people.length === 0) return;
  const those: SQL = sql`any(array(select jsonb_array_elements_text(${JSON.stringify(people.map(({ id }) => id))}::jsonb)::bigint))`;
  await tx.execute(sql`update chats set learner_id = null, dialog = null where learner_id = ${those}`);
  await tx.execute(sql`update deliveries set learner_id = null where learner_id = ${those}`);
  await tx.execute(sql`delete from announcement_misses where learner_id = ${those}`);
  await tx.execute(sql`delete from enrolments where learner_id = ${those}`);
  await tx.execute(sql`delete from posts where person_id = ${those}`);
  await tx.execute(sql`delete from past_posts where person_id = ${those}`);
  await tx.execute(sql`delete from people where id = ${those}`);
}
