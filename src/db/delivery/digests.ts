/** Who gets a digest, when it is planned, and what the last one offered to do. */
import { type SQL, sql } from "drizzle-orm";
import { rankOf } from "#domain/delivery-state.ts";
import { type DigestAction, digestTime } from "#domain/digest.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { LocalDate, LocalTime, Zone } from "#domain/time.ts";
import type { Db, Tx } from "../connect.ts";
import { isFree, withWindow } from "./windows.ts";

/** A minute of the week at which somebody's digest is due. */
export interface DigestTime {
  readonly zone: Zone;
  readonly time: LocalTime;
}

/** From when to when the digest of a Monday may leave to those whose time it is. */
export interface DigestWindow extends DigestTime {
  readonly day: LocalDate;
  /** The day on which it would leave: whoever pauses on it is left alone. */
  readonly today: LocalDate;
  /** It is the month's first Monday: who looks after many units gets it too. */
  readonly first: boolean;
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

/** Whoever supervises, agreed and wants it, at their own time, else their cohort's, else the default in the home zone. */
const subscribers = (home: Zone): SQL => sql`
  subscribers as (
    select p.id as learner_id, coalesce(p.push_time, k.push_time, ${digestTime}::time) as time, coalesce(k.zone, ${home}) as zone
    from (select distinct o.person_id from posts o where o.role = 'supervisor' offset 0) o
    cross join lateral (select * from people y where y.id = o.person_id offset 0) p
    left join lateral (
      select c.zone, c.push_time from enrolments e join cohorts c on c.id = e.cohort_id
      where e.learner_id = p.id and e.left_at is null order by (e.next_lesson_id is not null) desc, e.id limit 1) k on true
    where p.agreed_at is not null and p.erased_at is null and p.wants_digest)`;

/** Every time at which somebody's digest is due on a Monday, each once. */
export async function readDigestTimes(tx: Db, home: Zone): Promise<DigestTime[]> {
  return await tx.execute<DigestTime & Record<string, unknown>>(sql`
    with ${subscribers(home)} select distinct zone, left(time::text, 5) as time from subscribers order by 1, 2`);
}

/** True for a supervisor `s` below one of whose units there are units two levels down: a province, not a commune. */
const looksAfterMany = sql`exists (
  select 1 from posts o join units child on coalesce(child.parent_id, 0) = o.unit_id and child.ended_at is null
  join units grandchild on coalesce(grandchild.parent_id, 0) = child.id and grandchild.ended_at is null
  where o.person_id = s.learner_id and o.role = 'supervisor')`;

/**
 * Writes down the digest of everybody in a window who has none of that Monday: once each, however many units they supervise.
 * One that could not leave, because its hours were over, a chat was closed or a pause began, was not had: it is planned again
 * while its window is open. Repeating it writes nothing. Returns how many.
 */
export async function planDigests(tx: Db, windows: readonly DigestWindow[], home: Zone, now: Date): Promise<number> {
  if (windows.length === 0) return 0;
  const rows = await tx.execute(sql`
    with ${subscribers(home)},
    windows as (select * from jsonb_to_recordset(${JSON.stringify(windows)}::jsonb) as w(zone text, time time, day date, today date,
      first boolean, "dueAt" timestamptz, "expiresAt" timestamptz)),
    due as materialized (
      select s.learner_id, w.day, w.first, w."dueAt" as due_at, w."expiresAt" as expires_at
      from subscribers s join windows w on w.zone = s.zone and w.time = s.time
      where not exists (select 1 from pauses z where z.learner_id = s.learner_id and w.today between z.from_day and z.to_day)
        and not exists (select 1 from deliveries d where d.learner_id = s.learner_id and d.kind = 'digest' and d.study_day = w.day
          and (d.state <> 'cancelled' or d.unknowns > 0 or d.reason = 'quota')))
    insert into deliveries (kind, lane, bot, chat_id, learner_id, study_day, due_at, expires_at, created_at)
    select 'digest', ${rankOf.digest}::smallint, chat.bot, chat.id, s.learner_id, s.day, s.due_at, s.expires_at, ${now}::timestamptz
    from due s join lateral (
      select h.id, h.bot from chats h ${withWindow}
      where h.learner_id = s.learner_id and h.state = 'active' and ${isFree(sql`s.due_at`)}
      order by (l.shut is not null), h.last_used_at desc, h.id limit 1
    ) chat on true
    where s.first or not ${looksAfterMany}
    on conflict (learner_id, study_day) where kind = 'digest' do update
      set state = 'planned', reason = null, bot = excluded.bot, chat_id = excluded.chat_id, due_at = excluded.due_at,
        expires_at = excluded.expires_at
      where deliveries.state = 'cancelled' and deliveries.unknowns = 0`);
  return rows.count;
}

/** Whether somebody looks after so many units that their digest is a month's. */
export async function isMonthly(tx: Tx, learner: LearnerId): Promise<boolean> {
  const [row] = await tx.execute<{ many: boolean }>(
    sql`select ${looksAfterMany} as many from (select ${learner}::bigint as learner_id) s`,
  );
  return row!.many;
}

/** Keeps what the digest about to leave offers; said again it is what was offered last. */
export async function keepOffers(
  tx: Tx,
  learner: LearnerId,
  day: LocalDate,
  actions: readonly DigestAction[],
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into digests (learner_id, day, actions, said_at)
    values (${learner}, ${day}::date, ${JSON.stringify(actions)}::jsonb, ${now}::timestamptz)
    on conflict (learner_id, day) do update set actions = excluded.actions, said_at = excluded.said_at`);
}

/** What somebody's last digest offered; null: they never had one. */
export interface LastOffers {
  readonly actions: readonly DigestAction[];
  /** Nothing was said to them since: a bare number means one of these. */
  readonly last: boolean;
}

export async function readLastOffers(tx: Tx, learner: LearnerId): Promise<LastOffers | null> {
  const [row] = await tx.execute<LastOffers & Record<string, unknown>>(sql`
    select g.actions, not exists (
      select 1 from deliveries d where d.learner_id = g.learner_id and d.kind <> 'digest' and (d.created_at > g.said_at and d.kind = 'reply'
        or d.state in ('sending', 'sent', 'unknown') and coalesce(d.sent_at, g.said_at + interval '1 second') > g.said_at)) as last
    from digests g where g.learner_id = ${learner} order by g.day desc limit 1`);
  return row ?? null;
}

export async function readWantsDigest(tx: Tx, learner: LearnerId): Promise<boolean> {
  const [row] = await tx.execute<{ wants: boolean }>(
    sql`select wants_digest as wants from people where id = ${learner}`,
  );
  return row?.wants ?? false;
}

export async function setWantsDigest(tx: Tx, learner: LearnerId, wants: boolean): Promise<void> {
  await tx.execute(sql`update people set wants_digest = ${wants} where id = ${learner}`);
}
