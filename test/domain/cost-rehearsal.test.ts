import fc from "fast-check";
import { expect, test } from "vitest";
import type { Calendar } from "#domain/calendar.ts";
import { answerings, rehearseCost } from "#domain/cost-rehearsal.ts";
import type { LocalDate, LocalTime, Weekday, Zone } from "#domain/time.ts";
import { messagePriceVnd } from "#domain/zalo-window.ts";

const monday = "2026-03-02" as LocalDate;
const morning = "08:00" as LocalTime;
const calendar = (weekdays: readonly Weekday[]): Calendar => ({
  zone: "Asia/Ho_Chi_Minh" as Zone,
  start: monday,
  weekdays,
  holidays: new Set(),
});
const weekdays = calendar([1, 2, 3, 4, 5]);
const everyDay = calendar([1, 2, 3, 4, 5, 6, 7]);
/** A twelfth of a year that begins after the first week, which has no weekend before it. */
function monthly(of: Calendar, answering: (typeof answerings)[number]): number {
  const vnd = (weeks: number) => rehearseCost(of, morning, monday, weeks * 7, answering).vnd;
  return (vnd(53) - vnd(1)) / 12;
}

test("a month costs what the platform's arithmetic says, for each way of answering", () => {
  expect(monthly(everyDay, "daily")).toBe(0);
  expect(monthly(everyDay, "study days")).toBe(0);
  expect(monthly(weekdays, "daily")).toBe(0);
  expect(monthly(weekdays, "study days")).toBeCloseTo((52 * 55) / 12, 0); // Mondays: about 240
  expect(monthly(weekdays, "weekly")).toBeCloseTo(715, 0);
});

test("who never answers costs one week, and then nothing", () => {
  const week = rehearseCost(everyDay, morning, monday, 7, "silent");
  expect(rehearseCost(everyDay, morning, monday, 31, "silent").vnd).toBe(week.vnd);
  expect(week).toEqual({ free: 3, paid: 4, closed: 1, templates: 0, vnd: 4 * messagePriceVnd });
});

test("the approved texts to who never answers cost three times their price, and no more", () => {
  const silent = (days: number) => rehearseCost(everyDay, morning, monday, days, "silent", 154);
  expect(silent(9).templates).toBe(0);
  expect(silent(10)).toMatchObject({ templates: 1, vnd: 4 * messagePriceVnd + 154 });
  expect(silent(90)).toMatchObject({ templates: 3, vnd: 4 * messagePriceVnd + 3 * 154 });
  expect(rehearseCost(weekdays, morning, monday, 90, "weekly", 154).templates).toBe(0);
});

test("every lesson is free, paid or held back, whatever the calendar and the answers", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }),
      fc.constantFrom(...answerings),
      fc.integer({ min: 1, max: 60 }),
      (days, answering, span) => {
        const { free, paid, closed, vnd } = rehearseCost(calendar(days), morning, monday, span, answering);
        const more = rehearseCost(calendar(days), morning, monday, span + 1, answering);
        expect(vnd).toBe(paid * messagePriceVnd);
        expect(more.free + more.paid + more.closed).toBeGreaterThanOrEqual(free + paid + closed);
        if (answering === "daily") expect(paid + closed).toBe(0);
      },
    ),
  );
});
