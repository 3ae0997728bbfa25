/** Answers that wait in thousands for one chat, or for a thousand: how many leave before those of the others. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Channel } from "#channels/channel.ts";
import { connect } from "#db/connect.ts";
import { insertReplies } from "#db/delivery/replies.ts";
import { Lane } from "#delivery/lane.ts";
import type { BotKey, ChatId, InboxId, ProcessId } from "#domain/ids.ts";
import { SlidingBudget } from "#domain/rate.ts";
import { plain } from "#domain/text.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { silent } from "../setup/log.ts";

const bot = "webchat:demo" as BotKey;
const now = new Date("2026-03-02T01:00:00Z");

/** So many chats are owed so many answers each, all of the first before any second. */
const owe = ({ db }: TestDatabase, name: string, chats: number, times: number) =>
  db.execute(sql`
    with h as (insert into chats (bot, address, last_used_at)
      select ${bot}, ${name} || n, ${now}::timestamptz from generate_series(1, ${chats}::int) n returning id),
    u as (insert into inbox (bot, update_key, chat, payload, received_at, state)
      select ${bot}, ${name} || id || ' ' || t, id, '{}', ${now}::timestamptz, 'done' from h, generate_series(1, ${times}::int) t
      returning id, chat)
    insert into deliveries (kind, lane, turn, bot, chat_id, inbox_id, ordinal, body, due_at, created_at)
    select 'reply', 0, row_number() over (partition by chat order by id) - 1, ${bot}, chat::bigint, id, 0, ${JSON.stringify({ text: [plain("x")], buttons: [], typedHint: null })}::jsonb,
      ${now}::timestamptz, ${now}::timestamptz from u order by id`);

async function openLane(database: TestDatabase) {
  const connection = connect(database.url, { max: 1, applicationName: "lane", byKey: true });
  const sent: string[] = [];
  let monotonic = 0;
  const channel = {
    name: "webchat",
    bot,
    limits: { text: 4096, buttons: 8 },
    handsOver: { kind: "none" },
    key: () => null,
    read: () => null,
    acknowledge: async () => {},
    probe: async () => ({ ok: true, name: "x" }) as const,
    send: async (to) => ({ kind: "sent", platformId: `m${sent.push(to.chat)}` }) as const,
  } satisfies Channel;
  const lane = new Lane({
    connection,
    channel,
    process: 1 as ProcessId,
    clock: { now: () => now, fromWall: (instant) => instant },
    monotonic: () => monotonic,
    budget: new SlidingBudget(1000, { maxUnderWay: 8, marginMs: 1 }),
    messagesPerMonth: null,
    say: async (_tx, { body }) => body!,
    log: silent,
    answered: () => {},
    contact: () => {},
  });
  await lane.take();
  monotonic += 1600;
  /** Rounds, rung for each as by somebody who was just answered, until so many of a name have left. */
  const until = async (name: string, count: number) => {
    while (sent.filter((chat) => chat.startsWith(name)).length < count) {
      lane.ring();
      const wait = await lane.pump();
      await new Promise((resolve) => setImmediate(resolve));
      monotonic += Math.min(wait, 5);
    }
    return sent;
  };
  return { until, end: () => connection.end() };
}

test("who is owed five thousand answers keeps nobody waiting for them", async () => {
  await using database = await freshDatabase();
  await owe(database, "flood", 1, 5000);
  await owe(database, "other", 20, 2);
  const lane = await openLane(database);
  const sent = await lane.until("other", 40);
  expect(sent.filter((chat) => chat === "flood1").length).toBeLessThanOrEqual(64);
  await lane.end();
});

test("who is owed one is not behind a thousand who are owed twenty each", async () => {
  await using database = await freshDatabase();
  await owe(database, "flood", 1000, 20);
  await owe(database, "one", 1, 1);
  const lane = await openLane(database);
  const sent = await lane.until("one", 1);
  expect(sent.length).toBeLessThanOrEqual(1000 + 64);
  await lane.end();
});

test("an answer knows how many are owed to its chat before it, its parts among themselves do not count", async () => {
  await using database = await freshDatabase();
  await owe(database, "other", 1, 1);
  const [chat] = await database.sql<{ id: ChatId }[]>`insert into chats (bot, address, last_used_at)
    values (${bot}, 'lan', ${now}) returning id`;
  const say = { text: [plain("x")], buttons: [], typedHint: null };
  const give = (inbox: number, count: number) =>
    insertReplies(
      database.db,
      { chatId: chat!.id, bot, learnerId: null },
      inbox as InboxId,
      Array.from({ length: count }, () => say),
      now,
    );
  await give(101, 2);
  await give(102, 1);
  await database.sql`update deliveries set state = 'queued' where inbox_id = 102`;
  await give(103, 1);
  await database.sql`update deliveries set state = 'sent' where chat_id = ${chat!.id}`;
  await give(104, 1);
  const rows = await database.sql`select inbox_id, turn from deliveries where chat_id = ${chat!.id} order by id`;
  expect(rows.map(({ inbox_id, turn }) => [inbox_id, turn])).toEqual([
    [101, 0],
    [101, 0],
    [102, 1],
    [103, 2],
    [104, 0],
  ]);
});
