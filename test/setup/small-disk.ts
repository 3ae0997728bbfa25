import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";

/** A disk of its own, in memory, that a test may fill. */
export interface SmallDisk extends Disposable {
  /** A folder on it, for anybody to pass through. */
  readonly folder: string;
  /** Somebody else's file takes all that is left. */
  fill(): void;
  /** It is gone again. */
  free(): void;
}

/** Null where this user may not mount one: only root may. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | null {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0711`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return null;
  }
  const ballast = path.join(folder, "ballast");
  const fill = () => {
    const file = openSync(ballast, "a");
    try {
      for (let size = 1024 * 1024; size >= 4096; size /= 2) fillBy(file, Buffer.alloc(size));
    } finally {
      closeSync(file);
    }
  };
  return {
    folder,
    fill,
    free: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]: () => void execFileSync("umount", ["-l", folder]),
  };
}

/** Until not even a part of it goes. */
function fillBy(file: number, block: Uint8Array): void {
  try {
    while (writeSync(file, block) > 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
