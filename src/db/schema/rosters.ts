/** What the last import of a cohort's roster changed, so that it can be taken back. */
import { sql } from "drizzle-orm";
import { bigint, check, index, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { cohorts } from "./cohorts.ts";
import { id, identity, instant } from "./columns.ts";
import { people } from "./people.ts";

/** The last import of a cohort that changed anything; the next one takes its place, and undoing it takes it away. */
export const rosterImports = pgTable(
  "roster_imports",
  {
    id: identity<number>().primaryKey(),
    cohortId: id<CohortId>()
      .notNull()
      .references(() => cohorts.id),
    at: instant().notNull(),
    /** Units that it brought. */
    units: bigint({ mode: "number" }).array().$type<UnitId[]>().notNull(),
  },
  (t) => [unique("roster_imports_last").on(t.cohortId)],
);

/** Whom it changed. Both states are null once the person was erased. */
export const rosterChanges = pgTable(
  "roster_changes",
  {
    importId: id<number>()
      .notNull()
      .references(() => rosterImports.id, { onDelete: "cascade" }),
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    kind: text({ enum: ["created", "changed"] }).notNull(),
    /** Name, e-mail, phone, code, posts and place as they were; null for someone created. */
    before: jsonb().$type<Record<string, unknown>>(),
    /** A digest of the same as the import left it: whoever differs since is not touched by an undo. */
    after: text(),
    /** Messages that were taken back because the person left. */
    withdrawn: bigint({ mode: "number" }).array().$type<number[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ name: "roster_changes_pkey", columns: [t.importId, t.learnerId] }),
    index("roster_changes_learner").on(t.learnerId),
    check("roster_changes_kind", sql`${t.kind} in ('created', 'changed')`),
  ],
);
