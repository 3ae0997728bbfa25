/** What supervisors were told, and what they wrote to their people. */
import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { DigestAction } from "#domain/digest.ts";
import type { AnnouncementId, CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { cohorts } from "./cohorts.ts";
import { day, id, identity, instant } from "./columns.ts";
import { people, units } from "./people.ts";

/** What a digest offered to do, so that a number typed later means what stood beside it. */
export const digests = pgTable(
  "digests",
  {
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    /** The Monday it was of. */
    day: day().notNull(),
    /** In the order of their numbers, from 1. */
    actions: jsonb().$type<readonly DigestAction[]>().notNull(),
    saidAt: instant().notNull(),
  },
  (t) => [primaryKey({ name: "digests_pkey", columns: [t.learnerId, t.day] })],
);

/** What a supervisor wrote to all of a cohort or a unit. Its messages are deliveries; the text stands here alone. */
export const announcements = pgTable(
  "announcements",
  {
    id: identity<AnnouncementId>().primaryKey(),
    senderId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    /** Whom it is for; neither: all that the sender supervises. */
    cohortId: id<CohortId>().references(() => cohorts.id),
    unitId: id<UnitId>().references(() => units.id),
    /** Null once the sender was erased. */
    text: text(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index("announcements_sender").on(t.senderId),
    check("announcements_one_scope", sql`${t.cohortId} is null or ${t.unitId} is null`),
    check("announcements_short", sql`char_length(${t.text}) <= 1000`),
  ],
);

/** Whom an announcement could not be planned for, and why: they had not joined, or no chat of theirs was open. */
export const announcementMisses = pgTable(
  "announcement_misses",
  {
    announcementId: id<AnnouncementId>()
      .notNull()
      .references(() => announcements.id),
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    reason: text({ enum: ["not_joined", "no_chat", "window"] }).notNull(),
  },
  (t) => [
    primaryKey({ name: "announcement_misses_pkey", columns: [t.announcementId, t.learnerId] }),
    check("announcement_misses_reason", sql`${t.reason} in ('not_joined', 'no_chat', 'window')`),
  ],
);
