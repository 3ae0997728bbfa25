import { type Connection, connect, standstillMilliseconds } from "#db/connect.ts";
import { migrate, missingMigrations } from "#db/migrate.ts";
import { restrictedUrl } from "#db/restrict.ts";
import { secured } from "#db/tls.ts";
import type { Log } from "#domain/log.ts";
import type { DatabaseAddress } from "#queue/backend.ts";
import type { Config } from "./config.ts";
import { startEmbedded } from "./embedded/embedded.ts";

export interface Database extends AsyncDisposable {
  readonly url: string;
  /** The pool of everything but lanes, locks and the queue. */
  readonly connection: Connection;
  /** What the migrations that were missing are called. */
  readonly applied: readonly string[];
}

/**
 * The database of the configuration: the one it names, or the embedded server under the data directory, started or
 * found running. Brings it up to the newest migration; the embedded one is then used without its owner's rights. Closing it stops the embedded server if this process started it.
 */
export async function openDatabase(config: Config, log: Log, max: number): Promise<Database> {
  const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir, log }) : null;
  try {
    const owner = config.databaseUrl ?? embedded!.url;
    const { applied } = await migrate(owner);
    const url = embedded === null ? owner : await restrictedUrl(owner);
    const connection = connect(url, { max, applicationName: "hocvu", standstillMilliseconds });
    const close = async () => {
      await connection.end();
      await embedded?.stop();
    };
    return { url, connection, applied, [Symbol.asyncDispose]: close };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** A database's address as the queue is told it. */
export function ofQueue(address: string): DatabaseAddress {
  const { url, ssl } = secured(address);
  return { databaseUrl: url, databaseTls: ssl };
}

/** How what is said to a database is encrypted, as the end of a sentence: by the server, or by what stands before it. */
export function encrypted(address: string | null, byServer: string | null): string {
  if (address === null) return ""; // the embedded one is asked on this machine
  if (byServer !== null) return `, ${byServer}`;
  return secured(address).ssl === false ? ", not encrypted" : ", TLS to what stands before it";
}

/** What opening it would migrate first, and beside which of it the version before may go on. Changes nothing. */
export async function foretellMigrations(config: Config, log: Log): ReturnType<typeof missingMigrations> {
  const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir, log }) : null;
  try {
    await using connection = connect(config.databaseUrl ?? embedded!.url, { max: 1, applicationName: "hocvu migrate" });
    return await missingMigrations(connection.sql);
  } finally {
    await embedded?.stop();
  }
}
