import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type PaceWindow, readPaces } from "#db/figures/pace.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const now = new Date("2026-03-20T01:00:00Z");
const start = "2026-03-02" as LocalDate;
const course = makeCourse("khoa-thu", 12);
let database: TestDatabase;
let cohorts: { readonly id: CohortId; readonly learners: readonly LearnerId[] }[];

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db, course, now);
});
afterAll(() => database.end());
beforeEach(() => database.sql`truncate people, units, cohorts restart identity cascade`);

const someDay = fc.nat(9).map((at) => addDays(start, at));
/** What one person did, was, and may not have done. */
const somebody = fc.record({
  days: fc.array(someDay, { maxLength: 10 }),
  joined: fc.option(fc.constantFrom(start, start, addDays(start, 4)), { nil: null, freq: 6 }),
  pause: fc.option(fc.record({ from: someDay, days: fc.nat(3) }), { nil: null, freq: 2 }),
  isFinished: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
});
type Somebody = typeof somebody extends fc.Arbitrary<infer One> ? One : never;

async function lay(groups: readonly (readonly Somebody[])[]): Promise<void> {
  await database.sql`truncate people, units, cohorts restart identity cascade`;
  cohorts = [];
  for (const people of groups) {
    const { id, learners } = await makeCohort(database.db, course, { learners: people.length, start, now });
    cohorts.push({ id, learners: learners.map(({ learner }) => learner) });
    for (const [at, one] of people.entries()) {
      const { learner } = learners[at]!;
      await database.sql`
        update enrolments set joined_day = ${one.joined}, next_lesson_id = case when ${one.isFinished} then null else next_lesson_id end
        where learner_id = ${learner}`;
      if (one.pause !== null)
        await database.sql`insert into pauses (learner_id, from_day, to_day) values (${learner}, ${one.pause.from}, ${addDays(one.pause.from, one.pause.days)})`;
      for (const [nth, day] of one.days.entries())
        await database.sql`
          insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
          select ${learner}, lesson_id, id, ${id}, 3, ${now}, ${now}, ${day} from lesson_versions where lesson_id = ${`khoa-thu-${nth + 1}`}`;
    }
  }
}

const windowOf = (cohort: CohortId, days: readonly LocalDate[]): PaceWindow => ({
  cohort,
  today: addDays(start, 17),
  days: days.toSorted().toReversed(),
  daysAfter: 3,
  todayCounts: false,
  lessons: 12,
});

/** Days on which somebody was to learn, and how many lessons they completed on each. */
function countedDays({ days, joined, pause, isFinished }: Somebody, window: readonly LocalDate[]) {
  if (joined === null || isFinished) return [];
  return window
    .filter((day) => day >= joined && !(pause !== null && pause.from <= day && day <= addDays(pause.from, pause.days)))
    .map((day) => ({ day, lessons: days.filter((one) => one === day).length }));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

test("paces are what one counts day by day, of each person and of each day", async () => {
  const world = fc.record({
    groups: fc.array(fc.array(somebody, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 2 }),
    windows: fc.tuple(
      fc.uniqueArray(someDay, { maxLength: 8 }),
      fc.uniqueArray(someDay, { minLength: 4, maxLength: 8 }),
    ),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ groups, windows }) => {
      await lay(groups);
      const asked = cohorts.map(({ id }, at) => windowOf(id, windows[at]!));
      const reach = { part: { kind: "unit", id: 1 as never }, viewer: null, many: true, several: true } as const;
      const { groups: paces, days } = await database.db.transaction((tx) => readPaces(tx, reach, asked, []));
      for (const [at, people] of groups.entries()) {
        const { id } = cohorts[at]!;
        const expected = people.map((one) => {
          const counted = countedDays(one, windows[at]!);
          return JSON.stringify({
            learns: one.joined !== null && !one.isFinished,
            days: counted.length,
            lessons: sum(counted.map(({ lessons }) => lessons)),
            squares: sum(counted.map(({ lessons }) => lessons ** 2)),
          });
        });
        const found = paces
          .filter(({ cohort }) => cohort === id)
          .flatMap(({ members, learns, days, lessons, squares }) =>
            Array.from({ length: members }, () => JSON.stringify({ learns, days, lessons, squares })),
          );
        expect(found.sort()).toEqual(expected.sort());
        const daily = windows[at]!.map((day) => {
          const there = people.flatMap((one) => countedDays(one, [day]));
          return JSON.stringify({ learners: there.length, lessons: sum(there.map(({ lessons }) => lessons)) });
        });
        const told = days
          .filter(({ cohort }) => cohort === id)
          .map(({ learners, lessons }) => JSON.stringify({ learners, lessons }));
        expect(told.sort()).toEqual(daily.sort());
      }
    }),
    { numRuns: 30, endOnFailure: true },
  );
});

test("today is no day left for who has learnt today, in whichever of their cohorts", async () => {
  const { db } = database;
  const [one, other] = [
    await makeCohort(db, course, { learners: 1, start, now }),
    await makeCohort(db, course, { learners: 0, start, now }),
  ];
  const { learner } = one.learners[0]!;
  await database.sql`
    insert into enrolments (learner_id, cohort_id, joined_day, next_lesson_id) values (${learner}, ${other.id}, ${start}, 'khoa-thu-2')`;
  const windows = [one, other].map(({ id }) => ({ ...windowOf(id, [start]), todayCounts: true }));
  const reach = { part: { kind: "unit", id: 1 as never }, viewer: null, many: false, several: false } as const;
  const daysLeft = async () => {
    const { groups } = await db.transaction((tx) => readPaces(tx, reach, windows, []));
    return groups.map((group) => group.daysLeft);
  };
  expect(await daysLeft()).toEqual([4, 4]);
  await database.sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
    select ${learner}, lesson_id, id, ${one.id}, 3, ${now}, ${now}, ${addDays(start, 17)} from lesson_versions where lesson_id = 'khoa-thu-1'`;
  expect(await daysLeft()).toEqual([3, 3]);
});
