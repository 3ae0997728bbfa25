/**
 * The queue on a Redis in trouble: full, throwing keys away, demoted, failed over. Bells are lost then; what they were
 * for is not, since it stands in tables and a sweep rings again. Nobody is restarted.
 */
import { mkdirSync, rmdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import type { BotKey, InboxId } from "#domain/ids.ts";
import { openQueue, type Queues } from "#queue/queues.ts";
import { eventually } from "../setup/eventually.ts";
import { type Line, openLine } from "../setup/line.ts";
import { recordingLog } from "../setup/log.ts";
import { startOwnRedis, type TestRedis } from "../setup/redis.ts";
import { hasRedis } from "../setup/tools.ts";
import { Chance } from "../simulation/chance.ts";

const bot = "telegram:123456" as BotKey;
const updates = 200;
const sweepMs = 250;
const backWithinMs = 45_000;

/** A table of updates that wait, swept as the program's is, in front of the queue under test. */
interface Table {
  readonly waiting: Set<number>;
  /** How many ticks and wakes there were. */
  readonly heard: { ticks: number; wakes: number };
  readonly queues: Queues;
  readonly said: () => string;
  end(): Promise<void>;
}

async function openTable(redisUrl: string, seed: number): Promise<Table> {
  const log = recordingLog();
  const queues = await openQueue({ databaseUrl: "postgres://nobody@127.0.0.1:1/none", redisUrl, log });
  const random = new Chance(String(seed));
  const waiting = new Set(Array.from({ length: updates }, (_, index) => index + 1));
  const heard = { ticks: 0, wakes: 0 };
  // Every fifth handling fails, so that jobs are on their way between the queue's lists all the time.
  queues.workInbox(4, async (id) => {
    await sleep(5);
    if (random.of(0.2)) throw new Error("not yet");
    waiting.delete(id);
  });
  queues.listen(bot, () => void heard.wakes++);
  queues.tick({ pulse: { everyMilliseconds: 200, run: async () => void heard.ticks++ } });
  const stop = new AbortController();
  const sweeping = (async () => {
    while (!stop.signal.aborted) {
      await queues.ringInbox([...waiting].slice(0, 100) as InboxId[]);
      await queues.ringSender(bot);
      await sleep(sweepMs);
    }
  })();
  const end = async () => {
    stop.abort();
    await sweeping;
    await queues.close();
  };
  return { waiting, heard, queues, said: () => log.lines.map(({ message }) => message).join("\n"), end };
}

const halfDone = ({ waiting }: Table) => eventually("half of them are handled", () => waiting.size < updates / 2);

async function isWell({ heard, queues, waiting }: Table): Promise<void> {
  const before = { ...heard };
  await eventually("nothing waits any more", () => waiting.size === 0, backWithinMs);
  await eventually("ticks come again", () => heard.ticks > before.ticks + 1, backWithinMs);
  await eventually("bells are heard again", () => heard.wakes > before.wakes + 1, backWithinMs);
  await queues.ping();
}

describe.skipIf(!hasRedis)("on a Redis in trouble", () => {
  const seed = inject("seed");
  let redis: TestRedis;
  let admin: Redis;
  const closing: (() => unknown)[] = [];

  beforeEach(async () => {
    redis = await startOwnRedis();
    admin = new Redis(redis.url);
    closing.push(
      () => redis[Symbol.asyncDispose](),
      () => admin.disconnect(),
    );
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const open = async (url = redis.url): Promise<Table> => {
    const table = await openTable(url, seed);
    closing.push(() => table.end());
    return table;
  };

  /** One refusal is all that Redis remembers of a fault. */
  const refuseOne = async () => {
    await admin.config("SET", "maxmemory", "1");
    await expect(admin.set("ballast", "x")).rejects.toThrow("OOM");
    await admin.config("SET", "maxmemory", "0");
  };

  test("that is full: what was rung for is handled once there is memory again", async () => {
    const table = await open();
    await halfDone(table);
    await admin.config("SET", "maxmemory", "1");
    await expect(table.queues.ping()).rejects.toThrow("Redis is full (maxmemory) and takes no jobs");
    const left = table.waiting.size;
    await eventually("a ring was lost", () => table.said().includes("a ring was lost"));
    await sleep(3_000); // retries fall due, locks run out, while nothing can be moved
    expect(left).toBeGreaterThan(0);
    await admin.config("SET", "maxmemory", "0");
    await isWell(table);
  });

  test("that is full at the start: the program starts all the same", async () => {
    await admin.config("SET", "maxmemory", "1");
    const table = await open();
    await expect(table.queues.ping()).rejects.toThrow("Redis is full");
    await admin.config("SET", "maxmemory", "0");
    await isWell(table);
  });

  test.each(["allkeys-lru", "allkeys-random"])(
    "that throws keys away (%s): it is named at the start, and all is handled",
    async (policy) => {
      await admin.config("SET", "maxmemory-policy", policy);
      const table = await open();
      expect(table.said()).toContain(`Redis may throw jobs away (maxmemory-policy ${policy}): set it to noeviction`);
      await eventually("something is handled", () => table.waiting.size < updates);
      const info = async (section: string, figure: string) =>
        Number(new RegExp(`^${figure}:(\\d+)`, "m").exec(await admin.info(section))![1]);
      await admin.config("SET", "maxmemory", String((await info("memory", "used_memory")) + 100_000));
      for (let ballast = 0; ballast < 400; ballast++)
        await admin.set(`ballast:${ballast}`, "x".repeat(5_000)).catch(() => {}); // connections alone may fill it
      expect(await info("stats", "evicted_keys")).toBeGreaterThan(100);
      await admin.config("SET", "maxmemory", "0");
      await isWell(table);
    },
  );

  test("that lost the list and kept its jobs: they are rung for anew", async () => {
    const table = await open();
    await eventually("jobs wait", async () => (await admin.llen("hocvu:inbox:wait")) > 20);
    await admin.del("hocvu:inbox:wait");
    await refuseOne();
    await isWell(table);
  });

  test("that threw a job away while it ran: what it was rung for is rung for anew", async () => {
    const table = await open();
    // What is left of such a job: it counts as completed, and holds what others would be rung by.
    await admin.hset("hocvu:inbox:999999", { finishedOn: "1", returnvalue: "null" });
    await admin.zadd("hocvu:inbox:completed", 1, "999999");
    await admin.set(`hocvu:inbox:de:${updates}`, "999999");
    await refuseOne();
    await isWell(table);
  });

  test("that cannot save to its disk: it is named, and goes on once it can", async () => {
    const table = await open();
    await halfDone(table);
    const [, folder] = (await admin.config("GET", "dir")) as [string, string];
    mkdirSync(path.join(folder, "dump.rdb")); // in the place of the file
    await admin.config("SET", "save", "3600 1");
    await admin.bgsave();
    const refused = () =>
      table.queues.ping().then(
        () => "",
        (error: Error) => error.message,
      );
    await eventually("it takes no writes", async () => (await refused()).startsWith("Redis cannot save to its disk"));
    rmdirSync(path.join(folder, "dump.rdb"));
    await eventually("it saves", async () => (await admin.bgsave().then(refused, () => "busy")) === "");
    await isWell(table);
  });
});

describe.skipIf(!hasRedis)("on a Redis that fails over", () => {
  const seed = inject("seed");
  let first: TestRedis;
  let second: TestRedis;
  let line: Line;
  /** The way of what is copied from the first to the second. */
  let copying: Line;
  const admins: Redis[] = [];
  let table: Table;

  const adminOf = ({ url }: TestRedis): Redis => {
    const admin = new Redis(url, { retryStrategy: () => null }).on("error", () => {});
    admins.push(admin);
    return admin;
  };
  const follow = async (replica: Redis, url: string) => {
    const { hostname, port } = new URL(url);
    await replica.replicaof(hostname, port);
  };

  beforeEach(async () => {
    first = await startOwnRedis();
    second = await startOwnRedis();
    line = await openLine(first.url);
    copying = await openLine(first.url);
    const replica = adminOf(second);
    await adminOf(first).config("SET", "repl-diskless-sync-delay", "0");
    await follow(replica, copying.url);
    await eventually("the replica follows", async () =>
      (await replica.info("replication")).includes("master_link_status:up"),
    );
    table = await openTable(line.url, seed);
  });
  afterEach(async () => {
    await table.end();
    for (const admin of admins.splice(0)) admin.disconnect();
    await Promise.all([line, copying].map((one) => one[Symbol.asyncDispose]()));
    await Promise.all([first, second].map((one) => one[Symbol.asyncDispose]()));
  });

  test("the primary dies, and its replica had not heard the last of it", async () => {
    const replica = adminOf(second);
    await eventually("something is handled", () => table.waiting.size < updates * 0.8);
    await copying.cut();
    await halfDone(table);
    await first[Symbol.asyncDispose]();
    await line.cut();
    await replica.replicaof("NO", "ONE");
    line.lead(second.url);
    await line.mend();
    await isWell(table);
  });

  test("the primary is demoted under open connections: whoever is told READONLY calls the address again", async () => {
    const old = adminOf(first);
    const replica = adminOf(second);
    await halfDone(table);
    await replica.replicaof("NO", "ONE");
    line.lead(second.url); // those who are through stay with the old one
    await follow(old, second.url);
    await isWell(table);
  });

  test("while only a replica answers it is named", async () => {
    const old = adminOf(first);
    const replica = adminOf(second);
    await replica.replicaof("NO", "ONE");
    await follow(old, second.url);
    const said = () =>
      table.queues.ping().then(
        () => "",
        (error: Error) => error.message,
      );
    await eventually("it is named", async () => (await said()).startsWith("Redis is a replica and takes no jobs"));
    line.lead(second.url);
    await isWell(table);
  });
});
