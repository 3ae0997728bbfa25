/** What a piece of a rehearsed day brought, written in sets: a statement for each table, whoever and however many it concerns. */
import { type SQL, sql } from "drizzle-orm";
import { rankOf } from "#domain/delivery-state.ts";
import type { AttemptId, BotKey, ChatId, DeliveryId, LearnerId } from "#domain/ids.ts";
import type { PointReason } from "#domain/points.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";

/** Minutes since 1970. */
type Minute = number;

const instant = (minute: SQL): SQL => sql`to_timestamp(${minute} * 60.0)`;

const rows = (values: readonly object[], columns: string): SQL =>
  sql`jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r(${sql.raw(columns)})`;

/** They left, each in its minute. @param attempt the one that the message shows; null: none */
export async function recordLeft(
  tx: Tx,
  left: readonly { readonly id: DeliveryId; readonly at: Minute; readonly attempt: AttemptId | null }[],
): Promise<void> {
  if (left.length === 0) return;
  await tx.execute(sql`
    update deliveries d set state = 'sent', sends = 1, sent_at = ${instant(sql`r.at`)}, platform_id = d.id::text, attempt_id = r.attempt
    from ${rows(left, "id bigint, at bigint, attempt bigint")} where d.id = r.id`);
}

/** They did not leave after all. */
export async function recordEnded(
  tx: Tx,
  ended: readonly { readonly id: DeliveryId; readonly reason: string }[],
): Promise<void> {
  if (ended.length === 0) return;
  await tx.execute(sql`
    update deliveries d set state = 'cancelled', reason = r.reason
    from ${rows(ended, "id bigint, reason text")} where d.id = r.id and d.state = 'planned'`);
}

/** What somebody wrote or pressed, and the answer that left. */
export interface Exchange {
  /** No other has this number. */
  readonly n: number;
  readonly chat: ChatId;
  readonly asked: Minute;
  readonly left: Minute;
}

/**
 * Updates as they are a week later, without what was said, and the answers to them, which are free where others cost.
 * @param month that is billed
 */
export async function recordExchanges(tx: Tx, exchanges: readonly Exchange[], month: string): Promise<void> {
  await tx.execute(sql`
    with told as materialized (
      select r.*, md5(r.n::text) as key, h.bot, h.learner_id from ${rows(exchanges, 'n bigint, chat bigint, asked bigint, "left" bigint')}
      join chats h on h.id = r.chat),
    came as (
      insert into inbox (bot, update_key, received_at, state, handled_at)
      select bot, key, ${instant(sql`asked`)}, 'done', ${instant(sql`asked`)} from told order by n returning id, update_key),
    answered as (
    insert into deliveries (kind, lane, bot, chat_id, learner_id, inbox_id, state, due_at, sends, platform_id, sent_at, created_at)
    select 'reply', ${rankOf.reply}::smallint, t.bot, t.chat, t.learner_id, c.id, 'sent', ${instant(sql`t.asked`)}, 1, c.id::text, ${instant(sql`t."left"`)},
      ${instant(sql`t.asked`)}
    from told t join came c on c.update_key = t.key order by t.n returning id, bot)
    insert into charges (delivery_id, try, bot, month, charge, vnd)
    select a.id, 1, a.bot, ${month}, 'free', 0 from answered a join lanes l on l.bot = a.bot and l.budget_vnd is not null`);
}

/** When people were last at work. */
export async function recordActive(tx: Tx, exchanges: readonly Exchange[]): Promise<void> {
  if (exchanges.length === 0) return;
  await tx.execute(sql`
    update people p set last_active_at = to_timestamp(x.asked * 60.0) from (
      select h.learner_id, max(r.asked) as asked from ${rows(exchanges, "chat bigint, asked bigint")} join chats h on h.id = r.chat
      group by h.learner_id) x
    where p.id = x.learner_id`);
}

export interface Completion {
  readonly attempt: AttemptId;
  readonly learner: LearnerId;
  readonly at: Minute;
  readonly day: LocalDate;
  /** 0 to 1. */
  readonly score: number;
  readonly passed: boolean;
  /** Its day is a study day. */
  readonly keeps: boolean;
}

