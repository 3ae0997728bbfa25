/**
 * The same broadcast to the same pretended Telegram by this program and by what others would write: grammY's own loop,
 * the same with its throttler, and a BullMQ worker with a limiter. How each is written stands in bench/peers/.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Queue } from "bullmq";
import { sql } from "drizzle-orm";
import { Redis } from "ioredis";
import { pushNow } from "../src/delivery/plan.ts";
import { startRedis } from "../test/setup/redis.ts";
import { budgetUsed, fullestSecond } from "./budget.ts";
import { type Call, openPlatform, type Platform } from "./platform.ts";
import { openSchool } from "./school.ts";
import { type Actor, type Stage, until } from "./stage.ts";
import type { Row } from "./table.ts";

const perSecond = 30;

/** The least that Telegram can ask for: what the peers lose by a refusal is no more than this. */
const floodSeconds = 1;

/** Messages where senders are killed. */
const few = 90;

/** How long an answer takes where senders are killed, so that some messages are under way. */
const lineMs = 200;

const text = "Một bài học ba phút. ".repeat(40);

interface Broadcast extends AsyncDisposable {
  /** A process that sends; once more after it was killed. */
  start(): Actor;
  /** Once it is ready: here are the messages. */
  begin(sender: Actor): Promise<void>;
  /** Whether nothing is left to send, as the sender itself sees it. */
  isOver(sender: Actor): Promise<boolean>;
}

interface Sender {
  readonly who: string;
  prepare(stage: Stage, platform: Platform, messages: number): Promise<Broadcast>;
}

interface Outcome {
  /** In percent. */
  readonly used: number;
  readonly fullest: number;
  readonly refused: number;
  /** Messages that somebody had already. */
  readonly twice: number;
  /** People who had none. */
  readonly never: number;
}

export async function measurePeers(stage: Stage, short: boolean): Promise<Row[]> {
  const messages = short ? 240 : 1800;
  const calm: Outcome[] = [];
  for (const sender of senders) {
    calm.push(await send(stage, sender, messages, false));
    console.error(`peers: ${sender.who}: ${JSON.stringify(calm.at(-1))}`);
  }
  // These are counted, not timed, so they may run beside each other.
  const killed = await Promise.all(senders.map((sender) => send(stage, sender, few, true)));
  return rows(messages, calm, killed);
}

function rows(messages: number, calm: readonly Outcome[], killed: readonly Outcome[]): Row[] {
  const row = (
    what: string,
    unit: string,
    outcomes: readonly Outcome[],
    of: keyof Outcome,
    more: Partial<Row>,
  ): Row => ({
    figure: "peers",
    what,
    value: outcomes[0]![of],
    unit,
    peers: senders.slice(1).map(({ who }, at) => ({ who, value: outcomes[at + 1]![of] })),
    ...more,
  });
  const none = { target: { bound: "at most", value: 0 } } as const;
  const again = `of ${few}, killed -9 in the middle and started again`;
  return [
    row(`budget used between the first and the last of ${messages}`, "%", calm, "used", {
      target: { bound: "at least", value: 99 },
      ceiling: { what: "the budget", value: perSecond, unit: "messages/s" },
    }),
    row("most calls in any sliding second, refused ones too", "calls", calm, "fullest", {
      target: { bound: "at most", value: perSecond },
      ceiling: { what: "the budget", value: perSecond, unit: "calls" },
    }),
    row(`calls answered 429, of ${messages} messages`, "calls", calm, "refused", none),
    row(`sent twice, of ${messages}`, "messages", calm, "twice", none),
    row(`never sent, of ${messages}`, "messages", calm, "never", none),
    row(`sent twice, ${again}`, "messages", killed, "twice", {
      target: { bound: "at most", value: 8 },
      ceiling: { what: "what was under way, at most", value: 8, unit: "messages" },
    }),
    row(`never sent, ${again}`, "messages", killed, "never", none),
  ];
}

