import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { connect, type Db } from "#db/connect.ts";
import { isAnythingTaught } from "#db/learning/cohorts.ts";
import type { BotKey } from "#domain/ids.ts";
import { openQueue } from "#queue/queues.ts";
import type { Base } from "./base.ts";
import { openBots } from "./bots.ts";
import { followClock, openClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { type Database, ofQueue } from "./database.ts";
import { clockOffsetMs } from "./figures/parts.ts";
import { meanwhile } from "./meanwhile.ts";
import { processMetrics } from "./metrics.ts";
import { openPresence } from "./presence.ts";
import { type Role, startRoles } from "./roles.ts";
import { readRoom } from "./room.ts";

/** Whoever asks how things are waits for nobody else, keeps nobody waiting, and not for long. */
const watchers = { max: 2, applicationName: "hocvu metrics", statementTimeoutMilliseconds: 2_000 };

/** So long after its start a process has answered whoever waited for it. */
const calmMs = 1000;

/** A running process: what was opened, closed in the opposite order. */
export interface Running extends AsyncDisposable {
  readonly base: Base;
  /** Where it serves HTTP; null when it does not. */
  readonly address: string | null;
}

/**
 * Starts the roles of one process on its database: lessons, queue, then whatever the roles do. Rejects, with all that
 * was opened closed again, the database too, when any of it cannot be had.
 */
export async function run(
  config: Config,
  roles: readonly Role[],
  log: Logger,
  opening: Promise<Database>,
): Promise<Running> {
  const opened: AsyncDisposable[] = [];
  const keep = <Thing extends AsyncDisposable>(thing: Thing): Thing => {
    opened.push(thing);
    return thing;
  };
  const close = async () => {
    for (const thing of opened.splice(0).reverse()) {
      try {
        await thing[Symbol.asyncDispose]();
      } catch (error) {
        log.warn({ err: error }, "could not close everything");
      }
    }
  };
  try {
    const database = keep(await opening);
    const { connection } = database;
    if (!config.anyClock) await compareClocks(connection.db);
    const clock = await openClock(connection);
    if (!config.demo && clock.aheadMs() > 0) {
      throw new Error("this database's clock was moved ahead by a demo: use another database, or set HOCVU_DEMO=1");
    }
    // What reads lessons is a large part of all modules, and mostly nobody waits for it.
    const publish = async () => (await import("./lessons.ts")).publishLessons(connection.db, clock.now(), log);
    const publishes = roles.includes("scheduler");
    const isFirst = publishes && !(await isAnythingTaught(connection.db));
    const published = isFirst ? await publish() : null;
    const queues = keep(await openQueue({ ...ofQueue(database.url), redisUrl: config.redisUrl ?? undefined, log }));
    const presence = keep(await openPresence(database.url, roles, clock.now(), log));
    const { db } = connection;
    const { most, allowed, running, remedy } = await readRoom(config, db);
    if (remedy !== null)
      log.warn(
        { running, most, allowed },
        `the running processes may open more connections than the database takes: ${remedy}`,
      );
    const grant = { db, databaseUrl: database.url, secretKeys: config.secretKeys, clock, log };
    const oaTokens =
      config.oa === null ? null : keep((await import("./zalo-oa/open.ts")).openOaTokens(config.oa, grant));
    const bots = await openBots(config, db, clock, log, oaTokens === null ? undefined : () => oaTokens);
    const held = new Set<BotKey>();
    const base: Base = {
      config,
      log,
      databaseUrl: database.url,
      connection,
      queues,
      inbox: { ringInbox: (ids, _turn, whose) => queues.ringInbox(ids, whose) },
      clock,
      process: presence.process,
      bots,
      held,
      oaTokens,
      metrics: processMetrics({
        db: keep(connect(database.url, watchers)).db,
        queues,
        bots,
        held,
        oa: config.oa,
        backupDir: config.backupDir,
        clock,
      }),
    };
    keep({ [Symbol.asyncDispose]: () => closeBots(base) });
    const { address, moved } = await startRoles(base, roles, publish, keep);
    // Reading all lessons keeps the process busy: what is taught already goes on, and whoever waits at the doors goes first.
    const later = async (ending: AbortSignal) => {
      await sleep(calmMs, undefined, { signal: ending });
      const drawings = published ?? (await publish());
      await (await import("./drawing.ts")).keepPictures(connection.db, drawings, clock.now(), log, ending);
    };
    if (publishes) keep(meanwhile(later, log));
    if (config.demo) keep(await followClock(connection, clock, moved));
    return { base, address, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Further from the database's clock a machine plans and sends at a wrong time. */
const farthestClockMs = 30_000;

async function compareClocks(db: Db): Promise<void> {
  const offset = await clockOffsetMs(db);
  if (Math.abs(offset) <= farthestClockMs) return;
  const direction = offset > 0 ? "behind" : "ahead of";
  throw new Error(
    `this machine's clock is ${Math.abs(Math.round(offset / 1000))} s ${direction} the database's: set both by NTP, or set HOCVU_ANY_CLOCK=1 to start all the same`,
  );
}

async function closeBots({ bots }: Base): Promise<void> {
  for (const { channel } of bots.values()) {
    if (Symbol.asyncDispose in channel) await (channel as AsyncDisposable)[Symbol.asyncDispose]();
  }
}
