import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finding, Question, Subject } from "#domain/question.ts";
import type { LocalDate } from "#domain/time.ts";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { answerTo } from "./oracle.ts";
import { loadRaw, type Raw } from "./raw.ts";
import { faultsOf, leaksIn, says } from "./verdict.ts";
import { layWorld, now } from "./world.ts";

let database: TestDatabase;
let raw: Raw;

beforeAll(async () => {
  database = await freshDatabase();
  await layWorld(database.db);
  raw = await loadRaw(database.db);
});
afterAll(() => database.end());

const idOf = (name: string) => raw.people.find(({ full_name }) => full_name === name)!.id;
const unitOf = (path: string) => raw.units.find((unit) => unit.path === path)!.id;
const tan = "Tỉnh Phú Thọ / Xã Tân";

function finding(question: Partial<Question>, rest: Partial<Finding>): Finding {
  return {
    question: {
      measure: "people",
      subject: { kind: "unit", id: unitOf(tan) as never },
      period: { kind: "now" },
      form: { kind: "total" },
      ...question,
    },
    name: tan,
    asOf: now,
    total: { part: 4, whole: 4 },
    people: [],
    rows: [],
    ...rest,
  };
}

const faults = (found: Finding, first: "most" | "fewest" | null = null) =>
  faultsOf(raw, found, idOf("Hà Văn Thắng"), first);
const person = (fullName: string) => ({ learnerId: idOf(fullName) as never, fullName, unit: tan });

test("a right total has no fault; one more or one less, or of others, has", () => {
  expect(faults(finding({}, {}))).toEqual([]);
  expect(faults(finding({}, { total: { part: 3, whole: 4 } }))).toHaveLength(1);
  expect(faults(finding({}, { total: { part: 4, whole: 5 } }))).toHaveLength(1);
  expect(faults(finding({ period: { kind: "module", number: 1 } }, {}))).toHaveLength(1);
});

test("names must be those people, all of them, by their names", () => {
  const question: Partial<Question> = { measure: "overdue", form: { kind: "names" } };
  const named = (...people: Finding["people"]) => faults(finding(question, { total: { part: 2, whole: 4 }, people }));
  expect(named(person("Trần Thị Én"), person("Tô Thị Sáu"))).toEqual([]);
  expect(named(person("Trần Thị Én"))).toHaveLength(1);
  expect(named(person("Trần Thị Én"), person("Trương Văn Đoàn"))).toHaveLength(1);
  expect(named(person("Trần Thị Én"), { ...person("Tô Thị Sáu"), fullName: "Sáu" })).toHaveLength(1);
});

test("a ranking must be in order, complete, with equal ones in one place", () => {
  const form = { kind: "ranking", of: "people", level: [], best: true, limit: 3 } as const;
  const row = (place: number, name: string, part: number) => ({ place, name, path: tan, value: { part, whole: null } });
  const ranked = (...rows: Finding["rows"]) =>
    faults(finding({ measure: "lessons", form }, { total: { part: 18, whole: null }, rows }), "most");
  const [first, second, third] = [row(1, "Trương Văn Đoàn", 13), row(2, "Trần Thị Én", 3), row(3, "Tô Thị Sáu", 2)];
  expect(ranked(first!, second!, third!)).toEqual([]);
  expect(ranked(second!, first!, third!)).not.toEqual([]);
  expect(ranked(first!, second!)).not.toEqual([]);
  expect(ranked(first!, second!, { ...third!, place: 2 })).not.toEqual([]);
  expect(ranked(first!, second!, row(3, "Mai Văn Khánh", 0))).not.toEqual([]);
  expect(ranked(first!, second!, row(3, "Tô Thị Sáu", 1))).not.toEqual([]);
});

test("who came after the days asked about may be left out of their ranking; who was there may not", () => {
  const subject = {
    kind: "unit",
    id: unitOf("Tỉnh Phú Thọ / Phường Việt Trì / Phòng Kinh tế/Hạ tầng") as never,
  } as const;
  const day = "2026-11-13" as LocalDate;
  const question: Partial<Question> = {
    measure: "lessons",
    subject,
    period: { kind: "days", from: day, to: day },
    form: { kind: "ranking", of: "people", level: [], best: false, limit: 5 },
  };
  const total = answerTo(raw, finding(question, {}).question, idOf("Hà Văn Thắng"), now)!.value;
  const ranked = (...names: readonly string[]) =>
    faults(
      finding(question, {
        total,
        rows: names.map((name) => ({ place: 1, name, path: tan, value: { part: 0, whole: null } })),
      }),
    );
  const there = ["Dương Thị Quyên", "Lại Thế Cường", "Nghiêm Thị Trâm"];
  expect(ranked(...there)).toEqual([]);
  expect(ranked(...there, "Kiều Thị Oanh")).toEqual([]);
  expect(ranked("Kiều Thị Oanh", there[0]!, there[1]!)).not.toEqual([]);
});

