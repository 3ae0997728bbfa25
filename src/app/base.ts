import type { Logger } from "pino";
import type { Connection } from "#db/connect.ts";
import type { BotKey, ProcessId } from "#domain/ids.ts";
import type { Metrics } from "#http/metrics.ts";
import type { Queues } from "#queue/queues.ts";
import type { Bots } from "./bots.ts";
import type { LiveClock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Handling } from "./handling.ts";
import type { Keeper } from "./zalo-oa/keeper.ts";

/** What every role of a process stands on. */
export interface Base {
  readonly config: Config;
  readonly log: Logger;
  readonly databaseUrl: string;
  readonly connection: Connection;
  readonly queues: Queues;
  /** Told of updates that were stored and wait to be handled. */
  readonly inbox: Pick<Handling, "ringInbox">;
  readonly clock: LiveClock;
  readonly process: ProcessId;
  readonly bots: Bots;
  /** The bots whose lane this process holds. */
  readonly held: Set<BotKey>;
  /** The Official Account's tokens; null: there is no account. */
  readonly oaTokens: Keeper | null;
  readonly metrics: Metrics;
}
