/** What processes cost the machine: memory and time of its cores. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

export function residentMiB(pid: number): number {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(stdout) / 1024;
}

/** Linux counts the time of processes in hundredths of a second. */
const ticksPerSecond = 100;

/**
 * Seconds of a core that a process and its children have used, those included that have ended. NaN where the system has
 * no /proc.
 */
export function coreSeconds(pid: number): number {
  if (!existsSync("/proc/self/stat")) return Number.NaN;
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (timesOf(name) ?? []) : []));
  const children = all.filter(({ parent }) => parent === pid).map(({ own, ended }) => own + ended);
  const self = timesOf(String(pid));
  return children.reduce((sum, each) => sum + each, self === null ? 0 : self.own + self.ended);
}

/**
 * Waits, a minute at most, until a program that has just started does so no longer: what is loaded late has been loaded,
 * pictures of new lessons are drawn, and twice in a row it hardly used a core.
 */
export async function settle(pid: number): Promise<void> {
  for (let looks = 0, calm = 0; looks < 20 && calm < 2; looks++) {
    const before = coreSeconds(pid);
    await pause(3000);
    calm = coreSeconds(pid) - before > 0.15 ? 0 : calm + 1;
  }
}

/** @returns null: it has ended meanwhile */
function timesOf(pid: string): { parent: number; own: number; ended: number } | null {
  try {
    // The name, in parentheses, may hold blanks; what follows it is a list of numbers.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const seconds = (...at: number[]) => at.reduce((sum, each) => sum + Number(fields[each]), 0) / ticksPerSecond;
    return { parent: Number(fields[1]), own: seconds(11, 12), ended: seconds(13, 14) };
  } catch {
    return null;
  }
}
