import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storeWebchatMessage, webchatMessagesSince } from "#db/chats/webchat.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());

const at = new Date("2026-03-02T00:30:00Z");
const say = (chat: string, text: string, fromBot = false) =>
  storeWebchatMessage(database.db, { chat, fromBot, view: { text }, at });

describe("what the demo's phones show", () => {
  test("is read back in order, from an id on, a chat at a time", async () => {
    const first = await say("a", "một");
    await say("b", "của người khác");
    const second = await say("a", "hai", true);
    expect(await webchatMessagesSince(database.db, "a", 0)).toEqual([
      { id: first, fromBot: false, view: { text: "một" }, at },
      { id: second, fromBot: true, view: { text: "hai" }, at },
    ]);
    expect(await webchatMessagesSince(database.db, "a", first)).toHaveLength(1);
    expect(await webchatMessagesSince(database.db, "a", second)).toEqual([]);
  });

  test("is its newest part where there is more than asked for", async () => {
    for (const text of ["1", "2", "3"]) await say("long", text);
    const views = (await webchatMessagesSince(database.db, "long", 0, 2)).map(({ view }) => view);
    expect(views).toEqual([{ text: "2" }, { text: "3" }]);
  });

  test("takes what PostgreSQL's text cannot hold", async () => {
    await say("nul", "a\0b\ud800");
    expect((await webchatMessagesSince(database.db, "nul", 0))[0]?.view).toEqual({ text: "a\ufffdb\ufffd" });
  });
});
