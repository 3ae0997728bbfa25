import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, statSync, truncateSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Binaries } from "./binaries.ts";
import { readAccess, serverOptions, writeAccess } from "./cluster.ts";
import type { Place } from "./place.ts";
import { answers, clearRemains, freePort, type Postmaster, readPostmaster, serves } from "./postmaster.ts";
import type { ServerUser } from "./user.ts";

/** Recovery after a crash may take a while; a server that takes longer is reported. */
const readyWithinMilliseconds = 60_000;
const largestLogBytes = 5_000_000;

/** Of PostgreSQL, by name. */
export type Settings = Readonly<Record<string, string>>;

const settings: Settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "300",
  shared_buffers: "128MB",
  timezone: "UTC",
  log_timezone: "UTC",
  // The log must not hold what people wrote: neither statements nor the values that broke a constraint.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};

/** For data that may be lost with the machine's power. */
export const forgetful: Settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
};

/**
 * A server that already runs on the cluster: one that outlived the program that started it, or another program's.
 * Waits while it starts or recovers. Null when there is none.
 */
export async function adopt(place: Place): Promise<Postmaster | null> {
  for (let waited = 0; waited < readyWithinMilliseconds; waited += 50) {
    const postmaster = readPostmaster(place.cluster);
    if (postmaster === null) return null;
    if (postmaster.isReady && (await answers(postmaster.port))) return postmaster;
    await pause(50);
  }
  throw new Error(`the embedded database in ${place.cluster} runs, but takes no connections: see ${place.log}`);
}

/** Starts the server on the port it had last, if that is free. It outlives this process unless it is stopped. */
export async function start(place: Place, binaries: Binaries, user: ServerUser, more: Settings): Promise<Postmaster> {
  await clearRemains(place.cluster);
  const access = readAccess(place.cluster);
  const port = await freePort(access.port);
  if (port !== access.port) writeAccess(place.cluster, { ...access, port });
  const options = Object.entries({ ...settings, ...more });
  const args = [
    "-D",
    place.cluster,
    "-p",
    String(port),
    ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  // A file, not a pipe: the server must not die of writing to a program that was killed. Its own session: Ctrl-C is ours.
  const log = openLog(place.log);
  const child = spawn(binaries.postgres, args, { ...serverOptions(user), detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  child.unref();
  return await ready(child, place);
}

async function ready(child: ChildProcess, place: Place): Promise<Postmaster> {
  let ended: string | null = null;
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", (code, signal) => {
    ended = `it ended with ${code ?? signal}`;
  });
  for (let waited = 0; waited < readyWithinMilliseconds && ended === null; waited += 10) {
    const postmaster = child.pid === undefined ? null : readPostmaster(place.cluster);
    if (postmaster?.pid === child.pid && postmaster?.isReady) return postmaster;
    await pause(10);
  }
  throw new Error(`the embedded database did not start (${ended ?? "it was not ready in time"}): see ${place.log}`);
}

/** Ends all connections and stops the server; returns when it has gone, after 10 seconds at the latest. */
export async function stop(cluster: string): Promise<void> {
  const postmaster = readPostmaster(cluster);
  if (postmaster === null) return;
  process.kill(postmaster.pid, "SIGINT");
  for (let waited = 0; waited < 10_000 && serves(postmaster.pid, cluster); waited += 10) await pause(10);
}

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) truncateSync(file);
  return openSync(file, "a", 0o600);
}
