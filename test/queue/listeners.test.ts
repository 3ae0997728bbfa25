/** The queue in PostgreSQL: its workers hear by LISTEN, each on a session of its own. Only those are ended here. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BotKey, InboxId } from "#domain/ids.ts";
import { openQueue } from "#queue/queues.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { silent } from "../setup/log.ts";

const rounds = 5;
const bot = "telegram:123456" as BotKey;
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());

/** They are called after the queue whose bell they hear. */
const listeners = async (): Promise<number[]> => {
  const rows = await database.sql<{ pid: number }[]>`
    select pid from pg_stat_activity
    where datname = current_database() and application_name in ('inbox', 'send-telegram-123456')`;
  return rows.map(({ pid }) => pid);
};

test("workers whose listening session was ended listen again and hear every bell", async () => {
  await using queues = await openQueue({ databaseUrl: database.url, log: silent });
  await using elsewhere = await openQueue({ databaseUrl: database.url, log: silent });
  const handled: number[] = [];
  let wakes = 0;
  queues.workInbox(2, async (id) => void handled.push(id));
  queues.listen(bot, () => {
    wakes += 1;
  });
  await eventually("both listen", async () => (await listeners()).length === 2);
  for (let round = 1; round <= rounds; round++) {
    const before = await listeners();
    await database.sql`select pg_terminate_backend(pid, 5000) from unnest(${before}::int[]) as pid`;
    await elsewhere.ringInbox([round] as unknown as InboxId[]); // while nobody may listen
    await elsewhere.ringSender(bot);
    await eventually("what was rung for meanwhile is done", () => handled.includes(round) && wakes >= round);
    const listensAgain = async () => {
      const now = await listeners();
      return now.length === 2 && now.every((pid) => !before.includes(pid));
    };
    await eventually("both listen again", listensAgain);
  }
  expect(handled.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
});
