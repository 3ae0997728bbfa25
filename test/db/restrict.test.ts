import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Connection, connect } from "#db/connect.ts";
import { migrate, pending } from "#db/migrate.ts";
import { recordDeeds } from "#db/records/audit.ts";
import { readAuditHead, verifyAudit } from "#db/records/audit-chain.ts";
import { restrictedUrl } from "#db/restrict.ts";
import { brokenSums } from "#db/sums.ts";
import type { Zone } from "#domain/time.ts";
import { openQueue } from "#queue/queues.ts";
import { restructure } from "#supervision/restructure.ts";
import { dropDatabase, emptyDatabase } from "../setup/database.ts";
import { silent } from "../setup/log.ts";
import { cohort, importText, monday, publish } from "../supervision/world.ts";

let owner: string;
let admin: Connection;
let url: string;
let app: Connection;

beforeAll(async () => {
  owner = await emptyDatabase();
  await migrate(owner);
  admin = connect(owner, { max: 1, applicationName: "hocvu tests" });
  // As an earlier version left it: everything is the superuser's, the queue too.
  await using queues = await openQueue({ databaseUrl: owner, redisUrl: undefined, log: silent });
  await queues.ping();
  await admin.db.transaction((tx) =>
    recordDeeds(tx, [{ at: monday, actor: "operator", deed: "x", subject: "learner:1" }]),
  );
  url = await restrictedUrl(owner);
  app = connect(url, { max: 5, applicationName: "hocvu tests" });
});
afterAll(async () => {
  await app.end();
  await admin.end();
  await dropDatabase(owner);
});

test("the program does its work without the owner's rights", async () => {
  expect(await app.sql`select current_user as who, current_setting('is_superuser') as super`).toEqual([
    { who: "hocvu_app", super: "off" },
  ]);
  expect(await pending(app.sql)).toEqual([]);
  await publish(app.db);
  const id = await cohort(app.db);
  expect(await importText(app.db, "ho_ten,don_vi\nAn,Tỉnh / Xã A\nBa,Tỉnh / Xã B\n", { cohort: id })).toMatchObject({
    created: 2,
  });
  const wish = { kind: "merge", units: ["Xã B"], into: "Xã A", keepSupervisors: false } as const;
  const options = { on: null, zone: "Asia/Ho_Chi_Minh" as Zone, now: monday, dryRun: false };
  expect(await app.db.transaction((tx) => restructure(tx, wish, options))).toMatchObject({ ok: true });
  expect(await brokenSums(app.db)).toEqual([]);
  expect(await app.db.transaction((tx) => verifyAudit(tx, null))).toMatchObject({ ok: true });
});

test("the queue makes its own schema", async () => {
  await using queues = await openQueue({ databaseUrl: url, redisUrl: undefined, log: silent });
  await queues.ping();
  const [row] = await admin.sql`select pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = 'bullmq'`;
  expect(row).toEqual({ owner: "hocvu_app" });
});

describe("the program cannot change what is in the audit, nor take away what keeps it", () => {
  test.for([
    "update audit set subject = 'learner:9'",
    "delete from audit",
    "truncate audit",
    "update audit_head set seq = 0",
    "delete from audit_head",
    "drop table audit",
    "drop schema public cascade",
    "alter table audit disable trigger all",
    "alter table audit rename to gone",
    "drop trigger audit_unchanged on audit",
    "create trigger mine before insert on audit for each row execute function audit_refuse()",
    "create or replace function audit_refuse() returns trigger language plpgsql as $$ begin return null; end $$",
    "alter function audit_append() rename to gone",
    "set session_replication_role = replica",
    "set role hocvu_audit",
    "set role hocvu",
    "alter table people disable trigger all",
  ])("%s", async (statement) => {
    const before = await admin.db.transaction(readAuditHead);
    await expect(app.sql.unsafe(statement)).rejects.toMatchObject({ code: "42501" });
    expect(await admin.db.transaction(readAuditHead)).toEqual(before);
  });
});

test("a second time nothing is done; what a later migration brings is given at the next start", async () => {
  const rights = () =>
    admin.sql`select relname, relowner, relacl::text from pg_class where relnamespace = 'public'::regnamespace order by 1`;
  const before = [...(await rights())];
  expect(await Promise.all([restrictedUrl(owner), restrictedUrl(owner)])).toEqual([url, url]);
  expect([...(await rights())]).toEqual(before);
  await admin.sql`create table later (id bigint generated always as identity primary key, word text)`;
  await expect(app.sql`select * from later`).rejects.toMatchObject({ code: "42501" });
  await Promise.all([restrictedUrl(owner), restrictedUrl(owner), restrictedUrl(owner)]);
  await app.sql`insert into later (word) values ('x')`;
  await admin.sql`drop table later`;
  expect(new URL(url).password).not.toBe(new URL(owner).password);
});
