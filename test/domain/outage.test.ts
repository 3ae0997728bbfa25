import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Calendar, isStudyDay } from "#domain/calendar.ts";
import { type Outage, outageDays } from "#domain/outage.ts";
import { addMinutes, instantOf, type LocalDate, type LocalTime, type Weekday, type Zone } from "#domain/time.ts";

const hanoi = "Asia/Ho_Chi_Minh" as Zone;
const workdays: Calendar = {
  zone: hanoi,
  start: "2026-03-02" as LocalDate,
  weekdays: [1, 2, 3, 4, 5] as Weekday[],
  holidays: new Set(["2026-03-04" as LocalDate]),
};
const half7 = "07:30" as LocalTime;

const at = (wall: string) => {
  const [date, time] = wall.split(" ") as [LocalDate, LocalTime];
  return instantOf(hanoi, date, time);
};
const outage = (from: string, to: string): Outage => ({ from: at(from), to: at(to) });

describe("an outage day", () => {
  test.each([
    ["2026-03-02 07:00", "2026-03-02 07:40", ["2026-03-02"], "it lasted past the push time"],
    ["2026-03-02 06:00", "2026-03-02 07:30", [], "all was well at the push time"],
    ["2026-03-02 12:00", "2026-03-02 12:29", [], "less than half an hour"],
    ["2026-03-02 12:00", "2026-03-02 12:30", ["2026-03-02"], "half an hour"],
    ["2026-03-02 21:29", "2026-03-03 07:00", ["2026-03-02"], "it began before 21:30"],
    ["2026-03-02 21:30", "2026-03-03 07:00", [], "the night"],
    [
      "2026-03-02 12:00",
      "2026-03-06 12:00",
      ["2026-03-02", "2026-03-03", "2026-03-05", "2026-03-06"],
      "over a holiday",
    ],
    ["2026-03-06 22:00", "2026-03-09 07:00", [], "a week-end"],
    ["2026-02-27 08:00", "2026-02-27 20:00", [], "before the start"],
  ])("from %s to %s: %j (%s)", (from, to, days) => {
    expect([...outageDays([outage(from, to)], workdays, half7)]).toEqual(days);
  });

  test("two short gaps that meet are one gap, two apart are none", () => {
    const first = outage("2026-03-02 12:00", "2026-03-02 12:20");
    expect(outageDays([outage("2026-03-02 12:20", "2026-03-02 12:40"), first], workdays, half7).size).toBe(1);
    expect(outageDays([outage("2026-03-02 12:21", "2026-03-02 12:41"), first], workdays, half7).size).toBe(0);
  });

  test("order and repetition are of no account, more outages never make fewer days, and each is a study day", () => {
    const someOutage = fc.tuple(fc.nat(30 * 24 * 60), fc.integer({ min: 1, max: 3000 })).map(([start, length]) => {
      const from = addMinutes(at("2026-03-01 00:00"), start);
      return { from, to: addMinutes(from, length) };
    });
    fc.assert(
      fc.property(fc.array(someOutage, { maxLength: 6 }), someOutage, (outages, another) => {
        const days = outageDays(outages, workdays, half7);
        expect(outageDays([...outages, ...outages].toReversed(), workdays, half7)).toEqual(days);
        const more = outageDays([...outages, another], workdays, half7);
        for (const each of days) expect(more.has(each)).toBe(true);
        for (const each of more) expect(isStudyDay(workdays, each)).toBe(true);
      }),
    );
  });
});
