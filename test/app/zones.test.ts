/** The zone in which a process runs changes nothing of what is told. */
import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import ExcelJS from "exceljs";
import { expect, test } from "vitest";
import { recordDeeds } from "#db/records/audit.ts";
import { planDay } from "#delivery/plan.ts";
import { addMinutes } from "#domain/time.ts";
import { at, learn } from "../learning/pupil.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const script = path.join(import.meta.dirname, "zones", "telling.ts");

/** Of each the minutes that the wall clock is behind UTC at the instant of which is told. */
const zones = { UTC: 0, "Asia/Ho_Chi_Minh": -420, "America/St_Johns": 210 };

async function tellIn(zone: string, wish: object): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    env: { PATH, HOME, TZ: zone },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(wish));
  return await text(child.stdout);
}

/** Three days of a cohort: lessons in the first and the last hour of a day in Hà Nội, deeds, and a day to come. */
async function live({ db }: TestDatabase) {
  const monday = at("2026-03-02", "06:00");
  const course = makeCourse();
  await publish(db, course, monday);
  const { id, learners } = await makeCohort(db, course, { learners: 4, now: monday });
  for (const [n, { learner }] of learners.slice(1).entries()) {
    await learn(db, learner, at("2026-03-02", "00:10"), [n > 0, true, false]);
    await learn(db, learner, at("2026-03-04", "23:50"), [true, n > 1]);
  }
  await planDay(db, at("2026-03-05", "07:45"));
  const deed = { actor: "operator", deed: "report", subject: `cohort:${id}` } as const;
  await db.transaction((tx) =>
    recordDeeds(tx, [
      { ...deed, at: monday },
      { ...deed, at: addMinutes(monday, 1080) },
    ]),
  );
  return { cohort: id, learner: learners[2]!.learner };
}

/** A spreadsheet program that took a number for a day. */
async function rosterWithDays(): Promise<string> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("Học viên");
  sheet.addRow(["ho_ten", "don_vi", "ma"]);
  sheet.addRow(["An", "Xã A", "12-3"]);
  sheet.addRow(["Bình", "Xã A", new Date("2026-03-12T00:00:00Z")]);
  sheet.addRow(["Chi", "Xã A", new Date("2026-07-01T23:30:00Z")]);
  return Buffer.from(await book.xlsx.writeBuffer()).toString("base64");
}

test("all that is told of a cohort, and every message, is the same to the byte in three zones", async () => {
  await using database = await freshDatabase();
  const wish = { ...(await live(database)), url: database.url, roster: await rosterWithDays() };
  // That of the server is a matter of test/db/connect.test.ts: here it is a strange one for all.
  await database.sql.unsafe(
    `alter database ${new URL(database.url).pathname.slice(1)} set timezone to 'America/St_Johns'`,
  );
  const told = await Promise.all(
    Object.entries(zones).map(async ([zone, offset]) => {
      const { offset: seen, ...rest } = JSON.parse(await tellIn(zone, wish)) as Record<string, unknown>;
      expect(seen).toBe(offset);
      return Object.entries(rest).map(([what, said]) => [what, JSON.stringify(said)]);
    }),
  );
  expect(told[0]!.flat().join("").length).toBeGreaterThan(30_000);
  expect(told[1]).toEqual(told[0]);
  expect(told[2]).toEqual(told[0]);
});
