import fc from "fast-check";
import { expect, test } from "vitest";
import type { BotKey, EnrolmentId, LessonId } from "#domain/ids.ts";
import { type Lifetime, streaksAt } from "#domain/lifetime.ts";
import { ledgerOf, type PlaceDays, zoneOf } from "#domain/place.ts";
import { addDays, dateIn, instantOf, type LocalDate, type LocalTime, type Weekday, type Zone } from "#domain/time.ts";
import { dayFrom } from "./arbitraries.ts";

const first = "2026-03-02" as LocalDate;
const span = 40;
const someDay = dayFrom(first, span);
const bots = ["telegram:1", "zalo:2"] as const;

const somePlace = fc.record({
  startDay: fc.constantFrom(first, addDays(first, 7)),
  weekdays: fc.constantFrom<readonly Weekday[]>([1, 2, 3, 4, 5], [1, 3, 5], [1, 2, 3, 4, 5, 6, 7]),
  zone: fc.constantFrom("Asia/Ho_Chi_Minh" as Zone, "America/New_York" as Zone),
  pushTime: fc.constantFrom("07:30" as LocalTime, "20:00" as LocalTime),
  joinedDay: fc.option(dayFrom(first, 12), { nil: null, freq: 9 }),
  isFinished: fc.boolean(),
  finished: someDay,
  leftDay: fc.option(someDay, { nil: null, freq: 3 }),
});

const someLife = fc.record({
  places: fc.array(somePlace, { minLength: 1, maxLength: 2 }),
  // Kept more often than not: streaks grow long enough to earn freezes.
  keptFrom: dayFrom(first, 12),
  kept: fc
    .array(fc.constantFrom("1", "1", "1", "0"), { maxLength: span })
    .map((signs) => `1${signs.join("")}`.replace(/0+$/, "")),
  pauses: fc.array(fc.record({ from: someDay, days: fc.nat(6) }), { maxLength: 2 }),
  ownTime: fc.option(fc.constant("06:00" as LocalTime), { nil: null }),
  bots: fc.subarray([...bots]),
});

const someOutage = fc.record({
  day: someDay,
  time: fc.constantFrom("05:00" as LocalTime, "12:00" as LocalTime),
  hours: fc.constantFrom(0, 8, 30, 80),
  bot: fc.constantFrom(null, ...bots),
});

type Planned = typeof somePlace extends fc.Arbitrary<infer Place> ? Place : never;

const placeOf = ({ isFinished, finished, ...place }: Planned, at: number): PlaceDays => ({
  ...place,
  id: (at + 1) as EnrolmentId,
  nextLessonId: isFinished ? null : ("bai" as LessonId),
  finishedDay: isFinished ? finished : null,
});

test("the streaks of many lives are those that their ledgers end with", () => {
  const world = fc.record({
    lives: fc.array(someLife, { minLength: 1, maxLength: 6 }),
    outages: fc.array(someOutage, { maxLength: 5 }),
    holidays: fc.array(someDay, { maxLength: 3 }),
    today: dayFrom(addDays(first, 10), span),
    time: fc.constantFrom("00:30" as LocalTime, "15:00" as LocalTime, "23:30" as LocalTime),
  });
  fc.assert(
    fc.property(world, ({ lives, outages, holidays, today, time }) => {
      const now = instantOf("Asia/Ho_Chi_Minh" as Zone, today, time);
      const away = outages.map(({ day, time: at, hours, bot }) => {
        const from = instantOf("Asia/Ho_Chi_Minh" as Zone, day, at);
        return { from, to: new Date(from.getTime() + hours * 3_600_000), bot: bot as BotKey | null };
      });
      const off = new Set(holidays);
      const streakOf = streaksAt(now, away, off);
      for (const one of lives) {
        const life: Lifetime = {
          ...one,
          bots: one.bots as unknown as readonly BotKey[],
          places: one.places.map(placeOf),
          pauses: one.pauses.map(({ from, days }) => ({ from, to: addDays(from, days) })),
        };
        const kept = [...life.kept].flatMap((sign, at) =>
          sign === "1" ? [{ date: addDays(life.keptFrom, at), by: "lesson" as const }] : [],
        );
        const own = away.filter(({ bot }) => bot === null || life.bots.includes(bot));
        const { current } = ledgerOf({ ...life, kept }, own, off, dateIn(zoneOf(life.places), now));
        expect(streakOf(life)).toBe(current);
      }
    }),
    { numRuns: 400 },
  );
});
