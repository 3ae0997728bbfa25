import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, ids, importText, publish } from "../supervision/world.ts";
import { hocvuInside } from "./hocvu.ts";

let database: TestDatabase;
let folder: string;
const env = () => ({ DATABASE_URL: database.url, LOG_LEVEL: "fatal" });
const run = (...args: string[]) => hocvuInside(args, env());

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-units-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.end();
});
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit restart identity cascade`;
  const rows = "Ân,Tỉnh / Xã B,quan_ly,C1\nAn,Tỉnh / Xã B,,C2\nAi,Tỉnh / Xã A / Thôn 1,,C3\n";
  await importText(database.db, `ho_ten,don_vi,vai_tro,ma\n${rows}`, { cohort: await cohort(database.db) });
});

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run(...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("the tree is shown with the number of people, each counted once", async () => {
  const { stdout } = await run("unit", "list");
  const rows = ["unit people with below", "Tỉnh 0 3", "Xã A 0 1", "Thôn 1 1 1", "Xã B 2 2"];
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.trim().replaceAll(/ +/g, " ")),
  ).toEqual(rows);
  const { units } = await json("unit", "list", "--under", "Xã A");
  expect(units).toMatchObject([
    { path: "Tỉnh / Xã A", people: 0, withBelow: 1 },
    { path: "Tỉnh / Xã A / Thôn 1", people: 1, withBelow: 1 },
  ]);
});

test("a unit is shown with its people, supervisors, names of before and history", async () => {
  const { Ân, An } = await ids(database.db);
  await json("unit", "rename", "Xã B", "Xã Bê", "--on", "2026-03-02");
  await json("unit", "merge", "Xã A", "--into", "Xã Bê", "--on", "2026-03-03");
  const shown = await json("unit", "show", "Xã Bê");
  expect(shown).toMatchObject({
    path: "Tỉnh / Xã Bê",
    people: 2,
    withBelow: 3,
    supervisors: [Ân],
    formerNames: ["Xã A", "Xã B"],
  });
  expect(shown.members).toMatchObject([{ learnerId: Ân }, { learnerId: An }]);
  const { stdout } = await run("unit", "show", "Xã Bê");
  expect(stdout).toContain("2026-03-02  renamed, was Xã B\n");
  expect(stdout).toContain("2026-03-03  Xã A was merged into it\n");
});

test("a dry run says what would be, and changes nothing; the change says the same", async () => {
  const { Ân } = await ids(database.db);
  const merge = ["unit", "merge", "Xã B", "--into", "Xã A", "--on", "2026-03-03"];
  const foretold = await json(...merge, "--dry-run");
  expect(foretold).toMatchObject({ people: 2, demoted: [Ân], invites: 2, dryRun: true });
  const { stdout } = await run(...merge, "--dry-run");
  expect(stdout).toMatch(/supervisors who become learners +\d+\n/);
  expect(stdout).toContain("a dry run: nothing was changed\n");
  expect(await json("unit", "list")).toMatchObject({ units: [{}, {}, {}, {}] });
  expect(await json(...merge)).toEqual({ ...foretold, dryRun: false });
  expect(await json("unit", "list")).toMatchObject({ units: [{}, {}, {}] });
});

test("a split reads whom it takes from a file of codes and numbers, or from the command line", async () => {
  const { Ân, An } = await ids(database.db);
  const file = path.join(folder, "people.txt");
  writeFileSync(file, `C1\r\n\n ${An} \n`);
  expect(await json("unit", "split", "Xã B", "--new", "Xã C", "--people", file, "--dry-run")).toMatchObject({
    people: 2,
  });
  expect(await json("unit", "split", "Xã B", "--new", "Xã C", "--people", `${Ân},${An}`)).toMatchObject({ people: 2 });
  const missing = await run("unit", "split", "Xã B", "--new", "Xã D", "--people", path.join(folder, "none.txt"));
  expect(missing).toMatchObject({ code: 1, stdout: "" });
  expect(missing.stderr).toContain("cannot be read: there is no such file");
  expect(await json("unit", "split", "Xã A", "--new", "Xã E", "--units", "Thôn 1")).toMatchObject({ people: 0 });
});

test("what cannot be is one line and exit code 1; where it goes must be said once", async () => {
  const future = await run("unit", "move", "Xã B", "--to-top", "--on", "2999-01-01");
  expect(future.code).toBe(1);
  expect(future.stderr).toMatch(/^hocvu: --on 2999-01-01 is in the future[^\n]+\n$/);
  expect((await run("unit", "move", "Xã B")).code).toBe(2);
  expect((await run("unit", "move", "Xã B", "--to-top", "--under", "Xã A")).code).toBe(2);
  expect((await run("unit", "show", "Xã Z")).stderr).toContain(
    "there is no unit Xã Z: hocvu unit list shows the paths",
  );
});
