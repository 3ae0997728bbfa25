/** What an Official Account has allowed us, as long as it lasts. */
import { sql } from "drizzle-orm";
import { check, integer, pgTable, smallint, text } from "drizzle-orm/pg-core";
import { bytes, instant } from "./columns.ts";

/**
 * The one pair of tokens of an application's Official Account, for all processes. Both are sealed with HOCVU_SECRET_KEY.
 * A new pair makes the old one worthless, so it is stored before anybody uses it.
 */
export const oaGrants = pgTable(
  "oa_grants",
  {
    appId: text().primaryKey(),
    /** Null until the platform was asked whose the tokens are. */
    oaId: text(),
    oaName: text(),
    /** 2 a business, 4 a body of the state. */
    oaType: smallint(),
    packageName: text(),
    accessSealed: bytes().notNull(),
    refreshSealed: bytes().notNull(),
    accessExpiresAt: instant().notNull(),
    refreshIssuedAt: instant().notNull(),
    /** A refresh was about to be asked for, and what came of it is not known here: under way, or lost. */
    refreshStartedAt: instant(),
    /** Grows by one with each pair. */
    generation: integer().notNull(),
    /** `needs_reauthorisation`: the platform takes neither token; a person must allow us anew. */
    state: text({ enum: ["live", "needs_reauthorisation"] })
      .notNull()
      .default("live"),
    /** What the platform said when it last refused a refresh: its number and name; null since a pair was made. */
    refused: text(),
  },
  (t) => [
    check("oa_grants_state", sql`${t.state} in ('live', 'needs_reauthorisation')`),
    check("oa_grants_forward", sql`${t.generation} > 0`),
  ],
);
