import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Calendar, isStudyDay, offReason, studyDaysBetween } from "#domain/calendar.ts";
import { addDays, daysBetween, type LocalDate, type Weekday, type Zone } from "#domain/time.ts";
import { dayFrom } from "./arbitraries.ts";

const day = (text: string) => text as LocalDate;
const weekdays = fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 });
const nearDay = dayFrom("2026-03-01", 120);
const calendars: fc.Arbitrary<Calendar> = fc.record({
  zone: fc.constant("Asia/Ho_Chi_Minh" as Zone),
  start: nearDay,
  weekdays,
  holidays: fc.array(nearDay, { maxLength: 12 }).map((days) => new Set(days)),
});

const workdays: Calendar = {
  zone: "Asia/Ho_Chi_Minh" as Zone,
  start: day("2026-03-02"),
  weekdays: [1, 2, 3, 4, 5],
  holidays: new Set([day("2026-03-06")]),
};

describe("a cohort's calendar", () => {
  test.each([
    ["2026-02-27", "before_start"],
    ["2026-03-02", null],
    ["2026-03-06", "holiday"],
    ["2026-03-07", "weekday"],
    ["2026-03-09", null],
  ])("%s is off because: %s", (date, reason) => {
    expect(offReason(workdays, day(date))).toBe(reason);
  });

  test("counts study days one by one, both ends included", () => {
    fc.assert(
      fc.property(calendars, nearDay, nearDay, (calendar, from, to) => {
        const every = Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, n) => addDays(from, n));
        expect(studyDaysBetween(calendar, from, to)).toBe(every.filter((each) => isStudyDay(calendar, each)).length);
      }),
      { numRuns: 300 },
    );
  });
});
