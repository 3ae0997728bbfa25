/**
 * The dictionary of what Học Vụ keeps. What must never be twice is a unique key; what must never be is a check.
 * Instants are `timestamptz` in the application's time (the demo clock's, where there is one); study days are `date`
 * and push times `time`, without a zone: the cohort's zone says when they begin.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  time,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Course, Lesson, ModuleTitle } from "#domain/course.ts";
import type { ExerciseItem } from "#domain/exercise.ts";
import type {
  AttemptId,
  BotKey,
  ChatId,
  CohortId,
  CorrectionId,
  CourseId,
  DeliveryId,
  EnrolmentId,
  ExerciseId,
  InboxId,
  LearnerId,
  LessonId,
  LessonVersionId,
  ModuleId,
  PictureHash,
  ProcessId,
  UnitId,
} from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { LocalDate, LocalTime, Weekday, Zone } from "#domain/time.ts";

const id = <Id extends number>() => bigint({ mode: "number" }).$type<Id>();
const identity = <Id extends number>() => id<Id>().generatedAlwaysAsIdentity();
const instant = () => timestamp({ withTimezone: true, mode: "date" });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
const day = () => date({ mode: "string" }).$type<LocalDate>();

/** The application's clock runs this far ahead of the wall clock; zero but in a demo. One row. */
export const clock = pgTable(
  "clock",
  {
    only: boolean().primaryKey().default(true),
    aheadMs: bigint({ mode: "number" }).notNull().default(0),
  },
  (t) => [check("clock_only", sql`${t.only}`), check("clock_forward", sql`${t.aheadMs} >= 0`)],
);

/** A unit of the tree: a delegation, a committee, a commune's council. Everything below it starts with its lineage. */
export const units = pgTable(
  "units",
  {
    id: identity<UnitId>().primaryKey(),
    parentId: id<UnitId>(),
    name: text().notNull(),
    /**
     * The name as `spellingKey` has it: case, width, blanks and the place of the tone make no difference, accents do.
     * Xã Tân and Xã Tấn are two units, and who sees the one must not see the other.
     */
    nameKey: text().notNull(),
    /** Ids from the root to this unit, each followed by a slash: "1/7/23/". */
    lineage: text().notNull(),
    /** Names from the root, joined by " / ". */
    path: text().notNull(),
  },
  (t) => [
    foreignKey({ name: "units_parent", columns: [t.parentId], foreignColumns: [t.id] }),
    unique("units_once_below_parent").on(t.parentId, t.nameKey).nullsNotDistinct(),
    uniqueIndex("units_lineage").on(t.lineage.op("text_pattern_ops")),
  ],
);

/** A person who learns. Erased: the row stays as an anonymous count, everything personal in it is null. */
export const people = pgTable(
  "people",
  {
    id: identity<LearnerId>().primaryKey(),
    fullName: text(),
    email: text(),
    phone: text(),
    /** The organisation's own id for the person. */
    code: text(),
    /**
     * Full name folded, accents too: it narrows where a roster looks for someone without a code or an email, within a
     * unit. Whether it is them is decided by the name itself, where accents count and case does not.
     */
    nameKey: text(),
    /** Their own push time; null: the cohort's. */
    pushTime: time({ precision: 0 }).$type<LocalTime>(),
    /** When they agreed to the privacy notice; nothing is taught before. */
    agreedAt: instant(),
    lastActiveAt: instant(),
    /** The attempt last shown to them: a typed answer belongs to it. */
    currentAttemptId: id<AttemptId>(),
    /** The exercise whose question was shown after that; null: the attempt was shown last. */
    currentExerciseId: id<ExerciseId>(),
    erasedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex("people_code").on(t.code).where(sql`${t.code} is not null`),
    uniqueIndex("people_email").on(sql`lower(${t.email})`).where(sql`${t.email} is not null`),
    check(
      "people_erased_is_empty",
      sql`${t.erasedAt} is null or (${t.fullName} is null and ${t.email} is null and ${t.phone} is null and ${t.code} is null and ${t.nameKey} is null)`,
    ),
  ],
);

/** The post a person holds: where they are counted, and whether they may see the unit and what lies below it. */
export const posts = pgTable(
  "posts",
  {
    personId: id<LearnerId>()
      .primaryKey()
      .references(() => people.id),
    unitId: id<UnitId>()
      .notNull()
      .references(() => units.id),
    role: text({ enum: ["learner", "supervisor"] }).notNull(),
    title: text(),
  },
  (t) => [index("posts_unit").on(t.unitId), check("posts_role", sql`${t.role} in ('learner', 'supervisor')`)],
);

