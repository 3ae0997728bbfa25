/** Ways into the supervisors' dashboard. Of every secret only its SHA-256 is kept. */
import { index, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { LearnerId } from "#domain/ids.ts";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";

/** The link that lets a person in, once: at most one each. Whoever uses it deletes it. */
export const dashboardLinks = pgTable(
  "dashboard_links",
  {
    personId: id<LearnerId>()
      .primaryKey()
      .references(() => people.id),
    hash: text().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [unique("dashboard_links_hash").on(t.hash)],
);

/** A browser that was let in. It gives no right: what its person may see is read anew at each request. */
export const dashboardSessions = pgTable(
  "dashboard_sessions",
  {
    hash: text().primaryKey(),
    personId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    startedAt: instant().notNull(),
    /** To the minute. */
    seenAt: instant().notNull(),
  },
  (t) => [index("dashboard_sessions_person").on(t.personId)],
);
