import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startEmbedded } from "../src/app/embedded/embedded.ts";
import { freePort } from "../src/app/embedded/postmaster.ts";
import { type Connection, connect } from "../src/db/connect.ts";
import { migrate } from "../src/db/migrate.ts";
import { silent } from "../test/setup/log.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export type Environment = Readonly<Record<string, string>>;

/** What the command line asks of a figure besides its short form. */
export interface Asked {
  /** So many a second. */
  readonly rate?: number;
  /** For so long. */
  readonly seconds?: number;
}

/** A process of the program, or a fake platform. */
export interface Actor {
  readonly pid: number;
  /** What it has written to its log so far. */
  log(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A durable server of its own, and the processes of the figures; everything is ended and removed at the end. */
export interface Stage extends AsyncDisposable {
  readonly folder: string;
  /** The first process of the server, parent of all its others. */
  readonly server: number;
  /** A new, migrated database. */
  database(): Promise<Connection & { readonly url: string }>;
  /** The same on a server set up as docs/operate.md says, which takes memory in gigabytes. */
  countrysDatabase(): Promise<Connection & { readonly url: string }>;
  /** `hocvu <role>` with nothing but this environment. */
  start(role: string, environment: Environment): Actor;
  /** Any command of the project's folder. */
  run(command: readonly string[], environment: Environment): Actor;
}

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-bench-"));
  chmodSync(folder, 0o711);
  const server = await startEmbedded({ dataDir: path.join(folder, "data"), log: silent });
  const servers = [server];
  const actors: Actor[] = [];
  const connections: Connection[] = [];
  // Whatever breaks, nothing goes on running.
  const lastly = () => {
    for (const actor of actors) signalIfThere(-actor.pid, "SIGKILL");
    for (const { pid } of servers) signalIfThere(pid, "SIGINT");
  };
  process.once("exit", lastly);
  let databases = 0;
  const run = (command: readonly string[], environment: Environment) => {
    const actor = act(path.join(folder, `${actors.length}.log`), command, environment);
    actors.push(actor);
    return actor;
  };
  const databaseOn = async ({ url: address }: { readonly url: string }) => {
    const name = `bench_${++databases}`;
    await using admin = connect(address, { max: 1, applicationName: "hocvu bench" });
    await admin.sql`create database ${admin.sql(name)}`;
    const url = new URL(address);
    url.pathname = `/${name}`;
    await migrate(url.href);
    const connection = connect(url.href, { max: 4, applicationName: "hocvu bench" });
    connections.push(connection);
    return { ...connection, url: url.href };
  };
  return {
    folder,
    server: server.pid,
    run,
    start: (role, environment) => run([path.join(root, "bin", "hocvu.mjs"), role], environment),
    database: () => databaseOn(server),
    async countrysDatabase() {
      const settings = documentedSettings();
      const own = await startEmbedded({ dataDir: path.join(folder, "country"), log: silent, settings });
      servers.push(own);
      return await databaseOn(own);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(actors.map((actor) => actor.stop("SIGKILL")));
      await Promise.all(connections.map((connection) => connection.end()));
      await Promise.all(servers.map((one) => one.stop()));
      process.off("exit", lastly);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL's settings as operators are told to have them: the block of postgresql.conf in docs/operate.md. */
function documentedSettings(): Record<string, string> {
  const guide = readFileSync(path.join(root, "docs", "operate.md"), "utf8");
  const [, block] = /```ini\n(max_connections[\s\S]*?)```/.exec(guide) ?? [];
  if (block === undefined) throw new Error("docs/operate.md has no block of PostgreSQL's settings");
  const settings = block.matchAll(/^(\w+) = (\S+)/gm);
  return Object.fromEntries(Array.from(settings, ([, name, value]) => [name!, value!]));
}

/** Of the surroundings a process gets only what it needs to run at all: no setting of ours leaks into a figure. */
function act(logFile: string, [command, ...args]: readonly string[], environment: Environment): Actor {
  const log = openSync(logFile, "a");
  const { PATH = "", HOME = "" } = process.env;
  const child: ChildProcess = spawn(command!, args, {
    cwd: root,
    env: { PATH, HOME, ...environment },
    stdio: ["ignore", log, log],
    detached: true, // a group of its own, so that npm ends together with what it started
  });
  const gone = once(child, "exit");
  return {
    pid: child.pid!,
    log: () => readFileSync(logFile, "utf8"),
    async stop(signal = "SIGTERM") {
      signalIfThere(-child.pid!, signal);
      await gone;
    },
  };
}

/** @param pid negative: a whole group */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has gone already.
  }
}

export const port = (): Promise<number> => freePort(null);

/** Looks every 10 ms; when it takes too long, says what it waited for and how the log of `actor` ends. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { actor, withinSeconds = 60 }: { actor?: Actor; withinSeconds?: number } = {},
): Promise<void> {
  const deadline = performance.now() + withinSeconds * 1000;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      throw new Error(`not within ${withinSeconds} s: ${what}\n${actor?.log().slice(-3000) ?? ""}`);
    }
    await pause(10);
  }
}

/** Whether a process answers /readyz with 200. */
export const isReady = (address: string): Promise<boolean> =>
  fetch(`${address}/readyz`, { signal: AbortSignal.timeout(3000) }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.status === 200;
    },
    () => false,
  );

/** Milliseconds since 1970 with fractions: the same clock in every process of a machine. */
export const instant = (): number => performance.timeOrigin + performance.now();
