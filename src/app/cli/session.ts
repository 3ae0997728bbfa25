import { randomInt } from "node:crypto";
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import type { Logger } from "pino";
import type { Db } from "#db/connect.ts";
import { type CohortRow, listCohorts } from "#db/learning/cohorts.ts";
import { OtherStory } from "#db/migrate.ts";
import { codeMaker } from "#supervision/codes.ts";
import { type LiveClock, openClock } from "../clock.ts";
import { type Config, readConfig } from "../config.ts";
import { type Database, openDatabase } from "../database.ts";
import { openLog, secretsOf } from "../log.ts";
import { type Answer, refused } from "./answer.ts";
import { messageOf } from "./faults.ts";

/** What a command that ends by itself works with. */
export interface Session {
  readonly config: Config;
  readonly log: Logger;
  readonly database: Database;
  readonly db: Db;
  readonly clock: LiveClock;
}

/** Such a command does one thing after another. */
const poolSize = 2;

/**
 * Runs a command on the database of the configuration, a running program's or one started for it. Its log says only
 * what went wrong, unless LOG_LEVEL asks for more.
 */
export async function withDatabase(work: (session: Session) => Promise<Answer>): Promise<Answer> {
  const read = readConfig(process.env);
  if (!read.ok) return refused(read.problem);
  const config = read.value;
  const log = commandLog(config);
  const opened = await openDatabase(config, log, poolSize).catch((error: unknown) => refused(unopened(config, error)));
  if ("problem" in opened) return opened;
  await using database = opened;
  const clock = await openClock(database.connection);
  return await work({ config, log, database, db: database.connection.db, clock });
}

/** How Node and OpenSSL name a certificate that is not believed. */
const distrusted = /CERT|SIGNATURE|CRL|ISSUER/;

const right = "DATABASE_URL=postgres://hocvu:secret@127.0.0.1:5432/hocvu";

/** SQLSTATE of what a server says that is reached and lets nobody in, or none there. */
const turnedAway: Readonly<Record<string, string>> = {
  "28P01": `write the role and its password as the server knows them: ${right}`,
  "28000": `let this role come from this machine (pg_hba.conf), by TLS where the server asks for it: ${right}?sslmode=require`,
  "3D000": `make it, or name the one that is there: ${right}`,
};

/** What to do for a database of DATABASE_URL that cannot be used; null: what is wrong says it. */
function hintOf(error: unknown): string | null {
  const { code, path: file } = error as NodeJS.ErrnoException;
  if (error instanceof OtherStory) return null;
  if (file !== undefined) return "name a file that can be read in sslrootcert, sslcert and sslkey";
  if (distrusted.test(String(code)))
    return "name the authority of its certificate, and the server as the certificate does: DATABASE_URL=postgres://hocvu:secret@db.example.vn:5432/hocvu?sslmode=verify-full&sslrootcert=/etc/hocvu/ca.crt";
  return turnedAway[String(code)] ?? `does it run, and is the address right? Write for example ${right}`;
}

/** Why there is no database, and where to look. */
export function unopened(config: Config, error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (config.databaseUrl !== null) {
    const hint = hintOf(error);
    return `the database, DATABASE_URL, cannot be used: ${messageOf(error)}${hint === null ? "" : `; ${hint}`}`;
  }
  if (syscall === "mkdir" || code === "ENOTDIR") {
    return `HOCVU_DATA_DIR ${config.dataDir} is no folder that can be made or used (${code}). Write for example HOCVU_DATA_DIR=/var/lib/hocvu`;
  }
  return `the database, the embedded one in ${config.dataDir}, cannot be used: ${messageOf(error)}`;
}

export const commandLog = (config: Config): Logger =>
  openLog((process.env.LOG_LEVEL ?? "") === "" ? "warn" : config.logLevel, secretsOf(config));

export async function findCohortById(db: Db, id: number): Promise<CohortRow | null> {
  const cohorts = await db.transaction((tx) => listCohorts(tx, null));
  return cohorts.find((cohort) => cohort.id === id) ?? null;
}

export const noCohort = (id: number) => refused(`there is no cohort ${id}: hocvu cohort list shows them`);

export const noLearner = (id: number) =>
  refused(`there is no learner ${id}: hocvu roster invites --cohort ID shows the numbers of a cohort's people`);

/** New codes that nobody can guess. */
export const newCodes = codeMaker((below) => randomInt(below));

/** A path as whoever typed it means it: npm runs its scripts in the project's folder, wherever it was called. */
export function pathFrom(typed: string): string {
  const called = process.env.npm_lifecycle_event === "hocvu" ? process.env.INIT_CWD : undefined;
  return path.resolve(called ?? process.cwd(), typed);
}

/**
 * The bytes of a file, or why it cannot be read. One byte more than `max` is taken, so that a file of any size is refused
 * without being read whole.
 */
export async function readBytes(typed: string, max: number): Promise<Uint8Array | string> {
  try {
    return await buffer(createReadStream(pathFrom(typed), { end: max }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "there is no such file";
    if (code === "EISDIR") return "it is a folder";
    return code === "EACCES" ? "this user may not read it" : `the system says ${code}`;
  }
}

const otherPlace = "name a file where this user may write";

/** What to do instead, by what the system says. */
const outRemedies: Readonly<Record<string, string>> = {
  EACCES: otherPlace,
  EPERM: otherPlace,
  EROFS: otherPlace,
  EISDIR: "it is a folder: add the file's name",
  ENOSPC: "the disk is full: make room, or name a file on another one",
  EDQUOT: "this user's share of the disk is full: make room, or name a file on another one",
};

/** Writes what --out names, for its owner's eyes where the file is new. Null, or why it could not. */
export async function writeOut(typed: string, content: string | Uint8Array): Promise<string | null> {
  try {
    await writeFile(pathFrom(typed), content, { mode: 0o600 });
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? messageOf(error);
    return `--out ${typed} cannot be written (${code}): ${outRemedies[code] ?? "name a file in a folder that exists"}`;
  }
}