/** A chat with one of our bots. A stranger's has no learner yet. */
export const chats = pgTable(
  "chats",
  {
    id: identity<ChatId>().primaryKey(),
    bot: text().$type<BotKey>().notNull(),
    /** The platform's name of the chat. */
    address: text().notNull(),
    learnerId: id<LearnerId>().references(() => people.id),
    state: text({ enum: ["active", "blocked"] })
      .notNull()
      .default("active"),
    /** Lessons go to the chat used last. */
    lastUsedAt: instant().notNull(),
    /** What we are in the middle of asking: joining by a cohort's code, erasing. */
    dialog: jsonb().$type<Record<string, unknown>>(),
    wrongCodes: smallint().notNull().default(0),
    wrongCodesSince: instant(),
    /** When this chat last got a hint: on a counted platform at most one a minute. */
    hintedAt: instant(),
  },
  (t) => [unique("chats_once").on(t.bot, t.address), index("chats_learner").on(t.learnerId)],
);

/** A course as published: immutable. The newest of a course is the one that is taught. */
export const courseVersions = pgTable(
  "course_versions",
  {
    id: identity<number>().primaryKey(),
    courseId: text().$type<CourseId>().notNull(),
    hash: text().notNull(),
    title: text().notNull(),
    passMark: real().notNull(),
    questionsPerLesson: smallint().notNull(),
    points: jsonb().$type<Course["points"]>().notNull(),
    /** In teaching order. */
    modules: jsonb().$type<readonly ModuleTitle[]>().notNull().default([]),
    levels: jsonb().$type<Course["levels"]>().notNull().default([]),
    mandatory: jsonb().$type<Course["mandatory"]>().notNull().default([]),
    placement: jsonb().$type<Course["placement"]>().notNull().default([]),
    confidence: boolean().notNull().default(false),
    current: boolean().notNull().default(true),
    publishedAt: instant().notNull(),
  },
  (t) => [
    unique("course_versions_once").on(t.courseId, t.hash),
    uniqueIndex("course_versions_one_current").on(t.courseId).where(sql`${t.current}`),
  ],
);

/** What was wrong in earlier versions of a lesson and what is right: told once to each who was shown one of them. */
export const corrections = pgTable(
  "corrections",
  {
    id: identity<CorrectionId>().primaryKey(),
    lessonId: text().$type<LessonId>().notNull(),
    /** Of its date and its text. */
    hash: text().notNull(),
    text: text().notNull(),
    /** When the first course with it was published: a month later nobody is told any more. */
    publishedAt: instant().notNull(),
  },
  (t) => [unique("corrections_once").on(t.lessonId, t.hash)],
);

/** A lesson as published: immutable; whoever was asked by it is scored by it. */
export const lessonVersions = pgTable(
  "lesson_versions",
  {
    id: identity<LessonVersionId>().primaryKey(),
    courseId: text().$type<CourseId>().notNull(),
    lessonId: text().$type<LessonId>().notNull(),
    hash: text().notNull(),
    title: text().notNull(),
    content: jsonb().$type<Lesson>().notNull(),
    publishedAt: instant().notNull(),
    /** The correction it carries: it and what is published after it is right, what was before is not. */
    correctionId: id<CorrectionId>().references(() => corrections.id),
  },
  (t) => [unique("lesson_versions_once").on(t.courseId, t.lessonId, t.hash)],
);

/** Which lessons a published course holds, in teaching order (positions from 1). */
export const courseLessons = pgTable(
  "course_lessons",
  {
    courseVersionId: bigint({ mode: "number" })
      .notNull()
      .references(() => courseVersions.id),
    position: smallint().notNull(),
    moduleId: text().$type<ModuleId>().notNull(),
    lessonId: text().$type<LessonId>().notNull(),
    lessonVersionId: id<LessonVersionId>()
      .notNull()
      .references(() => lessonVersions.id),
  },
  (t) => [
    primaryKey({ name: "course_lessons_pkey", columns: [t.courseVersionId, t.position] }),
    unique("course_lessons_once").on(t.courseVersionId, t.lessonId),
  ],
);

