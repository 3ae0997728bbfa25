import { type ChildProcess, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbedded } from "#app/embedded/embedded.ts";
import { connect } from "#db/connect.ts";
import { eventually } from "../setup/eventually.ts";
import { silent } from "../setup/log.ts";
import { runningIn } from "./embedded-running.ts";
import { hocvu, startHocvu } from "./hocvu.ts";

let dataDir: string;
let up: ChildProcess;
const lines: string[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), "hocvu-beside-"));
  chmodSync(dataDir, 0o711);
  up = startHocvu(["up", "--demo-without-tokens"], { HOCVU_DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "warn" });
  createInterface({ input: up.stdout! }).on("line", (line) => lines.push(line));
  up.stderr!.resume();
  await eventually("the program runs", () => lines.length >= 2 || up.exitCode !== null, 240_000);
});
afterAll(async () => {
  up.kill("SIGKILL");
  await (await startEmbedded({ dataDir, log: silent })).stop(); // takes over whatever a failed test left running
  rmSync(realpathSync(path.join(dataDir, "postgres")), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
});

const beside = (line: string, env: Record<string, string> = {}) =>
  hocvu(line.split(" "), { HOCVU_DATA_DIR: dataDir, ...env });

test("without a token the program says where the web chat is", async () => {
  expect(lines[0]).toMatch(/http:\/\/127\.0\.0\.1:\d+$/);
  const chat = /http:\S+\/chat$/.exec(lines[1]!)![0];
  expect((await fetch(chat)).status).toBe(200);
});

test("commands work on the embedded database of the running program", async () => {
  const { code, stdout } = await beside("status --json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ workers: 1 });
});

test("the running program works there without its owner's rights", async () => {
  await using owner = connect((await runningIn(dataDir))!, { max: 1, applicationName: "hocvu tests" });
  const rows = await owner.sql`select usename, count(*) > 5 as several from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid() group by usename`;
  expect([...rows]).toEqual([{ usename: "hocvu_app", several: true }]);
});

test("a demo's clock is moved for the running program", async () => {
  const before = Date.now();
  const { code, stdout, stderr } = await beside("demo advance --hours 1.5 --json", { HOCVU_DEMO: "1" });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { now } = JSON.parse(stdout) as { now: string };
  expect(new Date(now).getTime()).toBeGreaterThanOrEqual(before + 90 * 60_000);
});

test("a signal ends it in order, the database last, and a command then starts that for itself alone", async () => {
  const ended = new Promise((resolve) => up.once("close", resolve));
  up.kill("SIGINT");
  up.kill("SIGINT"); // npm passes on the one that the terminal has sent
  expect(await ended).toBe(0);
  expect(await runningIn(dataDir)).toBeNull();
  const { code, stdout } = await beside("cohort list --json");
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { cohorts: unknown[] }).cohorts).not.toEqual([]);
  expect(await runningIn(dataDir)).toBeNull();
});

test("npm runs a command on paths as they were typed", () => {
  const root = path.join(import.meta.dirname, "..", "..");
  const args = ["run", "-s", "hocvu", "--", "lessons", "check", "lessons", "--json"];
  const { status, stdout } = spawnSync("npm", args, { cwd: path.join(root, "src"), encoding: "utf8" });
  expect(status).toBe(1); // src/lessons: there is none
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, courses: 0 });
});
