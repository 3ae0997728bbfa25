import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Config, readConfig } from "../config.ts";
import { openLog, secretsOf } from "../log.ts";
import { misspelt } from "../misspelt.ts";
import type { Role } from "../roles.ts";
import { messageOf } from "./faults.ts";
import { complain, tell } from "./print.ts";

/** What is under way may take so long to end. */
const farewellMs = 15_000;

/** Connections of the common pool: updates handled at once, ticks, requests. */
const poolSize = 12;

/** npm passes on the Ctrl-C that the terminal has sent already: two signals so close are one. */
const sameSignalMs = 1000;

export interface ServeOptions {
  /** Without a token be a demo: what `npm start` wants. */
  readonly demoWithoutTokens?: boolean;
}

/** Runs the roles until a signal comes. Returns the exit code: 0 when everything was ended in order. */
export async function serve(
  roles: readonly Role[] | null,
  { demoWithoutTokens = false }: ServeOptions,
): Promise<0 | 1> {
  const read = readConfig(process.env, demoWithoutTokens);
  if (!read.ok) {
    await complain(read.problem);
    return 1;
  }
  const config = read.value;
  // The whole program is loaded once it is known that it may start: a mistake is answered at once. Meanwhile the
  // database comes up.
  const log = openLog(config.logLevel, secretsOf(config));
  for (const slip of misspelt(process.env))
    log.warn(slip, "a variable that nobody reads is set: is another one meant?");
  const asked = toldToEnd();
  const taken = await tryListening(config, roles).catch((error: unknown) => explain(error, config));
  if (taken !== null) {
    await complain(taken);
    return 1;
  }
  const { openDatabase } = await import("../database.ts");
  const database = openDatabase(config, log, poolSize);
  database.catch(() => {}); // whoever waits for it is told
  const [{ allRoles }, { run }] = await Promise.all([import("../roles.ts"), import("../run.ts")]);
  const running = await run(config, roles ?? allRoles, log, database).catch(async (error: unknown) => {
    const hasDatabase = await database.then(
      () => true,
      () => false,
    );
    await complain(hasDatabase ? explain(error, config) : (await import("./session.ts")).unopened(config, error));
    log.debug({ err: error }, "the start failed");
    return null;
  });
  if (running === null) return 1;
  const { applied } = await database;
  log.info(
    { roles: roles ?? allRoles, address: running.address, ...(applied.length > 0 ? { applied } : {}) },
    "started",
  );
  if (running.address !== null) await tell(`Học Vụ runs at ${running.address}`);
  if (running.address !== null && config.demo) await tell(`Try everything in the web chat: ${running.address}/chat`);
  log.info({ signal: await asked }, "ending what is under way");
  const ended = running[Symbol.asyncDispose]().then(() => true);
  if (await Promise.race([ended, sleep(farewellMs, false, { ref: false })])) return 0;
  log.error({ afterMs: farewellMs }, "not everything ended in time");
  return 1;
}

/**
 * Whoever may not listen must not begin: it would migrate, take a bot's lane and be gone again, every two seconds under a
 * service manager. Rejects as listening does.
 */
async function tryListening({ host, port, metricsPort }: Config, roles: readonly Role[] | null): Promise<null> {
  const wanted = roles === null || roles.includes("web") ? port : metricsPort;
  if (wanted === null) return null;
  const server = createServer().listen(wanted, host);
  await once(server, "listening");
  server.close();
  await once(server, "close");
  return null;
}

/** The first signal to end. Another one, from someone who has lost patience, ends the process at once. */
export function toldToEnd(): Promise<string> {
  return new Promise((resolve) => {
    let first: number | null = null;
    const hear = (name: string) => {
      const now = performance.now();
      if (first !== null && now - first > sameSignalMs) process.exit(1);
      first ??= now;
      resolve(name);
    };
    process.on("SIGINT", hear).on("SIGTERM", hear);
    orphaned(() => hear("npm ended"));
  });
}

/**
 * Under `npm start` npm is the one that is killed, and when it is killed hard it passes nothing on: then we end too.
 * Between it and us stands a shell, which outlives it.
 */
function orphaned(tell: () => void): void {
  const family = ancestors();
  if (process.env.npm_lifecycle_event === undefined || family.includes(1)) return;
  const look = setInterval(() => {
    if (ancestors().every((pid, generation) => pid === family[generation])) return;
    clearInterval(look);
    tell();
  }, 500);
  look.unref();
}

/** Our parent, and, where the system tells (Linux), its parent. */
function ancestors(): number[] {
  try {
    const shell = readFileSync(`/proc/${process.ppid}/status`, "utf8");
    return [process.ppid, Number(/^PPid:\s+(\d+)$/m.exec(shell)?.[1])];
  } catch {
    return [process.ppid];
  }
}

function explain(error: unknown, { host, port: main, metricsPort }: Config): string {
  const { code, syscall, port = main } = error as NodeJS.ErrnoException & { readonly port?: number };
  const variable = port === metricsPort && port !== main ? "METRICS_PORT" : "PORT";
  if (syscall === "getaddrinfo") return `HOST ${host} is no address of this machine. Write for example HOST=127.0.0.1`;
  if (code === "EADDRINUSE")
    return `${variable} ${port} is taken: stop what listens there, or set another, for example ${variable}=${port + 1}`;
  if (code === "EADDRNOTAVAIL") return `HOST ${host} is no address of this machine. Write for example HOST=127.0.0.1`;
  if (code === "EACCES")
    return `this user may not open ${variable} ${port}: set one from 1024 on, for example ${variable}=${variable === "PORT" ? 3000 : 9464}`;
  return `the start failed: ${messageOf(error)}`;
}
