/** Phone numbers that strangers gave: whom the roster has with them, who may be told, and that they were. */
import { sql } from "drizzle-orm";
import { lastRank, rankOf } from "#domain/delivery-state.ts";
import type { BotKey, ChatId, InboxId, LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Db, Tx } from "../connect.ts";
import { firstChat, mayLeave, withOwnWindow } from "../delivery/windows.ts";

export type Told = "person" | "supervisors" | "operator";

/** The one person whom the roster has with this number, as `nationalPhone` writes it; null for nobody and for several alike. */
export async function findByPhone(tx: Tx, phone: string): Promise<LearnerId | null> {
  const rows = await tx.execute<{ id: LearnerId }>(sql`
    select id from people where phone = ${phone} and erased_at is null limit 2`);
  return rows.length === 1 ? rows[0]!.id : null;
}

/** So many proposals a chat may cause within 24 hours. */
const mostOfChat = 3;

/**
 * Whether a proposal about the person may be made from the chat: within 24 hours one about a person, three from a chat. The
 * person's row is locked by the caller, and a chat is handled by one at a time, so nobody makes another meanwhile.
 */
export async function mayPropose(tx: Tx, person: LearnerId, chat: ChatId, now: Date): Promise<boolean> {
  const since = sql`${now}::timestamptz - interval '1 day'`;
  const [row] = await tx.execute<{ may: boolean }>(sql`
    select not exists (select 1 from phone_proposals where person_id = ${person} and at > ${since})
      and (select count(*) from phone_proposals where chat_id = ${chat} and at > ${since}) < ${mostOfChat} as may`);
  return row!.may;
}

export async function insertProposal(
  tx: Tx,
  made: { readonly person: LearnerId; readonly chat: ChatId; readonly inbox: InboxId; readonly told: Told },
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into phone_proposals (person_id, chat_id, inbox_id, told, at)
    values (${made.person}, ${made.chat}, ${made.inbox}, ${made.told}, ${now}::timestamptz)`);
}

/** Somebody who can be written to now, and where. */
export interface Reachable {
  readonly learner: LearnerId;
  readonly chat: ChatId;
  readonly bot: BotKey;
}

/** The chat of a person `p` that may be written to at `now` without paying for it. */
const openChat = (now: Date) => sql`lateral (
  select h.id, h.bot from chats h ${withOwnWindow}
  where h.learner_id = p.id and h.state = 'active' and l.shut is null and ${mayLeave("other", now)}
  order by ${firstChat(now)} limit 1) c`;

/** Where the person can be written to now; null: nowhere. */
export async function reachPerson(tx: Tx, person: LearnerId, now: Date): Promise<Reachable | null> {
  const [row] = await tx.execute<Reachable & Record<string, unknown>>(sql`
    select p.id as learner, c.id as chat, c.bot from people p join ${openChat(now)} on true where p.id = ${person}`);
  return row ?? null;
}

/** So many supervisors of one level are told at most. */
const mostSupervisors = 5;

/** Somebody who supervises a person, and in which unit: a path they may see. */
export interface ReachableSupervisor extends Reachable {
  readonly unit: string;
}

/**
 * Who supervises the person from nearest above: of the units of their posts and all that stand over them, the nearest in which
 * somebody else supervises who has agreed and can be written to now. None: there is nobody up to the top.
 */
export async function reachSupervisors(tx: Tx, person: LearnerId, now: Date): Promise<ReachableSupervisor[]> {
  return await tx.execute<ReachableSupervisor & Record<string, unknown>>(sql`
    with above as (
      select own.person_id as id, min(cardinality(path.ids) - step.depth) as distance,
        (array_agg(u.path order by cardinality(path.ids) - step.depth, o.main desc, u.path))[1] as unit
      from posts o join units u on u.id = o.unit_id
      cross join lateral (select string_to_array(rtrim(u.lineage, '/'), '/')::bigint[] as ids) path
      cross join lateral unnest(path.ids) with ordinality as step(unit_id, depth)
      join posts own on own.unit_id = step.unit_id and own.role = 'supervisor' and own.person_id <> o.person_id
      where o.person_id = ${person} group by own.person_id
    ), reached as (
      select above.id as learner, c.id as chat, c.bot, above.distance, above.unit from above
      join people p on p.id = above.id and p.erased_at is null and p.agreed_at is not null join ${openChat(now)} on true
    )
    select learner, chat, bot, unit from reached where distance = (select min(distance) from reached)
    order by learner limit ${mostSupervisors}`);
}

/** The invite nobody has used, of the place the person got last; null: there is none to use. */
export async function readUnusedInvite(tx: Tx, person: LearnerId): Promise<string | null> {
  const [row] = await tx.execute<{ invite: string }>(sql`
    select e.invite_code as invite from enrolments e where e.learner_id = ${person} and e.invite_code is not null
      and e.invite_spent_at is null and e.left_at is null order by e.id desc limit 1`);
  return row?.invite ?? null;
}

/** Of the parts of a reply these come behind all that is said in the chat itself. */
const firstPart = 2000;

/**
 * True for a reply `d` but for what was to be told to somebody of a person whom they no longer supervise: it may wait for hours,
 * and holds a name and a code.
 */
export const mayHaveReply = sql`(d.ordinal < ${firstPart} or not exists (
  select 1 from phone_proposals q where q.inbox_id = d.inbox_id and q.person_id is distinct from d.learner_id and not exists (
    select 1 from posts own join units right_unit on right_unit.id = own.unit_id
    join posts o on o.person_id = q.person_id join units u on u.id = o.unit_id and starts_with(u.lineage, right_unit.lineage)
    where own.person_id = d.learner_id and own.role = 'supervisor')))`;

export interface Telling extends Reachable {
  readonly message: Message;
}

/**
 * Plans what others are told because of an update: later parts of its reply, so the same update again writes nothing.
 * @param window when it may leave and until when it is worth it; `answer`: before all pushes
 */
export async function tellOthers(
  tx: Tx,
  inbox: InboxId,
  tellings: readonly Telling[],
  window: { readonly dueAt: Date; readonly expiresAt: Date; readonly answer: boolean },
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into deliveries (kind, lane, bot, chat_id, learner_id, inbox_id, ordinal, body, due_at, expires_at, created_at)
    select 'reply', ${window.answer ? rankOf.reply : lastRank}::smallint, t.bot, t.chat, t.learner, ${inbox}, ${firstPart}::bigint + row_number() over (order by t.learner),
      t.message, ${window.dueAt}::timestamptz, ${window.expiresAt}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(tellings)}::jsonb) as t(bot text, chat bigint, learner bigint, message jsonb)
    on conflict do nothing`);
}

/** Messages to others, of which a proposal about the person is the reason. */
export const toldOf = (person: LearnerId) => sql`(kind = 'reply' and ordinal >= ${firstPart}
  and inbox_id in (select q.inbox_id from phone_proposals q where q.person_id = ${person}))`;

/** Proposals of which nobody could be told, the latest of each person who has not come in since, the newest first. */
export interface UntoldProposal {
  readonly learnerId: LearnerId;
  readonly at: Date;
}

export async function listUntold(db: Db): Promise<UntoldProposal[]> {
  return await db.execute<UntoldProposal & Record<string, unknown>>(sql`
    select learner_id as "learnerId", at from (
      select distinct on (q.person_id) q.person_id as learner_id, q.at, q.told from phone_proposals q
      order by q.person_id, q.at desc) latest
    where told = 'operator'
      and not exists (select 1 from chats h where h.learner_id = latest.learner_id and h.state = 'active' and h.last_used_at >= latest.at)
    order by at desc limit 50`);
}
