import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvCell } from "#domain/csv.ts";
import { type CohortWish, createCohort, findCohorts } from "#supervision/cohorts.ts";
import { invites } from "#supervision/invites.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { codes, ids, importText, join, monday, publish, wish } from "./world.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());

const create = (changes: Partial<CohortWish> = {}, draw = codes(3)) =>
  database.db.transaction((tx) => createCohort(tx, { ...wish, ...changes }, monday, draw));

describe("a new cohort", () => {
  test("has a join code and what it was asked for, or the course's own number of questions", async () => {
    const made = await create({ remind: "19:00, 11:30", days: "fri,mon", name: " Lớp  <b>Một</b> " });
    expect(made).toMatchObject({
      ok: true,
      value: { name: "Lớp <b>Một</b>", course: "an-toan", code: expect.stringMatching(/^[2-9A-Z]{8}$/) },
    });
    const [row] =
      await database.sql`select start_day, push_time, remind_times, weekdays, zone, questions_per_lesson as q from cohorts`;
    expect(row).toEqual({
      start_day: "2026-03-02",
      push_time: "07:30:00",
      remind_times: ["11:30", "19:00"],
      weekdays: [1, 5],
      zone: "Asia/Ho_Chi_Minh",
      q: 3,
    });
    expect(await database.db.transaction((tx) => findCohorts(tx, "LOP <b>mot</b>", null))).toHaveLength(1);
  });

  test("draws another join code for one that is taken", async () => {
    const [taken] = await database.sql`select join_code as code from cohorts`;
    const drawn = [taken!.code, "QQQQQQQQ"];
    expect(await create({}, () => drawn.shift()!)).toMatchObject({ ok: true, value: { code: "QQQQQQQQ" } });
  });

  test.each<[Partial<CohortWish>, RegExp]>([
    [{ name: " \u200f " }, /^--name/],
    [{ course: "khac" }, /^--course .*an-toan/],
    [{ start: "2026-02-30" }, /^--start/],
    [{ at: "21:30" }, /^--at/],
    [{ at: "06:29" }, /^--at/],
    [{ at: "7h" }, /^--at/],
    [{ remind: "11:30,12:30,13:30" }, /^--remind .*two/],
    [{ remind: "22:00" }, /^--remind/],
    [{ days: "mon,t3" }, /^--days/],
    [{ days: "" }, /^--days/],
    [{ zone: "Hà Nội" }, /^--tz/],
    [{ questions: "6" }, /^--questions .*1 to 5/],
    [{ questions: "0" }, /^--questions/],
    [{ questions: "hai" }, /^--questions/],
  ])("is refused with the option's name: %j", async (changes, problem) => {
    const made = await create(changes);
    expect(made).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });
});

test("invites are for those who have not used theirs, and carry the code on a line of its own", async () => {
  const made = await create({}, codes(21));
  const cohort = made.ok ? made.value.id : (0 as never);
  await importText(database.db, "ho_ten,don_vi\n<b>An</b>,Xã A\nBình,Xã A", { cohort });
  await join(database.db, (await ids(database.db)).Bình!);
  const list = (bots: Parameters<typeof invites>[2]) => database.db.transaction((tx) => invites(tx, cohort, bots));
  const [invite, ...rest] = await list({ telegram: "hocvu_bot", zalo: "Học Vụ" });
  expect(rest).toEqual([]);
  expect(invite).toMatchObject({ fullName: "<b>An</b>", unit: "Xã A", role: "learner" });
  expect(invite!.telegramLink).toBe(`https://t.me/hocvu_bot?start=${invite!.code}`);
  expect(invite!.zaloText.split("\n")).toContain(invite!.code);
  expect((await list({ telegram: null, zalo: null }))[0]!.telegramLink).toBeNull();
});

describe("a cell of a CSV file", () => {
  test.each<[string | number, string]>([
    ["An", "An"],
    ["=1+1", "'=1+1"],
    ["+84", "'+84"],
    ["-1", "'-1"],
    ["@x", "'@x"],
    [" =1", "' =1"],
    ["\t=1", "'\t=1"],
    ["＝1", "'＝1"],
    ["a;b", '"a;b"'],
    ['a"b', '"a""b"'],
    ["a\r\nb", '"a\r\nb"'],
    [-0.5, "-0.5"],
  ])("%j is written %j", (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});
