/** What supervisors wrote to their people: whom it reaches, what was planned, what came of it. */
import { type SQL, sql } from "drizzle-orm";
import { freshAnnouncementDays } from "#domain/announcement.ts";
import { rankOf } from "#domain/delivery-state.ts";
import type { AnnouncementId, BotKey, LearnerId } from "#domain/ids.ts";
import type { Zone } from "#domain/time.ts";
import { billingMonth } from "#domain/zalo-window.ts";
import type { Db, Tx } from "../connect.ts";
import { placesOf } from "../figures/reports.ts";
import { vietnameseOrder } from "../order.ts";
import { type Scope, visible } from "../units/scope.ts";
import { hasAllowance } from "./allowance.ts";
import { passageTo, withOwnWindow } from "./windows.ts";

/** Why nothing could be planned for somebody. */
export type MissReason = "not_joined" | "no_chat" | "window";

/** From when to when something may leave in a zone. */
export interface ZoneDay {
  readonly zone: Zone;
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

/**
 * Everybody of the scope whom the sender may see, once each and without the sender: where they can be told, or why not. A
 * pause holds nothing back; a chat that is closed does, and a silence that shuts it at `at`. Where it costs nothing goes before where it does.
 */
const audienceOf = (scope: Scope, sender: LearnerId, at: Date): SQL => sql`
  ${placesOf(scope, sender)},
  audience as materialized (
    select p.learner_id, home.cohort_id, home.zone, chat.id as chat_id, chat.bot, chat.passage,
      case when not bool_or(p.agreed_at is not null and p.joined_day is not null) then 'not_joined' when chat.id is null then 'no_chat'
        when chat.passage = 'closed' then 'window' end as missed
    from places p
    join lateral (
      select e.cohort_id, c.zone from enrolments e join cohorts c on c.id = e.cohort_id
      where e.learner_id = p.learner_id and e.left_at is null order by (e.next_lesson_id is not null) desc, e.id limit 1) home on true
    left join lateral (
      select h.id, h.bot, ${passageTo(at)} as passage from chats h ${withOwnWindow}
      where h.learner_id = p.learner_id and h.state = 'active'
      order by (l.shut is not null), array_position(array['free', 'paid', 'closed'], ${passageTo(at)}), h.last_used_at desc, h.id limit 1) chat on true
    where p.erased_at is null and p.learner_id <> ${sender}
    group by p.learner_id, home.cohort_id, home.zone, chat.id, chat.bot, chat.passage)`;

export interface Audience {
  readonly people: number;
  readonly notJoined: number;
  readonly noChat: number;
  /** Have been silent for so long that their platform takes nothing from us. */
  readonly silent: number;
  /** How many would be told by each bot, and what it has sent in the month that it counts. */
  readonly bots: readonly {
    readonly bot: BotKey;
    readonly people: number;
    readonly month: string | null;
    readonly monthSent: number;
    /** Of them those who cost something; how many the package's allowance pays for, and the VND that the month's budget still has. */
    readonly paid: number;
    readonly allowance: number;
    readonly budgetLeft: number;
  }[];
}

/** How many an announcement that leaves at `at` would reach, and by which bots. */
export async function countAudience(tx: Tx, scope: Scope, sender: LearnerId, at: Date): Promise<Audience> {
  const then = sql`${at}::timestamptz`;
  const spent = sql`case when l.spent_month >= ${billingMonth(at)} then l.spent_vnd else 0 end`;
  const rows = await tx.execute<{
    bot: BotKey | null;
    missed: MissReason | null;
    people: number;
    month: string | null;
    monthSent: number;
    paid: number;
    allowance: number;
    budgetLeft: number;
  }>(sql`
    with ${audienceOf(scope, sender, at)}
    select case when a.missed is null then a.bot end as bot, a.missed, count(*) as people, max(l.month) as month,
      coalesce(max(l.month_sent), 0) as "monthSent", count(*) filter (where a.passage = 'paid') as paid,
      coalesce(max(case when ${hasAllowance(then)} then l.allowance_left end), 0) as allowance,
      coalesce(max(greatest(0, l.budget_vnd - ${spent})), 0) as "budgetLeft"
    from audience a left join lanes l on l.bot = a.bot and a.missed is null group by 1, 2 order by 1`);
  const sum = (some: readonly { readonly people: number }[]) => some.reduce((all, { people }) => all + people, 0);
  const missed = (reason: MissReason) => sum(rows.filter((row) => row.missed === reason));
  return {
    people: sum(rows),
    notJoined: missed("not_joined"),
    noChat: missed("no_chat"),
    silent: missed("window"),
    bots: rows.flatMap(({ bot, missed: _, ...one }) => (bot === null ? [] : [{ bot, ...one }])),
  };
}

/** How many announcements somebody has sent since an instant. */
export async function countAnnounced(tx: Tx, sender: LearnerId, since: Date): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*) as n from announcements where sender_id = ${sender} and created_at >= ${since}::timestamptz`);
  return row!.n;
}

/**
 * Writes down an announcement, a message for everybody it can reach, and why it cannot reach the others.
 * @param days of every zone that somebody learns in
 * @param at when it leaves: who may be written to then
 */
export async function insertAnnouncement(
  tx: Tx,
  { scope, sender, text }: { readonly scope: Scope; readonly sender: LearnerId; readonly text: string },
  days: readonly ZoneDay[],
  now: Date,
  at: Date = now,
): Promise<{
  readonly id: AnnouncementId;
  readonly number: number;
  readonly planned: number;
  readonly missed: number;
}> {
  const [cohort, unit] = [scope.kind === "cohort" ? scope.id : null, scope.kind === "unit" ? scope.id : null];
  const [row] = await tx.execute<{ id: AnnouncementId; number: number; planned: number; missed: number }>(sql`
    with ${zoneDays(days)}, ${audienceOf(scope, sender, at)},
    written as (
      insert into announcements (sender_id, cohort_id, unit_id, text, created_at)
      values (${sender}, ${cohort}::bigint, ${unit}::bigint, ${text}, ${now}::timestamptz) returning id),
    planned as (
      insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, ordinal, due_at, expires_at, created_at)
      select 'announcement', ${rankOf.announcement}::smallint, a.bot, a.chat_id, a.learner_id, a.cohort_id, w.id, t."dueAt", t."expiresAt", ${now}::timestamptz
      from audience a join days t on t.zone = a.zone cross join written w where a.missed is null order by a.learner_id
      returning 1),
    missed as (
      insert into announcement_misses (announcement_id, learner_id, reason)
      select w.id, a.learner_id, a.missed from audience a cross join written w where a.missed is not null returning 1)
    select w.id, 1 + (select count(*) from announcements o where o.sender_id = ${sender}) as number, (select count(*) from planned) as planned, (select count(*) from missed) as missed from written w`);
  return row!;
}

const zoneDays = (days: readonly ZoneDay[]): SQL => sql`
  days as (select * from jsonb_to_recordset(${JSON.stringify(days)}::jsonb)
    as t(zone text, "dueAt" timestamptz, "expiresAt" timestamptz))`;

const age = sql.raw(`interval '${freshAnnouncementDays} days'`);

/** True for a delivery `d` that did not leave in its hours and is tried again the next day. */
const comesAgain = (now: Date): SQL => sql`(d.state = 'cancelled' and d.reason = 'expired' and d.unknowns = 0
  and d.created_at > ${now}::timestamptz - ${age})`;

/** Whether something that was announced may still have to leave. */
export async function hasFreshAnnouncements(tx: Db, now: Date): Promise<boolean> {
  const rows = await tx.execute(
    sql`select 1 from announcements where created_at > ${now}::timestamptz - ${age} limit 1`,
  );
  return rows.length > 0;
}

/** Plans anew what could not leave in its hours, in the zones whose hours are open. Repeating it changes nothing. */
export async function renewAnnouncements(tx: Db, days: readonly ZoneDay[], now: Date): Promise<number> {
  const rows = await tx.execute(sql`
    with ${zoneDays(days)}
    update deliveries d set state = 'planned', reason = null, due_at = t."dueAt", expires_at = t."expiresAt"
    from cohorts c join days t on t.zone = c.zone
    where d.kind = 'announcement' and c.id = d.cohort_id and ${comesAgain(now)}
      and d.ordinal in (select id from announcements where created_at > ${now}::timestamptz - ${age})`);
  return rows.count;
}

/** What an announcement says, and who signs it: the unit they supervise first. */
export interface Signed {
  readonly text: string;
  readonly sender: string;
  readonly unit: string;
}

/** Null once its sender was erased. */
export async function readSigned(tx: Tx, announcement: AnnouncementId): Promise<Signed | null> {
  const [row] = await tx.execute<{ sender: LearnerId; text: string | null }>(sql`
    select sender_id as sender, text from announcements where id = ${announcement}`);
  const signature = row === undefined ? null : await readSignature(tx, row.sender);
  return row?.text == null || signature === null ? null : { text: row.text, ...signature };
}

/** How a supervisor signs; null for who supervises nothing. */
export async function readSignature(tx: Tx, sender: LearnerId): Promise<Omit<Signed, "text"> | null> {
  const [row] = await tx.execute<{ sender: string; unit: string }>(sql`
    select coalesce(p.full_name, '') as sender, u.name as unit from people p
    join posts o on o.person_id = p.id and o.role = 'supervisor' join units u on u.id = o.unit_id
    where p.id = ${sender} and p.erased_at is null order by o.main desc, u.lineage limit 1`);
  return row ?? null;
}

/** An announcement as its sender finds it again. */
export interface Announced {
  readonly id: AnnouncementId;
  /** Of its sender's announcements, from 1 on: an id would tell how many others have written. None is ever deleted. */
  readonly number: number;
  /** The cohort or the unit it was for, as far as the sender may see it now; null where it was for all they supervise, too. */
  readonly scope: string | null;
  /** It was for all that the sender supervises. */
  readonly toAll: boolean;
  readonly createdAt: Date;
  readonly sent: number;
  readonly waiting: number;
  readonly failed: number;
}

const waits = (now: Date): SQL => sql`(d.state in ('planned', 'queued', 'sending') or ${comesAgain(now)})`;

/** The last announcements of somebody, the newest first, or the one with a number; another's are not there. */
export async function listAnnounced(
  tx: Tx,
  sender: LearnerId,
  now: Date,
  limit: number,
  only: number | null = null,
): Promise<Announced[]> {
  const rows = await tx.execute<Announced & Record<string, unknown>>(sql`
    select n.id, n.number, coalesce((select u.path from units u where u.id = n.unit_id and ${visible(sender)}),
        (select c.name from cohorts c where c.id = n.cohort_id and exists (
          select 1 from enrolments e join posts o on o.person_id = e.learner_id join units u on u.id = o.unit_id
          where e.cohort_id = c.id and ${visible(sender)}))) as scope,
      n.cohort_id is null and n.unit_id is null as "toAll", n.created_at as "createdAt", s.sent, s.waiting, s.ended + m.missed as failed
    from (select o.*, row_number() over (order by o.id) as number from announcements o where o.sender_id = ${sender}) n
    join lateral (
      select count(*) filter (where d.state = 'sent') as sent, count(*) filter (where ${waits(now)}) as waiting,
        count(*) filter (where d.state <> 'sent' and not ${waits(now)}) as ended
      from deliveries d where d.kind = 'announcement' and d.ordinal = n.id) s on true
    join lateral (select count(*) as missed from announcement_misses where announcement_id = n.id) m on true
    where ${only === null ? sql`true` : sql`n.number = ${only}`}
    order by n.id desc limit ${limit}`);
  return [...rows];
}

/** Somebody who did not get it, and why: a miss, a delivery's reason, "refused" by the platform, or "unknown". */
export interface Missed {
  readonly fullName: string;
  readonly unit: string;
  readonly reason: string;
}

/**
 * Who of an announcement of the sender's did not get it, as far as the sender may see them now: how many for each reason, and
 * at most `limit` of them by name. Who is erased is counted and not named.
 */
export async function listMissed(
  tx: Tx,
  announcement: AnnouncementId,
  sender: LearnerId,
  now: Date,
  limit: number,
): Promise<{
  readonly reasons: readonly { readonly reason: string; readonly people: number }[];
  readonly people: readonly Missed[];
}> {
  const vietnamese = await vietnameseOrder(tx);
  const missed = sql`missed as materialized (
    select m.learner_id, m.reason from announcement_misses m join announcements n on n.id = m.announcement_id
    where n.id = ${announcement} and n.sender_id = ${sender}
    union all
    select d.learner_id, case d.state when 'failed' then 'refused' when 'unknown' then 'unknown' else coalesce(d.reason, 'expired') end
    from deliveries d join announcements n on n.id = d.ordinal
    where d.kind = 'announcement' and d.ordinal = ${announcement} and n.sender_id = ${sender} and d.state <> 'sent' and not ${waits(now)})`;
  const reasons = await tx.execute<{ reason: string; people: number }>(sql`
    with ${missed} select reason, count(*) as people from missed group by reason order by people desc, reason`);
  const people = await tx.execute<Missed & Record<string, unknown>>(sql`
    with ${missed}
    select min(p.full_name) as "fullName", min(u.path) as unit, min(m.reason) as reason
    from missed m join people p on p.id = m.learner_id and p.erased_at is null
    join posts o on o.person_id = p.id join units u on u.id = o.unit_id and ${visible(sender)}
    group by m.learner_id order by min(u.path) ${vietnamese}, min(p.full_name) ${vietnamese}, m.learner_id limit ${limit}`);
  return { reasons: [...reasons], people: [...people] };
}
