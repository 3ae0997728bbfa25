import { sql } from "drizzle-orm";
import type { BotKey, ChatId, LearnerId } from "#domain/ids.ts";
import { noteErasedChats } from "../chats/bygone.ts";
import { toldOf } from "../chats/phone-proposals.ts";
import type { Tx } from "../connect.ts";
import { ownRows } from "../own-rows.ts";
import { dropFilesNaming } from "./private-files.ts";

/** What an erased chat is called: it stays as a number that the counts of messages refer to. */
const emptied = sql`learner_id = null, address = 'erased:' || id, state = 'blocked', dialog = null, hinted_at = null, door = null, phone_asked_at = null,
  wrong_codes = 0, wrong_codes_since = null`;

/** Takes back what waits in a chat. One that is being sent right now goes out; its ending is emptied later. */
const withdrawn = sql`state = case when state not in ('planned', 'queued') then state when unknowns = 0 then 'cancelled' else 'unknown' end,
  process_id = case when state = 'queued' then null else process_id end,
  reason = case when state in ('planned', 'queued') then 'erased' else reason end, body = null, platform_id = null`;

/** Looked up by the person, and what hangs on each by the chat: else whole tables are read for one person. */
const ownChats = (learner: LearnerId) => ownRows("chats", learner);

/** Answers to others that wait, where a platform takes none, would go on telling the name: they leave without it. */
const namedNoMore = (learner: LearnerId) => sql`
  update deliveries d set body = replace(d.body::text, n.name, '…')::jsonb
  from (select trim(both '"' from to_jsonb(full_name)::text) as name from people where id = ${learner} and full_name is not null) n
  where d.lane = 0 and d.state = 'planned' and strpos(d.body::text, n.name) > 0`;

/**
 * Takes everything personal out of every table. What stays counts: attempts, which answers were right, points, kept
 * days, numbers of messages, all under an id that is nobody's. The person's row is locked by the caller.
 */
export async function emptyPerson(tx: Tx, learner: LearnerId, now: Date): Promise<void> {
  await tx.execute(namedNoMore(learner));
  await tx.execute(sql`
    update people set full_name = null, email = null, phone = null, code = null, name_key = null, push_time = null,
      current_attempt_id = null, current_exercise_id = null, erased_at = ${now}::timestamptz where id = ${learner}`);
  await tx.execute(sql`update posts set title = null, role = 'learner' where person_id = ${learner}`);
  await tx.execute(sql`update enrolments set invite_code = null, invite_spent_at = null where learner_id = ${learner}`);
  await tx.execute(sql`update roster_changes set before = null, after = null where learner_id = ${learner}`);
  await tx.execute(sql`delete from link_codes where learner_id = ${learner}`);
  await tx.execute(sql`delete from dashboard_links where person_id = ${learner}`);
  await tx.execute(sql`delete from dashboard_sessions where person_id = ${learner}`);
  await tx.execute(sql`delete from pauses where learner_id = ${learner}`);
  await tx.execute(sql`update deliveries set ${withdrawn} where ${toldOf(learner)}`);
  await tx.execute(sql`
    delete from phone_proposals where id = any(array(
      select x.id from phone_proposals x where x.person_id = ${learner}
      union all select x.id from ${ownChats(learner)} h cross join lateral (
        select q.id from phone_proposals q where q.chat_id = h.id offset 0) x))`);
  await dropFilesNaming(tx, learner);
  await tx.execute(sql`delete from digests where learner_id = ${learner}`);
  await tx.execute(sql`update announcements set text = null where sender_id = ${learner}`);
  await tx.execute(sql`
    update answers set chosen = null, inbox_id = null where attempt_id = any(array(
      select id from attempts where learner_id = ${learner}))`);
  await tx.execute(sql`
    update exercise_answers set chosen = null where exercise_id = any(array(
      select id from exercises where learner_id = ${learner}))`);
}

