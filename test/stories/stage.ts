import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEmbedded } from "#app/embedded/embedded.ts";
import { type Connection, connect } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { freshDatabase } from "../setup/database.ts";
import { silent } from "../setup/log.ts";
import { freePort } from "../setup/port.ts";
import { startRedis } from "../setup/redis.ts";
import { mountSmallDisk, type SmallDisk } from "../setup/small-disk.ts";
import { Platform } from "./platform.ts";
import { type Env, spawnNode } from "./program.ts";

export interface Setting {
  /** Where the queue is; without this the story is told for both. */
  readonly queue?: "postgres" | "redis";
  /** How updates come in; default long polling. */
  readonly receive?: "polling" | "webhook";
  /** A database of the story's own, which it may kill; the program finds and keeps it by itself. */
  readonly embedded?: boolean;
  /**
   * A server of the story's own behind DATABASE_URL: whatever ends it, it is started again at the same address. A number:
   * on a disk of so many megabytes, where there may be one.
   */
  readonly server?: "own" | number;
  /** The environment's other variables. */
  readonly env?: Env;
}

/** What the program is set up on: platforms, database, queue, and the environment that names them. */
export interface Stage {
  readonly telegram: Platform;
  readonly zalo: Platform;
  /** Everything that is written lies below. */
  readonly folder: string;
  readonly port: number;
  readonly redisUrl: string | null;
  /** What the server of the story's own lies on; null: on the machine's own. */
  readonly disk: SmallDisk | null;
  /** Null: the story has a server of its own. */
  readonly database: Connection | null;
  readonly env: Env;
  /** What is to be closed, in the opposite order. */
  readonly closing: (() => Promise<void>)[];
}

export const webhookSecrets = { telegram: "telegram-secret-of-the-story", zalo: "zalo-secret-of-the-story" } as const;

/** Closes all of it, whatever becomes of one; then tells what went wrong first. */
export const close = async (closing: Stage["closing"]): Promise<void> => {
  const faults: unknown[] = [];
  for (const one of closing.splice(0).reverse()) await one().catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw faults[0];
};

export async function openStage(setting: Setting & Required<Pick<Setting, "queue">>): Promise<Stage> {
  const closing: Stage["closing"] = [];
  try {
    return await open(setting, closing);
  } catch (error) {
    await close(closing);
    throw error;
  }
}

async function open(setting: Setting, closing: Stage["closing"]): Promise<Stage> {
  const { queue, receive, server, env } = setting;
  const folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-story-"));
  const dataDir = path.join(folder, "data");
  chmodSync(folder, 0o711);
  closing.push(async () => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const redis = queue === "redis" ? await startRedis() : null;
  if (redis !== null) closing.push(async () => redis[Symbol.asyncDispose]());
  const disk = typeof server === "number" ? mountSmallDisk(dataDir, server) : null;
  if (disk !== null) closing.push(async () => disk[Symbol.dispose]());
  const database = await openFor(setting, dataDir, closing);
  const { telegram, zalo } = await startFakes(folder, closing);
  const own: Env = {
    DATABASE_URL: database?.url,
    REDIS_URL: redis?.url,
    HOCVU_DATA_DIR: dataDir,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.root,
    ZALO_BOT_TOKEN: zalo.token,
    ZALO_API_ROOT: zalo.root,
    ZALO_MESSAGES_PER_SECOND: "30",
    PORT: String(port),
    HOCVU_DEMO: "1",
    LOG_LEVEL: "info",
    ...(receive === "webhook" ? webhooks(port) : {}),
  };
  const redisUrl = redis?.url ?? null;
  return { telegram, zalo, folder, port, redisUrl, disk, database, env: { ...machineEnv(), ...own, ...env }, closing };
}

/** Null: the program sees to its database by itself. */
async function openFor(
  { embedded, server }: Setting,
  dataDir: string,
  closing: Stage["closing"],
): Promise<(Connection & { readonly url: string }) | null> {
  if (embedded) {
    closing.push(() => stopEmbedded(dataDir));
    return null;
  }
  if (server === undefined) {
    const database = await freshDatabase({ max: 2 });
    closing.push(() => database.end());
    return database;
  }
  const { url, stop } = await startEmbedded({ dataDir, log: silent });
  closing.push(async () => {
    await stop();
    rmSync(realpathSync(path.join(dataDir, "postgres")), { recursive: true, force: true });
  });
  await migrate(url);
  const connection = connect(url, { max: 2, applicationName: "hocvu tests" });
  closing.push(() => connection.end());
  return { ...connection, url };
}

/** What a program of the machine finds, without what the test's own tools have put there. */
export const machineEnv = (): Env =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV|TEST)/.test(name)));

const webhooks = (port: number): Env => ({
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  TELEGRAM_WEBHOOK_SECRET: webhookSecrets.telegram,
  ZALO_WEBHOOK_SECRET: webhookSecrets.zalo,
});

async function startFakes(folder: string, closing: Stage["closing"]): Promise<{ telegram: Platform; zalo: Platform }> {
  let described: (line: string) => void = () => {};
  const first = new Promise<string>((resolve) => {
    described = resolve;
  });
  const args = ["--import", "tsx", "test/fakes/serve.ts", "--telegram", "0", "--zalo", "0"];
  const program = spawnNode("platforms", args, process.env, path.join(folder, "platforms.out"), described);
  closing.push(() => program.kill());
  const ended = program.ended.then((code) => Promise.reject(new Error(`the platforms ended with ${code}`)));
  ended.catch(() => {});
  const { telegram, zalo } = JSON.parse(await Promise.race([first, ended])) as Record<
    "telegram" | "zalo",
    { root: string; tokens: string[] }
  >;
  return {
    telegram: new Platform("telegram", telegram.root, telegram.tokens[0]!),
    zalo: new Platform("zalo", zalo.root, zalo.tokens[0]!),
  };
}

/** Takes over whatever the story left running, to end it in order; the cluster may lie elsewhere. */
async function stopEmbedded(dataDir: string): Promise<void> {
  const left = await startEmbedded({ dataDir, log: silent, durable: false });
  await left.stop();
  rmSync(realpathSync(path.join(dataDir, "postgres")), { recursive: true, force: true });
}
