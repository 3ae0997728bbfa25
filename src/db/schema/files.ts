/** What was made of figures for one person, and who waits for it. */
import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, smallint, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import type { ChatId, CohortId, ExportId, FileId, InboxId, LearnerId, UnitId } from "#domain/ids.ts";
import { bytes, id, identity, instant } from "./columns.ts";
import { chats, people } from "./people.ts";

/**
 * Pictures, workbooks and tables that supervisors asked for. Each is there for a quarter of an hour, for whoever knows its name,
 * and only as long as the person it was made for may see all the units it tells of.
 */
export const privateFiles = pgTable(
  "private_files",
  {
    id: identity<FileId>().primaryKey(),
    /** Random: nobody finds what nobody sent them. */
    name: text().notNull(),
    kind: text({ enum: ["png", "xlsx", "csv"] }).notNull(),
    viewerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    /** The highest units it tells of: who may no longer see one of them has no file. */
    units: jsonb().$type<readonly UnitId[]>().notNull(),
    bytes: bytes().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    unique("private_files_name").on(t.name),
    index("private_files_expired").on(t.expiresAt),
    check("private_files_kind", sql`${t.kind} in ('png', 'xlsx', 'csv')`),
    check("private_files_of_units", sql`jsonb_array_length(${t.units}) > 0`),
  ],
);

/**
 * Workbooks that were asked for in a chat. `waiting` until the file is made and its message planned, in one transaction:
 * whoever makes it holds the row's lock, so one that was left by a dead process is made by the next.
 */
export const exports = pgTable(
  "exports",
  {
    id: identity<ExportId>().primaryKey(),
    viewerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    chatId: id<ChatId>()
      .notNull()
      .references(() => chats.id),
    /** The update by which they asked: the file is a later part of its reply. */
    inboxId: id<InboxId>().notNull(),
    scopeKind: text({ enum: ["cohort", "unit", "own"] }).notNull(),
    /** The cohort's or the unit's; null for all that they supervise. */
    scopeId: id<CohortId | UnitId>(),
    state: text({ enum: ["waiting", "done", "failed"] })
      .notNull()
      .default("waiting"),
    tries: smallint().notNull().default(0),
    askedAt: instant().notNull(),
    doneAt: instant(),
  },
  (t) => [
    uniqueIndex("exports_one_at_a_time").on(t.viewerId).where(sql`${t.state} = 'waiting'`),
    index("exports_waiting").on(t.id).where(sql`${t.state} = 'waiting'`),
    check("exports_state", sql`${t.state} in ('waiting', 'done', 'failed')`),
    check("exports_scope", sql`(${t.scopeKind} = 'own') = (${t.scopeId} is null)`),
  ],
);
