import fc from "fast-check";
import { expect, test } from "vitest";
import type { BotKey, EnrolmentId, LessonId } from "#domain/ids.ts";
import { type Lifetime, type Run, runsAt } from "#domain/lifetime.ts";
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
  away: fc.array(
    fc.tuple(someDay, fc.nat(9)).map(([from, days]) => ({ from, to: addDays(from, days) })),
    { maxLength: 1 },
  ),
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

const placeOf = ({ isFinished, finished, ...place }: Planned, n: number): PlaceDays => ({
  ...place,
  id: (n + 1) as EnrolmentId,
  nextLessonId: isFinished ? null : ("bai" as LessonId),
  finishedDay: isFinished ? finished : null,
});

const someWorld = fc.record({
  lives: fc.array(someLife, { minLength: 1, maxLength: 6 }),
  outages: fc.array(someOutage, { maxLength: 5 }),
  holidays: fc.array(someDay, { maxLength: 3 }),
  today: dayFrom(addDays(first, 10), span),
  time: fc.constantFrom("00:30" as LocalTime, "15:00" as LocalTime, "23:30" as LocalTime),
});

type Drawn = typeof someWorld extends fc.Arbitrary<infer World> ? World : never;

const at = (day: LocalDate, time: LocalTime) => instantOf("Asia/Ho_Chi_Minh" as Zone, day, time);

const worldOf = ({ outages, holidays }: Drawn) => ({
  away: outages.map(({ day, time, hours, bot }) => {
    const from = at(day, time);
    return { from, to: new Date(from.getTime() + hours * 3_600_000), bot: bot as BotKey | null };
  }),
  off: new Set(holidays),
});

const lifeOf = (one: Drawn["lives"][number]): Lifetime => ({
  ...one,
  bots: one.bots as unknown as readonly BotKey[],
  places: one.places.map(placeOf),
  pauses: one.pauses.map(({ from, days }) => ({ from, to: addDays(from, days) })),
});

/** As the ledger has it. */
function current(life: Lifetime, { away, off }: ReturnType<typeof worldOf>, now: Date): number {
  const kept = [...life.kept].flatMap((sign, n) =>
    sign === "1" ? [{ date: addDays(life.keptFrom, n), by: "lesson" as const }] : [],
  );
  const own = away.filter(({ bot }) => bot === null || life.bots.includes(bot));
  return ledgerOf({ ...life, kept }, own, off, dateIn(zoneOf(life.places), now)).current;
}

/** The streak at `now` as a run tells it; null: it does not. `src/db/figures/kept-streaks.ts` reads runs so, in SQL. */
function daysAt({ days, from, until, knownUntil }: Run, now: Date): number | null {
  if (now < from || (knownUntil !== null && knownUntil <= now)) return null;
  return until === null || now < until ? days : 0;
}

test("the streaks of many lives are those that their ledgers end with", () => {
  fc.assert(
    fc.property(someWorld, (drawn) => {
      const now = at(drawn.today, drawn.time);
      const world = worldOf(drawn);
      const runOf = runsAt(now, world.away, world.off);
      for (const life of drawn.lives.map(lifeOf)) expect(runOf(life).days).toBe(current(life, world, now));
    }),
    { numRuns: 400 },
  );
});

test("a run tells the streak of every later moment as the ledger does then, or says that it does not", () => {
  const seen = { ended: 0, kept: 0, untold: 0 };
  fc.assert(
    fc.property(someWorld, fc.array(fc.nat(100 * 24 * 60), { minLength: 5, maxLength: 12 }), (drawn, later) => {
      const now = at(drawn.today, drawn.time);
      const world = worldOf(drawn);
      const runOf = runsAt(now, world.away, world.off);
      for (const life of drawn.lives.map(lifeOf)) {
        const run = runOf(life);
        const turns = [run.from, run.until, run.knownUntil].flatMap((turn) =>
          turn === null ? [] : [turn, new Date(turn.getTime() - 1)],
        );
        expect(daysAt(run, now)).toBe(current(life, world, now));
        for (const then of [...later.map((minutes) => new Date(now.getTime() + minutes * 60_000)), ...turns]) {
          const told = daysAt(run, then);
          if (told !== null) expect(told).toBe(current(life, world, then));
          if (told === null) seen.untold++;
          else if (run.days > 0) seen[told === 0 ? "ended" : "kept"]++;
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(Math.min(seen.ended, seen.kept, seen.untold)).toBeGreaterThan(100);
});

test("a run is told for sixty days, if nothing was kept in advance", () => {
  fc.assert(
    fc.property(someWorld, (drawn) => {
      const now = at(addDays(drawn.today, span), drawn.time);
      const { away, off } = worldOf(drawn);
      for (const life of drawn.lives.map(lifeOf)) {
        const { knownUntil } = runsAt(now, away, off)(life);
        if (addDays(life.keptFrom, life.kept.length) <= addDays(drawn.today, span))
          expect(knownUntil === null || knownUntil.getTime() - now.getTime() > 59 * 86_400_000).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
