import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "#db/connect.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, ids, importText, publish } from "../supervision/world.ts";
import { hocvuInside } from "./hocvu.ts";

let database: TestDatabase;
let folder: string;
const run = (...args: string[]) => hocvuInside(args, { DATABASE_URL: database.url, LOG_LEVEL: "fatal" });

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-audit-"));
  const id = await cohort(database.db);
  await importText(database.db, "ho_ten,don_vi,vai_tro\nAn,Tỉnh,\nÂn,Tỉnh,quan_ly\n", { cohort: id });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.end();
});

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run(...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("what is handed out is written down: a person's data, a report's file; a report to read is not", async () => {
  const { An } = await ids(database.db);
  await json("export", "learner", String(An));
  await json("report", "--cohort", "1", "--out", path.join(folder, "report.csv"));
  await run("report", "--unit", "Tỉnh", "--format", "csv");
  await run("report", "--cohort", "1");
  await json("unit", "rename", "Tỉnh", "Tỉnh Mới");
  const { deeds } = await json("audit", "list", "--limit", "4");
  expect(deeds).toMatchObject([
    { actor: "operator", deed: "unit_rename", subject: "unit:1" },
    { actor: "operator", deed: "report", subject: "unit:1", detail: { format: "csv" } },
    { actor: "operator", deed: "report", subject: "cohort:1", detail: { format: "csv" } },
    { actor: "operator", deed: "export", subject: `learner:${An}` },
  ]);
  expect(JSON.stringify(deeds)).not.toMatch(/Tỉnh|An"/);
  const ofOne = await json(
    "audit",
    "list",
    "--subject",
    `learner:${An}`,
    "--since",
    "2026-01-01",
    "--actor",
    "operator",
  );
  expect(ofOne.deeds).toHaveLength(1);
});

test("a whole chain verifies, also against a head noted before", async () => {
  const noted = (await run("audit", "head")).stdout.trim();
  expect(noted).toMatch(/^\d+:[0-9a-f]{64}$/);
  const verified = await json("audit", "verify", "--noted", noted);
  expect(verified).toEqual({ ok: true, rows: Number(noted.split(":")[0]), head: noted, broken: null });
  expect((await run("audit", "verify")).stdout).toContain(
    `the audit is whole: ${noted.split(":")[0]} rows, head ${noted}`,
  );
});

test("a broken one ends with exit code 1, and says the row in one line", async () => {
  const one = connect(database.url, { max: 1, applicationName: "hocvu tests" });
  await one.sql.unsafe("set session_replication_role = replica; update audit set subject = 'learner:9' where id = 2");
  await one.end();
  const { code, stdout, stderr } = await run("audit", "verify", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    rows: 1,
    broken: { seq: 2, why: expect.stringContaining("hash") },
  });
  expect(stderr).toMatch(/^hocvu: the audit is broken at row 2: [^\n]+\n$/);
});

test("doctor looks too", async () => {
  expect((await run("doctor")).stderr).toContain("audit (row 2: ");
});
