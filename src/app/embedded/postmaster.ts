import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { lives } from "./lock.mjs";

/** The server's first process, as it describes itself in postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** It takes connections; false while it starts, recovers or shuts down. */
  readonly isReady: boolean;
}

/** The living server of `cluster`. Null when there is none: no file, or one that a killed server left behind. */
export function readPostmaster(cluster: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const pid = Number(lines[0]);
  if (!serves(pid, cluster)) return null;
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" };
}

/**
 * Whether process `pid` lives and is a server of `cluster`. After a reboot the number may be anybody's, and a dead
 * child that nobody waits for (a container without an init) keeps its number: on Linux both are seen.
 */
export function serves(pid: number, cluster: string): boolean {
  if (!lives(pid)) return false;
  if (process.platform !== "linux") return true;
  const { name, state } = describe(pid);
  if (state === null || state === "Z") return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch (error) {
    // A superuser in a container may not look into another user's process: then its name must do.
    return (error as NodeJS.ErrnoException).code === "EACCES" && name === "postgres";
  }
}

/** From /proc/PID/stat: "12 (name) S …"; the name may hold anything. Null state: the process is gone. */
function describe(pid: number): { name: string; state: string | null } {
  try {
    const [, name, state] = /^\d+ \((.*)\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return { name: name ?? "", state: state ?? null };
  } catch {
    return { name: "", state: null };
  }
}

/**
 * Waits, 5 seconds at most, until no process of a dead server is left, then takes its postmaster.pid away, which may
 * name a number that lives again. Must not be called while a server runs.
 */
export async function clearRemains(cluster: string): Promise<void> {
  for (let tries = 0; tries < 100 && hasOrphans(cluster); tries += 1) await pause(50);
  if (!hasOrphans(cluster)) rmSync(path.join(cluster, "postmaster.pid"), { force: true });
}

/** A killed server's workers leave by themselves as soon as they notice. */
function hasOrphans(cluster: string): boolean {
  if (process.platform !== "linux") return false;
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && serves(Number(name), cluster));
}

/** Whether somebody listens on the port of this machine. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: "127.0.0.1", port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}

/** `wanted` if it is free, else any free port. */
export async function freePort(wanted: number | null): Promise<number> {
  return (await bind(wanted ?? 0)) ?? (await bind(0)) ?? Promise.reject(new Error("no free port on 127.0.0.1"));
}

function bind(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(null));
    server.listen({ host: "127.0.0.1", port }, () => {
      const { port: bound } = server.address() as net.AddressInfo;
      server.close(() => resolve(bound));
    });
  });
}
