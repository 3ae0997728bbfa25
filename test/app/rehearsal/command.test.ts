import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hocvu, hocvuInside, startHocvu } from "../hocvu.ts";
import { rosterOf } from "./stage.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-command-"));
const roster = path.join(folder, "danh-sach.csv");
const bad = path.join(folder, "sai.csv");

beforeAll(() => {
  writeFileSync(roster, rosterOf(12));
  writeFileSync(bad, "ho_ten,don_vi\nAn,Xã B\n,Xã B");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A temporary folder of its own, to see what is left in it; the server's user may pass. */
const empty = () => mkdtempSync(path.join(folder, "tmp-"));

/** What rehearsals left there. */
const left = (tmp: string) => readdirSync(tmp).filter((name) => name.startsWith("hocvu-rehearsal"));

test("a rehearsal tells one document or lines, touches no database of the operator's, and leaves nothing behind", async () => {
  const TMPDIR = empty();
  const nowhere = { TMPDIR, DATABASE_URL: "postgres://u:p@127.0.0.1:9/x", ZALO_MESSAGES_PER_MONTH: "20" };
  const args = ["rehearse", "--cohort", roster, "--days", "7", "--start", "2026-03-02", "--seed", "5"];
  const told = await hocvu([...args, "--channels", "telegram=50,zalo=50", "--zalo-bots", "2", "--json"], nowhere);
  expect([told.code, told.stderr.split("\n").filter((line) => !line.startsWith("hocvu: rehearsal: "))]).toEqual([
    0,
    [""],
  ]);
  const json = JSON.parse(told.stdout) as { breaks: object[]; bots: object[]; run: { bytes: number } };
  expect(json).toMatchObject({ seed: 5, days: 7, learners: 12, lessons: 60, reached: [{ day: 7 }] });
  expect(json.bots).toMatchObject([
    { bot: "telegram:1", learners: 6, perMinute: 1800, perMonth: null },
    { bot: "zalo:1", learners: 3, perMinute: 60, perMonth: 20 },
    { bot: "zalo:2", learners: 3, perMinute: 60, perMonth: 20 },
  ]);
  expect(json.breaks).toMatchObject([{ what: "month used up", platform: "zalo" }]);
  expect(json.run.bytes).toBeGreaterThan(1_000_000);
  expect(left(TMPDIR)).toEqual([]);
  const lines = await hocvu([...args, "--behaviour", "silent"], { TMPDIR });
  expect(lines.code).toBe(0);
  expect(lines.stdout).toMatch(/^learners {2}12\n/);
  expect(lines.stdout).toMatch(/^What would break\nnothing\n/m);
  expect(lines.stdout).toMatch(/^2026-03 +60 +0 +0 +0 +5 +5$/m);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends it with one line, and its server and folder with it",
  async (signal) => {
    const TMPDIR = empty();
    const child = startHocvu(["rehearse", "--cohort", roster, "--days", "300"], { TMPDIR });
    let said = "";
    let told = false;
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (!said.includes("joining") || told) return;
      told = true;
      child.kill(signal);
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect(code).toBe(1);
    expect(said.trimEnd().split("\n").at(-1)).toBe("hocvu: interrupted: nothing is left of the rehearsal");
    expect(left(TMPDIR)).toEqual([]);
  },
  120_000,
);

test("a rehearsal that was killed is cleared away by the next", async () => {
  const TMPDIR = empty();
  const child = startHocvu(["rehearse", "--cohort", roster, "--days", "300"], { TMPDIR });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    if (text.includes("joining")) child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.once("close", resolve));
  expect(left(TMPDIR)).toHaveLength(1);
  const next = await hocvu(["rehearse", "--cohort", roster, "--days", "1"], { TMPDIR });
  expect(next.code).toBe(0);
  expect(left(TMPDIR)).toEqual([]);
});

test.each([
  ["--cohort FOLDER/none.csv", "cannot be read: there is no such file"],
  ["--cohort FOLDER", "cannot be read: it is a folder"],
  ["--cohort FOLDER/sai.csv", "has 1 bad row, the first is row 3: hocvu roster import --dry-run says what is wrong"],
  ["--cohort FOLDER/danh-sach.csv --course nowhere", "--course is no published course; there is: hoc-vu-so"],
  ["--cohort FOLDER/danh-sach.csv --at 22:00", "--at is no time from 06:30 to 21:29"],
])(
  "it is refused in one line: %s",
  async (args, said) => {
    const { code, stderr, stdout } = await hocvuInside(["rehearse", ...args.replace("FOLDER", folder).split(" ")]);
    expect([code, stdout]).toEqual([1, ""]);
    const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("hocvu: rehearsal: "));
    expect(lines).toEqual([expect.stringContaining(said)]);
  },
  60_000,
);
