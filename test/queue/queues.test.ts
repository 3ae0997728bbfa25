import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BotKey, InboxId } from "#domain/ids.ts";
import { openQueue, type Queues } from "#queue/queues.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { recordingLog, silent } from "../setup/log.ts";
import { startRedis, type TestRedis } from "../setup/redis.ts";
import { hasRedis } from "../setup/tools.ts";

const bot = "telegram:123456" as BotKey;
const other = "zalo:9" as BotKey;
const ids = (...numbers: number[]) => numbers as InboxId[];

let database: TestDatabase;
let redis: TestRedis | null = null;

beforeAll(async () => {
  database = await freshDatabase();
  if (hasRedis) redis = await startRedis();
});
afterAll(async () => {
  await redis?.[Symbol.asyncDispose]();
  await database.end();
});

/** Dropping a schema under workers may lose a deadlock against them: then again. */
async function dropSchema(): Promise<void> {
  try {
    await database.sql`drop schema if exists bullmq cascade`;
  } catch (error) {
    if ((error as { code?: string }).code !== "40P01") throw error;
    await dropSchema();
  }
}

async function onRedis(...command: [string, ...string[]]): Promise<void> {
  const client = new Redis(redis!.url);
  await client.call(...command);
  client.disconnect();
}

const backends = {
  PostgreSQL: {
    open: (log = silent) => openQueue({ databaseUrl: database.url, log }),
    lose: dropSchema,
    cut: async () =>
      void (await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'hocvu tests'`),
  },
  Redis: {
    open: (log = silent) => openQueue({ databaseUrl: database.url, redisUrl: redis!.url, log }),
    lose: () => onRedis("FLUSHALL"),
    cut: () => onRedis("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"),
  },
};

/** A promise and the function that fulfils it. */
function latch(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const present = Object.entries(backends).filter(([name]) => hasRedis || name !== "Redis");

describe.each(present)("the queue on %s", (_, { open, lose, cut }) => {
  let queues: Queues;

  beforeEach(async () => {
    await lose();
    queues = await open();
  });
  afterEach(() => queues.close());

  test("every update rung for is handled once, by all workers together", async () => {
    const handled: number[] = [];
    await using second = await open();
    queues.workInbox(5, async (id) => void handled.push(id));
    second.workInbox(5, async (id) => void handled.push(id));
    const wanted = Array.from({ length: 200 }, (_, index) => index + 1);
    await queues.ringInbox(ids(...wanted));
    await eventually("200 updates were handled", () => handled.length >= 200);
    await eventually("the queue is empty", async () => (await queues.counts([])).inbox!.waiting === 0);
    expect(handled.toSorted((a, b) => a - b)).toEqual(wanted);
  });

  test("an update that waits already is not queued twice, one that is done may be", async () => {
    await queues.ringInbox(ids(7, 7));
    await queues.ringInbox(ids(7, 8));
    expect((await queues.counts([])).inbox).toEqual({ waiting: 2, active: 0, delayed: 0, failed: 0 });
    const handled: number[] = [];
    queues.workInbox(1, async (id) => void handled.push(id));
    await eventually(
      "both were handled",
      async () => handled.length === 2 && (await queues.counts([])).inbox!.active === 0,
    );
    await queues.ringInbox(ids(7));
    await eventually("7 was handled again", () => handled.length === 3);
    expect(handled).toEqual([7, 8, 7]);
  });

  test("of one chat one update waits, however many there are; one that comes while it is in hand is kept", async () => {
    const whose = new Map(ids(1, 2, 3, 4).map((id) => [id, id === 3 ? "another" : "a chat"]));
    await queues.ringInbox(ids(1, 2, 3), whose);
    expect((await queues.counts([])).inbox).toMatchObject({ waiting: 2 });
    const handled: number[] = [];
    const first = latch();
    queues.workInbox(1, async (id) => {
      handled.push(id);
      if (id === 1) await first.opened;
    });
    await eventually("the first is in hand", () => handled.length === 1);
    await queues.ringInbox(ids(2), whose);
    await queues.ringInbox(ids(4), whose);
    first.open();
    await eventually("all were handled", () => handled.length === 3);
    expect(handled).toEqual([1, 3, 4]);
  });

  test("an update whose handling failed comes again by itself", async () => {
    let tries = 0;
    queues.workInbox(1, async () => {
      tries += 1;
      if (tries < 3) throw new Error("not yet");
    });
    await queues.ringInbox(ids(1));
    await eventually("it was tried three times", () => tries === 3);
    await eventually("nothing is left", async () => {
      const { inbox } = await queues.counts([]);
      return inbox!.waiting + inbox!.active + inbox!.delayed + inbox!.failed === 0;
    });
  });

  test("what was given up is taken up again, or forgotten, when an operator says so", async () => {
    const broken = new Set([5, 6]);
    const handled: number[] = [];
    queues.workInbox(2, async (id) => {
      if (broken.has(id)) throw new Error("not yet");
      handled.push(id);
    });
    const failed = async () => (await queues.counts([])).inbox!.failed;
    await queues.ringInbox(ids(5, 6));
    await eventually("both were given up", async () => (await failed()) === 2);
    broken.delete(5);
    await queues.retryFailed("inbox");
    await eventually("5 was handled, 6 given up again", async () => handled.includes(5) && (await failed()) === 1);
    await queues.forgetFailed("inbox");
    expect(await queues.counts([])).toMatchObject({ inbox: { waiting: 0, delayed: 0, failed: 0 } });
  });

  test("it tells how late ticks are, and nothing of ticks that nobody gives", async () => {
    expect(await queues.overdueTicks()).toEqual({});
    const ticked: number[] = [];
    const beat = { everyMilliseconds: 300, run: async () => void ticked.push(1) };
    const ticking = queues.tick({ beat });
    await eventually("it has ticked", () => ticked.length > 0);
    expect(Object.keys(await queues.overdueTicks())).toEqual(["beat"]);
    await ticking.stop();
    await eventually("nobody ticks any more", async () => (await queues.overdueTicks()).beat! > 1);
  });

  test("a ring wakes whoever listens for that bot, and nobody else", async () => {
    const woken: string[] = [];
    queues.listen(bot, () => void woken.push("bot"));
    queues.listen(other, () => void woken.push("other"));
    await queues.ringSender(bot);
    await eventually("the bot's sender woke", () => woken.length > 0);
    await queues.ringSender(other);
    await eventually("the other sender woke", () => woken.includes("other"));
    expect(woken).toEqual(["bot", "other"]);
  });

  test("rings that nobody hears yet are one", async () => {
    await Promise.all(Array.from({ length: 20 }, () => queues.ringSender(bot)));
    await queues.ringSender(bot);
    expect((await queues.counts([bot]))["send-telegram-123456"]!.waiting).toBe(1);
  });

  test("a ring from another process while the sender wakes makes it wake once more", async () => {
    let wakes = 0;
    const { opened, open: release } = latch();
    await using elsewhere = await open();
    queues.listen(bot, async () => {
      wakes += 1;
      if (wakes === 1) await opened;
    });
    await elsewhere.ringSender(bot);
    await eventually("the sender is waking", () => wakes === 1);
    await elsewhere.ringSender(bot);
    await elsewhere.ringSender(bot);
    release();
    await eventually("it woke once more", () => wakes === 2);
    await eventually("nothing is left", async () => {
      const bell = (await queues.counts([bot]))["send-telegram-123456"]!;
      return bell.waiting + bell.active + bell.delayed === 0;
    });
    expect(wakes).toBe(2);
  });

  test("a lane that changed hands wakes its new holder", async () => {
    const woken: string[] = [];
    await queues.listen(bot, () => void woken.push("old")).stop();
    await queues.ringSender(bot);
    queues.listen(bot, () => void woken.push("new"));
    await eventually("the new holder woke", () => woken.length > 0);
    expect(woken).toEqual(["new"]);
  });

  test("a tick comes again and again, each time in one process", async () => {
    const times: Record<string, number> = { here: 0, there: 0 };
    let inHand = 0;
    let most = 0;
    const ticks = (where: string) => ({
      pulse: {
        everyMilliseconds: 100,
        run: async () => {
          inHand += 1;
          most = Math.max(most, inHand);
          times[where]! += 1;
          await Promise.resolve();
          inHand -= 1;
        },
      },
    });
    await using second = await open();
    queues.tick(ticks("here"));
    second.tick(ticks("there"));
    const started = performance.now();
    await eventually("ten ticks came", () => times.here! + times.there! >= 10);
    expect(performance.now() - started).toBeGreaterThan(700);
    expect(most).toBe(1);
  });

  test("a tick that failed comes again", async () => {
    let ticks = 0;
    queues.tick({
      pulse: {
        everyMilliseconds: 50,
        run: async () => {
          ticks += 1;
          throw new Error("this one went wrong");
        },
      },
    });
    await eventually("three ticks came", () => ticks >= 3);
  });

  test("a tick that the program no longer has is forgotten", async () => {
    const run = async () => {};
    await queues.tick({ old: { everyMilliseconds: 50, run } }).stop();
    let ticks = 0;
    queues.tick({
      new: {
        everyMilliseconds: 50,
        run: async () => {
          ticks += 1;
        },
      },
    });
    await eventually("the new one came", () => ticks > 2);
    await eventually("only the new one is left", async () => {
      const { waiting, active, delayed } = (await queues.counts([])).ticks!;
      return waiting + active + delayed === 1;
    });
  });

  test("after everything was lost, workers, doorbells and ticks go on without a restart", async () => {
    const handled: number[] = [];
    let wakes = 0;
    let ticks = 0;
    queues.workInbox(2, async (id) => void handled.push(id));
    queues.listen(bot, () => {
      wakes += 1;
    });
    queues.tick({
      pulse: {
        everyMilliseconds: 100,
        run: async () => {
          ticks += 1;
        },
      },
    });
    await queues.ringInbox(ids(1));
    await queues.ringSender(bot);
    await eventually("all of it works", () => handled.length === 1 && wakes === 1 && ticks > 0);

    for (const round of [2, 3]) {
      await lose();
      await queues.ringInbox(ids(round));
      await queues.ringSender(bot);
      await eventually("updates and doorbells work again", () => handled.includes(round) && wakes >= round);
      const before = ticks;
      await eventually("ticks come again", () => ticks > before + 1);
    }
    await queues.ping();
  });

  test("after every connection was cut, workers, doorbells and ticks go on", async () => {
    const handled: number[] = [];
    let wakes = 0;
    let ticks = 0;
    queues.workInbox(2, async (id) => void handled.push(id));
    queues.listen(bot, () => {
      wakes += 1;
    });
    queues.tick({
      pulse: {
        everyMilliseconds: 100,
        run: async () => {
          ticks += 1;
        },
      },
    });
    await eventually("it works", () => ticks > 0);
    await cut();
    const before = ticks;
    await queues.ringInbox(ids(1));
    await queues.ringSender(bot);
    // A job in hand at that moment is given out again once its lock has run out.
    await eventually("all of it works again", () => handled.length > 0 && wakes > 0 && ticks > before + 1);
  });

  test("a loss that nobody notices by ringing is mended too", async () => {
    let ticks = 0;
    queues.tick({
      pulse: {
        everyMilliseconds: 3_600_000,
        run: async () => {
          ticks += 1;
        },
      },
    });
    await eventually("the tick is there", async () => ticks + (await queues.counts([])).ticks!.delayed > 0);
    await lose();
    const isBack = async () => {
      const counts = await queues.counts([]).catch(() => null);
      return counts !== null && counts.ticks!.delayed + counts.ticks!.waiting > 0;
    };
    await eventually("the tick is there again", isBack);
  });

  test("ringing with nothing behind it only logs", async () => {
    const log = recordingLog();
    const lonely = await open(log);
    await lonely.close();
    await lonely.ringInbox(ids(1));
    await lonely.ringSender(bot);
    expect(log.lines.filter(({ message }) => message.startsWith("queue: a ring was lost"))).toHaveLength(2);
  });

  test("it answers whether it works, and how many workers there are", async () => {
    await queues.ping();
    expect(await queues.workers()).toBe(0);
    const working = queues.workInbox(3, async () => {});
    await eventually("the worker is counted", async () => (await queues.workers()) === 1);
    await working.stop();
    await eventually("the worker is counted out", async () => (await queues.workers()) === 0);
  });

  test("closing waits for what is under way, but not for ever", async () => {
    const { opened, open: release } = latch();
    const begun = latch();
    let done = false;
    const patient = await open();
    patient.workInbox(1, async () => {
      begun.open();
      await opened;
      done = true;
    });
    await patient.ringInbox(ids(1));
    await begun.opened;
    const closing = patient.close();
    release();
    await closing;
    expect(done).toBe(true);

    const begunAgain = latch();
    const hasty = await open();
    hasty.workInbox(1, async () => {
      begunAgain.open();
      await new Promise(() => {});
    });
    await hasty.ringInbox(ids(2));
    await begunAgain.opened;
    const started = performance.now();
    await hasty.close(200);
    expect(performance.now() - started).toBeLessThan(9_000); // who says nothing waits for ten seconds
  });
});

test("a queue that cannot be reached at the start says so", async () => {
  await expect(openQueue({ databaseUrl: database.url, redisUrl: "redis://127.0.0.1:1", log: silent })).rejects.toThrow(
    "REDIS_URL",
  );
  const nowhere = "postgres://hocvu:x@127.0.0.1:1/postgres";
  await expect(openQueue({ databaseUrl: nowhere, log: silent })).rejects.toThrow("ECONNREFUSED");
});
