import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brokenSums } from "#db/sums.ts";
import type { Measure, Period } from "#domain/question.ts";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { figure } from "./oracle.ts";
import { partOf } from "./part.ts";
import { loadRaw, type Raw } from "./raw.ts";
import { layWorld, now } from "./world.ts";

let database: TestDatabase;
let raw: Raw;

beforeAll(async () => {
  database = await freshDatabase();
  await layWorld(database.db);
  raw = await loadRaw(database.db);
});
afterAll(() => database.end());

test("the world is one that learning could have left behind", async () => {
  expect(await brokenSums(database.db)).toEqual([]);
});

const idOf = (name: string) => raw.people.find(({ full_name }) => full_name === name)!.id;
const unitOf = (path: string) => raw.units.find((unit) => unit.path === path)!.id;
const days = (from: string, to: string) => ({ kind: "days", from, to }) as Period;
const current: Period = { kind: "now" };

/** In the eyes of the chairman of the province. */
function of(path: string, measure: Measure, period: Period = current) {
  const part = partOf(raw, { kind: "unit", id: unitOf(path) as never }, idOf("Hà Văn Thắng"));
  return figure(raw, measure, part, period, now)!.value;
}

/**
 * Xã Tân: Đoàn learnt on all 13 study days, all right but for nothing; Én from 10 November, on the 11th, 16th and 24th (the
 * holiday), 2 right each; Khánh has not joined; Sáu joined on the 19th, learnt on the 20th (1 right) and on Saturday the
 * 21st (3 right), and began a lesson today (1 right, 1 wrong).
 */
describe("Xã Tân, worked out by hand", () => {
  const tan = "Tỉnh Phú Thọ / Xã Tân";
  test.each<[Measure, Period, number, number | null]>([
    ["people", current, 4, 4],
    ["joined", current, 3, 4],
    ["not_joined", current, 1, 4],
    ["learnt", days("2026-11-26", "2026-11-26"), 1, 4],
    ["learnt", days("2026-11-21", "2026-11-22"), 1, 4],
    ["learnt", days("2026-11-24", "2026-11-24"), 1, 4],
    ["learnt", days("2026-11-16", "2026-11-22"), 3, 4],
    // Én and Sáu: the one today is only begun.
    ["not_learnt", days("2026-11-26", "2026-11-26"), 2, 4],
    // A holiday: nobody was to learn.
    ["not_learnt", days("2026-11-24", "2026-11-24"), 0, 4],
    // Én learnt on the holiday alone, which keeps no day.
    ["not_learnt", days("2026-11-23", "2026-11-26"), 2, 4],
    // Sáu was not there yet.
    ["not_learnt", days("2026-11-17", "2026-11-23"), 1, 4],
    // 13 + 3 + 2.
    ["lessons", current, 18, null],
    // Five, Én's of Monday, two.
    ["lessons", days("2026-11-16", "2026-11-22"), 8, null],
    // 13 are due today for each of the four, joined or not.
    ["completion", current, 18, 52],
    // Module 1 has 6 lessons: Đoàn 6, Én 3, Sáu 2.
    ["completion", { kind: "module", number: 1 }, 11, 24],
    ["completion", { kind: "module", number: 3 }, 1, 16],
    ["completion", { kind: "module", number: 4 }, 0, 0],
    // 39 + 6 + 4 + 1 of 39 + 9 + 6 + 2.
    ["score", current, 50, 56],
    ["score", days("2026-11-26", "2026-11-26"), 4, 5],
    // Đoàn 13 × 35. Én 3 × (20 + 5): the third question came back at its even place, wrong. Sáu 10 + 4 + 5, 35, 10.
    ["points", current, 594, null],
    ["streak", current, 1, 4],
    ["unreachable", current, 0, 4],
    ["paused", current, 0, 4],
    // By the end of yesterday 12 were due: Én and Sáu are behind.
    ["overdue", current, 2, 4],
    ["finished", current, 0, 4],
  ])("%s in %j is %d of %j", (measure, period, part, whole) => {
    expect(of(tan, measure, period)).toEqual({ part, whole });
  });
});

describe("what happened stays where it happened", () => {
  const lamThao = "Tỉnh Phú Thọ / Xã Lâm Thao";
  const thu = () => idOf("Đặng Thị Thu");
  const counted = (path: string, period: Period) => {
    const part = partOf(raw, { kind: "unit", id: unitOf(path) as never }, idOf("Hà Văn Thắng"));
    return figure(raw, "learnt", part, period, now)!.people!.has(thu());
  };
  test("with whoever moved at noon of Wednesday the 18th", () => {
    expect(counted(lamThao, days("2026-11-17", "2026-11-17"))).toBe(true);
    expect(counted("Tỉnh Phú Thọ / Xã Tân Lập", days("2026-11-17", "2026-11-17"))).toBe(false);
    expect(counted(lamThao, days("2026-11-19", "2026-11-19"))).toBe(false);
    expect(counted("Tỉnh Phú Thọ / Xã Tân Lập", days("2026-11-19", "2026-11-19"))).toBe(true);
  });

  test("and in what a unit became", () => {
    const monday = days("2026-11-09", "2026-11-09");
    const loc = idOf("Phí Văn Lộc");
    const part = partOf(
      raw,
      { kind: "unit", id: unitOf("Tỉnh Phú Thọ / Phường Việt Trì") as never },
      idOf("Hà Văn Thắng"),
    );
    expect(figure(raw, "learnt", part, monday, now)!.people!.has(loc)).toBe(true);
  });
});

describe("the eyes of the asker", () => {
  const seenBy = (name: string) =>
    figure(raw, "people", partOf(raw, { kind: "own" }, idOf(name)), current, now)!.value.part;
  test("see their units and what lies below, nobody who left, each person once", () => {
    expect(seenBy("Trương Văn Đoàn")).toBe(4);
    expect(seenBy("Bùi Văn Sơn")).toBe(11);
    expect(seenBy("Nguyễn Văn Hưng")).toBe(0);
    // All of both provinces but the one who left; those with two posts once; not the eight of the National Assembly.
    expect(seenBy("Trần Quốc Toàn")).toBe(raw.people.length - 8 - 1);
  });

  test("a streak breaks when no freeze is left, and who is paused keeps theirs", () => {
    const streak = (name: string) => {
      const part = partOf(raw, { kind: "person", id: idOf(name) as never }, idOf("Trần Quốc Toàn"));
      return figure(raw, "streak", part, current, now)!.value.part;
    };
    // Every study day of K1 and of K2.
    expect(streak("Hà Thị Thơm")).toBe(13);
    expect(streak("Phùng Thị Nga")).toBe(5);
    // Three days, then paused.
    expect(streak("Cao Văn Bằng")).toBe(3);
    // The first freeze covered Wednesday the 18th, nothing Friday the 20th.
    expect(streak("Lý Thị Xuân")).toBe(0);
  });
});
