import { readFileSync, statSync } from "node:fs";
import path from "node:path";

/** Who runs the server: PostgreSQL refuses the superuser. Empty: whoever we are. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

export const isSuperuser = process.getuid?.() === 0;

/**
 * As the superuser: the owner of an existing cluster, else `postgres`, else `nobody`, which every Linux has.
 * Anyone else runs the server themselves.
 */
export function serverUser(cluster: string): ServerUser {
  if (!isSuperuser) return {};
  const owner = ownerOf(cluster);
  if (owner !== null && owner.uid !== 0) return owner;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (user === undefined) {
    throw new Error("the embedded database cannot run as root and found no user postgres or nobody: add one of them");
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether everybody may pass through `folder` and all that lie above it. */
export function isOpenToAll(folder: string): boolean {
  for (let place = path.resolve(folder); ; place = path.dirname(place)) {
    if ((statSync(place).mode & 0o001) === 0) return false;
    if (place === path.dirname(place)) return true;
  }
}

function ownerOf(file: string): { uid: number; gid: number } | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? null : { uid: found.uid, gid: found.gid };
}
