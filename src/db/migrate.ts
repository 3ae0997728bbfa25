import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { migrate as runMigrator } from "drizzle-orm/postgres-js/migrator";
import { connect, type Sql } from "./connect.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Any number that nobody else locks: "hocvu" as ASCII. */
const lockKey = 0x686f637675;

interface Migration {
  /** File name without ".sql". */
  readonly tag: string;
  /** SHA-256 of the file. */
  readonly hash: string;
  /** When it was generated, in milliseconds since 1970: the order in which they are applied. */
  readonly when: number;
}

/**
 * Brings the database up to the newest migration; any number of processes may ask at once. Throws when the database
 * and migrations/ tell different stories, and says which file.
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  await using connection = connect(url, { max: 1, applicationName: "hocvu migrate" });
  const { sql, db } = connection;
  await sql`select pg_advisory_lock(${lockKey})`; // ends with the connection
  const missing = await pending(sql);
  // Where nothing is missing a role that owns nothing may run the program: the migrator would ask for more.
  if (missing.length > 0) await runMigrator(db, { migrationsFolder });
  const left = await pending(sql);
  if (left.length > 0) throw new Error(`migrations were left out: ${left.join(", ")}`);
  return { applied: missing };
}

/**
 * The migrations this program has and the database has not, in order; none: they are at one. Throws as `migrate` does.
 */
export async function pending(sql: Sql): Promise<string[]> {
  const ours = readMigrations();
  const theirs = await readApplied(sql);
  const stray = theirs.findIndex(({ hash, when }, index) => ours[index]?.hash !== hash || ours[index]?.when !== when);
  if (stray === -1) return ours.slice(theirs.length).map(({ tag }) => tag);
  throw new Error(explain(ours, theirs[stray]!, stray));
}

/** Why the database's migration number `index` is not ours. */
function explain(ours: readonly Migration[], theirs: Omit<Migration, "tag">, index: number): string {
  const same = ours.find(({ when }) => when === theirs.when);
  if (same !== undefined && same.hash !== theirs.hash) {
    return `migrations/${same.tag}.sql was changed after the database had it: put the file back and add a new migration`;
  }
  const expected = ours[index];
  if (expected !== undefined && expected.when < theirs.when) {
    return `migrations/${expected.tag}.sql is older than what the database already has: generate it again, so that it comes last`;
  }
  const generated = new Date(theirs.when).toISOString();
  return `the database has a migration that this program does not know (generated ${generated}): run the newer program`;
}

function readMigrations(): Migration[] {
  const journal = JSON.parse(readFileSync(path.join(migrationsFolder, "meta", "_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  return readMigrationFiles({ migrationsFolder }).map(({ hash, folderMillis }, index) => ({
    tag: journal.entries[index]!.tag,
    hash,
    when: folderMillis,
  }));
}

async function readApplied(sql: Sql): Promise<Omit<Migration, "tag">[]> {
  const [found] = await sql`select to_regclass('drizzle.__drizzle_migrations') as name`;
  if (found?.name === null) return [];
  const rows = await sql<{ hash: string; when: number }[]>`
    select hash, created_at as when from drizzle.__drizzle_migrations order by created_at, id`;
  return [...rows];
}
