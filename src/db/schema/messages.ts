/** What is owed to people and what came from them. */
import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type {
  AttemptId,
  BotKey,
  ChatId,
  CohortId,
  DeliveryId,
  InboxId,
  LearnerId,
  LessonVersionId,
  ProcessId,
} from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { cohorts } from "./cohorts.ts";
import { day, id, identity, instant } from "./columns.ts";
import { lessonVersions } from "./courses.ts";
import { chats, people } from "./people.ts";

/**
 * Every message we owe someone. planned → queued (in a sender's hand) → sending (about to be written, committed) →
 * sent | failed | unknown. `cancelled`: no longer worth sending; such a one was not had. An unknown ending is planned
 * once more (`unknowns` = 1) and never a third time.
 */
export const deliveries = pgTable(
  "deliveries",
  {
    id: identity<DeliveryId>().primaryKey(),
    kind: text({
      enum: ["lesson", "reminder", "nudge", "reoffer", "correction", "digest", "announcement", "reply"],
    }).notNull(),
    /** The rank (`rankOf`): 0 answers to people, 1 lessons and answers that yield to others, 2 the rest. The lowest leaves first. */
    lane: smallint().notNull(),
    /** The bot whose budget it uses. */
    bot: text().$type<BotKey>().notNull(),
    chatId: id<ChatId>()
      .notNull()
      .references(() => chats.id),
    learnerId: id<LearnerId>().references(() => people.id),
    cohortId: id<CohortId>().references(() => cohorts.id),
    studyDay: day(),
    lessonVersionId: id<LessonVersionId>().references(() => lessonVersions.id),
    attemptId: id<AttemptId>(),
    /** Which reminder of the day; which part of a reply; which outage a re-offer makes good; which correction, which announcement. */
    ordinal: bigint({ mode: "number" }).notNull().default(0),
    inboxId: id<InboxId>(),
    /** What to say, where it was decided when the row was written; null: composed when it leaves. */
    body: jsonb().$type<Message>(),
    state: text({ enum: ["planned", "queued", "sending", "sent", "unknown", "failed", "cancelled"] })
      .notNull()
      .default("planned"),
    dueAt: instant().notNull(),
    /**
     * Of an answer how many are owed to its chat before it: who is owed one goes before the second of anybody. Of the rest
     * its place among those of its cohort that were planned with it: what is due at the same time leaves cohort by cohort.
     */
    turn: integer().notNull().default(0),
    /** From here on it is not worth sending; null: always worth it. */
    expiresAt: instant(),
    /** The process that holds it while queued or sending. */
    processId: id<ProcessId>(),
    /** How often a call was about to be written. */
    sends: smallint().notNull().default(0),
    /** How often the ending was not learnt. */
    unknowns: smallint().notNull().default(0),
    platformId: text(),
    /** Why it failed or was cancelled, in a word: never what was said. */
    reason: text(),
    sentAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex("deliveries_one_lesson_a_day").on(t.learnerId, t.studyDay).where(sql`${t.kind} = 'lesson'`),
    uniqueIndex("deliveries_reminder_once").on(t.learnerId, t.studyDay, t.ordinal).where(sql`${t.kind} = 'reminder'`),
    index("deliveries_template").on(t.chatId, t.createdAt).where(sql`${t.kind} = 'reminder' and ${t.ordinal} = 168`),
    uniqueIndex("deliveries_nudge_once").on(t.learnerId, t.studyDay).where(sql`${t.kind} = 'nudge'`),
    uniqueIndex("deliveries_reoffer_once").on(t.learnerId, t.ordinal).where(sql`${t.kind} = 'reoffer'`),
    uniqueIndex("deliveries_correction_once").on(t.learnerId, t.ordinal).where(sql`${t.kind} = 'correction'`),
    uniqueIndex("deliveries_digest_once").on(t.learnerId, t.studyDay).where(sql`${t.kind} = 'digest'`),
    uniqueIndex("deliveries_announcement_once").on(t.learnerId, t.ordinal).where(sql`${t.kind} = 'announcement'`),
    index("deliveries_announcement").on(t.ordinal).where(sql`${t.kind} = 'announcement'`),
    uniqueIndex("deliveries_reply_once").on(t.inboxId, t.ordinal).where(sql`${t.kind} = 'reply'`),
    index("deliveries_due").on(t.bot, t.lane, t.dueAt, t.turn, t.id).where(sql`${t.state} = 'planned'`),
    /** What is no longer worth sending. */
    index("deliveries_expiring").on(t.expiresAt).where(sql`${t.state} = 'planned'`),
    /** The few whose ending was ever unknown. */
    index("deliveries_unknown").on(t.id).where(sql`${t.unknowns} > 0`),
    /** Answers in the order in which they leave. */
    index("deliveries_answers").on(t.bot, t.turn, t.dueAt, t.id).where(sql`${t.lane} = 0 and ${t.state} = 'planned'`),
    index("deliveries_answers_owed")
      .on(t.chatId, t.turn)
      .where(sql`${t.lane} = 0 and ${t.state} in ('planned', 'queued')`),
    index("deliveries_in_hand").on(t.processId).where(sql`${t.state} in ('queued', 'sending')`),
    index("deliveries_chat").on(t.chatId),
    index("deliveries_learner").on(t.learnerId),
    check("deliveries_never_a_third_time", sql`${t.unknowns} <= 2`),
    check(
      "deliveries_kind",
      sql`${t.kind} in ('lesson', 'reminder', 'nudge', 'reoffer', 'correction', 'digest', 'announcement', 'reply')`,
    ),
    check(
      "deliveries_state",
      sql`${t.state} in ('planned', 'queued', 'sending', 'sent', 'unknown', 'failed', 'cancelled')`,
    ),
  ],
);

