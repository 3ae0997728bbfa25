import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { answers } from "../../src/app/embedded/postmaster.ts";
import { dieWithUs } from "./children.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./port.ts";

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
}

/**
 * A Redis of the test's own, or the one that HOCVU_TEST_REDIS_URL names, which it may empty. Without either the test
 * fails: half of the installations run on Redis.
 */
export async function startRedis(): Promise<TestRedis> {
  const given = process.env.HOCVU_TEST_REDIS_URL;
  if (given !== undefined) return { url: given, [Symbol.asyncDispose]: async () => {} };
  return await startOwnRedis();
}

/** A Redis that the test may fill, demote and kill: disposing of it is `kill -9`. */
export async function startOwnRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-redis-"));
  const port = await freePort();
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"];
  const child = spawn("redis-server", options, { stdio: "ignore" });
  dieWithUs(child);
  const problem = once(child, "error").then(() => {
    throw new Error(
      "these tests need redis-server on the PATH (Debian, Ubuntu: apt-get install redis-server; macOS: brew install " +
        "redis) or HOCVU_TEST_REDIS_URL=redis://127.0.0.1:6379 of a Redis that they may empty",
    );
  });
  await Promise.race([eventually("redis-server answers", () => answers(port)), problem]);
  const gone = once(child, "exit");
  const stop = async () => {
    child.kill("SIGKILL");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}
