import { Readable } from "node:stream";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { pictureOf } from "#supervision/progress-chart.ts";
import { report } from "#supervision/report.ts";
import { bookOf } from "#supervision/report-book.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, erase, ids, importText, join, publish } from "./world.ts";

let database: TestDatabase;
let first: CohortId;
const zone = "Asia/Ho_Chi_Minh" as Zone;
const now = instantOf(zone, "2026-03-03" as LocalDate, "09:00" as LocalTime);

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit, holidays restart identity cascade`;
  first = await cohort(database.db);
});

const about = () => ({ scope: { kind: "cohort", id: first } as const, name: "Lớp 1" });

const tree = `ho_ten,don_vi,vai_tro,chuc_danh
Chủ tịch,Tỉnh,quan_ly,Chủ tịch
Ân,Tỉnh / Xã A,quan_ly,
An,Tỉnh / Xã A / Thôn 1,,Chuyên viên
Đông,Tỉnh / Xã Ă,quan_ly,
Dũng,Tỉnh / Xã Ă,,
Khác,Huyện,quan_ly,
`;

async function completes(learner: LearnerId, lesson: number, day: string, right: number, of: number) {
  const at = instantOf(zone, day as LocalDate, "08:00" as LocalTime);
  const [attempt] = await database.sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
    select ${learner}, lesson_id, id, ${first}, ${of}, ${at}, ${at}, ${day}
    from lesson_versions where lesson_id = ${`bai-${lesson}`} returning id`;
  for (let question = 0; question < of; question++)
    await database.sql`insert into answers ${database.sql([
      { attempt_id: attempt!.id, question, comeback: false, right: question < right, answered_at: at },
    ])}`;
}

/** The sheets of a workbook by name, as a spreadsheet program reads them. */
async function opened(bytes: Buffer): Promise<Map<string, ExcelJS.Worksheet>> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.read(Readable.from([bytes]));
  return new Map(book.worksheets.map((sheet) => [sheet.name, sheet]));
}

const rowsOf = (sheet: ExcelJS.Worksheet | undefined): unknown[][] => {
  const rows: unknown[][] = [];
  sheet!.eachRow((row, number) => {
    if (number > 2) rows.push((row.values as unknown[]).slice(1));
  });
  return rows;
};

const made = (viewer: LearnerId | null = null, named: Parameters<typeof bookOf>[1] = about()) =>
  database.db.transaction((tx) => bookOf(tx, named, now, viewer, zone));

const booked = async (viewer?: LearnerId | null, named?: Parameters<typeof bookOf>[1]) =>
  opened((await made(viewer, named))!);

