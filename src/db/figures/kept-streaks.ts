/** The streaks kept in `lifetimes`: which of them still tell, and how those that do not are taken up and written. */
import { type SQL, sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { Lifetime, Run } from "#domain/lifetime.ts";
import type { Tx } from "../connect.ts";

/** The present generation of what decides everybody's streak. */
const generation = sql`(select coalesce(max(w.generation), 0) from streak_world w)`;

/**
 * The lifetimes whose streak has to be worked out to be told at `now`, by each reason.
 * @param limit so many of each, found by its index; null: all, in whatever way the server likes
 */
function reasons(now: Date, world: SQL, limit: number | null): SQL[] {
  const kept = sql`l.kept is not null and l.streak_world`;
  const of = (holds: SQL, order: SQL) =>
    sql`(select l.learner_id from lifetimes l where ${holds} ${limit === null ? sql`` : sql`order by ${order} limit ${limit}`})`;
  return [
    of(sql`${kept} is null`, sql`l.streak_world`),
    of(sql`${kept} < ${world}`, sql`l.streak_world`),
    of(sql`${kept} = ${world} and l.streak_from > ${now}::timestamptz`, sql`l.streak_from`),
    of(
      sql`l.streak_known_until is not null and l.streak_known_until <= ${now}::timestamptz`,
      sql`l.streak_known_until`,
    ),
  ];
}

/**
 * Ids of everybody whose kept streak does not tell that of `now`, some of them twice, and of some who never kept a day. All
 * others in `lifetimes` have the streak that would be worked out now, by what this statement sees.
 */
export const staleLearners = (now: Date): SQL =>
  sql`select m.learner_id from stale_streaks m union all ${sql.join(reasons(now, generation, null), sql` union all `)}`;

/** The same, each once, where they are at most so many; else null. */
export async function listStale(tx: Tx, now: Date, most: number): Promise<readonly LearnerId[] | null> {
  const limit = most + 1;
  const rows = await tx.execute<{ id: LearnerId }>(sql`
    select distinct x.learner_id as id from (
      (select distinct m.learner_id from stale_streaks m limit ${limit})
      union all ${sql.join(reasons(now, generation, limit), sql` union all `)}) x`);
  return rows.length > most ? null : rows.map(({ id }) => id);
}

/**
 * The streak at `now`, in days, of who has the row `p`, to be read with these tables and joins.
 * @param given of everybody who was stale before this statement, also those without a streak: the kept ones of all others are taken as
 * they are, so whoever became stale since is told as they were
 */
export const streakOf = (
  given: readonly { readonly learner: LearnerId; readonly days: number }[],
  now: Date,
): { readonly tables: SQL; readonly joins: SQL; readonly days: SQL } => ({
  tables: sql`told as materialized (select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(learner bigint, days int))`,
  joins: sql`left join told g on g.learner = p.learner_id left join lifetimes l on l.learner_id = p.learner_id`,
  days: sql`case when g.learner is not null then g.days
    when l.kept is not null and (l.streak_until is null or l.streak_until > ${now}::timestamptz) then l.streak end`,
});

/** What is taken up to be worked out again. */
export interface Stale {
  readonly learners: readonly LearnerId[];
  /** How much was found, some learners several times. Less than was asked for: nothing is left. */
  readonly found: number;
  /** The generation from which on everything that is read now is. */
  readonly world: number;
}

/**
 * Takes up at most `limit` of those that are stale for each reason; the marks of some are gone with the transaction. Null: another
 * is at it.
 *
 * That nothing older is ever written over something newer rests on this: only one works at a time, and every change of what
 * decides a streak leaves its mark (a row of `stale_streaks`, a null in the lifetime, or the next generation) in its own
 * transaction. What is read after this sees every change whose mark was taken here, and the generation is read first of
 * all. A change that is committed later leaves a mark that was not taken, so what is written is stale from the beginning.
 */
export async function takeStale(tx: Tx, now: Date, limit: number): Promise<Stale | null> {
  const [lock] = await tx.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('streaks', 0)) as free`,
  );
  if (lock?.free !== true) return null;
  const [{ world } = { world: 0 }] = await tx.execute<{ world: number }>(sql`select ${generation} as world`);
  const old = sql.join(reasons(now, sql`${world}::bigint`, limit), sql` union all `);
  const rows = await tx.execute<{ id: LearnerId }>(sql`
    with marked as (
      delete from stale_streaks where ctid = any(array(select ctid from stale_streaks limit ${limit} for update skip locked))
      returning learner_id)
    select x.learner_id as id from (select learner_id from marked union all ${old}) x`);
  return { learners: [...new Set(rows.map(({ id }) => id))], found: rows.length, world };
}

/**
 * Writes the streaks that were worked out of these lives. Whoever kept another day meanwhile is left as they are; so is
 * whose row somebody holds, and neither waits: their mark is set again.
 */
export async function keepRuns(
  tx: Tx,
  world: number,
  runs: readonly (Run & Pick<Lifetime, "keptFrom" | "kept"> & { readonly learner: LearnerId })[],
): Promise<void> {
  await tx.execute(sql`
    with runs as (select * from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as r(learner bigint, "keptFrom" date, kept text,
      days int, "from" timestamptz, "until" timestamptz, "knownUntil" timestamptz)),
    held as (
      select l.learner_id from runs r join lifetimes l on l.learner_id = r.learner
      where l.kept_from = r."keptFrom" and l.kept = r.kept::bit varying order by l.learner_id for no key update of l skip locked),
    written as (
      update lifetimes l set streak = r.days, streak_from = r."from", streak_until = r."until",
        streak_known_until = r."knownUntil", streak_world = ${world}
      from runs r where l.learner_id = r.learner and l.learner_id in (select h.learner_id from held h)
      returning l.learner_id)
    insert into stale_streaks (learner_id) select r.learner from runs r where r.learner not in (select w.learner_id from written w)`);
}
