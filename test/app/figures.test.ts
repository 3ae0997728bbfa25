import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bot } from "#app/bots.ts";
import { perSecond } from "#app/budgets.ts";
import { bookFigures } from "#app/figures/book.ts";
import { laneFigures } from "#app/figures/lanes.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Figure } from "#http/scrape.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";

const now = new Date("2026-11-02T01:00:00Z");
const clock = { now: () => now, fromWall: (instant: Date) => instant };
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const [zalo, telegram, account] = ["zalo:1", "telegram:2", "zalo-oa:3"] as BotKey[] as [BotKey, BotKey, BotKey];

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 2 });
});
afterAll(() => database.end());

/** "name{label=value} figure" of every reading. */
async function tell(figures: readonly Figure[]): Promise<string[]> {
  const all = await Promise.all(figures.map(async ({ name, read }) => ({ name, readings: await read() })));
  return all.flatMap(({ name, readings }) =>
    readings.map(({ labels, value }) => `${name}{${Object.values(labels).join()}} ${value}`),
  );
}

describe("the figures of the books", () => {
  test("are zero where nothing waits", async () => {
    expect(await tell(bookFigures({ db: database.db, clock: clock as never }))).toEqual(
      expect.arrayContaining([
        ...["hocvu_unknown_sends{} 0", "hocvu_inbox{waiting} 0", "hocvu_inbox_oldest_seconds{} 0"],
        ...["hocvu_exports_waiting{} 0", "hocvu_exports_oldest_seconds{} 0", "hocvu_deliveries{planned} 0"],
      ]),
    );
  });

  test("say how long the oldest has waited, and leave out what may not leave", async () => {
    const { db } = database;
    await db.execute(sql`insert into lanes (bot) values (${zalo}), (${telegram})`);
    for (const [key, at, state] of [
      ["a", ago(40), "done"],
      ["b", ago(30), "waiting"],
      ["c", ago(20), "waiting"],
      ["d", ago(50), "parked"],
    ] as const)
      await db.execute(sql`insert into inbox (bot, update_key, chat, payload, received_at, state)
        values (${zalo}, ${key}, ${key}, '{}'::jsonb, ${at}::timestamptz, ${state})`);
    await db.execute(sql`insert into chats (bot, address, last_used_at) values (${zalo}, '7', ${now}::timestamptz)`);
    for (const [state, due, expires, unknowns] of [
      ["planned", ago(10), null, 1],
      ["planned", ago(60), ago(5), 0], // too late
      ["planned", ago(-5), null, 0], // not yet
      ["sent", ago(90), null, 1],
    ] as const)
      await db.execute(sql`insert into deliveries (kind, lane, bot, chat_id, due_at, expires_at, state, unknowns, created_at)
        select 'reply', 0, ${zalo}, id, ${due}::timestamptz, ${expires}::timestamptz, ${state}, ${unknowns}, ${due}::timestamptz from chats`);
    expect(await tell(bookFigures({ db, clock: clock as never }))).toEqual(
      expect.arrayContaining([
        ...["hocvu_inbox{waiting} 2", "hocvu_inbox{parked} 1", "hocvu_inbox_oldest_seconds{} 1800"],
        ...["hocvu_due_oldest_seconds{zalo:1} 600", "hocvu_due_oldest_seconds{telegram:2} 0"],
        ...["hocvu_deliveries{planned} 3", "hocvu_deliveries{sending} 0", "hocvu_unknown_sends{} 2"],
      ]),
    );
  });
});

test("the figures of the lanes are of this month, and of what is counted there", async () => {
  const { db } = database;
  await db.execute(sql`
    insert into lanes (bot, month, month_sent, shut, paused_until, spent_month, spent_vnd) values
      (${zalo}, '2026-11', 750, null, ${ago(-2)}::timestamptz, null, 0),
      (${telegram}, '2026-10', 12, '401', ${ago(2)}::timestamptz, null, 0),
      (${account}, null, 0, null, null, '2026-11', 5500)
    on conflict (bot) do update set month = excluded.month, month_sent = excluded.month_sent, shut = excluded.shut,
      paused_until = excluded.paused_until`);
  const bot = (more: object) => ({ budget: perSecond(4), messagesPerMonth: null, ...more }) as Bot;
  const busy = perSecond(4);
  for (let taken = 0; taken < 3; taken++) busy.take(performance.now());
  const bots = new Map([
    [zalo, bot({ messagesPerMonth: 3000, budget: busy })],
    [telegram, bot({})],
    [account, bot({ budgetVndPerMonth: 100_000 })],
  ]);
  const told = await tell(
    laneFigures({ db, bots, held: new Set([zalo]), oa: null, clock, queues: null as never } as never),
  );
  expect(told.sort()).toEqual(
    [
      ...["hocvu_lane_held{zalo:1} 1", "hocvu_lane_held{telegram:2} 0", "hocvu_lane_held{zalo-oa:3} 0"],
      ...["hocvu_lane_shut{zalo:1} 0", "hocvu_lane_shut{telegram:2} 1", "hocvu_lane_shut{zalo-oa:3} 0"],
      ...["hocvu_lane_paused_seconds{zalo:1} 120", "hocvu_lane_paused_seconds{telegram:2} 0"],
      "hocvu_lane_paused_seconds{zalo-oa:3} 0",
      "hocvu_budget_used_ratio{zalo:1} 0.75",
      ...["hocvu_month_sent{zalo:1} 750", "hocvu_month_sent{telegram:2} 0", "hocvu_month_sent{zalo-oa:3} 0"],
      ...["hocvu_quota_left{zalo:1} 2250", "hocvu_quota_used_ratio{zalo:1} 0.25"],
      ...["hocvu_money_spent_vnd{zalo-oa:3} 5500", "hocvu_money_budget_vnd{zalo-oa:3} 100000"],
    ].sort(),
  );
});