async function send(stage: Stage, sender: Sender, messages: number, isKilled: boolean): Promise<Outcome> {
  const platform = await openPlatform(stage);
  await platform.limit(perSecond, floodSeconds);
  if (isKilled) await platform.delay(lineMs);
  await using broadcast = await sender.prepare(stage, platform, messages);
  let actor = broadcast.start();
  await broadcast.begin(actor);
  if (isKilled) {
    // The last of these was not answered yet when it is seen.
    await until(`${sender.who} is in the middle`, () => platform.hasHad(0.4 * messages), { actor });
    await actor.stop("SIGKILL");
    actor = broadcast.start();
  }
  const isOver = async () => {
    await pause(500);
    return broadcast.isOver(actor);
  };
  const withinSeconds = 60 + (10 * messages) / perSecond;
  await until(`${sender.who} has sent everything`, isOver, { actor, withinSeconds });
  const calls = (await platform.calls()).filter(({ method }) => method === "sendMessage");
  await actor.stop();
  return outcomeOf(calls, messages);
}

function outcomeOf(calls: readonly Call[], messages: number): Outcome {
  const arrived = calls.filter(({ code }) => code === 200);
  const instants = arrived.map(({ at }) => at);
  const chats = new Set(arrived.map(({ chat }) => chat));
  return {
    used: budgetUsed(arrived, Math.min(...instants), Math.max(...instants), perSecond),
    fullest: fullestSecond(calls.map(({ at }) => at)),
    refused: calls.filter(({ code }) => code === 429).length,
    twice: arrived.length - chats.size,
    never: messages - chats.size,
  };
}

/** A worker on the embedded database, with a course, learners and their lessons; nobody answers. */
const ourselves: Sender = {
  who: "Học Vụ",
  async prepare(stage, platform, messages) {
    const { db, url } = await stage.database();
    const { cohort } = await openSchool(db, messages);
    const environment = { ...platform.environment, DATABASE_URL: url, TELEGRAM_MESSAGES_PER_SECOND: String(perSecond) };
    return {
      start: () => stage.start("worker", environment),
      async begin(actor) {
        await until("a worker holds the lane", () => actor.log().includes("holds the lane"), { actor });
        await pause(3000); // a new holder waits a second, and a starting process is not part of the figure
        const { planned } = await pushNow(db, cohort, null, new Date());
        if (planned !== messages) throw new Error(`${planned} of ${messages} lessons were planned`);
      },
      async isOver() {
        const [row] = await db.execute<{ open: number }>(
          sql`select count(*)::int as open from deliveries where state in ('planned', 'queued', 'sending')`,
        );
        return row!.open === 0;
      },
      async [Symbol.asyncDispose]() {},
    };
  },
};

const addressesOf = (messages: number) => Array.from({ length: messages }, (_, at) => String(1_000_001 + at));

const script = (name: string) => [process.execPath, "--import", "tsx", `bench/peers/${name}.ts`];

/** A loop has no memory: started again, it begins again. */
const loop = (who: string, ...options: string[]): Sender => ({
  who,
  async prepare(stage, platform, messages) {
    const { TELEGRAM_API_ROOT: root, TELEGRAM_BOT_TOKEN: token } = platform.environment;
    const args = [root!, token!, addressesOf(messages).join(","), text, ...options];
    return {
      start: () => stage.run([...script("grammy"), ...args], {}),
      async begin() {},
      isOver: async (actor) => actor.log().includes("done"),
      async [Symbol.asyncDispose]() {},
    };
  },
});

/** On a Redis of its own. */
const bullmq: Sender = {
  who: "BullMQ, limiter",
  async prepare(stage, platform, messages) {
    const { TELEGRAM_API_ROOT: root, TELEGRAM_BOT_TOKEN: token } = platform.environment;
    const redis = await startRedis();
    const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
    const queue = new Queue("broadcast", { connection });
    return {
      start: () => stage.run([...script("bullmq"), redis.url, root!, token!, text], {}),
      async begin(actor) {
        await until("the worker is ready", () => actor.log().includes("ready"), { actor });
        await pause(3000);
        await queue.addBulk(addressesOf(messages).map((chat) => ({ name: "message", data: { chat } })));
      },
      async isOver() {
        const counts = await queue.getJobCounts("waiting", "active", "delayed", "prioritized");
        return Object.values(counts).every((count) => count === 0);
      },
      async [Symbol.asyncDispose]() {
        await queue.close();
        connection.disconnect();
        await redis[Symbol.asyncDispose]();
      },
    };
  },
};

/** This program first. */
const senders: readonly Sender[] = [
  ourselves,
  loop("grammY, auto-retry"),
  loop("grammY, auto-retry and throttler", "throttler"),
  bullmq,
];
