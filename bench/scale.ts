import { availableParallelism } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { storeUpdate } from "../src/db/chats/inbox.ts";
import type { Db } from "../src/db/connect.ts";
import type { InboxId } from "../src/domain/ids.ts";
import { openQueue } from "../src/queue/queues.ts";
import { silent } from "../test/setup/log.ts";
import { startRedis } from "../test/setup/redis.ts";
import { bot, openPlatform, pressOf } from "./platform.ts";
import { presses } from "./pupil.ts";
import { openSchool, readPupils, showFirstLesson } from "./school.ts";
import { type Actor, isReady, port, type Stage, until } from "./stage.ts";
import type { Row } from "./table.ts";

/** A process that has just started is slow: these are handled before it is measured. */
const warmUp = 1000;

/**
 * The same answers, which wait in the inbox, handled by one worker and by two, with the queue in Redis. The bot's own
 * budget holds the feedback back, and so nothing of what is measured: what a second worker is for.
 */
export async function measureScale(stage: Stage, short: boolean): Promise<Row[]> {
  const answers = short ? 1000 : 6000;
  const one = await handledPerSecond(stage, answers, 1);
  const two = await handledPerSecond(stage, answers, 2);
  const row = (what: string, value: number, unit: string, more: Partial<Row> = {}): Row => ({
    figure: "scale",
    what,
    value,
    unit,
    ...more,
  });
  const waiting = `${answers.toLocaleString("en-GB")} answers that wait`;
  return [
    row(`${waiting}, handled by 1 worker`, one, "/s"),
    row(`${waiting}, handled by 2 workers`, two, "/s"),
    row("2 workers, as a multiple of 1", two / one, "×", {
      target: { bound: "at least", value: 1.2 },
      ceiling: { what: "cores, which the database has its part of", value: availableParallelism(), unit: "cores" },
    }),
  ];
}

async function handledPerSecond(stage: Stage, answers: number, workers: number): Promise<number> {
  const database = await stage.database();
  const { db } = database;
  const school = await openSchool(db, answers + warmUp);
  await showFirstLesson(db, school);
  const ids = await storeFirstAnswers(db);
  const platform = await openPlatform(stage);
  await using redis = await startRedis();
  const environment = { ...platform.environment, DATABASE_URL: database.url, REDIS_URL: redis.url };
  const actors: Actor[] = [];
  for (let n = 0; n < workers; n++) {
    const door = await port();
    const actor = stage.start("worker", { ...environment, METRICS_PORT: String(door) });
    actors.push(actor);
    await until("a worker is ready", () => isReady(`http://127.0.0.1:${door}`), { actor });
  }
  await using queues = await openQueue({ databaseUrl: database.url, redisUrl: redis.url, log: silent });
  const handle = async (some: readonly InboxId[]) => {
    for (let from = 0; from < some.length; from += 500) await queues.ringInbox(some.slice(from, from + 500));
    const allDone = async () => {
      await pause(200);
      return (await waitingAmong(db, some)) === 0;
    };
    await until("they are handled", allDone, { actor: actors[0]!, withinSeconds: 300 });
  };
  await handle(ids.slice(0, warmUp));
  const measured = ids.slice(warmUp);
  await handle(measured);
  const [{ seconds }] = (await db.execute<{ seconds: number }>(sql`
    select extract(epoch from max(handled_at) - min(handled_at))::float8 as seconds
    from inbox where id >= ${measured[0]!}`)) as unknown as [{ seconds: number }];
  const [{ stored }] = (await db.execute<{ stored: number }>(
    sql`select count(*)::int as stored from answers`,
  )) as unknown as [{ stored: number }];
  if (stored !== ids.length) throw new Error(`${stored} of ${ids.length} answers are kept`);
  await Promise.all(actors.map((actor) => actor.stop("SIGKILL")));
  return measured.length / seconds;
}

/** The first press of everybody, stored as a webhook would; nobody has heard of them. */
async function storeFirstAnswers(db: Db): Promise<InboxId[]> {
  const { lesson, pupils } = await readPupils(db);
  const receivedAt = new Date();
  const ids: InboxId[] = [];
  for (const [n, pupil] of pupils.entries()) {
    const payload = pressOf(pupil.chat, presses(lesson!, pupil)[0]!, n + 1);
    const id = await storeUpdate(db, { bot, updateKey: String(n + 1), chat: pupil.chat, payload, receivedAt });
    if (id !== null) ids.push(id);
  }
  await db.execute(sql`vacuum analyze inbox`);
  return ids;
}

async function waitingAmong(db: Db, ids: readonly InboxId[]): Promise<number> {
  const [row] = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from inbox where state = 'waiting' and id between ${ids[0]!} and ${ids.at(-1)!}`);
  return row!.n;
}
