import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { type Connection, connect } from "#db/connect.ts";

export const templateName = "hocvu_template";

export interface TestDatabase extends Connection {
  readonly url: string;
}

/** A database of its own with all migrations, for one test file: `await using database = await freshDatabase()`. */
export async function freshDatabase({ max = 5 } = {}): Promise<TestDatabase> {
  const url = await createDatabase(templateName);
  const connection = connect(url, { max, applicationName: "hocvu tests" });
  const end = async () => {
    await connection.end();
    await dropDatabase(url);
  };
  return { ...connection, url, end, [Symbol.asyncDispose]: end };
}

/** The address of a new database without anything in it; whoever made it drops it. */
export const emptyDatabase = (): Promise<string> => createDatabase("template1");

async function createDatabase(template: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await using admin = connect(inject("databaseUrl"), { max: 1, applicationName: "hocvu tests" });
  await admin.sql`create database ${admin.sql(name)} template ${admin.sql(template)}`;
  // Whatever zone the tests run in is the server's, too: neither may matter.
  await admin.sql.unsafe(`alter database ${name} set timezone to '${process.env.TZ ?? "UTC"}'`);
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${name}`;
  return url.href;
}

/** Ends the connections that are left, too. */
export async function dropDatabase(url: string): Promise<void> {
  await using admin = connect(inject("databaseUrl"), { max: 1, applicationName: "hocvu tests" });
  await admin.sql`drop database if exists ${admin.sql(new URL(url).pathname.slice(1))} with (force)`;
}
