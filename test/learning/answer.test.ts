import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Course, Question, QuestionId } from "#domain/course.ts";
import type { LearnerId } from "#domain/ids.ts";
import { answer } from "#learning/answer.ts";
import { currentTurn } from "#learning/lesson.ts";
import { showLearner } from "#learning/state.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { at, give, learn, openedTurn, rightChoice, wipe, wrongChoice } from "./pupil.ts";

let database: TestDatabase;
let lan: LearnerId;
let minh: LearnerId;
const monday = at("2026-03-02");

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());
beforeEach(async () => {
  await wipe(database);
  await school(makeCourse());
});

async function school(course: Course): Promise<void> {
  await publish(database.db, course, monday);
  const { learners } = await makeCohort(database.db, course, { learners: 2, now: monday });
  [lan, minh] = learners.map(({ learner }) => learner) as [LearnerId, LearnerId];
}

/** Everything an answer can change. */
async function books() {
  const { sql } = database;
  return {
    answers: await sql`select attempt_id, question, comeback, chosen, "right" from answers order by id`,
    points: await sql`select learner_id, reason, deed, points, earned_on from points_ledger order by id`,
    attempts: await sql`select * from attempts order by id`,
    days: await sql`select * from streak_days order by learner_id, day`,
    next: await sql`select learner_id, next_lesson_id from enrolments order by id`,
    current: await sql`select id, current_attempt_id from people order by id`,
  };
}

const show = (id: LearnerId, now = monday) => database.db.transaction((tx) => showLearner(tx, id, now));

describe("a lesson answered to the end", () => {
  test("earns points for each right first try and for the lesson, keeps the day and moves on", async () => {
    const verdicts = await learn(database.db, lan, monday);
    expect(verdicts.map(({ right, points }) => ({ right, points }))).toEqual(
      [10, 10, 10].map((points) => ({ right: true, points })),
    );
    expect(verdicts.at(-1)!.summary).toMatchObject({
      title: "Bài khoa-thu-1",
      right: 3,
      asked: 3,
      score: 1,
      passed: true,
      pointsToday: 35,
      pointsTotal: 35,
      streak: { current: 1, best: 1, freezes: 1, keptToday: true, earnedFreeze: false },
      nextLesson: { title: "Bài khoa-thu-2", position: 2 },
      coming: { kind: "at", day: "2026-03-03", time: "07:30", today: "2026-03-02" },
    });
    expect(await show(lan)).toMatchObject({ points: 35, lessonsCompleted: 1, answers: { right: 3, wrong: 0 } });
  });

  test("asks each wrong one once more at the end, for fewer points, and counts only first tries", async () => {
    const verdicts = await learn(database.db, lan, monday, [false, true, false]);
    expect(verdicts.map((v) => [v.right, v.comesBack, v.points, v.next?.comeback ?? null])).toEqual([
      [false, true, 0, false],
      [true, false, 10, false],
      [false, true, 0, true],
      [true, false, 4, true],
      [true, false, 4, null],
    ]);
    const [first, , third, fourth] = verdicts;
    expect([first!.question.id, third!.question.id]).toEqual([fourth!.question.id, verdicts[4]!.question.id]);
    expect(verdicts[4]!.summary).toMatchObject({ right: 1, asked: 3, passed: false, pointsToday: 10 + 4 + 4 + 5 });
    expect(await show(lan)).toMatchObject({ answers: { right: 1, wrong: 2 }, lessonsCompleted: 1 });
  });

  test("passes at the pass mark itself", async () => {
    await wipe(database);
    await school({ ...makeCourse("nua"), passMark: 0.6, questionsPerLesson: 5 });
    const tries = [true, false, true, false, true];
    expect((await learn(database.db, lan, monday, tries)).at(-1)!.summary).toMatchObject({ score: 0.6, passed: true });
    expect((await learn(database.db, minh, monday, [false, ...tries.slice(1)])).at(-1)!.summary!.passed).toBe(false);
  });

  test("a question passed over is wrong and comes back", async () => {
    const turn = await openedTurn(database.db, lan, monday);
    expect(await give(database.db, lan, turn, null, monday)).toMatchObject({
      right: false,
      skipped: true,
      comesBack: true,
      points: 0,
    });
  });

  test("a second lesson on the same day earns points but not a second day", async () => {
    await learn(database.db, lan, monday);
    const second = (await learn(database.db, lan, monday)).at(-1)!.summary!;
    expect(second).toMatchObject({ pointsToday: 70, streak: { current: 1, keptToday: true, earnedFreeze: false } });
  });

  test("the last lesson of the course leaves nothing to come", async () => {
    await wipe(database);
    await school(makeCourse("ngan", 1));
    expect((await learn(database.db, lan, monday)).at(-1)!.summary).toMatchObject({
      nextLesson: null,
      coming: { kind: "none" },
    });
    expect(await show(lan)).toMatchObject({ state: "completed" });
  });
});

