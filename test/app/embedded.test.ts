import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Embedded, startEmbedded } from "#app/embedded/embedded.ts";
import { serves } from "#app/embedded/postmaster.ts";
import { connect } from "#db/connect.ts";
import { eventually } from "../setup/eventually.ts";
import { recordingLog, silent } from "../setup/log.ts";
import { runningIn } from "./embedded-running.ts";

let folder: string;
let dataDir: string;
let open: Embedded[];
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-embedded-"));
  chmodSync(folder, 0o711);
  dataDir = path.join(folder, "dữ liệu của 'lớp'", "data");
  open = [];
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  open.push(await startEmbedded({ dataDir, log: silent })); // takes over whatever a test left running
  for (const embedded of open) await embedded.stop();
  rmSync(realpathSync(path.join(dataDir, "postgres")), { recursive: true, force: true }); // perhaps elsewhere
  rmSync(folder, { recursive: true, force: true });
});

async function start(log = silent): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, log });
  open.push(embedded);
  return embedded;
}

/** Another program on the same data directory, once it has the database. */
async function startElsewhere(): Promise<{ url: string; pid: number; adopted: boolean; child: ChildProcess }> {
  const program = path.join(import.meta.dirname, "embedded-holder.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout! }), "line")) as [string];
  return { ...(JSON.parse(line) as { url: string; pid: number; adopted: boolean }), child };
}

const runs = (pid: number) => serves(pid, realpathSync(path.join(dataDir, "postgres")));

async function ask(url: string, query: string): Promise<unknown> {
  await using connection = connect(url, { max: 1, applicationName: "hocvu tests" });
  const [row] = await connection.sql.unsafe(query);
  return row?.answer;
}

test("the first start makes a database, the next finds what was in it", async () => {
  expect(await runningIn(dataDir)).toBeNull();
  const first = await start();
  expect(first.adopted).toBe(false);
  await ask(first.url, "create table kept as select 'Đã lưu' as answer");
  await first.stop();
  expect(runs(first.pid)).toBe(false);
  expect(await runningIn(dataDir)).toBeNull();
  const second = await start();
  expect(await ask(second.url, "select lower(answer) as answer from kept")).toBe("đã lưu");
  expect(await runningIn(dataDir)).toBe(second.url);
});

test("unless a test says otherwise, what was confirmed is on the disk", async () => {
  const embedded = await startEmbedded({ dataDir, log: silent });
  open.push(embedded);
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
    expect(await ask(embedded.url, `select current_setting('${setting}') as answer`)).toBe("on");
  }
});

test("nobody gets in without the password, which only its owner can read", async () => {
  const { url } = await start();
  const without = new URL(url);
  without.password = "wrong";
  await expect(ask(without.href, "select 1 as answer")).rejects.toMatchObject({ code: "28P01" });
  expect(statSync(path.join(dataDir, "postgres", "hocvu.json")).mode & 0o777).toBe(0o600);
});

test("the server's log holds nothing that people wrote", async () => {
  const { url } = await start();
  await ask(url, "create table people (name text unique)");
  await ask(url, "insert into people values ('Nguyễn Văn Bí Mật')");
  await expect(ask(url, "insert into people values ('Nguyễn Văn Bí Mật')")).rejects.toMatchObject({ code: "23505" });
  const log = readFileSync(path.join(dataDir, "postgres.log"), "utf8");
  expect(log).toContain("people_name_key");
  expect(log).not.toContain("Bí Mật");
});

test("programs that start at once share one server, and the last to leave stops it", async () => {
  const all = await Promise.all([start(), start(), startElsewhere()]);
  expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
  expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1);
  const [first, second, elsewhere] = all;
  await first.stop();
  await second.stop();
  expect(await ask(first.url, "select 1 as answer")).toBe(1);
  const left = once(elsewhere.child, "exit");
  elsewhere.child.stdin!.end();
  await left;
  expect(runs(first.pid)).toBe(false);
});

test("a server that outlived its killed program is taken over", async () => {
  const killed = await startElsewhere();
  const dead = once(killed.child, "exit");
  killed.child.kill("SIGKILL");
  await dead;
  const mine = await start();
  expect(mine).toMatchObject({ pid: killed.pid, url: killed.url, adopted: true });
  await mine.stop();
  expect(runs(killed.pid)).toBe(false);
  expect(readdirSync(path.join(dataDir, "postgres.users"))).toEqual([]);
});

test("a server that was killed is back at the same address with all it had confirmed", async () => {
  const log = recordingLog();
  const { url, pid } = await start(log);
  await ask(url, "create table kept as select 42 as answer");
  process.kill(pid, "SIGKILL");
  await eventually("the server is back", () => log.lines.some(({ message }) => message.endsWith("is back")));
  expect(await ask(url, "select answer from kept")).toBe(42);
});

test("after program and server were killed together, the next start recovers", async () => {
  const killed = await startElsewhere();
  await ask(killed.url, "create table kept as select 42 as answer");
  killed.child.kill("SIGKILL");
  process.kill(killed.pid, "SIGKILL");
  await eventually("both are dead", () => killed.child.signalCode !== null && !runs(killed.pid));
  const mine = await start();
  expect(mine.adopted).toBe(false);
  expect(await ask(mine.url, "select answer from kept")).toBe(42);
});

test("a pid file that names somebody else's process, as after a reboot, stops nobody", async () => {
  const first = await start();
  await first.stop();
  const stale = [process.pid, path.join(dataDir, "postgres"), 1, 5432, "", "127.0.0.1", "", "ready"].join("\n");
  writeFileSync(path.join(dataDir, "postgres", "postmaster.pid"), stale, { mode: 0o600 });
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await ask(second.url, "select 1 as answer")).toBe(1);
});

test("below a folder closed to all others it works too", async () => {
  mkdirSync(path.dirname(dataDir), { recursive: true, mode: 0o700 });
  const log = recordingLog();
  const embedded = await start(log);
  expect(await ask(embedded.url, "select 1 as answer")).toBe(1);
  const isLink = lstatSync(path.join(dataDir, "postgres")).isSymbolicLink();
  const isSuperuser = process.getuid?.() === 0; // only then does the server run as somebody else
  expect(isLink).toBe(isSuperuser);
  expect(log.lines.some(({ message }) => message.includes("lies elsewhere"))).toBe(isSuperuser);
  expect(existsSync(path.join(dataDir, "postgres", "PG_VERSION"))).toBe(true);
});
