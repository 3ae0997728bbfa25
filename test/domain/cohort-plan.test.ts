import fc from "fast-check";
import { expect, test } from "vitest";
import { type Calendar, isStudyDay, studyDaysBetween } from "#domain/calendar.ts";
import { planOf } from "#domain/cohort-plan.ts";
import { addDays, type LocalDate, type Weekday, type Zone } from "#domain/time.ts";

const start = "2026-03-02" as LocalDate;
const calendars = fc
  .record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    holidays: fc.array(fc.integer({ min: -10, max: 90 }), { maxLength: 10 }),
  })
  .map(
    ({ weekdays, holidays }): Calendar => ({
      zone: "Asia/Ho_Chi_Minh" as Zone,
      start,
      weekdays: weekdays as Weekday[],
      holidays: new Set(holidays.map((at) => addDays(start, at))),
    }),
  );

test("study days are numbered from the cohort's first one on, whichever month is looked at", () => {
  fc.assert(
    fc.property(calendars, fc.integer({ min: -40, max: 80 }), fc.nat(40), (calendar, from, length) => {
      const first = addDays(start, from);
      const days = planOf(calendar, first, addDays(first, length));
      expect(days.map(({ day }) => day)).toEqual(Array.from({ length: length + 1 }, (_, at) => addDays(first, at)));
      for (const { day, number } of days)
        expect(number).toBe(isStudyDay(calendar, day) ? studyDaysBetween(calendar, start, day) : null);
    }),
  );
});

test("nothing lies between a day and one before it", () => {
  const calendar: Calendar = { zone: "Asia/Ho_Chi_Minh" as Zone, start, weekdays: [1], holidays: new Set() };
  expect(planOf(calendar, start, addDays(start, -1))).toEqual([]);
});
