import type { Logger } from "pino";
import type { BotKey } from "#domain/ids.ts";
import { openQueue } from "#queue/queues.ts";
import type { Base } from "./base.ts";
import { openBots } from "./bots.ts";
import { followClock, openClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { openDatabase } from "./database.ts";
import { publishLessons } from "./lessons.ts";
import { processMetrics } from "./metrics.ts";
import { openPresence } from "./presence.ts";
import { type Role, startRoles } from "./roles.ts";

/** Connections of the common pool: updates handled at once, ticks, requests. */
const poolSize = 12;

/** A running process: what was opened, closed in the opposite order. */
export interface Running extends AsyncDisposable {
  readonly base: Base;
  /** Where it serves HTTP; null when it does not. */
  readonly address: string | null;
}

/**
 * Starts the roles of one process: database, migrations, lessons, queue, then whatever the roles do. Rejects, with all
 * that was opened closed again, when any of it cannot be had.
 */
export async function run(config: Config, roles: readonly Role[], log: Logger): Promise<Running> {
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
    const database = keep(await openDatabase(config, log, poolSize));
    const { connection } = database;
    const clock = await openClock(connection);
    if (!config.demo && clock.aheadMs() > 0) {
      throw new Error("this database's clock was moved ahead by a demo: use another database, or set HOCVU_DEMO=1");
    }
    if (roles.includes("scheduler")) await publishLessons(connection.db, clock.now(), log);
    const queues = keep(await openQueue({ databaseUrl: database.url, redisUrl: config.redisUrl ?? undefined, log }));
    const presence = keep(await openPresence(database.url, roles, clock.now(), log));
    const bots = openBots(config, connection.db, clock, log);
    const held = new Set<BotKey>();
    const base: Base = {
      config,
      log,
      databaseUrl: database.url,
      connection,
      queues,
      inbox: queues,
      clock,
      process: presence.process,
      bots,
      held,
      metrics: processMetrics(connection, bots, held),
    };
    keep({ [Symbol.asyncDispose]: () => closeBots(base) });
    const { address, moved } = await startRoles(base, roles, keep);
    if (config.demo) keep(await followClock(connection, clock, moved));
    return { base, address, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeBots({ bots }: Base): Promise<void> {
  for (const { receiver } of bots.values()) {
    if (receiver !== null && Symbol.asyncDispose in receiver)
      await (receiver as AsyncDisposable)[Symbol.asyncDispose]();
  }
}
