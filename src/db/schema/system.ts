/** How the program itself is doing, and what was done to people's rights and data. */
import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { ProcessId } from "#domain/ids.ts";
import { bytes, id, identity, instant } from "./columns.ts";

/** The application's clock runs this far ahead of the wall clock; zero but in a demo. One row. */
export const clock = pgTable(
  "clock",
  {
    only: boolean().primaryKey().default(true),
    aheadMs: bigint({ mode: "number" }).notNull().default(0),
  },
  (t) => [check("clock_only", sql`${t.only}`), check("clock_forward", sql`${t.aheadMs} >= 0`)],
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

/**
 * What was done to people's rights and data, by whom. Ids only, no names. Rows are only ever added: triggers refuse the
 * rest, and give each row its number and a hash over itself and the row before, so that one that was changed, removed or
 * put in between shows (`hocvu audit verify`).
 */
export const audit = pgTable(
  "audit",
  {
    /** 1, 2, 3, … without a gap, in the order in which the deeds were committed. Given by the database. */
    id: id<number>().primaryKey(),
    at: instant().notNull(),
    /** "operator", or the learner who acted. */
    actor: text().notNull(),
    deed: text().notNull(),
    subject: text().notNull(),
    detail: jsonb().$type<Record<string, unknown>>(),
    /** SHA-256 of the hash before and the row. Given by the database. */
    hash: bytes().notNull(),
  },
  (t) => [index("audit_subject").on(t.subject), index("audit_actor").on(t.actor, t.id)],
);

/** The last row of the audit: whoever adds one waits here for whoever is adding. One row, which only the audit's trigger moves. */
export const auditHead = pgTable(
  "audit_head",
  {
    only: boolean().primaryKey().default(true),
    /** How many rows there are. */
    seq: bigint({ mode: "number" }).notNull(),
    /** Empty before the first. */
    hash: bytes().notNull(),
  },
  (t) => [check("audit_head_only", sql`${t.only}`), check("audit_head_forward", sql`${t.seq} >= 0`)],
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
