import type { Db } from "#db/connect.ts";
import { listProcesses } from "#db/processes.ts";
import { readServer } from "#db/server.ts";
import type { Config } from "./config.ts";
import { connectionsOf, type Size } from "./connections.ts";
import type { Role } from "./roles.ts";

/** What there must be one of each of; a command that ends loads none of them. */
export const everyRole: readonly Role[] = ["bot", "worker", "scheduler", "web"];

/** Whether the database has room for what may be opened. */
export interface Room {
  readonly running: number;
  /** The pools of all running processes, filled; of the whole program in one process where none runs. */
  readonly most: number;
  /** Connections there may be, and those there are, whoever has them. */
  readonly allowed: number;
  readonly inUse: number;
  /** What to do; null: there is room. */
  readonly remedy: string | null;
}

export async function readRoom(config: Config, db: Db): Promise<Room> {
  const { connections, mostConnections: allowed } = await readServer(db);
  const size: Size = {
    bots: config.bots.length + (config.oa === null ? 0 : 1) + (config.demo ? 1 : 0),
    queue: config.redisUrl === null ? "postgresql" : "redis",
  };
  const each = (await listProcesses(db)).map(({ roles }) => connectionsOf(roles as readonly Role[], size));
  const most = each.length === 0 ? connectionsOf(everyRole, size) : each.reduce((sum, one) => sum + one, 0);
  const remedy = most <= allowed ? null : remedyFor(most, config.databaseUrl === null);
  return { running: each.length, most, allowed, inUse: connections, remedy };
}

/** The embedded server is started by the program, with what it always has; people need a few connections, too. */
const remedyFor = (most: number, embedded: boolean): string =>
  embedded
    ? `run fewer processes, or set DATABASE_URL to a PostgreSQL with max_connections = ${most + 10}`
    : `raise max_connections (and a connection limit of the role or the database) to ${most + 10}, or run fewer processes`;
