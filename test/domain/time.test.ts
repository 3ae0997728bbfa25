import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  addDays,
  dateIn,
  daysBetween,
  instantOf,
  type LocalDate,
  type LocalTime,
  parseLocalDate,
  parseLocalTime,
  parseZone,
  timeIn,
  weekdayOf,
  type Zone,
} from "#domain/time.ts";
import { someDay, someTime, someZone } from "./arbitraries.ts";

const at = (zone: string, day: string, time: string) =>
  instantOf(zone as Zone, day as LocalDate, time as LocalTime).toISOString();

describe("a study day and a time become an instant", () => {
  test.each([
    ["Asia/Ho_Chi_Minh", "2026-03-02", "07:30", "2026-03-02T00:30:00.000Z", "an ordinary morning"],
    [
      "America/Sao_Paulo",
      "2018-11-04",
      "00:00",
      "2018-11-04T03:00:00.000Z",
      "a midnight that was skipped: an hour later",
    ],
    ["America/Sao_Paulo", "2018-11-04", "07:30", "2018-11-04T09:30:00.000Z", "the morning after it"],
    ["America/Sao_Paulo", "2018-02-17", "23:30", "2018-02-18T01:30:00.000Z", "an hour that came twice: the first"],
    ["Africa/Cairo", "2023-04-28", "00:30", "2023-04-27T22:30:00.000Z", "a half hour past a skipped midnight"],
    ["Africa/Cairo", "2023-10-26", "23:30", "2023-10-26T20:30:00.000Z", "the last hour of the day, the first time"],
    ["Asia/Kathmandu", "2026-03-02", "07:30", "2026-03-02T01:45:00.000Z", "a zone of three quarters"],
    ["Pacific/Apia", "2011-12-30", "07:30", "2011-12-30T17:30:00.000Z", "a day that never was: a day later"],
  ])("%s %s %s is %s (%s)", (zone, day, time, instant) => {
    expect(at(zone, day, time)).toBe(instant);
  });

  test("the wall shows them then, and had not before; where the clocks jumped over them it shows a later time", () => {
    fc.assert(
      fc.property(someZone, someDay, someTime, (zone, day, time) => {
        const wall = (instant: number) => `${dateIn(zone, new Date(instant))} ${timeIn(zone, new Date(instant))}`;
        const instant = instantOf(zone, day, time).getTime();
        expect(wall(instant) >= `${day} ${time}`).toBe(true);
        for (let minutes = 15; minutes <= 180; minutes += 15) {
          expect(wall(instant - minutes * 60_000)).not.toBe(`${day} ${time}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a second before midnight and midnight are two days, also where midnight is skipped", () => {
    const zone = "America/Sao_Paulo" as Zone;
    const midnight = instantOf(zone, "2018-11-04" as LocalDate, "00:00" as LocalTime);
    expect(dateIn(zone, new Date(midnight.getTime() - 1))).toBe("2018-11-03");
    expect(timeIn(zone, new Date(midnight.getTime() - 1))).toBe("23:59");
    expect([dateIn(zone, midnight), timeIn(zone, midnight)]).toEqual(["2018-11-04", "01:00"]);
  });
});

describe("days of the calendar", () => {
  test("adding days and counting them are each other's opposite", () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -4000, max: 4000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days);
        expect(addDays(day, days) > day).toBe(days > 0);
      }),
    );
  });

  test("days, and weekdays, are those of the ISO calendar", () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -800_000, max: 800_000 }), (day, days) => {
        const iso = Temporal.PlainDate.from(day).add({ days });
        const other = iso.toString() as LocalDate;
        expect(addDays(day, days)).toBe(other);
        expect(daysBetween(day, other)).toBe(days);
        expect(weekdayOf(other)).toBe(iso.dayOfWeek);
      }),
    );
  });

  test("a week later it is the same weekday", () => {
    fc.assert(
      fc.property(someDay, (day) => {
        expect(weekdayOf(addDays(day, 7))).toBe(weekdayOf(day));
      }),
    );
    expect(weekdayOf("2026-03-02" as LocalDate)).toBe(1);
    expect(weekdayOf("2026-03-08" as LocalDate)).toBe(7);
  });

  test.each(["2026-02-30", "2026-13-01", "2026-3-2", "02/03/2026", "2026-03-02T00:00", ""])("%j is no day", (text) => {
    expect(parseLocalDate(text)).toBeNull();
  });

  test.each(["2024-02-29", "2026-12-31"])("%j is a day", (text) => {
    expect(parseLocalDate(text)).toBe(text);
  });
});

describe("times of day", () => {
  test.each([
    ["7:30", "07:30"],
    ["07:30", "07:30"],
    ["07:30:00", "07:30"],
    [" 0:00 ", "00:00"],
    ["23:59", "23:59"],
    ["24:00", null],
    ["07:60", null],
    ["07:30:15", null],
    ["7h30", null],
    ["", null],
  ])("%j is read as %j", (text, time) => {
    expect(parseLocalTime(text)).toBe(time);
  });
});

describe("zones", () => {
  test.each(["Asia/Ho_Chi_Minh", "UTC", "America/Sao_Paulo"])("%j is a zone", (text) => {
    expect(parseZone(text)).toBe(text);
  });

  test.each(["Asia/Saigo", "+07:00", "7", "", " Asia/Ho_Chi_Minh", "2026-03-02T00:00Z[UTC]", "T00:00Z"])(
    "%j is none",
    (text) => expect(parseZone(text)).toBeNull(),
  );
});