/** What a bot's sender must remember across processes: the pause it owes the platform, the month's quota. */
export const lanes = pgTable("lanes", {
  bot: text().$type<BotKey>().primaryKey(),
  pausedUntil: instant(),
  /** Throttles in a row that came without a figure: each doubles the pause. */
  strikes: smallint().notNull().default(0),
  /** Why nothing leaves until an operator acts; null: it is open. */
  shut: text(),
  /** The month counted, "2026-11", and the messages accepted in it. */
  month: text(),
  monthSent: integer().notNull().default(0),
  /** Most VND a month on a platform where writing first costs money; null: anybody may be written to at any time. */
  budgetVnd: integer(),
  /** The month billed, "2026-11", and what was spent in it or is held back for what is on its way. */
  spentMonth: text(),
  spentVnd: integer().notNull().default(0),
  /** What may still be taken of the package's messages, and until when that is known; null: nothing is known. */
  allowanceLeft: integer(),
  allowanceUntil: instant(),
  /** How often one was taken, less how often it was given back: tells what happened while the platform was asked. */
  allowanceTaken: integer().notNull().default(0),
  /** A digest of the webhook's address and secret as the platform has them: it is told again only when they change. */
  webhook: text(),
  /** Which of two addresses takes its messages; null: nobody has found out yet. */
  endpoint: text({ enum: ["v3", "v2"] }),
});

/** Raw updates, stored before the platform hears "ok". */
export const inbox = pgTable(
  "inbox",
  {
    id: identity<InboxId>().primaryKey(),
    bot: text().$type<BotKey>().notNull(),
    updateKey: text().notNull(),
    /** The platform's chat: one person's updates are handled one after another. */
    chat: text(),
    payload: jsonb().$type<unknown>(),
    receivedAt: instant().notNull(),
    state: text({ enum: ["waiting", "done", "parked"] })
      .notNull()
      .default("waiting"),
    tries: smallint().notNull().default(0),
    /** Why it is parked: the error's name and place, never the person's words. */
    error: text(),
    handledAt: instant(),
  },
  (t) => [
    unique("inbox_once").on(t.bot, t.updateKey),
    index("inbox_waiting").on(t.bot, t.chat, t.id).where(sql`${t.state} = 'waiting'`),
    index("inbox_received").on(t.receivedAt),
    /** What a sweep has still to empty; said so that nobody who looks for the updates of one chat is tempted to go through it. */
    index("inbox_kept").on(t.receivedAt).where(sql`num_nonnulls(${t.payload}, ${t.chat}) > 0`),
    index("inbox_chat").on(t.bot, t.chat),
  ],
);
