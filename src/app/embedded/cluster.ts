import { spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Binaries } from "./binaries.ts";
import { makeFolder } from "./folder.ts";
import type { Place } from "./place.ts";
import type { ServerUser } from "./user.ts";

/** How to reach the server; kept in the cluster, readable by its owner alone. The port is the one it last had. */
export interface Access {
  readonly password: string;
  readonly port: number | null;
}

const accessFile = (cluster: string): string => path.join(cluster, "hocvu.json");

export function readAccess(cluster: string): Access {
  try {
    return JSON.parse(readFileSync(accessFile(cluster), "utf8")) as Access;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EACCES") {
      throw new Error(`the embedded database in ${cluster} belongs to another user: run as that user`, { cause });
    }
    throw new Error(`${accessFile(cluster)} is missing or damaged: without its password the database stays closed`, {
      cause,
    });
  }
}

/** Written aside first: a start killed here leaves the old file whole. */
export function writeAccess(cluster: string, access: Access): void {
  const aside = `${accessFile(cluster)}.${randomUUID()}`;
  writeFileSync(aside, JSON.stringify(access), { mode: 0o600 });
  renameSync(aside, accessFile(cluster));
}

/** What both programs need: a locale that every machine has, and a folder that the server's user may be in. */
export function serverOptions(user: ServerUser): ServerUser & { cwd: string; env: NodeJS.ProcessEnv } {
  const { PATH, SystemRoot } = process.env;
  return { ...user, cwd: path.parse(os.tmpdir()).root, env: { PATH, SystemRoot, LC_ALL: "C", TZ: "UTC" } };
}

/**
 * Makes the cluster if there is none. It is made aside and renamed when whole, so that one killed half way is never
 * mistaken for a database.
 */
export async function ensureCluster(place: Place, binaries: Binaries, user: ServerUser): Promise<void> {
  if (existsSync(path.join(place.cluster, "PG_VERSION"))) return;
  const aside = `${place.cluster}.${randomUUID()}`;
  makeFolder(path.dirname(aside));
  mkdirSync(aside, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(aside, user.uid, user.gid);
  const password = randomBytes(24).toString("base64url");
  try {
    await initdb(aside, password, binaries, user);
    writeAccess(aside, { password, port: null });
    renameSync(aside, place.cluster);
    if (place.isElsewhere) symlinkSync(place.cluster, place.link);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw error;
  }
}

async function initdb(
  folder: string,
  password: string,
  { initdb: program }: Binaries,
  user: ServerUser,
): Promise<void> {
  const file = `${folder}.password`;
  const args = ["-D", folder, "-U", "hocvu", "--auth=scram-sha-256", `--pwfile=${file}`, "--no-instructions"];
  args.push("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  try {
    writeFileSync(file, password, { flag: "wx", mode: 0o600 });
    if (user.uid !== undefined && user.gid !== undefined) chownSync(file, user.uid, user.gid);
    await run(program, args, user);
  } finally {
    rmSync(file, { force: true });
  }
}

function run(program: string, args: readonly string[], user: ServerUser): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...serverOptions(user), stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.once("error", (cause) => reject(new Error(`could not run ${program}`, { cause })));
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${path.basename(program)} could not make the embedded database: ${said.trim()}`));
    });
  });
}
