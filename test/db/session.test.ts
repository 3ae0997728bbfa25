import { afterEach, beforeEach, expect, test } from "vitest";
import { type Connection, connect } from "#db/connect.ts";
import { askForLock, currentSession, patience, takeSessionLock } from "#db/session.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";

const name = "lane of nobody";

let database: TestDatabase;
let holder: Connection;
let other: Connection;
let ended: number;
let ask: () => Promise<number | null>;

beforeEach(async () => {
  database = await freshDatabase();
  const session = () => connect(database.url, { max: 1, applicationName: "hocvu tests" });
  holder = session();
  other = session();
  await Promise.all([currentSession(holder.db), currentSession(other.db)]); // connecting has a time limit, and is not what is asked here
  ended = 0;
  const lock = askForLock(name, () => {
    ended += 1;
  });
  ask = () => lock(other.db);
  return async () => {
    await Promise.all([holder.end(), other.end()]);
    await database.end();
  };
});
afterEach(() => expect(ended).toBeLessThanOrEqual(1));

test("a lock that nobody holds is had at once, and by one alone", async () => {
  expect(await ask()).toBe(await currentSession(other.db));
  expect(await takeSessionLock(holder.db, name)).toBeNull();
});

test("a holder that is found without a word again and again loses the session, and whoever asks next has the lock", async () => {
  const held = await takeSessionLock(holder.db, name);
  for (let asked = 0; asked < patience; asked++) {
    expect(ended).toBe(0);
    expect(await ask()).toBeNull();
  }
  expect(ended).toBe(1);
  await expect.poll(ask).toBe(await currentSession(other.db));
  await expect.poll(() => currentSession(holder.db).catch(() => held)).not.toBe(held);
});

test("one that stands still within a transaction loses it, too", async () => {
  let asking: Promise<void> | null = null;
  const held = holder.db.transaction(async (tx) => {
    await takeSessionLock(tx, name);
    asking = (async () => {
      for (let asked = 0; asked < patience; asked++) expect(await ask()).toBeNull();
    })();
    await asking;
    return await currentSession(tx);
  });
  await expect(held).rejects.toThrow();
  await asking; // the transaction may hear of its end before whoever has ended it does
  expect(ended).toBe(1);
});

test("a holder that speaks now and then keeps it, however long others ask", async () => {
  const held = await takeSessionLock(holder.db, name);
  for (let asked = 0; asked < 3 * patience; asked++) {
    if (asked % (patience - 1) === 0) expect(await currentSession(holder.db)).toBe(held);
    expect(await ask()).toBeNull();
  }
  expect(ended).toBe(0);
});

test("a holder whom the database keeps waiting does not stand still", async () => {
  await takeSessionLock(holder.db, name);
  await takeSessionLock(other.db, "in the way");
  const waits = holder.sql`select pg_advisory_lock(hashtextextended('in the way', 0))`.execute();
  await expect
    .poll(async () => database.sql`select from pg_locks where locktype = 'advisory' and not granted`)
    .toHaveLength(1);
  for (let asked = 0; asked < 2 * patience; asked++) expect(await ask()).toBeNull();
  expect(ended).toBe(0);
  await other.sql`select pg_advisory_unlock_all()`;
  await waits;
});

test("another lock's holder is left alone", async () => {
  const held = await takeSessionLock(holder.db, `${name} else`);
  await using third = connect(database.url, { max: 1, applicationName: "hocvu tests" });
  await takeSessionLock(third.db, name);
  for (let asked = 0; asked < patience; asked++) await ask();
  expect(ended).toBe(1);
  expect(await currentSession(holder.db)).toBe(held);
});
