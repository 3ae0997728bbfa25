/** What is taught, immutable once published. */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Course, Lesson, ModuleTitle } from "#domain/course.ts";
import type { BotKey, CorrectionId, CourseId, LessonId, LessonVersionId, ModuleId, PictureHash } from "#domain/ids.ts";
import { bytes, id, identity, instant } from "./columns.ts";

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
