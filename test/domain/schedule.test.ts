import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAllowedPushTime, pushWindow, quietUntil, type Window, windowFrom } from "#domain/schedule.ts";
import { dateIn, type LocalDate, type LocalTime, timeIn, type Zone } from "#domain/time.ts";
import { someDay, someTime, someZone } from "./arbitraries.ts";

const hanoi = "Asia/Ho_Chi_Minh" as Zone;
const monday = "2026-03-02" as LocalDate;
const someInstant = fc.date({
  min: new Date("2005-01-01T00:00:00Z"),
  max: new Date("2035-01-01T00:00:00Z"),
  noInvalidDate: true,
});

/** 06:30 to 21:30 on the wall, one day, three hours at most. */
function expectAwake(zone: Zone, { dueAt, expiresAt }: Window): void {
  expect(expiresAt.getTime()).toBeGreaterThanOrEqual(dueAt.getTime());
  expect(expiresAt.getTime() - dueAt.getTime()).toBeLessThanOrEqual(3 * 3_600_000);
  if (expiresAt.getTime() === dueAt.getTime()) return;
  for (const edge of [dueAt, new Date(expiresAt.getTime() - 1)]) {
    expect(timeIn(zone, edge) >= "06:30" && timeIn(zone, edge) < "21:30").toBe(true);
    expect(dateIn(zone, edge)).toBe(dateIn(zone, dueAt));
  }
}

describe("when a lesson may leave", () => {
  test.each([
    ["07:30", "2026-03-02T00:30:00Z", "2026-03-02T03:30:00Z", "for three hours"],
    ["20:00", "2026-03-02T13:00:00Z", "2026-03-02T14:30:00Z", "not past 21:30"],
    ["21:29", "2026-03-02T14:29:00Z", "2026-03-02T14:30:00Z", "not past 21:30"],
    ["05:00", "2026-03-01T23:30:00Z", "2026-03-02T02:30:00Z", "not before 06:30"],
  ])("set to %s: from %s to %s (%s)", (time, dueAt, expiresAt) => {
    expect(pushWindow(hanoi, monday, time as LocalTime)).toEqual({
      dueAt: new Date(dueAt),
      expiresAt: new Date(expiresAt),
    });
  });

  test("not at all when its time lies in the quiet hours of the night", () => {
    const { dueAt, expiresAt } = pushWindow(hanoi, monday, "22:00" as LocalTime);
    expect(expiresAt).toEqual(dueAt);
  });

  test("its window never leaves 06:30 to 21:30, whatever the zone and the day", () => {
    fc.assert(
      fc.property(someZone, someDay, someTime, (zone, day, time) => expectAwake(zone, pushWindow(zone, day, time))),
      { numRuns: 2000 },
    );
  });

  test("an allowed time has a window that is not empty, whatever the zone and the day", () => {
    fc.assert(
      fc.property(someZone, someDay, someTime.filter(isAllowedPushTime), (zone, day, time) => {
        const { dueAt, expiresAt } = pushWindow(zone, day, time);
        expect(expiresAt.getTime()).toBeGreaterThan(dueAt.getTime());
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the quiet hours", () => {
  test.each<[string, string | null, string]>([
    ["2026-03-02T14:29:59.999Z", null, "21:29"],
    ["2026-03-02T14:30:00Z", "2026-03-02T23:30:00.000Z", "21:30"],
    ["2026-03-02T18:00:00Z", "2026-03-02T23:30:00.000Z", "01:00 of the next day"],
    ["2026-03-02T23:29:59.999Z", "2026-03-02T23:30:00.000Z", "06:29"],
    ["2026-03-02T23:30:00Z", null, "06:30"],
  ])("%s is quiet until %s (%s)", (now, until) => {
    expect(quietUntil(hanoi, new Date(now))?.toISOString() ?? null).toBe(until);
  });

  test("are not over because the clocks go back from 22:00 to 21:00", () => {
    const easter = "Pacific/Easter" as Zone;
    const second2110 = new Date("2024-04-07T03:10:00Z");
    expect(timeIn(easter, second2110)).toBe("21:10");
    expect(quietUntil(easter, second2110)?.toISOString()).toBe("2024-04-07T12:30:00.000Z");
  });

  test("end later than now, within a night and a day, at an hour that is not quiet", () => {
    fc.assert(
      fc.property(someZone, someInstant, (zone, now) => {
        const until = quietUntil(zone, now);
        if (until === null) {
          expect(isAllowedPushTime(timeIn(zone, now))).toBe(true);
          return;
        }
        expect(until.getTime()).toBeGreaterThan(now.getTime());
        expect(until.getTime() - now.getTime()).toBeLessThanOrEqual(34 * 3_600_000);
        expect(quietUntil(zone, until)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  test("what is decided in them leaves when they end, else at once", () => {
    fc.assert(
      fc.property(someZone, someInstant, (zone, now) => {
        const window = windowFrom(zone, now);
        expect(window.dueAt).toEqual(quietUntil(zone, now) ?? now);
        expect(window.expiresAt.getTime()).toBeGreaterThan(window.dueAt.getTime());
        expectAwake(zone, window);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["06:29", false],
    ["06:30", true],
    ["21:29", true],
    ["21:30", false],
  ])("a push time of %s: allowed %s", (time, allowed) => {
    expect(isAllowedPushTime(time as LocalTime)).toBe(allowed);
  });
});
