import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import type { Measure, Subject } from "#domain/question.ts";
import { addDays, type Zone } from "#domain/time.ts";
import { ask } from "#supervision/ask.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { evaluate, mayAsk, type Raw, readRaw, unitsOf } from "./oracle.ts";
import { after, build, firstDay, lastDay, publishBoth, type SmallWorld, smallWorld } from "./small-world.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;
/** All that is to happen has. */
const now = after((lastDay + 4) * 24);
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await publishBoth(database.db);
});
afterAll(() => database.end());

type Person = SmallWorld["people"][number];

/** A transfer, or there and back on one day, at any hour: near midnight the cohort's clock decides which day it was. */
const move = fc.record({
  day: fc.integer({ min: 1, max: lastDay - 2 }),
  hour: fc.constantFrom(0, 1, 3, 4, 5, 9, 12, 16, 17, 18, 23),
  from: fc.nat(),
  to: fc.nat(),
  back: fc.integer({ min: 0, max: 4 }),
  lessons: fc.array(fc.record({ near: fc.constantFrom(-1, 0, 0, 0, 1), right: fc.boolean() }), {
    minLength: 3,
    maxLength: 5,
  }),
});

type Move = typeof move extends fc.Arbitrary<infer One> ? One : never;

/** The same person, who was moved, with several lessons completed around that very day. */
function moved(one: Person, { day, hour, from, to, back, lessons }: Move): Person {
  const at = day * 24 + hour;
  const until = back === 0 ? at + 3 : at;
  return {
    ...one,
    posts: [{ unit: back === 0 ? from : to, supervisor: false, since: until }],
    past: [{ unit: from, since: null, hours: at }, ...(back === 0 ? [{ unit: to, since: at, hours: 3 }] : [])],
    erased: 1,
    places: one.places.map((place) => ({
      ...place,
      left: 1,
      lessons: lessons.map(({ near, right }, lesson) => ({
        lesson,
        // A lesson is completed on the day after it was opened.
        day: Math.max(0, day + near - 1),
        completed: 1,
        tries: [{ right, later: 1 }],
      })),
    })),
  };
}

const worlds = fc.tuple(smallWorld, fc.array(move, { minLength: 9, maxLength: 9 })).map(([world, moves]) => ({
  ...world,
  people: [
    // Who asks sees the first tree whole.
    { ...world.people[0]!, erased: 1, posts: [{ unit: 0, supervisor: true, since: null }] },
    ...world.people.slice(1).map((one, n) => moved(one, moves[n]!)),
  ],
}));

const measures: readonly Measure[] = ["learnt", "lessons", "completion", "score", "points"];

/** A figure as it is told. */
function told(measure: Measure, { part, whole, people, counted }: ReturnType<typeof evaluate>) {
  if (measure === "learnt") return { part: counted.size, whole: people };
  if (measure === "completion") return { part: Math.min(part, whole), whole };
  return { part, whole: measure === "score" ? whole : null };
}

/** How many lessons somebody completed on one day, at most. */
const mostOnOneDay = (raw: Raw) => {
  const days = (raw.attempts as unknown as { person: number; cohort: number; day: string | null }[]).map(
    ({ person, cohort, day }) => `${person} ${cohort} ${day}`,
  );
  return Math.max(0, ...days.map((day) => days.filter((other) => other === day).length));
};

test("lessons of one day on which somebody was moved all count where they were when it ended, and nowhere else", async () => {
  let several = 0;
  const spans = fc.array(
    fc.record({ from: fc.integer({ min: -1, max: lastDay }), days: fc.integer({ min: 0, max: 8 }) }),
    {
      minLength: 3,
      maxLength: 3,
    },
  );
  await fc.assert(
    fc.asyncProperty(worlds, spans, async (world, asked) => {
      await build(database.db, world, now);
      const raw = await readRaw(database.db, now, zone);
      if (mostOnOneDay(raw) > 1) several++;
      const subjects: Subject[] = [
        { kind: "own" },
        ...world.units.map((_, n) => ({ kind: "unit", id: (n + 1) as UnitId }) as const),
      ];
      for (const measure of measures)
        for (const { from, days } of asked)
          for (const subject of subjects) {
            const period = { kind: "days", from: addDays(firstDay, from), to: addDays(firstDay, from + days) } as const;
            const question = { measure, subject, period, form: { kind: "total" } } as const;
            const found = await database.db.transaction((tx) => ask(tx, question, 1 as LearnerId, zone, now));
            const may = mayAsk(raw, subject, 1);
            expect(found === null).toBe(!may);
            if (found === null) continue;
            const units = unitsOf(raw, subject, 1);
            const expected = told(measure, evaluate(raw, measure as "lessons", subject, period, 1, units));
            expect({ ...question, value: found.total }).toEqual({ ...question, value: expected });
          }
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(several).toBeGreaterThan(3);
}, 600_000);

test("what somebody skipped is not due where they sat before, either", async () => {
  const unit = { kind: "Xã" as const, parent: 1, ended: 1 };
  const idle = { agreed: 1, erased: 1, chats: [], pauses: [], kept: [], ownTime: null };
  const places = [{ cohort: 0, joined: 0, left: 1, lessons: [] }];
  const world: SmallWorld = {
    units: [{ ...unit, parent: 0 }, unit, { ...unit, parent: 2 }],
    cohorts: [{ course: "an-toan", start: 0, weekdays: [1, 2, 3, 4, 5], zone: "Asia/Ho_Chi_Minh", pushTime: "07:30" }],
    holidays: [],
    outages: [],
    people: [
      { ...idle, posts: [{ unit: 0, supervisor: true, since: null }], past: [], places, skips: [] },
      { ...idle, posts: [{ unit: 1, supervisor: false, since: null }], past: [], places, skips: [] },
      {
        ...idle,
        posts: [{ unit: 2, supervisor: false, since: 7 * 24 }],
        past: [{ unit: 1, since: null, hours: 7 * 24 }],
        places,
        // The third and the fourth of five lessons: three are due, on the first three days.
        skips: [2, 3],
      },
    ],
  };
  await build(database.db, world, now);
  const due = async (unit: number) => {
    const found = await database.db.transaction((tx) =>
      ask(
        tx,
        {
          measure: "completion",
          subject: { kind: "unit", id: unit as UnitId },
          period: { kind: "days", from: firstDay, to: addDays(firstDay, 4) },
          form: { kind: "total" },
        },
        1 as LearnerId,
        zone,
        now,
      ),
    );
    return found?.total;
  };
  expect(await due(2)).toEqual({ part: 0, whole: 5 + 3 });
  expect(await due(1)).toEqual({ part: 0, whole: 5 + 5 + 3 });
  expect(await due(3)).toEqual({ part: 0, whole: 0 });
});
