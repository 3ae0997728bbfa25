/** Which of the streaks in `lifetimes` have to be worked out again. Triggers write both tables, whoever changes what. */
import { sql } from "drizzle-orm";
import { boolean, check, pgTable } from "drizzle-orm/pg-core";
import type { LearnerId } from "#domain/ids.ts";
import { id } from "./columns.ts";

/**
 * How often what decides everybody's streak was changed: holidays, outages, when cohorts learn, what is taught. One row;
 * none: never.
 */
export const streakWorld = pgTable(
  "streak_world",
  { only: boolean().primaryKey().default(true), generation: id<number>().notNull() },
  (t) => [check("streak_world_only", sql`${t.only}`)],
);

/**
 * Whose streak something of their own may have changed, a row each time. It is added and never looked up first, and it
 * refers to nobody: whoever adds it waits for nobody, and nobody for them.
 */
export const staleStreaks = pgTable("stale_streaks", { learnerId: id<LearnerId>().notNull() });
