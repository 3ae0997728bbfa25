import { accessSync, constants, lstatSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeFolder } from "./folder.ts";
import { isOpenToAll, isSuperuser } from "./user.ts";

/**
 * A folder of ours outside the project that the server's user can reach: the system's cache for the superuser (whose
 * home is closed to others), the user's own cache for everyone else, a private folder in the temporary one when they
 * have no home.
 */
export function cacheFolder(): string {
  for (const candidate of candidates()) if (claim(candidate)) return candidate;
  throw new Error(`no folder for the embedded database's files: tried ${candidates().join(", ")}; make one writable`);
}

function candidates(): string[] {
  const temporary = path.join(os.tmpdir(), `hocvu-cache-${process.getuid?.() ?? "user"}`);
  if (isSuperuser) return ["/var/cache/hocvu", temporary];
  const home = process.env.XDG_CACHE_HOME ?? process.env.LOCALAPPDATA ?? path.join(os.homedir(), ".cache");
  return [path.join(home, "hocvu"), temporary];
}

/** The temporary folder is everybody's: a place that somebody else made there is not taken. */
function claim(folder: string): boolean {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    const found = lstatSync(folder);
    const isOurs = process.getuid === undefined || found.uid === process.getuid();
    return found.isDirectory() && isOurs && (!isSuperuser || isOpenToAll(folder));
  } catch {
    return false;
  }
}
