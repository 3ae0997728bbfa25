import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openProgress } from "#app/cli/progress.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, publish } from "../supervision/world.ts";
import { hocvuInside } from "./hocvu.ts";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-roster-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.end();
});
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit restart identity cascade`;
  await cohort(database.db);
});

function file(lines: readonly string[]): string {
  const whole = path.join(folder, "roster.csv");
  writeFileSync(whole, ["ho_ten,don_vi,ma", ...lines, ""].join("\n"));
  return whole;
}

const run = (line: string) => hocvuInside(line.split(" "), { DATABASE_URL: database.url });

async function json(line: string): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run(`${line} --json`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

const four = ["An,Xã B,A1", "Bình,Xã B,B1", "Cúc,Xã B,C1", "Dũng,Xã B,D1"];

test("a roster is tried, imported, changed and undone, each as one JSON document", async () => {
  expect(await json(`roster import ${file(four)} --cohort 1 --dry-run`)).toMatchObject({
    created: 4,
    diff: { created: { length: 4 }, changed: [], leaving: [], units: ["Xã B"], unchanged: 0 },
  });
  const done = await json(`roster import ${file(four)} --cohort 1`);
  expect(done).toEqual({ created: 4, updated: 0, unchanged: 0, left: 0, errors: [], warnings: [] });
  const next = file(["An,Xã C,A1", ...four.slice(1, 3)]);
  expect(await json(`roster import ${next} --cohort 1 --leavers --dry-run`)).toMatchObject({
    left: 1,
    diff: {
      changed: [{ fullName: "An", changes: [{ what: "unit", from: "Xã B", to: "Xã C" }] }],
      leaving: [{ fullName: "Dũng", unit: "Xã B" }],
    },
  });
  await json(`roster import ${next} --cohort 1 --leavers`);
  const undone = { undone: { created: 0, updated: 2 }, kept: [] };
  expect(await json("roster undo --cohort 1 --dry-run")).toMatchObject(undone);
  expect(await json("roster undo --cohort 1")).toMatchObject(undone);
  expect(await json("roster undo --cohort 1")).toMatchObject({ undone: { created: 0, updated: 0 }, kept: [] });
});

test("for people it is lines: faults with their cells, warnings, the difference, the counts", async () => {
  await run(`roster import ${file(four)} --cohort 1`);
  const bad = file(["An,Xã Đ,A1", "Sai,,S1", "Mới,Xã Đ,01", "Khác,Xã Đ,2"]);
  const { code, stdout, stderr } = await run(`roster import ${bad} --cohort 1 --dry-run`);
  expect(code).toBe(1);
  expect(stdout.split("\n")).toEqual([
    expect.stringMatching(/^row 3, don_vi \(B3\): is empty.*for example Tỉnh A \/ Xã B$/),
    expect.stringMatching(/^warning: row 5, ma \(C5\): .*leading zeros/),
    "+ unit: Xã Đ",
    "~ row 2, 1 An: transfer: Xã B → Xã Đ",
    "+ row 4: Mới, Xã Đ",
    "+ row 5: Khác, Xã Đ",
    "created 2, updated 1, unchanged 0",
    "a dry run: nothing was changed",
    "",
  ]);
  expect(stderr).toMatch(/^hocvu: nothing was changed: 1 bad row, [^\n]*\n$/);
  expect((await run("roster undo --cohort 1")).stdout).toMatch(/taken back: 4 created, 0 updated; kept 0\n$/);
  expect((await run("roster undo --cohort 1")).stdout).toMatch(/^there is nothing more to undo/);
});

test("more than half of a cohort leaves only with --yes", async () => {
  await run(`roster import ${file(four)} --cohort 1`);
  const few = file(four.slice(0, 1));
  const refused = await run(`roster import ${few} --cohort 1 --leavers`);
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^hocvu: nothing was changed: more than half .*--yes\n$/),
  });
  const tried = await run(`roster import ${few} --cohort 1 --leavers --dry-run`);
  expect(tried).toMatchObject({ code: 1, stdout: expect.stringContaining("- leaves: 2 Bình, Xã B") });
  expect(tried.stderr).toContain("3 of 4 people would leave");
  expect(await json(`roster import ${few} --cohort 1 --leavers --yes`)).toMatchObject({ unchanged: 1, left: 3 });
});

test.each([
  ["roster import x.csv --cohort 1 --leavers --skip-bad-rows", 2, "--leavers needs every row to be good"],
  ["roster undo", 2, "--cohort"],
  ["roster undo --cohort 9", 1, "there is no cohort 9"],
])("hocvu %s is refused in one line", async (line, code, said) => {
  const ended = await run(line);
  expect(ended).toMatchObject({ code, stdout: "" });
  expect(ended.stderr).toMatch(/^hocvu: [^\n]+\n$/);
  expect(ended.stderr).toContain(said);
});

describe("how far a large import is", () => {
  const written = (isTTY: boolean) => {
    const lines: string[] = [];
    const stream = { isTTY, write: (text: string) => lines.push(text) > 0 };
    return { lines, progress: openProgress("roster", stream as never) };
  };

  test("is a bar on a terminal, which goes at the end", () => {
    const { lines, progress } = written(true);
    progress.told(0, "units");
    progress.told(0.5, "people");
    progress.told(0.5, "people");
    progress.end();
    expect(lines).toEqual([
      `\r\u001b[Kroster ${"░".repeat(30)} 0 % units`,
      `\r\u001b[Kroster ${"█".repeat(15)}${"░".repeat(15)} 50 % people`,
      "\r\u001b[K",
    ]);
  });

  test("is a line for each part of the work elsewhere", () => {
    const { lines, progress } = written(false);
    progress.told(0.1, "rows");
    progress.told(0.2, "rows");
    progress.told(0.5, "people");
    progress.end();
    expect(lines).toEqual(["hocvu: roster: rows\n", "hocvu: roster: people\n"]);
  });

  test("is said on stderr alone, and stdout is still one JSON document", async () => {
    const many = Array.from({ length: 2_000 }, (_, n) => `Người ${n},Xã B,K${n}`);
    const { code, stdout, stderr } = await run(`roster import ${file(many)} --cohort 1 --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ created: 2_000 });
    expect(stderr).toMatch(/^(?:hocvu: roster: [a-z, ]+\n){4,}$/);
  });
});
