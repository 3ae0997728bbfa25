import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../../src/app/embedded/embedded.ts";
import { lives } from "../../src/app/embedded/lock.mjs";
import { connect } from "../../src/db/connect.ts";
import { migrate } from "../../src/db/migrate.ts";
import { templateName } from "./database.ts";
import { makeEmptiable } from "./emptiable.ts";
import { silent } from "./log.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
    seed: number;
  }
}

const prefix = path.join(os.tmpdir(), "hocvu-test-");

/** Once per run: the seed of every property, one real server that forgets on power loss, a migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const seed = Number(process.env.HOCVU_SEED ?? Math.floor(Math.random() * 2 ** 31));
  if (!Number.isSafeInteger(seed)) throw new Error("HOCVU_SEED must be a whole number, for example HOCVU_SEED=42");
  console.log(`properties run with HOCVU_SEED=${seed}`);
  await sweepLeftovers();
  const dataDir = mkdtempSync(`${prefix}${process.pid}-`);
  chmodSync(dataDir, 0o711);
  const server = await startEmbedded({ dataDir, log: silent, durable: false });
  await buildTemplate(server.url);
  project.provide("databaseUrl", server.url);
  project.provide("seed", seed);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

async function buildTemplate(url: string): Promise<void> {
  await using admin = connect(url, { max: 1, applicationName: "hocvu tests" });
  await admin.sql`create database ${admin.sql(templateName)}`;
  const template = new URL(url);
  template.pathname = `/${templateName}`;
  await migrate(template.href);
  await using built = connect(template.href, { max: 1, applicationName: "hocvu tests" });
  await makeEmptiable(built.sql);
}

/** A run that was killed leaves its server and its files. */
async function sweepLeftovers(): Promise<void> {
  const folders = readdirSync(path.dirname(prefix)).filter((name) => name.startsWith(path.basename(prefix)));
  for (const name of folders) {
    const dataDir = path.join(path.dirname(prefix), name);
    if (lives(Number.parseInt(name.slice(path.basename(prefix).length), 10))) continue;
    try {
      const server = await startEmbedded({ dataDir, log: silent, durable: false });
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    } catch {
      // Best effort: it may be another user's.
    }
  }
}