describe("the date of an answer", () => {
  test("is that of writing, however late it is handled", async () => {
    const turn = await openedTurn(database.db, lan, monday);
    let next = turn;
    for (const written of ["23:50", "23:55", "23:59"]) {
      const given = await database.db.transaction((tx) =>
        answer(
          tx,
          { learner: lan, ...next, chosen: rightChoice(next.asked) },
          at("2026-03-02", written),
          null,
          at("2026-03-05"),
        ),
      );
      if (given.kind === "verdict" && given.next !== null) next = given.next;
    }
    const { days, points } = await books();
    expect(days).toMatchObject([{ day: "2026-03-02", by: "lesson" }]);
    expect(new Set(points.map((row) => row.earned_on))).toEqual(new Set(["2026-03-02"]));
  });

  test("a minute after midnight is the next day", async () => {
    await learn(database.db, lan, at("2026-03-03", "00:01"));
    expect((await books()).days).toMatchObject([{ day: "2026-03-03" }]);
  });

  test.each([
    ["a Sunday", async () => {}],
    ["a holiday", () => database.sql`insert into holidays values ('2026-03-08', 'Lễ')`],
  ])("%s keeps no study day, but the lesson counts", async (_, prepare) => {
    await prepare();
    const verdicts = await learn(database.db, lan, at("2026-03-08"));
    expect(verdicts.at(-1)!.summary).toMatchObject({ streak: { current: 0, keptToday: false }, pointsToday: 35 });
    expect((await books()).days).toHaveLength(0);
  });
});

describe("nothing counts twice", () => {
  test("repeating any answer, in any order, changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        fc.array(fc.record({ which: fc.nat(), right: fc.boolean() }), { maxLength: 8 }),
        async (tries, repeats) => {
          await wipe(database);
          await school(makeCourse());
          const first = await openedTurn(database.db, lan, monday);
          const turns = [];
          for (let turn: typeof first | null = first; turn !== null; ) {
            const right: boolean = turn.comeback || tries[turn.number - 1]!;
            const given = await give(
              database.db,
              lan,
              turn,
              right ? rightChoice(turn.asked) : wrongChoice(turn.asked),
              monday,
            );
            turns.push(turn);
            const before = await books();
            for (const { which, right: again } of repeats) {
              const old = turns[which % turns.length]!;
              const chosen = again ? rightChoice(old.asked) : wrongChoice(old.asked);
              expect(await give(database.db, lan, old, chosen, at("2026-03-04"))).toMatchObject({ kind: "already" });
            }
            expect(await books()).toEqual(before);
            turn = given.kind === "verdict" ? given.next : null;
          }
          const { points } = await books();
          const shown = await show(lan);
          expect(shown!.points).toBe(points.reduce((sum, row) => sum + row.points, 0));
        },
      ),
      { numRuns: 12 },
    );
  });

  test("of two answers to one question at the same moment one counts", async () => {
    const turn = await openedTurn(database.db, lan, monday);
    const kinds = await Promise.all(
      [rightChoice, wrongChoice, rightChoice, wrongChoice].map(async (choice) => {
        return (await give(database.db, lan, turn, choice(turn.asked), monday)).kind;
      }),
    );
    expect(kinds.sort()).toEqual(["already", "already", "already", "verdict"]);
    expect((await books()).answers).toHaveLength(1);
  });

  test("of two last answers at the same moment one completes the lesson", async () => {
    let turn = await openedTurn(database.db, lan, monday);
    for (let n = 0; n < 2; n++) {
      const given = await give(database.db, lan, turn, rightChoice(turn.asked), monday);
      if (given.kind === "verdict") turn = given.next!;
    }
    await Promise.all([1, 2, 3].map(() => give(database.db, lan, turn, rightChoice(turn.asked), monday)));
    const { points, days, attempts } = await books();
    expect(points.filter((row) => row.reason === "lesson_completed")).toHaveLength(1);
    expect([days.length, attempts.length]).toEqual([1, 1]);
  });
});