test("one unit that is all of somebody's does not lie below itself", () => {
  const form = { kind: "ranking", of: "units", level: ["tinh"], best: true, limit: 3 } as const;
  const row = { place: 1, name: "Tỉnh Phú Thọ", path: "Tỉnh Phú Thọ" };
  const ranked = (subject: Subject, ...rows: readonly (typeof row)[]) => {
    const { value } = answerTo(raw, { ...finding({ subject }, {}).question, form }, idOf("Hà Văn Thắng"), now)!;
    const same = rows.map((one) => ({ ...one, value }));
    return faults(finding({ subject, form }, { total: value, rows: same }));
  };
  for (const subject of [{ kind: "own" }, { kind: "unit", id: unitOf("Tỉnh Phú Thọ") as never }] as const) {
    expect(ranked(subject)).toEqual([]);
    expect(ranked(subject, row)).not.toEqual([]);
  }
});

test("a comparison has two sides, each with its own figure", () => {
  const other = { subject: { kind: "unit", id: unitOf("Tỉnh Phú Thọ / Phường Thanh Miếu") as never } as const };
  const form = { kind: "comparison", with: { ...other, period: { kind: "now" } } } as const;
  const side = (part: number, whole: number) => ({ place: 0, name: "", path: null, value: { part, whole } });
  const compared = (...rows: Finding["rows"]) => faults(finding({ form }, { rows }));
  expect(compared(side(4, 4), side(3, 3))).toEqual([]);
  expect(compared(side(3, 3), side(4, 4))).toHaveLength(2);
  expect(compared(side(4, 4))).toHaveLength(1);
});

test("modules must be in order, complete, each with its own figure", () => {
  const subject = { kind: "unit", id: unitOf(tan) as never } as const;
  const form = { kind: "taught", of: "modules", best: false, by: "share", limit: 5 } as const;
  const question = { measure: "score", subject, form } as const;
  const { value } = answerTo(raw, finding(question, {}).question, idOf("Hà Văn Thắng"), now)!;
  const row = (place: number, name: string, part: number, whole: number) => ({
    place,
    name,
    path: null,
    value: { part, whole },
  });
  const told = (...rows: Finding["rows"]) => faults(finding(question, { total: value, rows }));
  const start = row(1, "Khởi động: Quốc hội số và tôi", 29, 35);
  const safe = row(2, "An toàn và chống lừa đảo", 18, 18);
  const last = row(2, "AI có trách nhiệm trong hoạt động dân cử", 3, 3);
  expect(told(start, safe, last)).toEqual([]);
  expect(told(start, safe)).not.toEqual([]);
  expect(told(safe, start, last)).not.toEqual([]);
  expect(told(start, { ...safe, place: 3 }, last)).not.toEqual([]);
  expect(told(start, row(2, "An toàn và chống lừa đảo", 17, 18), last)).not.toEqual([]);
});

test("whether a line was reached must be so, and be said first", () => {
  const beyond = { side: "at_least", line: 5, in: "number" } as const;
  const reached = (yes: boolean) => finding({ form: { kind: "reached", beyond } }, { reached: yes });
  expect(faults(reached(false))).toEqual([]);
  expect(faults(reached(true))).toHaveLength(1);
  expect(faults(finding({ form: { kind: "reached", beyond } }, {}))).toHaveLength(1);
  expect(says("Chưa đạt 5 người. Số học viên: 4 trên 4 người", reached(false))).toBe(true);
  expect(says("Đã đạt 5 người. Số học viên: 4 trên 4 người", reached(false))).toBe(false);
  expect(says("Số học viên: 4 trên 4 người", reached(false))).toBe(false);
});

test("a name out of sight is seen in a text, unless the asker wrote it or it is part of one in sight", () => {
  const leaks = (text: string, written = "") =>
    leaksIn(raw, text, idOf("Bùi Văn Sơn"), written, ["Lê Thị Điểm", "Nguyễn Văn Hùng", "Hà Thị Thơm"]);
  expect(leaks("Xã Tân Lập: Hà Thị Thơm, Nguyễn Văn Hùng; Tỉnh Phú Thọ")).toEqual([]);
  expect(leaks("Xã Lâm Thao: LÊ THỊ ĐIỂM")).toEqual(["le thi diem", "xa lam thao"]);
  expect(leaks("Không có Xã Lâm Thao", "xa lam thao the nao")).toEqual([]);
});

test("a message says its figure as a number, as a percentage, or that there is none", () => {
  const told = (text: string, part: number, whole: number | null) =>
    says(text, finding({}, { total: { part, whole } }));
  expect(told("3 trên 4 người", 3, 4)).toBe(true);
  expect(told("đạt 75 %", 3, 4)).toBe(true);
  expect(told("đạt 33,3%", 1, 3)).toBe(true);
  expect(told("1.234 bài", 1234, null)).toBe(true);
  expect(told("13 người", 3, null)).toBe(false);
  expect(told("3,5 điểm", 3, null)).toBe(false);
  expect(told("Chưa có ai.", 0, 4)).toBe(true);
  expect(told("Đã học hôm nay: có", 1, 1)).toBe(true);
  expect(told("Có vài người.", 3, 4)).toBe(false);
});
