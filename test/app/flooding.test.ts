/** One person, or a thousand, write far more than anybody can: how many of their answers come before those of the others. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Base } from "#app/base.ts";
import { openHandling } from "#app/handling.ts";
import { openWebchat } from "#channels/webchat/open.ts";
import type { BotKey, InboxId } from "#domain/ids.ts";
import { freshDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { silent } from "../setup/log.ts";

const bot = "webchat:demo" as BotKey;
const now = new Date("2026-03-02T01:00:00Z");

async function openDoor() {
  const database = await freshDatabase();
  const { db } = database;
  const given: InboxId[] = [];
  const base = {
    bots: new Map([[bot, { channel: openWebchat({ deliver: async () => "1" }), messagesPerMonth: null }]]),
    clock: { now: () => now, fromWall: (instant: Date) => instant },
    config: { timezone: "Asia/Ho_Chi_Minh" },
    log: silent,
    databaseUrl: database.url,
    metrics: { handled: () => {} },
    queues: {
      workInbox: () => ({ stop: async () => {} }),
      ringInbox: async (ids: readonly InboxId[]) => void given.push(...ids),
      ringExports: async () => {},
    },
  };
  const handling = openHandling(
    base as unknown as Base,
    async () => {},
    () => null,
  );
  return {
    given,
    handling,
    /** Each of so many chats writes so often, in turn; what they wrote is stored, and rung for as it would be then. */
    async write(name: string, chats: number, times: number) {
      const rows = await db.execute<{ id: InboxId; chat: string }>(sql`
        insert into inbox (bot, update_key, chat, payload, received_at)
        select ${bot}, ${name} || n || ' ' || t, ${name} || n, jsonb_build_object('id', ${name} || n || ' ' || t,
          'chat', ${name} || n, 'name', 'x', 'at', ${now.toISOString()}::text, 'text', 'xin chào'), ${now}::timestamptz
        from generate_series(1, ${times}::int) t, generate_series(1, ${chats}::int) n order by t, n returning id, chat`);
      return () =>
        void handling.ringInbox(
          rows.map(({ id }) => id),
          "now",
          new Map(rows.map(({ id, chat }) => [id, chat])),
        );
    },
    /** Whom the answers were for, and to which update, in the order in which they were given. */
    answered: () =>
      db.execute<{ chat: string; update: InboxId }>(sql`
        select h.address as chat, d.inbox_id as update from deliveries d join chats h on h.id = d.chat_id order by d.id`),
    async close() {
      await handling[Symbol.asyncDispose]();
      await database.end();
    },
  };
}

type Answered = readonly { readonly chat: string; readonly update: InboxId }[];

function inOrder(answers: Answered): boolean {
  const last = new Map<string, number>();
  return answers.every(({ chat, update }) => {
    const before = last.get(chat) ?? 0;
    last.set(chat, update);
    return before < update;
  });
}

test("who sends five thousand updates is answered in turn with those who send two", async () => {
  const door = await openDoor();
  const flood = await door.write("flood", 1, 5000);
  const others = await door.write("other", 20, 2);
  flood();
  others();
  const theirs = (all: Answered) => all.filter(({ chat }) => chat.startsWith("other"));
  await eventually("all others are answered", async () => theirs([...(await door.answered())]).length === 40);
  const all = [...(await door.answered())];
  const last = all.findLastIndex(({ chat }) => chat.startsWith("other"));
  expect(all.slice(0, last).filter(({ chat }) => chat === "flood1").length).toBeLessThanOrEqual(10);
  expect(inOrder(all)).toBe(true);
  await door.close();
  expect(door.given).toHaveLength(1); // whoever has time goes on with the flood
});

test("while hundreds send twenty each, nobody is answered a second time before whoever sends one", async () => {
  const many = 300;
  const door = await openDoor();
  const flood = await door.write("flood", many, 20);
  const one = await door.write("one", 1, 1);
  flood();
  one();
  const isAnswered = async () => (await door.answered()).some(({ chat }) => chat === "one1");
  await eventually("the one is answered", isAnswered, 90_000);
  const all = [...(await door.answered())];
  await door.close();
  const place = all.findIndex(({ chat }) => chat === "one1");
  expect(place).toBeLessThanOrEqual(many + 8);
  expect(new Set(all.slice(0, place).map(({ chat }) => chat)).size).toBeGreaterThanOrEqual(place - 8);
  expect(inOrder(all)).toBe(true);
});
