import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

// Plain JavaScript on Node alone: bin/ takes this lock before any dependency is installed.

const heartbeatMilliseconds = 2_000;
const abandonedAfterMilliseconds = 30_000;

/**
 * Whether a process of this number lives. Another user's process counts as living.
 * @param {number} pid
 */
export function lives(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * Runs `work` while no other process runs its own under the same `file`. A holder that died, or has shown no sign of
 * life for 30 seconds (a number used again after a reboot), loses the lock.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  const token = `${process.pid} ${randomUUID()}`;
  while (!(await take(file, token))) {
    if (!(await dropAbandoned(file))) await pause(50);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {}); // best effort: without it the lock only looks old
  }, heartbeatMilliseconds);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await contents(file)) === token) await rm(file, { force: true });
  }
}

async function take(file, token) {
  try {
    await writeFile(file, token, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Whether an abandoned lock was taken away, so that it is worth trying again at once. */
async function dropAbandoned(file) {
  const holder = await contents(file);
  if (holder === null) return true;
  const seen = await stat(file).catch(() => null);
  if (seen === null) return true;
  const silent = Date.now() - seen.mtimeMs;
  // An empty file is a lock between its creation and its first byte.
  if (silent < abandonedAfterMilliseconds && (holder === "" || lives(Number(holder.split(" ")[0])))) return false;
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
    // Somebody was quicker and what we moved is their new lock: give it back.
    if ((await contents(aside)) !== holder) await link(aside, file);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
  return true;
}

async function contents(file) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