describe("the workbook of a report", () => {
  beforeEach(async () => {
    await importText(database.db, tree, { cohort: first });
    const { An, Dũng } = await ids(database.db);
    await join(database.db, An!);
    await join(database.db, Dũng!, "zalo:1");
    await completes(An!, 1, "2026-03-02", 2, 3);
    await completes(An!, 2, "2026-03-03", 1, 1);
  });

  test("has a sheet for each level, each unit with everything below it", async () => {
    const sheets = await booked();
    expect([...sheets.keys()]).toEqual([
      "Tổng hợp",
      "Đơn vị cấp 1",
      "Đơn vị cấp 2",
      "Đơn vị cấp 3",
      "Học viên",
      "Giải thích",
    ]);
    expect(rowsOf(sheets.get("Đơn vị cấp 1"))).toEqual([
      ["Huyện", 1, 0, 0, 0, 0, 2, 0, undefined, 0],
      ["Tỉnh", 5, 2, 2, 1, 2, 10, 0.2, 0.75, 0],
    ]);
    expect(rowsOf(sheets.get("Đơn vị cấp 2")).map(([unit, learners]) => [unit, learners])).toEqual([
      ["Tỉnh / Xã A", 2],
      ["Tỉnh / Xã Ă", 2],
    ]);
    expect(rowsOf(sheets.get("Tổng hợp"))).toEqual([
      ["Học viên", 6],
      ["Đã tham gia", 2],
      ["Có nhắn hoặc bấm trong 7 ngày", 2],
      ["Học xong hôm nay", 1],
      ["Bài được bỏ qua", 0],
      ["Tỷ lệ hoàn thành", 2 / 12],
      ["Điểm trung bình", 3 / 4],
    ]);
  });

  test("lists the people, days as days, shares as shares", async () => {
    const sheets = await booked();
    const people = sheets.get("Học viên")!;
    const rows = rowsOf(people);
    expect(rows.map(([name, unit]) => [name, unit])).toEqual([
      ["Khác", "Huyện"],
      ["Chủ tịch", "Tỉnh"],
      ["Ân", "Tỉnh / Xã A"],
      ["An", "Tỉnh / Xã A / Thôn 1"],
      ["Dũng", "Tỉnh / Xã Ă"],
      ["Đông", "Tỉnh / Xã Ă"],
    ]);
    const day = new Date("2026-03-02T00:00:00Z");
    expect(rows[3]).toEqual(["An", "Tỉnh / Xã A / Thôn 1", "Chuyên viên", day, 2, 2, 1, 0.75, 0, day, "Đang học"]);
    const formats = [1, 4, 5, 7].map((column) => people.getRow(6).getCell(column).numFmt);
    expect(formats).toEqual(["@", "dd/mm/yyyy", "#,##0", "0.0%"]);
  });

  test("each sheet says as of when, keeps its head in view, filters by it, and is wide enough", async () => {
    const sheets = await booked();
    for (const sheet of sheets.values()) {
      expect(sheet.getCell("A1").value).toBe("Lớp 1. Số liệu tính đến 09:00 ngày 03/03/2026.");
      expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 2 });
      expect(sheet.autoFilter).toMatch(/^A2:[A-Z]2$/);
      expect(sheet.getColumn(1).width).toBeGreaterThan(20);
      expect(sheet.getRow(2).font).toMatchObject({ bold: true });
    }
  });

  test("a supervisor's holds their units alone, and nothing of a unit above", async () => {
    const { Ân, Đông } = await ids(database.db);
    const below = await booked(Ân!);
    expect(rowsOf(below.get("Đơn vị cấp 1")).map(([unit]) => unit)).toEqual(["Tỉnh / Xã A"]);
    expect(rowsOf(below.get("Học viên")).map(([name]) => name)).toEqual(["Ân", "An"]);
    const beside = await booked(Đông!);
    expect(JSON.stringify([...beside.values()].map(rowsOf))).not.toMatch(/Thôn 1|Huyện|Chủ tịch|"Tỉnh"/);
  });

  test("a unit that is asked for is the highest that is told of", async () => {
    const [row] = await database.sql`select id from units where path = 'Tỉnh / Xã A'`;
    const sheets = await booked(null, { scope: { kind: "unit", id: row!.id as UnitId }, name: "Tỉnh / Xã A" });
    expect(rowsOf(sheets.get("Đơn vị cấp 1")).map(([unit]) => unit)).toEqual(["Tỉnh / Xã A"]);
    expect(sheets.has("Đơn vị cấp 3")).toBe(false);
  });

  test("nobody in sight is no workbook, and nothing is written down", async () => {
    const { An } = await ids(database.db);
    expect(await made(An!)).toBeNull();
    expect(await database.sql`select * from audit where deed = 'export'`).toHaveLength(0);
  });

  test("that it was made is written down with what it is about, and no name", async () => {
    const { Ân } = await ids(database.db);
    await made(Ân!);
    await made();
    expect(await database.sql`select actor, subject, detail from audit where deed = 'export' order by id`).toEqual([
      { actor: String(Ân), subject: `cohort:${first}`, detail: null },
      { actor: "operator", subject: `cohort:${first}`, detail: null },
    ]);
  });

  test("an erased person counts, and is on no list", async () => {
    await erase(database.db, (await ids(database.db)).An!);
    const sheets = await booked();
    expect(rowsOf(sheets.get("Đơn vị cấp 3"))[0]!.slice(0, 2)).toEqual(["Tỉnh / Xã A / Thôn 1", 1]);
    expect(rowsOf(sheets.get("Học viên"))).toHaveLength(5);
  });

  test("who holds posts in two units counts in each, once in what lies above both, and is one row", async () => {
    const { Dũng } = await ids(database.db);
    await database.sql`
      insert into posts (person_id, unit_id, role, main) select ${Dũng!}, id, 'learner', false from units where path = 'Tỉnh / Xã A'`;
    const sheets = await booked();
    expect(rowsOf(sheets.get("Đơn vị cấp 2")).map(([unit, learners]) => [unit, learners])).toEqual([
      ["Tỉnh / Xã A", 3],
      ["Tỉnh / Xã Ă", 2],
    ]);
    expect(rowsOf(sheets.get("Đơn vị cấp 1"))[1]!.slice(0, 2)).toEqual(["Tỉnh", 5]);
    const row = rowsOf(sheets.get("Học viên")).find(([name]) => name === "Dũng");
    expect(row![1]).toBe("Tỉnh / Xã Ă; Tỉnh / Xã A");
  });

  test("the picture compares the units below what was asked for, and counts each study day", async () => {
    const { Ân } = await ids(database.db);
    const [row] = await database.sql`select id from units where path = 'Tỉnh'`;
    const named = { scope: { kind: "unit", id: row!.id as UnitId } as const, name: "Tỉnh" };
    const pictured = (viewer: LearnerId | null) =>
      database.db.transaction(async (tx) =>
        pictureOf(tx, named, (await report(tx, named, now, viewer))!, zone, viewer),
      );
    const whole = await pictured(null);
    expect(whole).toMatchObject({ scope: "Tỉnh", learners: 5, rate: 0.2, asOf: { day: "2026-03-03", time: "09:00" } });
    expect(whole.units).toEqual([
      { unit: "Tỉnh / Xã A", itself: false, learners: 2, rate: 0.5 },
      { unit: "Tỉnh", itself: true, learners: 1, rate: 0 },
      { unit: "Tỉnh / Xã Ă", itself: false, learners: 2, rate: 0 },
    ]);
    expect(whole.days).toEqual([
      { day: "2026-03-02", people: 1 },
      { day: "2026-03-03", people: 1 },
    ]);
    const below = await pictured(Ân!);
    expect(below.units.map(({ unit }) => unit)).toEqual(["Tỉnh / Xã A / Thôn 1", "Tỉnh / Xã A"]);
  });
});

describe("what people and units are called", () => {
  test.each(["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x.vn","a")', "＝1", "<b> & 'c'", "'=1"])(
    "%j stays a text",
    async (name) => {
      const unit = `Xã ${name}`.trim();
      await importText(database.db, "ho_ten,don_vi\nAn,Xã", { cohort: first });
      await database.sql`update people set full_name = ${name}`;
      await database.sql`update units set path = ${unit}`;
      await database.sql`update posts set title = ${name}`;
      const people = (await booked(null, { ...about(), name })).get("Học viên")!;
      const cells = [1, 2, 3].map((column) => people.getRow(3).getCell(column));
      expect(cells.map(({ value }) => value)).toEqual([name, unit, name]);
      for (const cell of cells) {
        expect(cell.type).toBe(ExcelJS.ValueType.String);
        expect(cell.numFmt).toBe("@");
      }
    },
  );

  test("a text that looks like a workbook's own escape is written so that it is read as it was", async () => {
    await importText(database.db, "ho_ten,don_vi\nAn _x0041_,Xã", { cohort: first });
    expect((await booked()).get("Học viên")!.getCell("A3").value).toBe("An _x005F_x0041_"); // exceljs does not undo it
  });
});
