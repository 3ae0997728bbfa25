import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Connection, connect } from "#db/connect.ts";
import { migrate, missingMigrations, onlyAdds, pending } from "#db/migrate.ts";
import { dropDatabase, emptyDatabase } from "../setup/database.ts";

let url: string;
let connection: Connection;

beforeEach(async () => {
  url = await emptyDatabase();
  connection = connect(url, { max: 1, applicationName: "hocvu tests" });
});
afterEach(async () => {
  await connection.end();
  await dropDatabase(url);
});

test("an empty database gets every migration, and the second time none", async () => {
  const wanted = await pending(connection.sql);
  expect(wanted[0]).toBe("0000_first");
  expect(await migrate(url)).toEqual({ applied: wanted });
  expect(await pending(connection.sql)).toEqual([]);
  expect(await migrate(url)).toEqual({ applied: [] });
});

test("ten processes that migrate at once apply each migration once", async () => {
  const wanted = await pending(connection.sql);
  const starters = Array.from({ length: 10 }, () => migrate(url));
  const results = await Promise.all(starters);
  expect(results.flatMap(({ applied }) => applied)).toEqual(wanted);
});

test("a migration that this program does not know is refused", async () => {
  await migrate(url);
  await connection.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 4102444800000)`;
  await expect(migrate(url)).rejects.toThrow(
    "does not know (generated 2100-01-01T00:00:00.000Z): run the newer program",
  );
});

test("a migration that was changed after it was applied is refused by name", async () => {
  await migrate(url);
  await connection.sql`update drizzle.__drizzle_migrations set hash = 'other' where id = 1`;
  await expect(migrate(url)).rejects.toThrow("migrations/0000_first.sql was changed after the database had it");
});

test("a migration older than what the database has is refused, since it would be passed over", async () => {
  await migrate(url);
  await connection.sql`delete from drizzle.__drizzle_migrations`;
  await connection.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 4102444800000)`;
  await expect(pending(connection.sql)).rejects.toThrow(
    "migrations/0000_first.sql is older than what the database already has",
  );
});

const newer = (when: number, adds: boolean) =>
  connection.sql`insert into drizzle.__drizzle_migrations (hash, created_at, only_adds) values ('x', ${when}, ${adds})`;

test("a database that is ahead by what only adds is good enough; one more that does not, and it is refused", async () => {
  await migrate(url);
  await connection.sql`alter table drizzle.__drizzle_migrations add column if not exists only_adds boolean not null default false`;
  await newer(4102444800000, true);
  expect(await migrate(url)).toEqual({ applied: [] });
  expect(await pending(connection.sql)).toEqual([]);
  await newer(4102444800001, false);
  await expect(migrate(url)).rejects.toThrow("(generated 2100-01-01T00:00:00.001Z): run the newer program");
});

test("what is missing may be applied beside programs that know the mark; those from before it are to be stopped first", async () => {
  await migrate(url);
  const second = connection.sql`(select id from drizzle.__drizzle_migrations where only_adds order by id limit 1 offset 1)`;
  await connection.sql`delete from drizzle.__drizzle_migrations where id >= ${second}`;
  expect((await missingMigrations(connection.sql))[0]).toMatchObject({ onlyAdds: true });
  await connection.sql`delete from drizzle.__drizzle_migrations where only_adds`;
  await connection.sql`alter table drizzle.__drizzle_migrations drop column only_adds`; // as those programs left it
  const missing = await missingMigrations(connection.sql);
  expect(missing.length).toBeGreaterThan(1);
  expect(missing.filter(({ onlyAdds }) => onlyAdds)).toEqual([]);
});

/** What takes away, or makes narrower, whatever the version before reads and writes. */
const takesAway = /\b(drop|rename|truncate|delete from|set not null|set data type|replace function)\b/i;

/** The statements of a migration that says it only adds, and cannot. A column that must be filled has a default. */
function notAdding(text: string): string[] {
  if (!text.startsWith(onlyAdds)) return [];
  const hearing = /\b(?:after|or) truncate on\b/gi; // a trigger's event takes nothing away
  const statements = text
    .replaceAll(/^--.*$/gm, "")
    .replaceAll(hearing, "")
    .split(";");
  return statements.filter(
    (one) => takesAway.test(one) || (/add column/i.test(one) && /not null/i.test(one) && !/default/i.test(one)),
  );
}

test("a migration says that it only adds where it does", () => {
  const says = (sql: string) => notAdding(`${onlyAdds}\n${sql}`).length === 0;
  expect(says("create table a (b bigint not null); alter table c add column d text; create index e on c (d)")).toBe(
    true,
  );
  expect(says(`alter table c add column d int default 0 not null`)).toBe(true);
  for (const sql of [
    "drop table a",
    "alter table c rename column d to e",
    "alter table c alter column d set not null",
    "alter table c add column d int not null",
  ])
    expect(says(sql)).toBe(false);
  const folder = path.resolve(import.meta.dirname, "../../migrations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  expect(files.flatMap((name) => notAdding(readFileSync(path.join(folder, name), "utf8")))).toEqual([]);
});
