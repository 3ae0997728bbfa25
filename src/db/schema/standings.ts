/** What is counted as it happens, by triggers: see docs/decisions/0023. */
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { cohorts } from "./cohorts.ts";
import { bits, day, id, instant } from "./columns.ts";
import { people } from "./people.ts";

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
    /** Lessons of the course, as it is taught now, that they completed in whatever cohort; and those of them in another one. */
    done: integer().notNull().default(0),
    elsewhere: integer().notNull().default(0),
    /** First tries, and the right ones among them, in lessons still open, too. */
    tries: integer().notNull().default(0),
    right: integer().notNull().default(0),
    /**
     * Both by the end of each of the forty days up to the last one with a try: tries · 2¹⁶ + right ones, subscripted by the
     * day's number (days since 2000-01-01). Null: none was ever tried.
     */
    triesBy: integer().array(),
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
    /** Lessons of the course, as it is taught now, that they skipped and have not completed since. */
    skipped: integer().notNull().default(0),
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
    /** The units of their posts, of whoever holds several or none; else null. */
    unitIds: bigint({ mode: "number" }).array().$type<UnitId[]>(),
  },
  (t) => [
    primaryKey({ name: "standings_pkey", columns: [t.learnerId, t.cohortId] }),
    index("standings_cohort").on(t.cohortId),
    index("standings_unit").on(t.unitId, t.sole),
    index("standings_units").using("gin", t.unitIds).where(sql`${t.unitIds} is not null`),
    index("standings_held").on(t.heldSince),
    index("standings_several").on(t.learnerId).where(sql`not ${t.sole}`),
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
    /** The same by the end of each of the forty days up to the last one with points, subscripted by the day's number. */
    pointsBy: integer().array(),
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
