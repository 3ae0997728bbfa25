/** Work on lessons and what it earned. */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { ExerciseItem } from "#domain/exercise.ts";
import type {
  AttemptId,
  CohortId,
  CourseId,
  ExerciseId,
  InboxId,
  LearnerId,
  LessonId,
  LessonVersionId,
  ModuleId,
  UnitId,
} from "#domain/ids.ts";
import { cohorts } from "./cohorts.ts";
import { bits, day, id, identity, instant } from "./columns.ts";
import { lessonVersions } from "./courses.ts";
import { people } from "./people.ts";

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

/**
 * What a learner has done in a cohort, counted, and where they sit while they do it: all that a figure of a hundred thousand
 * people reads is in one row of theirs. A row for each place in a cohort. The sums of `attempts` and `answers`, and what the
 * roster says, are kept by triggers of those tables, in the transaction that changes them, whoever writes; `brokenSums`
 * compares.
 */
export const standings = pgTable(
  "standings",
  {
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    cohortId: id<CohortId>()
      .notNull()
      .references(() => cohorts.id, { onDelete: "cascade" }),
    /** Lessons completed. */
    completed: integer().notNull().default(0),
    /** First tries, and the right ones among them, in lessons still open, too. */
    tries: integer().notNull().default(0),
    right: integer().notNull().default(0),
    /** The day of the first bit: the first one on which a lesson was completed. Both null: there is none. */
    learntFrom: day(),
    /** A bit for each day up to the last one with a lesson completed. */
    learnt: bits(),
    /** The place is on the roster: not left, or of somebody who was erased and stays in the counts. */
    listed: boolean().notNull().default(false),
    agreed: boolean().notNull().default(false),
    erased: boolean().notNull().default(false),
    joinedDay: day(),
    nextLessonId: text(),
    /** The last day its learner kept, in whatever cohort. */
    keptLast: day(),
    /** The only row of its learner. */
    sole: boolean().notNull().default(false),
    /** The unit of the only post its learner holds; null: they hold none or several. */
    unitId: id<UnitId>(),
    /** Since when they have held that post and no other. */
    heldSince: instant(),
    /** They never held another. */
    firstPost: boolean().notNull().default(false),
    /** The units of their posts, of whoever has several standings or posts, or none; else null. */
    unitIds: bigint({ mode: "number" }).array().$type<UnitId[]>(),
  },
  (t) => [
    primaryKey({ name: "standings_pkey", columns: [t.learnerId, t.cohortId] }),
    index("standings_cohort").on(t.cohortId),
    index("standings_unit").on(t.unitId),
    index("standings_others").on(t.learnerId).where(sql`${t.unitId} is null or not ${t.sole}`),
  ],
);

/** The same of one day: that on which a lesson was completed or a question answered, by the cohort's clock. */
export const studyDays = pgTable(
  "study_days",
  {
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    cohortId: id<CohortId>()
      .notNull()
      .references(() => cohorts.id, { onDelete: "cascade" }),
    day: day().notNull(),
    completed: integer().notNull().default(0),
    tries: integer().notNull().default(0),
    right: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ name: "study_days_pkey", columns: [t.learnerId, t.cohortId, t.day] }),
    index("study_days_day").on(t.cohortId, t.day),
    index("study_days_several").on(t.day).where(sql`${t.completed} > 1`),
  ],
);

/** Points of a learner on a day: the sums of the ledger, kept in the same way. */
export const earnings = pgTable(
  "earnings",
  {
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    day: day().notNull(),
    points: integer().notNull().default(0),
  },
  (t) => [primaryKey({ name: "earnings_pkey", columns: [t.learnerId, t.day] }), index("earnings_day").on(t.day)],
);

/**
 * What a learner has in all, kept in the same way: the sum of the ledger, and the days of `streak_days` as bits. And their
 * streak, as it was last worked out (`src/supervision/streaks.ts`).
 */
export const lifetimes = pgTable(
  "lifetimes",
  {
    learnerId: id<LearnerId>()
      .primaryKey()
      .references(() => people.id, { onDelete: "cascade" }),
    points: integer().notNull().default(0),
    /** The day of the first bit: the first one kept. Both null: none was. */
    keptFrom: day(),
    /** A bit for each day up to the last one kept. */
    kept: bits(),
    /** The days of a `Run` and its bounds. Null: never worked out. */
    streak: integer(),
    streakFrom: instant(),
    streakUntil: instant(),
    streakKnownUntil: instant(),
    /** The generation of `streak_world` in which it was worked out. Another one, or null: it has to be again. */
    streakWorld: id<number>(),
  },
  (t) => [
    index("lifetimes_streak").on(t.streakWorld, t.streakFrom).where(sql`${t.kept} is not null`),
    index("lifetimes_streak_known").on(t.streakKnownUntil).where(sql`${t.streakKnownUntil} is not null`),
  ],
);
