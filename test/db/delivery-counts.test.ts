import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "#db/connect.ts";
import { countDeliveries } from "#db/delivery/counts.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  const { db } = database;
  await db.execute(sql`insert into chats (bot, address, last_used_at) values ('zalo:1', '7', now())`);
  for (const [state, unknowns, times] of [
    ["planned", 0, 2],
    ["planned", 1, 1],
    ["sent", 0, 20],
    ["cancelled", 0, 10],
  ] as const)
    await db.execute(sql`
      insert into deliveries (kind, lane, bot, chat_id, due_at, state, unknowns, created_at)
      select 'reply', 0, 'zalo:1', c.id, now(), ${state}, ${unknowns}, now() from chats c, generate_series(1, ${times})`);
  await db.execute(sql`analyze deliveries`);
});
afterAll(() => database.end());

const known = { planned: 3, queued: 0, sending: 0, sent: 20, unknown: 0, failed: 0, cancelled: 10 };

test("deliveries are counted by their state", async () => {
  expect(await countDeliveries(database.db)).toEqual({ states: known, unknownEver: 1, estimated: false });
});

test("whoever asks does not wait for a table that takes long to read: what has ended is estimated, the rest counted", async () => {
  await using holder = connect(database.url, { max: 1, applicationName: "holder" });
  const { asked } = await holder.db.transaction(async (tx) => {
    await tx.execute(sql`insert into deliveries (kind, lane, bot, chat_id, due_at, state, created_at)
      select 'reply', 0, 'zalo:1', c.id, now(), s.state, now() from chats c, unnest(array['planned', 'sent']) s(state)`);
    await tx.execute(sql`lock table deliveries in access exclusive mode`);
    const asked = countDeliveries(database.db, 50);
    await eventually("the count was given up, and the few are looked up", async () => {
      const [row] = await database.sql`select exists (
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%unknownEver%') as waits`;
      return row!.waits === true;
    });
    return { asked }; // awaited once the table is free
  });
  expect(await asked).toEqual({ states: { ...known, planned: 4 }, unknownEver: 1, estimated: true });
});
