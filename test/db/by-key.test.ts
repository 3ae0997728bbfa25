/** What processes look for every few seconds costs the same however many people there are. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Tx } from "#db/connect.ts";
import { botsWithDue, oldestDue } from "#db/delivery/counts.ts";
import { leaveSilentBots } from "#db/delivery/moves.ts";
import { freshenStreaks } from "#supervision/streaks.ts";
import { freshDatabase } from "../setup/database.ts";

const now = new Date("2026-03-02T01:00:00Z");

const waiting = 3000;

/** Rows that the transaction has fetched so far, from tables and by their indexes. */
async function fetched(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables
    where relname in ('deliveries', 'chats', 'people', 'lifetimes')`);
  return row!.n;
}

test.each<[string, (tx: Tx) => Promise<unknown>]>([
  ["whose lane to ring", (tx) => botsWithDue(tx, now)],
  ["how long the oldest has been due", (tx) => oldestDue(tx, now)],
  ["which bots are silent", (tx) => leaveSilentBots(tx, now)],
  ["whose streaks to work out", (tx) => freshenStreaks(tx, now, 500)],
])("among thousands that wait, and were planned a moment ago, a few rows tell %s", async (_, look) => {
  await using database = await freshDatabase();
  const { db } = database;
  await db.execute(sql`insert into lanes (bot) values ('telegram:1')`);
  await db.execute(sql`insert into people (full_name, name_key, created_at)
    select 'Lê Văn ' || n, 'le van ' || n, ${now}::timestamptz from generate_series(1, ${waiting}) n`);
  await db.execute(sql`insert into chats (bot, address, learner_id, last_used_at)
    select 'telegram:1', id::text, id, ${now}::timestamptz from people`);
  await db.execute(sql`insert into lifetimes (learner_id, kept_from, kept, streak, streak_from, streak_world)
    select id, date '2026-03-01', B'1', 1, ${now}::timestamptz, (select max(generation) from streak_world) from people`);
  await db.execute(sql`delete from stale_streaks`);
  await db.execute(sql`analyze people, chats, deliveries`);
  await db.execute(sql`insert into deliveries (kind, lane, bot, chat_id, due_at, expires_at, created_at)
    select 'announcement', 2, 'telegram:1', id, ${now}::timestamptz, ${now}::timestamptz + interval '3 hours', ${now}::timestamptz from chats`);
  await db.transaction(async (tx) => {
    // So few rows are else read whole, and rightly.
    await tx.execute(sql`select set_config('enable_seqscan', 'off', true)`);
    const before = await fetched(tx);
    await look(tx);
    expect((await fetched(tx)) - before).toBeLessThan(50);
  });
});
