import { afterEach, beforeEach, expect, test } from "vitest";
import { type Connection, connect } from "#db/connect.ts";
import { migrate, pending } from "#db/migrate.ts";
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

test("processes that migrate at once apply each migration once", async () => {
  const wanted = await pending(connection.sql);
  const results = await Promise.all([migrate(url), migrate(url), migrate(url)]);
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
