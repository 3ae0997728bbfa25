import { type SQL, sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";

/**
 * One person's rows of a table, found by nothing else: `offset 0` keeps the planner, who may know of no rows yet, from going
 * through everybody's, or through the table in the order of another key.
 */
export const ownRows = (table: string, person: LearnerId | SQL, column = "learner_id"): SQL =>
  sql`(select * from ${sql.identifier(table)} own where own.${sql.identifier(column)} = ${person} offset 0)`;
