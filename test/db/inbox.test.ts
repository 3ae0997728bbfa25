import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lockNext, markDone, noteFailure, storeUpdate, tryStoring, waitingChats } from "#db/chats/inbox.ts";
import { storableJson } from "#db/json.ts";
import type { BotKey, InboxId } from "#domain/ids.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";

let database: TestDatabase;
const now = new Date("2026-03-02T01:00:00Z");
const bot = "telegram:1" as BotKey;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate inbox restart identity`;
});

const store = (updateKey: string, chat: string | null = "c1", payload: unknown = { updateKey }, of = bot) =>
  database.db.transaction((tx) => storeUpdate(tx, { bot: of, updateKey, chat, payload, receivedAt: now }));
/** By any update of the chat, the first where nothing else is said. */
const next = (of = 1 as InboxId) => database.db.transaction((tx) => lockNext(tx, of));
const done = (id: InboxId) => database.db.transaction((tx) => markDone(tx, id, now));
const fail = (id: InboxId) => database.db.transaction((tx) => noteFailure(tx, id, "TypeError src/x.ts:1"));

describe("storing", () => {
  test("the same update of a bot is stored once, however often and at whatever moment it comes", async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => store("7")));
    expect(ids.filter((id) => id !== null)).toHaveLength(1);
    expect(await store("7", "c1", {}, "zalo:1" as BotKey)).not.toBeNull();
  });

  test("keeps no key as it came: one may hold the name of the chat", async () => {
    await store("chat-4711:9", "chat-4711");
    const [row] = await database.sql`select update_key from inbox`;
    expect(row!.update_key).not.toContain("4711");
  });

  test("takes whatever JSON a stranger can send", async () => {
    const id = await store("nul\0", "c\0", { "a\0": 'x\0\ud800\\u0000"', deep: ["\udc00đ😀\\"] });
    expect(id).not.toBeNull();
    expect(await next(id!)).toMatchObject({
      payload: { "a\u{FFFD}": 'x\u{FFFD}\u{FFFD}\\u0000"', deep: ["\u{FFFD}đ😀\\"] },
    });
  });

  test("what PostgreSQL can hold comes back as it was", async () => {
    const value = fc.jsonValue({ noUnicodeString: false });
    await fc.assert(
      fc.asyncProperty(value, async (payload) => {
        const [row] = await database.sql<{ back: unknown }[]>`select ${storableJson(payload)}::jsonb as back`;
        const clean = JSON.stringify(payload).replace(/(\\\\)|\\u0000/g, (_, kept) => kept ?? "\u{FFFD}");
        expect(row!.back).toEqual(JSON.parse(clean.replace(/-0(?![\d.])/g, "0")));
      }),
      { numRuns: 50 },
    );
  });
});

describe("handling", () => {
  test("takes a chat's updates one after another, the oldest first, and leaves other chats alone", async () => {
    const [a, , b] = [await store("1"), await store("2", "c2"), await store("3")];
    expect(await next(b!)).toMatchObject({ id: a, bot, payload: { updateKey: "1" }, receivedAt: now, tries: 0 });
    await done(a!);
    expect(await next()).toMatchObject({ id: b });
    await done(b!);
    expect(await next()).toBeNull();
    expect(await next(77 as InboxId)).toBeNull();
  });

  test("an update of nobody's chat is a chat of its own", async () => {
    const [one, other] = [await store("1", null), await store("2", null)];
    expect(await next(other!)).toMatchObject({ id: other, more: false });
    await done(other!);
    expect(await next(other!)).toBeNull();
    expect(await next(one!)).toMatchObject({ id: one, more: false });
  });

  test("two processes never handle one chat at the same time", async () => {
    for (const key of ["1", "2", "3", "4", "5", "6"]) await store(key);
    const taken: InboxId[] = [];
    const drain = async () => {
      for (;;) {
        const more = await database.db.transaction(async (tx) => {
          const update = await lockNext(tx, 1 as InboxId);
          if (update === null) return false;
          taken.push(update.id);
          await tx.execute("select pg_sleep(0.005)");
          await markDone(tx, update.id, now);
          return true;
        });
        if (!more) return;
      }
    };
    await Promise.all([drain(), drain(), drain()]);
    expect(taken).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("what fails three times is parked, and the chat goes on", async () => {
    const [bad, good] = [(await store("1"))!, (await store("2"))!];
    expect([await fail(bad), await fail(bad)]).toEqual(["waiting", "waiting"]);
    expect(await next()).toMatchObject({ id: bad, tries: 2 });
    expect(await fail(bad)).toBe("parked");
    expect(await next()).toMatchObject({ id: good });
    expect(await database.sql`select state, tries, error from inbox where id = ${bad}`).toEqual([
      { state: "parked", tries: 3, error: "TypeError src/x.ts:1" },
    ]);
  });
});

test("a sweep finds one waiting update of each chat, the oldest", async () => {
  const ids = [
    await store("1"),
    await store("2"),
    await store("3", "c2"),
    await store("4", null),
    await store("5", null),
  ];
  expect(await database.db.transaction((tx) => waitingChats(tx, 10))).toEqual([ids[0], ids[2], ids[3], ids[4]]);
  expect(await database.db.transaction((tx) => waitingChats(tx, 1))).toEqual([ids[0]]);
});

test("it is tried whether an update could be stored, by several at once, and none is", async () => {
  await Promise.all([tryStoring(database.db, now), tryStoring(database.db, now)]);
  expect(await database.sql`select count(*) as n from inbox`).toEqual([{ n: 0 }]);
  const onlyReads = database.db.transaction(async (tx) => {
    await tx.execute("set transaction read only");
    await tryStoring(tx, now);
  });
  await expect(onlyReads).rejects.toMatchObject({ cause: { code: "25006" } });
});
