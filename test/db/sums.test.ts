import { afterAll, beforeAll, expect, test } from "vitest";
import { openAttempt } from "#db/learning/attempts.ts";
import { brokenSums } from "#db/sums.ts";
import type { AttemptId, LearnerId, LessonId } from "#domain/ids.ts";
import { askedQuestions } from "#domain/quiz.ts";
import { answer } from "#learning/answer.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const now = new Date("2026-03-02T01:00:00Z");
const course = makeCourse();
let database: TestDatabase;

/** One learner: a lesson completed with one comeback, another begun. */
beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db, course, now);
  const { id, learners } = await makeCohort(database.db, course, { learners: 1, now });
  const { learner } = learners[0]!;
  const [first, second] = course.modules[0]!.lessons.map((lesson) => lesson.id) as [LessonId, LessonId];
  await database.db.transaction(async (tx) => {
    const attempt = (await openAttempt(tx, learner, id, first, now))!;
    const give = giver(tx, learner, attempt);
    const [one, two, three] = askedQuestions(5, 3, attempt) as [number, number, number];
    await give(one, false, 1);
    await give(two, false, 0);
    await give(three, false, 0);
    await give(one, true, 0);
    const begun = (await openAttempt(tx, learner, id, second, now))!;
    await giver(tx, learner, begun)(askedQuestions(5, 3, begun)[0]!, false, 0);
  });
});
afterAll(() => database.end());

const giver =
  (tx: Parameters<typeof answer>[0], learner: LearnerId, attemptId: AttemptId) =>
  async (question: number, comeback: boolean, option: number) => {
    const chosen = { kind: "options", indexes: [option] } as const;
    const given = await answer(tx, { learner, attemptId, question, comeback, chosen }, now, null, now);
    expect(given.kind).toBe("verdict");
  };

test("what learning writes adds up", async () => {
  expect(await brokenSums(database.db)).toEqual([]);
});

const damage: readonly (readonly [rule: string, statement: string])[] = [
  ["right answers without their points", "delete from points_ledger where reason = 'right_comeback'"],
  ["points without their right answer", 'update answers set "right" = false where comeback'],
  ["completed lessons without their points", "delete from points_ledger where reason = 'lesson_completed'"],
  ["points for lessons not completed", "update points_ledger set deed = 'attempt:2' where reason = 'lesson_completed'"],
  [
    "lessons whose answers and completion differ",
    "update attempts set completed_at = null where completed_at is not null",
  ],
  ["lessons whose answers and completion differ", "delete from answers where comeback"],
  ["scores that are not the answers'", "update attempts set score = 1 where completed_at is not null"],
  ["days kept without a lesson completed", "update streak_days set day = day + 1"],
  ["standings that are not the lessons' and answers'", "update standings set completed = completed + 1"],
  ["standings that are not the lessons' and answers'", "delete from standings"],
  ["days that are not the lessons' and answers'", "update study_days set tries = tries - 1"],
  ["earnings that are not the ledger's", "update earnings set points = points + 1"],
  ["next lessons out of step", "update enrolments set next_lesson_id = null"],
  ["units out of step with what they lie below", "update units set lineage = '7/' || lineage"],
  ["units out of step with what they lie below", "update units set path = 'x'"],
  ["people who hold posts and not one main one", "update posts set main = false"],
  ["posts in a unit that has ended", "update units set ended_at = '2026-03-02T00:00:00Z'"],
];

test.for(damage)("finds %s: %s", async ([rule, statement]) => {
  const undone = new Error("undone");
  await expect(
    database.db.transaction(async (tx) => {
      await tx.execute(statement);
      expect((await brokenSums(tx)).map((broken) => broken.rule)).toContain(rule);
      throw undone;
    }),
  ).rejects.toBe(undone);
});