/** Pictures that courses refer to, as they are sent: what a hash names never changes. */
export const pictures = pgTable(
  "pictures",
  {
    hash: text().$type<PictureHash>().primaryKey(),
    /** Under which anybody can fetch it: random, so that nobody finds what nobody sent them. */
    name: text().notNull(),
    png: bytes().notNull(),
    drawnAt: instant().notNull(),
  },
  (t) => [unique("pictures_name").on(t.name), check("pictures_small", sql`octet_length(${t.png}) <= 1000000`)],
);

/** What a platform calls a picture that a bot has given it: it need not be given again. */
export const pictureUploads = pgTable(
  "picture_uploads",
  {
    bot: text().$type<BotKey>().notNull(),
    hash: text()
      .$type<PictureHash>()
      .notNull()
      .references(() => pictures.hash),
    platformId: text().notNull(),
  },
  (t) => [primaryKey({ name: "picture_uploads_pkey", columns: [t.bot, t.hash] })],
);

/** A class: people who start one course on one day. */
export const cohorts = pgTable(
  "cohorts",
  {
    id: identity<CohortId>().primaryKey(),
    name: text().notNull(),
    nameKey: text().notNull(),
    courseId: text().$type<CourseId>().notNull(),
    startDay: day().notNull(),
    pushTime: time({ precision: 0 }).$type<LocalTime>().notNull(),
    /** At most two a day. */
    remindTimes: text().array().$type<LocalTime[]>().notNull(),
    /** 1 is Monday. */
    weekdays: smallint().array().$type<Weekday[]>().notNull(),
    zone: text().$type<Zone>().notNull(),
    questionsPerLesson: smallint().notNull(),
    joinCode: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    unique("cohorts_join_code").on(t.joinCode),
    check("cohorts_two_reminders", sql`cardinality(${t.remindTimes}) <= 2`),
    check("cohorts_some_weekday", sql`cardinality(${t.weekdays}) between 1 and 7`),
  ],
);

/** A person's place in a cohort, and the one-time code that opens it. */
export const enrolments = pgTable(
  "enrolments",
  {
    id: identity<EnrolmentId>().primaryKey(),
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    cohortId: id<CohortId>()
      .notNull()
      .references(() => cohorts.id),
    inviteCode: text(),
    inviteSpentAt: instant(),
    /** The first study day that can count for them. */
    joinedDay: day(),
    /** The first lesson not completed, kept in step with the course; null: all are completed. */
    nextLessonId: text().$type<LessonId>(),
    leftAt: instant(),
  },
  (t) => [
    unique("enrolments_once").on(t.learnerId, t.cohortId),
    unique("enrolments_invite_code").on(t.inviteCode),
    index("enrolments_cohort").on(t.cohortId),
  ],
);

