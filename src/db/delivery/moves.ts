/** What becomes of deliveries that wait when something else changes: time passes, a chat closes, a lane is shut. */
import { sql } from "drizzle-orm";
import type { BotKey, ChatId, LearnerId } from "#domain/ids.ts";
import type { Db } from "../connect.ts";
import { mayLeave, withWindow } from "./windows.ts";

/** What one statement ends, so that none holds many rows for long. */
const endedAtOnce = 5_000;

/**
 * Ends what is no longer worth sending; what it said is forgotten: it may name people. What another process has just taken
 * is left to it. Returns how many.
 */
export async function expirePlanned(db: Db, now: Date): Promise<number> {
  const end = () =>
    db.transaction(async (tx) => {
      // By the index in their order: right after a push the planner knows of no rows, and would as soon sort all that wait.
      await tx.execute(sql`select set_config('enable_sort', 'off', true)`);
      const { count } = await tx.execute(sql`
        update deliveries set state = case when unknowns = 0 then 'cancelled' else 'unknown' end, reason = 'expired', body = null
        where id = any(array(select id from deliveries where state = 'planned' and expires_at <= ${now}::timestamptz
          order by expires_at limit ${endedAtOnce} for update skip locked))`);
      return count;
    });
  for (let ended = 0; ; ) {
    const count = await end();
    ended += count;
    if (count < endedAtOnce) return ended;
  }
}

/**
 * The chat is closed to us. What was meant for it goes to the learner's other open chat, or is cancelled; answers to
 * what was written there are cancelled, and what they said is forgotten: it may name people who are erased one day.
 */
export async function closeChat(tx: Db, chat: ChatId): Promise<void> {
  await tx.execute(sql`update chats set state = 'blocked', door = nullif(door, 'talking') where id = ${chat}`);
  await tx.execute(sql`
    update deliveries d set
      state = case when o.id is not null and d.kind <> 'reply' then 'planned' when d.unknowns > 0 then 'unknown' else 'cancelled' end,
      body = case when d.kind <> 'reply' then d.body end,
      reason = case when o.id is null or d.kind = 'reply' then 'gone' end,
      chat_id = case when d.kind = 'reply' then d.chat_id else coalesce(o.id, d.chat_id) end,
      bot = case when d.kind = 'reply' then d.bot else coalesce(o.bot, d.bot) end
    from deliveries x left join lateral (
      select h.id, h.bot from chats h left join lanes l on l.bot = h.bot
      where h.learner_id = x.learner_id and h.state = 'active'
      order by (l.shut is not null), h.last_used_at desc, h.id limit 1
    ) o on true
    where x.id = d.id and d.chat_id = ${chat} and d.state = 'planned'`);
}

/** Lessons and the like that wait in a bot's shut lane move to their learners' chats with an open one. */
export async function leaveShutLane(tx: Db, bot: BotKey, now: Date): Promise<number> {
  const rows = await tx.execute(sql`
    update deliveries d set chat_id = o.id, bot = o.bot
    from deliveries x join lateral (
      select h.id, h.bot from chats h ${withWindow}
      where h.learner_id = x.learner_id and h.state = 'active' and h.bot <> x.bot and l.shut is null
        and ${mayLeave("other", now)}
      order by h.last_used_at desc, h.id limit 1
    ) o on true
    where x.id = d.id and d.bot = ${bot} and d.state = 'planned' and d.kind <> 'reply'`);
  return rows.count;
}

/** A platform that was silent for so long keeps nobody waiting who has another chat. */
const silentMs = 10 * 60_000;

/**
 * Lessons and the like of bots whose platform has been silent for ten minutes move to their learners' chats of a bot that
 * answered lately; what may have arrived already stays. Returns how many.
 */
export async function leaveSilentBots(tx: Db, now: Date): Promise<number> {
  const since = new Date(now.getTime() - silentMs);
  const silent = await tx.execute(sql`select from pulses where seen_at < ${since}::timestamptz`);
  if (silent.length === 0) return 0; // mostly; then nobody's deliveries are looked at
  const rows = await tx.execute(sql`
    update deliveries d set chat_id = o.id, bot = o.bot
    from deliveries x join lateral (
      select h.id, h.bot from chats h join pulses a on a.what = h.bot and a.seen_at > ${since}::timestamptz
      left join lanes l on l.bot = h.bot
      where h.learner_id = x.learner_id and h.state = 'active' and h.bot <> x.bot and l.shut is null
      order by h.last_used_at desc, h.id limit 1
    ) o on true
    where x.bot = any(array(select s.what from pulses s where s.seen_at < ${since}::timestamptz)) and x.state = 'planned'
      and x.id = d.id and d.state = 'planned' and d.kind <> 'reply' and d.unknowns = 0 and d.created_at < ${since}::timestamptz`);
  return rows.count;
}

/**
 * The learner's next lesson changed: what waits to be sent to them is that one, or, where none is left, nothing. The
 * caller holds the learner's lock, so none of it is on its way. (What is planned is asked for in a `case`, so that it is
 * not looked for among all that is.)
 */
export async function redirectLessons(tx: Db, learner: LearnerId): Promise<void> {
  const waiting = sql`d.learner_id = ${learner} and d.kind = 'lesson' and d.state in ('planned', 'queued') and d.unknowns = 0
    and d.attempt_id is null`;
  await tx.execute(sql`
    update deliveries d set lesson_version_id = l.lesson_version_id
    from enrolments e join cohorts c on c.id = e.cohort_id join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id and l.lesson_id = e.next_lesson_id
    where ${waiting} and e.learner_id = d.learner_id and e.cohort_id = d.cohort_id`);
  await tx.execute(sql`
    update deliveries d set state = 'cancelled', reason = 'learnt', process_id = null
    where ${waiting} and case d.state when 'planned' then true end and exists (select 1 from enrolments e
      where e.learner_id = d.learner_id and e.cohort_id = d.cohort_id and e.next_lesson_id is null)`);
}
