import { chmodSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Connection, connect } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import type { Log } from "#domain/log.ts";
import { startEmbedded } from "../embedded/embedded.ts";
import { lives } from "../embedded/lock.mjs";

const prefix = "hocvu-rehearsal-";

/** Its log is of no use, and what a year comes to is read again and again: an eighth of the machine's memory, half a GB at most. */
const settings = {
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "1GB",
  shared_buffers: `${Math.max(128, Math.min(512, Math.floor(os.totalmem() / 2 ** 20 / 8)))}MB`,
};

/**
 * A PostgreSQL server of its own in a new temporary folder, brought up to the newest migration. It forgets on power loss,
 * and closing it removes it, folder and all. What a rehearsal that was killed left behind is removed, too.
 */
export async function openTemporary(log: Log): Promise<Connection> {
  await sweep(log);
  const dataDir = mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(dataDir, 0o711); // the superuser's server runs as somebody else
  let stop = async () => {};
  try {
    const server = await startEmbedded({ dataDir, log, durable: false, settings });
    stop = server.stop;
    await migrate(server.url);
    const connection = connect(server.url, { max: 3, applicationName: "hocvu rehearse" });
    const end = async () => {
      await connection.end();
      await stop();
      remove(dataDir);
    };
    return { ...connection, end, [Symbol.asyncDispose]: end };
  } catch (error) {
    await stop();
    remove(dataDir);
    throw error;
  }
}

/** The cluster lies elsewhere where the server's user may not go into the temporary folder. */
function remove(dataDir: string): void {
  const cluster = path.join(dataDir, "postgres");
  if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

async function sweep(log: Log): Promise<void> {
  for (const name of readdirSync(os.tmpdir()).filter((one) => one.startsWith(prefix))) {
    if (lives(Number.parseInt(name.slice(prefix.length), 10))) continue;
    const dataDir = path.join(os.tmpdir(), name);
    try {
      await (await startEmbedded({ dataDir, log, durable: false })).stop(); // its server may run on
      remove(dataDir);
    } catch {
      // It may be another user's.
    }
  }
}