/** A one-time code that joins another chat to the learner. */
export const linkCodes = pgTable(
  "link_codes",
  {
    code: text().primaryKey(),
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [index("link_codes_learner").on(t.learnerId)],
);

/** Days a learner asked to be left alone, both included. */
export const pauses = pgTable(
  "pauses",
  {
    id: identity<number>().primaryKey(),
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    fromDay: day().notNull(),
    toDay: day().notNull(),
  },
  (t) => [index("pauses_learner").on(t.learnerId), check("pauses_forward", sql`${t.fromDay} <= ${t.toDay}`)],
);

/** Days on which nobody learns, wherever their cohort. */
export const holidays = pgTable("holidays", { day: day().primaryKey(), name: text().notNull() });

/**
 * Every message we owe someone. planned → queued (in a sender's hand) → sending (about to be written, committed) →
 * sent | failed | unknown. `cancelled`: no longer worth sending; such a one was not had. An unknown ending is planned
 * once more (`unknowns` = 1) and never a third time.
 */
export const deliveries = pgTable(
  "deliveries",
  {
    id: identity<DeliveryId>().primaryKey(),
    kind: text({ enum: ["lesson", "reminder", "nudge", "reoffer", "correction", "reply"] }).notNull(),
    /** 0 answers to people, 1 lessons, 2 the rest: a bot's sender takes the lowest first. */
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
    /** Which reminder of the day; which part of a reply; which outage a re-offer makes good; which correction. */
    ordinal: bigint({ mode: "number" }).notNull().default(0),
    inboxId: id<InboxId>(),
    /** What to say, where it was decided when the row was written; null: composed when it leaves. */
    body: jsonb().$type<Message>(),
    state: text({ enum: ["planned", "queued", "sending", "sent", "unknown", "failed", "cancelled"] })
      .notNull()
      .default("planned"),
    dueAt: instant().notNull(),
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
    uniqueIndex("deliveries_nudge_once").on(t.learnerId, t.studyDay).where(sql`${t.kind} = 'nudge'`),
    uniqueIndex("deliveries_reoffer_once").on(t.learnerId, t.ordinal).where(sql`${t.kind} = 'reoffer'`),
    uniqueIndex("deliveries_correction_once").on(t.learnerId, t.ordinal).where(sql`${t.kind} = 'correction'`),
    uniqueIndex("deliveries_reply_once").on(t.inboxId, t.ordinal).where(sql`${t.kind} = 'reply'`),
    index("deliveries_due").on(t.bot, t.lane, t.dueAt, t.id).where(sql`${t.state} = 'planned'`),
    index("deliveries_in_hand").on(t.processId).where(sql`${t.state} in ('queued', 'sending')`),
    index("deliveries_chat").on(t.chatId),
    index("deliveries_learner").on(t.learnerId),
    check("deliveries_never_a_third_time", sql`${t.unknowns} <= 2`),
    check("deliveries_kind", sql`${t.kind} in ('lesson', 'reminder', 'nudge', 'reoffer', 'correction', 'reply')`),
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
  /** A digest of the webhook's address and secret as the platform has them: it is told again only when they change. */
  webhook: text(),
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
    index("inbox_chat").on(t.bot, t.chat),
  ],
);

/**
 * A learner at work on a lesson: once per lesson, by the version shown first. Which questions are asked and in which
 * order the options stand is drawn from its id, so it is the same wherever it is shown.
 */
export const attempts = pgTable(
  "attempts",
  {
    id: identity<AttemptId>().primaryKey(),
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    lessonId: text().$type<LessonId>().notNull(),
    lessonVersionId: id<LessonVersionId>()
      .notNull()
      .references(() => lessonVersions.id),
    cohortId: id<CohortId>()
      .notNull()
      .references(() => cohorts.id),
    questions: smallint().notNull(),
    openedAt: instant().notNull(),
    completedAt: instant(),
    completedDay: day(),
    /** First tries right ÷ asked, 0 to 1. */
    score: real(),
    passed: boolean(),
  },
  (t) => [
    unique("attempts_once").on(t.learnerId, t.lessonId),
    index("attempts_completed").on(t.cohortId, t.completedDay),
    index("attempts_version").on(t.lessonVersionId),
  ],
);

/** What was answered: once per question and try. */
export const answers = pgTable(
  "answers",
  {
    id: identity<number>().primaryKey(),
    attemptId: id<AttemptId>()
      .notNull()
      .references(() => attempts.id),
    /** Index of the question in the lesson version's bank. */
    question: smallint().notNull(),
    comeback: boolean().notNull(),
    /** Indexes of options as written, or the typed text. Null once the person was erased. */
    chosen: jsonb().$type<readonly number[] | string>(),
    right: boolean().notNull(),
    /** When they pressed or wrote. */
    answeredAt: instant().notNull(),
    inboxId: id<InboxId>(),
  },
  (t) => [unique("answers_once").on(t.attemptId, t.question, t.comeback)],
);

/**
 * Questions in a row outside any lesson: a placement, once per learner and course, or extra practice. They earn nothing
 * and are in no figure about lessons.
 */
export const exercises = pgTable(
  "exercises",
  {
    id: identity<ExerciseId>().primaryKey(),
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    kind: text({ enum: ["placement", "practice"] }).notNull(),
    courseId: text().$type<CourseId>().notNull(),
    /** What is asked, in this order; drawn when it was opened. */
    items: jsonb().$type<readonly ExerciseItem[]>().notNull(),
    openedAt: instant().notNull(),
    completedAt: instant(),
  },
  (t) => [
    uniqueIndex("exercises_one_placement").on(t.learnerId, t.courseId).where(sql`${t.kind} = 'placement'`),
    index("exercises_learner").on(t.learnerId),
    check("exercises_kind", sql`${t.kind} in ('placement', 'practice')`),
  ],
);

export const exerciseAnswers = pgTable(
  "exercise_answers",
  {
    exerciseId: id<ExerciseId>()
      .notNull()
      .references(() => exercises.id),
    /** Index in the exercise's items. */
    item: smallint().notNull(),
    /** As in `answers`. Null once the person was erased. */
    chosen: jsonb().$type<readonly number[] | string>(),
    right: boolean().notNull(),
    answeredAt: instant().notNull(),
  },
  (t) => [primaryKey({ name: "exercise_answers_pkey", columns: [t.exerciseId, t.item] })],
);

/** Lessons a learner need not take, and the placement that showed why. One completed nevertheless is completed. */
export const skips = pgTable(
  "skips",
  {
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    lessonId: text().$type<LessonId>().notNull(),
    exerciseId: id<ExerciseId>()
      .notNull()
      .references(() => exercises.id),
    skippedAt: instant().notNull(),
    /** In the learner's zone. */
    skippedDay: day().notNull(),
  },
  (t) => [primaryKey({ name: "skips_pkey", columns: [t.learnerId, t.lessonId] })],
);

/** How sure of themselves people say they are, before and after a module; never a score. */
export const confidenceRatings = pgTable(
  "confidence_ratings",
  {
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    courseId: text().$type<CourseId>().notNull(),
    moduleId: text().$type<ModuleId>().notNull(),
    moment: text({ enum: ["before", "after"] }).notNull(),
    /** 1, not at all, to 5, very. */
    rating: smallint().notNull(),
    ratedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ name: "confidence_ratings_pkey", columns: [t.learnerId, t.courseId, t.moduleId, t.moment] }),
    check("confidence_ratings_moment", sql`${t.moment} in ('before', 'after')`),
    check("confidence_ratings_range", sql`${t.rating} between 1 and 5`),
  ],
);