export interface GivenTry {
  readonly attempt: AttemptId;
  readonly question: number;
  readonly comeback: boolean;
  readonly right: boolean;
  readonly at: Minute;
}

export interface Earned {
  readonly learner: LearnerId;
  readonly reason: PointReason;
  readonly key: string;
  readonly points: number;
  readonly day: LocalDate;
  readonly at: Minute;
}

/** Lessons that were answered to the end: completions, kept days, and, since nobody skips one, the lesson after it as the next. */
export async function recordCompletions(tx: Tx, completed: readonly Completion[]): Promise<void> {
  if (completed.length === 0) return;
  await tx.execute(sql`
    update attempts a set completed_at = ${instant(sql`r.at`)}, completed_day = r.day, score = r.score, passed = r.passed
    from ${rows(completed, "attempt bigint, at bigint, day date, score real, passed boolean")}
    where a.id = r.attempt and a.completed_at is null`);
  await tx.execute(sql`
    insert into streak_days (learner_id, day, by) select r.learner, r.day, 'lesson'
    from ${rows(completed, "learner bigint, day date, keeps boolean")} where r.keeps on conflict do nothing`);
  await tx.execute(sql`
    with course as materialized (
      select c.id as cohort, l.lesson_id, lead(l.lesson_id) over (partition by c.id order by l.position) as next
      from cohorts c join course_versions v on v.course_id = c.course_id and v.current join course_lessons l on l.course_version_id = v.id)
    update enrolments e set next_lesson_id = n.next
    from ${rows(completed, "attempt bigint, learner bigint")} join attempts a on a.id = r.attempt
    join course n on n.cohort = a.cohort_id and n.lesson_id = a.lesson_id
    where e.learner_id = r.learner and e.cohort_id = a.cohort_id`);
}

/** The tries of lessons; nothing that is planned depends on them. */
export async function recordTries(tx: Tx, tries: readonly GivenTry[]): Promise<void> {
  await tx.execute(sql`
    insert into answers (attempt_id, question, comeback, chosen, "right", answered_at)
    select r.attempt, r.question, r.comeback, '[0]', r."right", ${instant(sql`r.at`)}
    from ${rows(tries, 'attempt bigint, question smallint, comeback boolean, "right" boolean, at bigint')}`);
}

/** What tries and completions earned. */
export async function recordEarned(tx: Tx, earned: readonly Earned[]): Promise<void> {
  await tx.execute(sql`
    insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at)
    select r.learner, r.reason, r.key, r.points, r.day, ${instant(sql`r.at`)}
    from ${rows(earned, "learner bigint, reason text, key text, points smallint, day date, at bigint")}`);
}

/** These did something that the platform counts: their silence is over. */
export async function recordHeard(
  tx: Tx,
  heard: readonly { readonly chat: ChatId; readonly at: Minute }[],
): Promise<void> {
  if (heard.length === 0) return;
  await tx.execute(sql`
    update silences w set last_interaction = ${instant(sql`r.at`)}, nudged_at = null, paused_at = null
    from ${rows(heard, "chat bigint, at bigint")} where w.chat_id = r.chat and w.last_interaction < ${instant(sql`r.at`)}`);
}

/** What deliveries that left cost, where a platform takes money. */
export async function recordCharges(
  tx: Tx,
  charged: readonly { readonly id: DeliveryId; readonly vnd: number }[],
  month: string,
): Promise<void> {
  if (charged.length === 0) return;
  await tx.execute(sql`
    insert into charges (delivery_id, try, bot, month, charge, vnd)
    select d.id, 1, d.bot, ${month}, case when r.vnd > 0 then 'wallet' else 'free' end, r.vnd
    from ${rows(charged, "id bigint, vnd int")} join deliveries d on d.id = r.id`);
}

/** What a bot has spent of the month so far. */
export async function recordSpent(tx: Tx, bot: BotKey, month: string, vnd: number): Promise<void> {
  await tx.execute(sql`update lanes set spent_month = ${month}, spent_vnd = ${vnd} where bot = ${bot}`);
}
