/** What docs/operations.md has an operator say to PostgreSQL, so that the program owns nothing, is enough for it, and no more. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readConfig } from "#app/config.ts";
import { openDatabase } from "#app/database.ts";
import { openLog } from "#app/log.ts";
import { allRoles } from "#app/roles.ts";
import { run } from "#app/run.ts";
import { connect } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { dropDatabase } from "../setup/database.ts";
import { hocvuInside } from "./hocvu.ts";

const guide = readFileSync(path.resolve(import.meta.dirname, "..", "..", "docs", "operations.md"), "utf8");
const section = guide.slice(guide.indexOf("\n## Two roles"), guide.indexOf("\n## Somebody guesses codes"));
/** Roles belong to the whole server, which other tests use: ours get names of their own, the database too. */
const mark = `t${randomUUID().replaceAll("-", "").slice(0, 12)}`;
const [roles, grants, audit] = [...section.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, block]) =>
  block!
    .replaceAll(/\bhocvu(_owner|_run|_audit)?\b/g, (name) => `${mark}_${name}`)
    .split(";\n")
    .filter((statement) => statement.trim() !== ""),
);

const urlOf = (database: string, user?: string, password?: string): string => {
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${database}`;
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = password;
  return url.href;
};
const name = `${mark}_hocvu`;
const superuser = urlOf(name);
const owner = urlOf(name, `${mark}_hocvu_owner`, "one");
const program = urlOf(name, `${mark}_hocvu_run`, "another");

async function say(url: string, statements: readonly string[]): Promise<void> {
  await using connection = connect(url, { max: 1, applicationName: "hocvu tests" });
  for (const statement of statements) await connection.sql.unsafe(statement);
}

beforeAll(async () => {
  await say(inject("databaseUrl"), roles!);
  await say(superuser, grants!);
  await migrate(owner);
  await say(superuser, audit!);
});
afterAll(async () => {
  await dropDatabase(superuser);
  await say(
    inject("databaseUrl"),
    ["owner", "run", "audit"].map((role) => `drop role ${mark}_hocvu_${role}`),
  );
});

test("the program runs in all its roles, and its commands work", async () => {
  const config = readConfig({ DATABASE_URL: program, PORT: "0", LOG_LEVEL: "silent" });
  if (!config.ok) throw new Error(config.problem);
  const log = openLog("silent", []);
  const running = await run(config.value, allRoles, log, openDatabase(config.value, log, 3));
  expect((await fetch(`${running.address}/readyz`)).status).toBe(200);
  await running[Symbol.asyncDispose]();
  const env = { DATABASE_URL: program, LOG_LEVEL: "fatal" };
  const wish = ["--name", "A", "--course", "hoc-vu-so", "--start", "2026-03-02", "--at", "07:30"];
  for (const words of [["cohort", "create", ...wish], ["audit", "verify"], ["doctor"], ["status"]])
    expect(await hocvuInside(words, env)).toMatchObject({ code: 0, stderr: "" });
});

test.each([
  "update audit set subject = 'learner:9'",
  "delete from audit",
  "truncate audit",
  "update audit_head set seq = 1",
  "alter table audit disable trigger all",
  "alter table audit owner to current_user",
  "drop table audit",
  "drop schema public cascade",
  "set session_replication_role = replica",
  "set role hocvu_audit",
  "create or replace function audit_append() returns trigger language plpgsql as $$ begin return new; end $$",
])("it may not %s", async (statement) => {
  await expect(say(program, [statement.replace("hocvu_audit", `${mark}_hocvu_audit`)])).rejects.toMatchObject({
    code: "42501",
  });
});

test("the nightly dump, which reads every table and sequence, may be made as the program", async () => {
  await using connection = connect(program, { max: 1, applicationName: "hocvu tests" });
  const closed = await connection.sql`
    select c.oid::regclass::text as name from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'drizzle'::regnamespace)
      and case when c.relkind = 'S' then not has_sequence_privilege(c.oid, 'select')
        when c.relkind in ('r', 'v', 'm', 'p') then not has_table_privilege(c.oid, 'select') else false end`;
  expect([...closed]).toEqual([]);
});

test("the part about the audit may be said again, after a restore or a migration", async () => {
  await say(superuser, audit!);
});