/** Every point and its reason. The key names the deed, so a repeat earns nothing. */
export const points = pgTable(
  "points_ledger",
  {
    id: identity<number>().primaryKey(),
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    reason: text({ enum: ["right_first", "right_comeback", "lesson_completed", "review_right"] }).notNull(),
    deed: text().notNull(),
    points: smallint().notNull(),
    earnedOn: day().notNull(),
    earnedAt: instant().notNull(),
  },
  (t) => [unique("points_once").on(t.learnerId, t.reason, t.deed)],
);

/** Days a learner kept. Every other kind of day follows from the calendar, the pauses and the outages. */
export const streakDays = pgTable(
  "streak_days",
  {
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    day: day().notNull(),
    by: text({ enum: ["lesson", "review"] }).notNull(),
  },
  (t) => [primaryKey({ name: "streak_days_pkey", columns: [t.learnerId, t.day] }), index("streak_days_day").on(t.day)],
);

/** Until when we know the program ("program") or a bot's platform (its key) could send and receive. */
export const pulses = pgTable("pulses", { what: text().primaryKey(), seenAt: instant().notNull() });

/** Gaps of 30 minutes or more in a pulse. */
export const outages = pgTable(
  "outages",
  {
    id: identity<number>().primaryKey(),
    /** "program", or the bot whose platform could not be reached. */
    what: text().notNull(),
    fromAt: instant().notNull(),
    toAt: instant().notNull(),
    /** When questions left open by it were offered again. */
    reofferedAt: instant(),
  },
  (t) => [unique("outages_once").on(t.what, t.fromAt), check("outages_forward", sql`${t.fromAt} < ${t.toAt}`)],
);

/** A running process. It holds an advisory lock on its id: who gets that lock knows it is dead. */
export const processes = pgTable("processes", {
  id: identity<ProcessId>().primaryKey(),
  roles: text().notNull(),
  host: text().notNull(),
  startedAt: instant().notNull(),
});

/** What was done to people's rights and data, by whom. Ids only, no names. */
export const audit = pgTable(
  "audit",
  {
    id: identity<number>().primaryKey(),
    at: instant().notNull(),
    /** "operator", or the learner who acted. */
    actor: text().notNull(),
    deed: text().notNull(),
    subject: text().notNull(),
    detail: jsonb().$type<Record<string, unknown>>(),
  },
  (t) => [index("audit_subject").on(t.subject)],
);

/** What the demo's phones show: the web chat is a platform of its own, and this is its server's memory. */
export const webchatMessages = pgTable(
  "webchat_messages",
  {
    id: identity<number>().primaryKey(),
    chat: text().notNull(),
    fromBot: boolean().notNull(),
    view: jsonb().$type<unknown>().notNull(),
    at: instant().notNull(),
  },
  (t) => [index("webchat_messages_chat").on(t.chat, t.id)],
);
