import { afterEach, beforeEach, expect, test } from "vitest";
import { type Connection, connect } from "#db/connect.ts";
import { forgetDead, listProcesses, register } from "#db/processes.ts";
import type { ProcessId } from "#domain/ids.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";

const now = new Date("2026-03-02T00:00:00Z");

let database: TestDatabase;
const sessions: Connection[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  return () => database.end();
});
afterEach(async () => void (await Promise.all(sessions.splice(0).map((session) => session.end()))));

const session = () => {
  const opened = connect(database.url, { max: 1, applicationName: "hocvu tests" });
  sessions.push(opened);
  return opened;
};
const listed = async () => (await listProcesses(database.db)).map(({ id }) => id);

test("whoever enters is listed until its session ends, and then forgotten", async () => {
  const [one, other] = [session(), session()];
  const first = await register(one.db, ["web"], now);
  const second = await register(other.db, ["worker", "bot"], now);
  expect(await listProcesses(database.db)).toMatchObject([
    { id: first, roles: ["web"], startedAt: now },
    { id: second, roles: ["worker", "bot"] },
  ]);
  await one.end();
  await expect.poll(listed).toEqual([second]);
  await forgetDead(database.db);
  expect(await database.sql`select id from processes`).toMatchObject([{ id: second }]);
});

test("nobody is forgotten while it enters", async () => {
  const entering = Array.from({ length: 12 }, session);
  await Promise.all(entering.map(({ sql }) => sql`select 1`));
  let entered = false;
  const forgetting = (async () => {
    while (!entered) await forgetDead(database.db);
  })();
  const ids: ProcessId[] = [];
  for (let round = 0; round < 20; round++)
    ids.push(...(await Promise.all(entering.map(({ db }) => register(db, ["web"], now)))));
  entered = true;
  await forgetting;
  expect(await listed()).toEqual(ids.sort((a, b) => a - b));
});

test("whoever was forgotten while its session was lost is listed again under the same number", async () => {
  const id = await register(session().db, ["worker"], now);
  await sessions.at(-1)!.end();
  await expect.poll(listed).toEqual([]);
  await forgetDead(database.db);
  const again = session();
  expect(await register(again.db, ["worker"], now, id)).toBe(id);
  expect(await register(again.db, ["worker"], now, id)).toBe(id);
  expect(await listProcesses(database.db)).toMatchObject([{ id, roles: ["worker"], startedAt: now }]);
  expect(await register(session().db, ["web"], now)).toBeGreaterThan(id);
});
