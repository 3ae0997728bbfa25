import { sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

/** Makes this the learner's only open code. False: someone else holds the same digits now. */
export async function insertLinkCode(
  tx: Tx,
  code: string,
  learner: LearnerId,
  expiresAt: Date,
  now: Date,
): Promise<boolean> {
  await tx.execute(sql`delete from link_codes where learner_id = ${learner} and used_at is null`);
  const rows = await tx.execute(sql`
    insert into link_codes (code, learner_id, expires_at) values (${code}, ${learner}, ${expiresAt}::timestamptz)
    on conflict (code) do update set learner_id = excluded.learner_id, expires_at = excluded.expires_at, used_at = null
      where link_codes.used_at is not null or link_codes.expires_at <= ${now}::timestamptz
    returning code`);
  return rows.length > 0;
}

/**
 * Whose open code it is; null for a wrong, a used and an old one alike, and for one that is too short.
 * @param digits how many it must have at least
 */
export async function findLinkCode(tx: Tx, code: string, digits: number, now: Date): Promise<LearnerId | null> {
  const [row] = await tx.execute<{ id: LearnerId }>(sql`
    select learner_id as id from link_codes
    where code = ${code} and length(code) >= ${digits}::int and used_at is null and expires_at > ${now}::timestamptz`);
  return row?.id ?? null;
}

/** Uses the code up. False: someone was faster. */
export async function useLinkCode(tx: Tx, code: string, learner: LearnerId, now: Date): Promise<boolean> {
  const rows = await tx.execute(sql`
    update link_codes set used_at = ${now}::timestamptz
    where code = ${code} and learner_id = ${learner} and used_at is null and expires_at > ${now}::timestamptz`);
  return rows.count > 0;
}
