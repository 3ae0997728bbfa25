import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { migrate as runMigrator } from "drizzle-orm/postgres-js/migrator";
import { connect, type Sql, withDeadline } from "./connect.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Any number that nobody else locks: "hocvu" as ASCII. */
const lockKey = 0x686f637675;

/** A server that takes the connection and says nothing is not waited for at a start; whoever migrates is. */
const answersWithinMs = 20_000;

/** The database's story is not the program's: it is reached, and another address or a restart would not help. */
export class OtherStory extends Error {}

interface Migration {
  /** File name without ".sql". */
  readonly tag: string;
  /** SHA-256 of the file. */
  readonly hash: string;
  /** When it was generated, in milliseconds since 1970: the order in which they are applied. */
  readonly when: number;
  /** The program before it may run on a database that has it: its file begins with `onlyAdds`. */
  readonly onlyAdds: boolean;
}

/**
 * The first line of a migration beside which the program before it still works: nothing that this one reads is taken
 * away or means something else, nothing that it writes is refused, and it may read whatever the new program writes.
 */
export const onlyAdds = "-- only adds";

/**
 * Brings the database up to the newest migration; any number of processes may ask at once. Throws when the database
 * and migrations/ tell different stories, and says which file.
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  await using connection = connect(url, { max: 1, applicationName: "hocvu migrate" });
  const { sql, db } = connection;
  await withDeadline(sql`select 1`, answersWithinMs, "the database");
  await sql`select pg_advisory_lock(${lockKey})`; // ends with the connection
  const missing = await pending(sql);
  // Where nothing is missing a role that owns nothing may run the program: the migrator would ask for more.
  if (missing.length > 0) await runMigrator(db, { migrationsFolder });
  await markAdding(sql);
  const left = await pending(sql);
  if (left.length > 0) throw new Error(`migrations were left out: ${left.join(", ")}`);
  return { applied: missing };
}

/**
 * The migrations this program has and the database has not, in order; none: they are at one, or the database is ahead by
 * such as only add. Throws as `migrate` does.
 */
export async function pending(sql: Sql): Promise<string[]> {
  return (await migrationsToCome(sql)).map(({ tag }) => tag);
}

/**
 * As `pending`, with whether the programs that run now may go on beside each: never where the database has no mark yet,
 * since they may be older than the mark, and refuse whatever they do not know.
 */
export async function missingMigrations(sql: Sql): Promise<Pick<Migration, "tag" | "onlyAdds">[]> {
  const missing = await migrationsToCome(sql);
  const knowsMarks = (await readApplied(sql)).some(({ onlyAdds }) => onlyAdds);
  return missing.map(({ tag, onlyAdds }) => ({ tag, onlyAdds: onlyAdds && knowsMarks }));
}

async function migrationsToCome(sql: Sql): Promise<Migration[]> {
  const ours = readMigrations();
  const theirs = await readApplied(sql);
  const isOurs = ({ hash, when }: Applied, index: number) => ours[index]?.hash === hash && ours[index]?.when === when;
  const stray = theirs.findIndex((one, index) => !isOurs(one, index) && !(index >= ours.length && one.onlyAdds));
  if (stray === -1) return ours.slice(theirs.length);
  throw new OtherStory(explain(ours, theirs[stray]!, stray));
}

type Applied = Omit<Migration, "tag">;

/** Why the database's migration number `index` is not ours. */
function explain(ours: readonly Migration[], theirs: Applied, index: number): string {
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
  return readMigrationFiles({ migrationsFolder }).map(({ hash, folderMillis, sql }, index) => ({
    tag: journal.entries[index]!.tag,
    hash,
    when: folderMillis,
    onlyAdds: sql[0]?.trimStart().startsWith(onlyAdds) ?? false,
  }));
}

/** A program that does not have the file reads it in the migrator's own table. Nothing is asked where all are marked. */
async function markAdding(sql: Sql): Promise<void> {
  const marked = new Set((await readApplied(sql)).filter((one) => one.onlyAdds).map(({ hash }) => hash));
  const unmarked = readMigrations().filter((one) => one.onlyAdds && !marked.has(one.hash));
  if (unmarked.length === 0) return;
  await sql`alter table drizzle.__drizzle_migrations add column if not exists only_adds boolean not null default false`;
  await sql`
    update drizzle.__drizzle_migrations set only_adds = true where hash = any(${unmarked.map(({ hash }) => hash)}::text[])`;
}

/** Which only add is unknown, and taken for no, in a database that was last migrated before there was such a mark. */
async function readApplied(sql: Sql): Promise<Applied[]> {
  const [found] = await sql`select to_regclass('drizzle.__drizzle_migrations') as name`;
  if (found?.name === null) return [];
  const rows = await sql<Applied[]>`
    select hash, created_at as when, coalesce((to_jsonb(m) ->> 'only_adds')::boolean, false) as "onlyAdds"
    from drizzle.__drizzle_migrations m order by created_at, id`;
  return [...rows];
}
