/** The ways in which old rows leave a table, or lose what is personal in them. */
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../connect.ts";

/** One thing that goes from a table. */
export interface Trim {
  readonly days: number;
  /** What goes, and counted from when: "what was written, from when it came". */
  readonly what: string;
  /** Takes away at most `limit` rows of what was there before an instant, and returns how many. */
  readonly run: (db: Db, before: Date, limit: number) => Promise<number>;
}

const count = async (db: Db, statement: SQL): Promise<number> => (await db.execute(statement)).count;

/** Deletes rows of a table, the rows chosen by physical place: whoever holds one just now keeps it until the next time. */
export const deletion =
  (table: string, old: (before: Date) => SQL): Trim["run"] =>
  (db, before, limit) =>
    count(
      db,
      sql`delete from ${sql.identifier(table)} where ctid = any(array(
        select ctid from ${sql.identifier(table)} where ${old(before)} limit ${limit} for update skip locked))`,
    );

/** The same, emptying columns. */
export const emptying = (table: string, columns: SQL, old: (before: Date) => SQL): Trim["run"] =>
  emptyingFound(
    table,
    columns,
    (before, limit) =>
      sql`select ctid from ${sql.identifier(table)} where ${old(before)} limit ${limit} for update skip locked`,
  );

/** The same, of rows that are found in a way of their own: a query of their physical places, which it has locked. */
export const emptyingFound =
  (table: string, columns: SQL, found: (before: Date, limit: number) => SQL): Trim["run"] =>
  (db, before, limit) =>
    count(db, sql`update ${sql.identifier(table)} set ${columns} where ctid = any(array(${found(before, limit)}))`);

/** What goes after so many days. */
export const trim = (days: number, what: string, run: Trim["run"]): Trim => ({ days, what, run });