/**
 * Empties the person's chats: what they wrote, what was said to them, the platforms' names of the chats.
 * @param goodbye the chat in which they still have to be told; a new row without a person stands for it from now on
 */
export async function emptyChats(
  tx: Tx,
  learner: LearnerId,
  goodbye: ChatId | null,
  now: Date,
): Promise<{ chatId: ChatId; bot: BotKey } | null> {
  await noteErasedChats(tx, learner, now);
  await tx.execute(sql`
    update inbox set payload = null, chat = null, error = null,
      handled_at = coalesce(handled_at, ${now}::timestamptz), state = case when state = 'waiting' then 'done' else state end
    where id = any(array(select x.id from ${ownChats(learner)} h cross join lateral (
      select i.id from inbox i where i.bot = h.bot and i.chat = h.address offset 0) x))`);
  await tx.execute(sql`
    delete from webchat_messages where chat in (select h.address from ${ownChats(learner)} h where h.bot like 'webchat:%')`);
  await tx.execute(sql`
    update deliveries set ${withdrawn} where id = any(array(
      select x.id from deliveries x where x.learner_id = ${learner}
      union all select x.id from ${ownChats(learner)} h cross join lateral (
        select d.id from deliveries d where d.chat_id = h.id offset 0) x))`);
  await tx.execute(sql`delete from silences where chat_id = any(array(select h.id from ${ownChats(learner)} h))`);
  const [told] = await tx.execute<{ bot: BotKey; address: string }>(sql`
    select bot, address from chats where learner_id = ${learner} and id = ${goodbye}::bigint and state = 'active'`);
  await tx.execute(sql`update chats set ${emptied} where learner_id = ${learner}`);
  if (told === undefined) return null;
  const [row] = await tx.execute<{ id: ChatId }>(sql`
    insert into chats (bot, address, last_used_at, dialog)
    values (${told.bot}, ${told.address}, ${now}::timestamptz, '{"kind":"goodbye"}') returning id`);
  return { chatId: row!.id, bot: told.bot };
}

/** A message that was on its way when its person was erased has ended long before. */
const lateEndingDays = 7;

/**
 * Ends what an erasure had to leave open: chats that have had their goodbye, or waited a day for it, are emptied, and
 * so are the endings of messages that were on their way. Returns how many chats. Safe to repeat; for a tick.
 */
export async function finishErasures(tx: Tx, now: Date): Promise<number> {
  const gone = await tx.execute<{ id: ChatId; bot: BotKey; address: string }>(sql`
    select id, bot, address from chats h where dialog is not null and dialog ->> 'kind' = 'goodbye' and (
      last_used_at < ${now}::timestamptz - interval '1 day'
      or not exists (select 1 from deliveries d where d.chat_id = h.id and d.state in ('planned', 'queued', 'sending')))
    for update`);
  const ids = JSON.stringify(gone.map(({ id }) => id));
  const those = sql`(select jsonb_array_elements_text(${ids}::jsonb)::bigint)`;
  if (gone.length > 0) {
    await tx.execute(sql`
      delete from webchat_messages where chat in (select address from chats where id in ${those} and bot like 'webchat:%')`);
    await tx.execute(sql`update deliveries set ${withdrawn} where chat_id in ${those}`);
    await tx.execute(sql`update chats set ${emptied} where id in ${those}`);
  }
  const since = new Date(now.getTime() - lateEndingDays * 86_400_000);
  await tx.execute(sql`
    update deliveries d set body = null, platform_id = null from chats h
    where h.id = d.chat_id and h.address = 'erased:' || h.id and (d.body is not null or d.platform_id is not null)
      and d.state not in ('planned', 'queued', 'sending')
      and d.id = any(array(
        select x.id from people p join deliveries x on x.learner_id = p.id where p.erased_at > ${since}::timestamptz
        union all select x.id from chats g join deliveries x on x.chat_id = g.id
          where g.learner_id is null and g.address = 'erased:' || g.id and g.last_used_at > ${since}::timestamptz))`);
  return gone.length;
}
