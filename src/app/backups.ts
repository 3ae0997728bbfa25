import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** A dump has this name when it is whole: docs/operate/hocvu-backup.service, and compose.yml beside it. */
const isDump = (name: string) => /^hocvu-.*\.dump$/.test(name);

/** Every night there is one; two hours later than that a night went by without. */
const longestHours = 26;

/**
 * Seconds since the newest whole dump in a folder was written; Infinity: there is none, or no folder yet. Files carry this
 * machine's time, so it is that, and not the application's, by which they are old. Rejects where the folder cannot be read.
 */
export async function backupAgeSeconds(folder: string, now = Date.now()): Promise<number> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const dumps = await Promise.all(names.filter(isDump).map((name) => stat(path.join(folder, name))));
  return (now - Math.max(...dumps.map(({ mtimeMs }) => mtimeMs))) / 1000;
}

/** Whether last night's backup is there. */
export async function checkBackups(folder: string): Promise<{ readonly ok: boolean; readonly detail: string }> {
  const hours = (await backupAgeSeconds(folder)) / 3600;
  if (hours <= longestHours) return { ok: true, detail: `the newest is ${Math.round(hours)} hours old` };
  const seen = hours === Number.POSITIVE_INFINITY ? "there is none" : `the newest is ${Math.round(hours)} hours old`;
  return {
    ok: false,
    detail: `${seen} in ${folder}: journalctl -u hocvu-backup, or docker compose logs backup, says why; docs/operations.md how to make one`,
  };
}