describe("an answer that is not to the open question", () => {
  test("to a later question, or to a comeback too early, changes nothing and shows what is open", async () => {
    const turn = await openedTurn(database.db, lan, monday);
    const before = await books();
    for (const wrong of [
      { ...turn, question: (turn.question + 1) % 5 },
      { ...turn, comeback: true },
      { ...turn, question: 99 },
    ]) {
      const given = await give(database.db, lan, wrong, rightChoice(turn.asked), monday);
      expect(given).toMatchObject({ kind: "stale", turn: { question: turn.question, comeback: false } });
    }
    expect(await books()).toEqual(before);
  });

  test("to another's lesson is answered like one that does not exist", async () => {
    const turn = await openedTurn(database.db, lan, monday);
    const others = await give(database.db, minh, turn, rightChoice(turn.asked), monday);
    const none = await give(database.db, minh, { ...turn, attemptId: 999 as never }, rightChoice(turn.asked), monday);
    expect(others).toEqual({ kind: "stale", turn: null });
    expect(none).toEqual(others);
    expect((await books()).answers).toHaveLength(0);
  });
});

describe("an answer of the wrong shape costs nothing", () => {
  const question = (type: Question["type"], more: Partial<Question> = {}): Question => ({
    id: `dang#${type}` as QuestionId,
    type,
    prompt: "Câu?",
    options: ["a", "b", "c"].map((text, at) => ({
      text,
      right: at === 0 || (type === "multiple" && at === 1),
      feedback: `về ${text}`,
    })),
    accepted: [],
    explanation: "Vì thế.",
    ...more,
  });

  test.each([
    [question("single"), { kind: "options", indexes: [0, 1] }],
    [question("single"), { kind: "options", indexes: [] }],
    [question("single"), { kind: "options", indexes: [-1] }],
    [question("single"), { kind: "text", text: "a" }],
    [question("multiple"), { kind: "options", indexes: [] }],
    [question("multiple"), { kind: "options", indexes: [0, 0] }],
    [question("order"), { kind: "options", indexes: [0, 1] }],
    [question("short", { options: [], accepted: ["đúng"] }), { kind: "options", indexes: [0] }],
    [question("short", { options: [], accepted: ["đúng"] }), { kind: "text", text: "  " }],
  ] as const)("%#", async (asked, chosen) => {
    const course = makeCourse("dang", 1);
    const [lesson] = course.modules[0]!.lessons;
    const only = { ...lesson!, questions: [asked] };
    await wipe(database);
    await school({ ...course, modules: [{ ...course.modules[0]!, lessons: [only] }] });
    const turn = await openedTurn(database.db, lan, monday);
    expect(await give(database.db, lan, turn, chosen, monday)).toEqual({ kind: "unfit", turn });
    expect((await books()).answers).toHaveLength(0);
    const given = await give(database.db, lan, turn, rightChoice(asked), monday);
    expect(given).toMatchObject({ kind: "verdict", right: true });
  });

  test("what a person typed is kept as they typed it, even what no database text can hold", async () => {
    const course = makeCourse("go", 1);
    const only = {
      ...course.modules[0]!.lessons[0]!,
      questions: [question("short", { options: [], accepted: ["x"] })],
    };
    await wipe(database);
    await school({ ...course, modules: [{ ...course.modules[0]!, lessons: [only] }] });
    const turn = await openedTurn(database.db, lan, monday);
    await give(database.db, lan, turn, { kind: "text", text: 'đ"\0\ud800' }, monday);
    expect((await books()).answers).toMatchObject([{ chosen: 'đ"\u{FFFD}\u{FFFD}', right: false }]);
  });
});

describe("a lesson that changes while someone is at it", () => {
  test("is scored by the version they were shown first", async () => {
    const turn = await openedTurn(database.db, lan, monday);
    const course = makeCourse();
    const [module] = course.modules;
    const changed = module!.lessons.map((lesson) => ({
      ...lesson,
      questions: lesson.questions.map((q) => ({
        ...q,
        options: q.options.map((o, index) => ({ ...o, right: index === 2 })),
      })),
    }));
    await publish(database.db, { ...course, modules: [{ ...module!, lessons: changed }] }, monday);
    expect(await openedTurn(database.db, lan, monday)).toEqual(turn);
    expect(await give(database.db, lan, turn, { kind: "options", indexes: [0] }, monday)).toMatchObject({
      right: true,
    });
    const fresh = await openedTurn(database.db, minh, monday);
    expect(await give(database.db, minh, fresh, { kind: "options", indexes: [0] }, monday)).toMatchObject({
      right: false,
    });
  });
});

test("a typed answer belongs to the lesson shown or answered last", async () => {
  const turn = await openedTurn(database.db, lan, monday);
  const current = () => database.db.transaction((tx) => currentTurn(tx, lan));
  expect(await current()).toEqual(turn);
  const given = await give(database.db, lan, turn, rightChoice(turn.asked), monday);
  expect(await current()).toEqual(given.kind === "verdict" ? given.next : undefined);
  expect(await database.db.transaction((tx) => currentTurn(tx, minh))).toBeNull();
});
