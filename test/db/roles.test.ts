/** The statements of docs/operations.md, on a database of their own: one role migrates, the other runs the program and owns nothing. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openWebchat } from "#channels/webchat/open.ts";
import { type Connection, connect } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { verifyAudit } from "#db/records/audit-chain.ts";
import { sweepOld } from "#db/records/retention.ts";
import { brokenSums } from "#db/sums.ts";
import { planDay } from "#delivery/plan.ts";
import type { BotKey } from "#domain/ids.ts";
import { eraseLearner } from "#learning/erase.ts";
import { showLearner } from "#learning/state.ts";
import { openQueue } from "#queue/queues.ts";
import { report } from "#supervision/report.ts";
import { at, learn } from "../learning/pupil.ts";
import { dropDatabase } from "../setup/database.ts";
import { silent } from "../setup/log.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";
import { openWorker } from "../setup/working.ts";

const guide = readFileSync(path.resolve(import.meta.dirname, "../../docs/operations.md"), "utf8");
const section = guide.slice(guide.indexOf("## Two roles in the database"), guide.indexOf("## Somebody guesses codes"));

/** Roles and databases belong to the whole server, on which other tests make theirs. */
const mark = `r${Math.random().toString(36).slice(2, 10)}`;
const blocks = [...section.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, text]) =>
  text!
    .replaceAll(/\bhocvu_(owner|run|audit)\b/g, `${mark}_$1`)
    .replaceAll(/\bdatabase hocvu\b/g, `database ${mark}_db`),
);

const urlOf = (role: string | null, password: string): string => {
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${mark}_db`;
  if (role !== null) [url.username, url.password] = [`${mark}_${role}`, password];
  return url.href;
};

let owner: string;
let url: string;
let app: Connection;

beforeAll(async () => {
  await using server = connect(inject("databaseUrl"), { max: 1, applicationName: "hocvu tests" });
  for (const statement of blocks[0]!.split(";").filter((one) => one.trim() !== "")) await server.sql.unsafe(statement);
  [owner, url] = [urlOf("owner", "one"), urlOf("run", "another")];
  await using superuser = connect(urlOf(null, ""), { max: 1, applicationName: "hocvu tests" });
  await superuser.sql.unsafe(blocks[1]!);
  await migrate(owner);
  await superuser.sql.unsafe(blocks[2]!);
  app = connect(url, { max: 5, applicationName: "hocvu tests" });
});
afterAll(async () => {
  await app.end();
  await dropDatabase(owner);
  await using server = connect(inject("databaseUrl"), { max: 1, applicationName: "hocvu tests" });
  await server.sql.unsafe(["owner", "run", "audit"].map((role) => `drop role ${mark}_${role};`).join(" "));
});

test("the running role finds nothing to migrate, and owns nothing", async () => {
  expect(await migrate(url)).toEqual({ applied: [] });
  expect(
    await app.sql`select relname from pg_class where relowner = current_user::regrole and relnamespace = 'public'::regnamespace`,
  ).toEqual([]);
  const [row] = await app.sql`select current_setting('is_superuser') as super`;
  expect(row).toEqual({ super: "off" });
});

test("it pushes, takes answers, reports, erases, forgets what is old and writes the audit", async () => {
  const morning = at("2026-03-02", "07:30");
  const course = makeCourse();
  await publish(app.db, course, morning);
  const { id, learners } = await makeCohort(app.db, course, {
    learners: 2,
    now: morning,
    bot: "webchat:demo" as BotKey,
  });
  const [lan] = learners as [Enrolled];
  expect(await planDay(app.db, morning)).toEqual({ lessons: 2, reminders: 0 });
  const worker = await openWorker(url, openWebchat({ deliver: async () => "1" }), () => morning);
  await worker.work();
  await worker.end();
  expect(await app.sql`select state, count(*) as n from deliveries group by 1`).toEqual([{ state: "sent", n: 2 }]);
  await learn(app.db, lan.learner, morning);
  const whole = { scope: { kind: "cohort", id }, name: "Lớp thử" } as const;
  expect(await app.db.transaction((tx) => report(tx, whole, morning, null))).toMatchObject({ cohort: id });
  expect(await app.db.transaction((tx) => eraseLearner(tx, lan.learner, "operator", null, morning))).toMatchObject({
    kind: "erased",
  });
  expect(await app.db.transaction((tx) => showLearner(tx, lan.learner, morning))).toMatchObject({
    state: "erased",
    points: 35,
  });
  await sweepOld(app.db, at("2027-03-02"));
  expect(await brokenSums(app.db)).toEqual([]);
  expect(await app.db.transaction((tx) => verifyAudit(tx, null))).toMatchObject({ ok: true });
  expect(await app.sql`select deed from audit`).toEqual([{ deed: "erase" }]);
});

test("it makes the queue's schema", async () => {
  await using queues = await openQueue({ databaseUrl: url, redisUrl: undefined, log: silent });
  await queues.ping();
});

test.for([
  "drop table people",
  "alter table deliveries add column x int",
  "create table public.mine (x int)",
  "alter table people disable trigger all",
  "update audit set subject = 'x'",
  "delete from audit",
  "truncate people cascade",
  "update audit_head set seq = 0",
  "delete from drizzle.__drizzle_migrations",
  "create role another superuser",
  "copy people to program 'cat'",
])("it may not: %s", async (statement) => {
  await expect(app.sql.unsafe(statement)).rejects.toMatchObject({ code: "42501" });
});
