/** Work on lessons and what it earned. */
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
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
} from "#domain/ids.ts";
import { cohorts } from "./cohorts.ts";
import { day, id, identity, instant } from "./columns.ts";
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
    // Not `completed_at is not null`: who asks whether one lesson is completed must find it by that lesson.
    index("attempts_scored").on(t.learnerId, t.completedAt).where(sql`${t.score} is not null`),
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
