import type { Role } from "./roles.ts";

/** What decides how many connections to PostgreSQL a process may open. */
export interface Size {
  /** Bots and accounts, the demo's included. */
  readonly bots: number;
  readonly queue: "postgresql" | "redis";
}

/** The common pool, presence, and who asks for figures. */
const everyProcess = 12 + 1 + 2;

/** A worker of the queue: two connections, and one that listens. */
const queueWorker = 3;

/**
 * The most connections one process opens, all its pools filled: the sum that `max_connections` must have room for.
 * docs/operate.md shows it as a table.
 */
export function connectionsOf(roles: readonly Role[], { bots, queue }: Size): number {
  const jobs = queue === "postgresql" ? 1 : 0;
  const has = (role: Role) => (roles.includes(role) ? 1 : 0);
  const books = has("web") || has("worker"); // the thread that makes workbooks
  return (
    everyProcess +
    3 * jobs + // those that ring
    books +
    has("web") * 3 + // pages
    has("worker") * (16 + 2 + 2 * queueWorker * jobs) + // handling, workbooks
    has("worker") * bots * (1 + queueWorker * jobs) + // a lane and its bell
    has("scheduler") * queueWorker * jobs + // ticks
    has("bot") * bots // who receives
  );
}
