/** Who learns what, and on which days. */
import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, smallint, text, time, unique } from "drizzle-orm/pg-core";
import type { CohortId, CourseId, EnrolmentId, LearnerId, LessonId } from "#domain/ids.ts";
import type { DaySpan } from "#domain/streak.ts";
import type { LocalTime, Weekday, Zone } from "#domain/time.ts";
import { day, id, identity, instant } from "./columns.ts";
import { people } from "./people.ts";

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
    /** A roster that no longer named them took them out; one that does again brings them back. */
    takenOut: boolean().notNull().default(false),
    /** Days between leaving the cohort and being brought back, which are no days of it; the last ones last. */
    away: jsonb().$type<readonly DaySpan[]>().notNull().default([]),
  },
  (t) => [
    unique("enrolments_once").on(t.learnerId, t.cohortId),
    unique("enrolments_invite_code").on(t.inviteCode),
    index("enrolments_cohort").on(t.cohortId),
    index("enrolments_away").on(t.learnerId).where(sql`${t.away} <> '[]'`),
  ],
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
