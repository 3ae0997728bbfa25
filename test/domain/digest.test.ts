import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestWindow, isFirstMonday, mondayOf, monthsBefore, weeksBefore } from "#domain/digest.ts";
import { isAllowedPushTime } from "#domain/schedule.ts";
import { dateIn, instantOf, type LocalDate, type LocalTime, timeIn, weekdayOf, type Zone } from "#domain/time.ts";
import { someDay, someTime, someZone } from "./arbitraries.ts";

const hanoi = "Asia/Ho_Chi_Minh" as Zone;
const monday = "2026-03-02" as LocalDate;
const eight = "08:00" as LocalTime;
const at = (text: string) => new Date(`2026-03-${text}:00+07:00`);

describe("when a digest may leave", () => {
  test.each([
    ["02T07:00", "02T08:00", "02T21:30", "from its time until the evening"],
    ["02T12:00", "02T12:00", "02T21:30", "what is left of the day"],
    ["02T23:00", "03T06:30", "03T08:00", "the next morning, until a day has gone by"],
    ["03T07:00", "03T07:00", "03T08:00", "the next morning, until a day has gone by"],
    ["03T08:00", "03T08:00", "03T08:00", "not any more"],
    ["05T12:00", "05T12:00", "05T12:00", "not any more"],
  ])("seen from %s: from %s to %s (%s)", (now, dueAt, expiresAt) => {
    expect(digestWindow(hanoi, monday, eight, at(now))).toEqual({ dueAt: at(dueAt), expiresAt: at(expiresAt) });
  });

  test("is never in the quiet hours, before its time or after a day, whatever the zone and the day", () => {
    const times = someTime.filter(isAllowedPushTime);
    fc.assert(
      fc.property(someZone, someDay, times, fc.nat(60 * 72), (zone, day, time, minutes) => {
        const due = instantOf(zone, mondayOf(day), time);
        const now = new Date(due.getTime() + (minutes - 12 * 60) * 60_000);
        const { dueAt, expiresAt } = digestWindow(zone, mondayOf(day), time, now);
        expect(expiresAt >= dueAt && dueAt >= due && dueAt >= now).toBe(true);
        if (expiresAt.getTime() === dueAt.getTime()) return;
        expect(expiresAt.getTime() - due.getTime()).toBeLessThanOrEqual(24 * 3_600_000);
        for (const edge of [dueAt, new Date(expiresAt.getTime() - 1)]) {
          expect(isAllowedPushTime(timeIn(zone, edge))).toBe(true);
          expect(dateIn(zone, edge)).toBe(dateIn(zone, dueAt));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what a digest compares", () => {
  test("is the week that is over with the one before it", () => {
    expect(weeksBefore(monday)).toEqual({
      from: "2026-02-23",
      to: "2026-03-01",
      before: { from: "2026-02-16", to: "2026-02-22" },
    });
  });

  test("is the month that is over with the one before it, over New Year too", () => {
    expect(monthsBefore(monday)).toMatchObject({
      from: "2026-02-01",
      to: "2026-02-28",
      before: { from: "2026-01-01" },
    });
    expect(monthsBefore("2026-02-02" as LocalDate)).toEqual({
      from: "2026-01-01",
      to: "2026-01-31",
      before: { from: "2025-12-01", to: "2025-12-31" },
    });
  });

  test("the first Monday of a month is the one of its first seven days", () => {
    fc.assert(
      fc.property(someDay, (day) => {
        const first = mondayOf(day);
        expect(weekdayOf(first)).toBe(1);
        expect(first <= day).toBe(true);
        expect(isFirstMonday(first)).toBe(mondayOf(`${first.slice(0, 8)}07` as LocalDate) === first);
      }),
    );
  });
});
