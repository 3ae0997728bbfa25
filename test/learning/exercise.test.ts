import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "#db/connect.ts";
import { brokenSums } from "#db/sums.ts";
import type { Course } from "#domain/course.ts";
import type { CohortId, LearnerId, LessonId } from "#domain/ids.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import { rate } from "#learning/confidence.ts";
import { answerExercise, type ExerciseTurn } from "#learning/exercise.ts";
import { lessonAt, openPractice, readLibrary } from "#learning/library.ts";
import { openPlacement } from "#learning/placement.ts";
import { readStanding } from "#learning/standing.ts";
import { showLearner } from "#learning/state.ts";
import { report } from "#supervision/report.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { as, at, learn, rightChoice, wipe, wrongChoice } from "./pupil.ts";

let database: TestDatabase;
const days = 5;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());

const course = (): Course => ({
  ...makeCourse("khoa-thu", 8),
  confidence: true,
  placement: [{ level: 1, pass: 0.8, lessons: [1, 2, 3, 4, 5].map((n) => `khoa-thu-${n}` as LessonId) }],
});

/** Something that must not count, done some time after the day's lesson. */
type Aside =
  | { readonly kind: "practice"; readonly lesson: number; readonly answers: readonly boolean[] }
  | { readonly kind: "placement"; readonly answers: readonly boolean[] }
  | { readonly kind: "rating" };

async function works(tx: Tx, learner: LearnerId, first: ExerciseTurn | null, answers: readonly boolean[], when: Date) {
  let turn = first;
  for (const right of answers) {
    if (turn === null) return;
    const { exerciseId, item } = turn;
    const choice = right ? rightChoice : wrongChoice;
    const given = await answerExercise(tx, { learner, exerciseId, item, chosen: (open) => choice(open.asked) }, when);
    if (given.kind !== "verdict") throw new Error(`no verdict but ${given.kind}`);
    expect(given.right).toBe(right);
    turn = given.next;
  }
}

const aside = (learner: LearnerId, cohort: CohortId, deed: Aside, when: Date) =>
  as(database.db, learner, async (tx) => {
    if (deed.kind === "rating") await rate(tx, learner, { cohort, number: 1, moment: "before" }, 3, when, when);
    else if (deed.kind === "placement") {
      const opened = await openPlacement(tx, learner, when);
      if (opened.kind === "turn") await works(tx, learner, opened.turn, deed.answers, when);
    } else {
      const lesson = lessonAt(await readLibrary(tx, learner, when), { module: 1, lesson: deed.lesson })!;
      await works(tx, learner, await openPractice(tx, learner, lesson, when), deed.answers, when);
    }
  });

/** Everything that counts of a cohort of one. */
async function figures(learner: LearnerId, cohort: CohortId, when: Date) {
  const {
    id: _,
    fullName: __,
    channels: ___,
    ...shown
  } = (await as(database.db, learner, (tx) => showLearner(tx, learner, when)))!;
  const {
    rank: _rank,
    fullName: _name,
    ...standing
  } = await as(database.db, learner, (tx, locked) => readStanding(tx, locked, when));
  const scope = { scope: { kind: "cohort", id: cohort } as const, name: "" };
  const { cohort: _id, ...figured } = (await database.db.transaction((tx) => report(tx, scope, when, null)))!;
  const kept = await database.sql`select day, by from streak_days where learner_id = ${learner} order by day`;
  return { shown, standing, figured, kept: [...kept] };
}

describe("what is done outside lessons", () => {
  const marks = (most: number) => fc.array(fc.boolean(), { maxLength: most });
  const deeds = fc.oneof(
    fc.record({ kind: fc.constant("practice" as const), lesson: fc.integer({ min: 1, max: 8 }), answers: marks(5) }),
    fc.record({ kind: fc.constant("placement" as const), answers: marks(5) }),
    fc.constant({ kind: "rating" as const }),
  );
  const life = fc.array(
    fc.record({
      tries: fc.option(fc.array(fc.boolean(), { minLength: 3, maxLength: 3 })),
      asides: fc.array(deeds, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: days },
  );

  test("changes no figure: whoever practises stands exactly where their twin stands who does not", async () => {
    await fc.assert(
      fc.asyncProperty(life, async (lived) => {
        await wipe(database);
        const monday = at("2026-03-02");
        await publish(database.db, course(), monday);
        const [one, two] = [
          await makeCohort(database.db, course(), { learners: 1, now: monday }),
          await makeCohort(database.db, course(), { learners: 1, now: monday }),
        ];
        const [busy, calm] = [one.learners[0]!.learner, two.learners[0]!.learner];
        let when = monday;
        for (const [n, { tries, asides }] of lived.entries()) {
          when = at(addDays("2026-03-02" as LocalDate, n), "09:00");
          if (tries !== null) for (const learner of [busy, calm]) await learn(database.db, learner, when, tries);
          for (const deed of asides) await aside(busy, one.id, deed, new Date(when.getTime() + 60_000));
        }
        expect(await figures(busy, one.id, when)).toEqual(await figures(calm, two.id, when));
        expect(await brokenSums(database.db)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
