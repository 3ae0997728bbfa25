import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { insertReplies } from "#db/delivery/replies.ts";
import { countItems } from "#db/figures/item-statistics.ts";
import { emptyPerson } from "#db/records/erase.ts";
import type { Course, Lesson, Question, QuestionId } from "#domain/course.ts";
import type { CohortId, CourseId, InboxId, LearnerId, LessonId, LessonVersionId } from "#domain/ids.ts";
import { type ItemStatistics, judgeItems } from "#domain/item-statistics.ts";
import { wipe } from "../learning/pupil.ts";
import { freshDatabase } from "../setup/database.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";

const now = new Date("2026-03-02T01:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const database = await freshDatabase();
const { db } = database;
beforeEach(() => wipe(database));
afterAll(() => database.end());

interface Given {
  /** Index in the version's bank. */
  readonly question: number;
  readonly right: boolean;
  readonly comeback?: boolean;
  readonly at?: Date;
  readonly inbox?: number;
}

/** Writes an attempt with its answers as they were stored, whatever the draw. */
async function attempt(
  learner: LearnerId,
  cohort: CohortId,
  { id, lesson }: { id: LessonVersionId; lesson: LessonId },
  answers: readonly Given[],
): Promise<void> {
  const rows = answers.map((one) => ({ comeback: false, at: now, inbox: null, ...one }));
  await db.execute(sql`
    with opened as (
      insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
      values (${learner}, ${lesson}, ${id}, ${cohort}, 3, ${now}::timestamptz) returning id)
    insert into answers (attempt_id, question, comeback, chosen, "right", answered_at, inbox_id)
    select opened.id, a.question, a.comeback, '[0]', a."right", a.at, a.inbox
    from opened, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as a(question smallint, comeback boolean, "right" boolean, at timestamptz, inbox bigint)`);
}

/** The course with its first lesson's questions as given. */
function asking(course: Course, questions: readonly Question[]): Course {
  const [module] = course.modules;
  const [first, ...rest] = module!.lessons as [Lesson, ...Lesson[]];
  return { ...course, modules: [{ ...module!, lessons: [{ ...first, questions }, ...rest] }] };
}

/** The versions of a lesson, oldest first. */
const versionsOf = async (lesson: string) => [
  ...(await db.execute<{ id: LessonVersionId; lesson: LessonId }>(sql`
    select id, lesson_id as lesson from lesson_versions where lesson_id = ${lesson} order by id`)),
];

const figures = async (course: string | null = null): Promise<Map<QuestionId, ItemStatistics>> => {
  const items = judgeItems(await db.transaction((tx) => countItems(tx, course as CourseId | null)));
  return new Map(items.map((item) => [item.question, item]));
};

describe("thirty people, four questions, two versions of the lesson", () => {
  const course = makeCourse("khoa", 1);
  const [a, b, c, d, e] = course.modules[0]!.lessons[0]!.questions as [
    Question,
    Question,
    Question,
    Question,
    Question,
  ];
  let learners: Enrolled[];

  /**
   * Ten are right on A, B and C; ten on A and B; ten on D alone. The last fifteen were shown the second version, where
   * the questions stand the other way round. Nobody was asked E.
   */
  beforeEach(async () => {
    await publish(db, course, now);
    await publish(db, asking(course, [e, { ...d, explanation: "Rõ hơn." }, c, b, a]), later(1));
    const cohort = await makeCohort(db, course, { learners: 30, now });
    learners = cohort.learners;
    const [old, young] = await versionsOf("khoa-1");
    for (const [at, { learner }] of learners.entries()) {
      const right =
        at % 3 === 0
          ? [true, true, true, false]
          : at % 3 === 1
            ? [true, true, false, false]
            : [false, false, false, true];
      const given = right.map((one, question) => ({ question: at < 15 ? question : 4 - question, right: one }));
      const comebacks = given.filter((one) => !one.right).map((one) => ({ ...one, right: true, comeback: true }));
      await attempt(learner, cohort.id, at < 15 ? old! : young!, [...given, ...comebacks]);
    }
  });

  /**
   * By hand. A: the 20 right have 2/3 or 1/3 of the rest (mean 1/2), the 10 wrong 1/3; mean of all 4/9, deviation √(2/81);
   * (1/2 − 1/3) ÷ 0.15713 × √(2/9) = 0.5. B as A. C: 10 right with 2/3, 20 wrong with 2/3 or 1/3: 0.5 as well. D: the
   * 10 right have 0, the 20 wrong 1 or 2/3 (mean 5/6); deviation √(42/243); −(5/6) ÷ 0.41574 × √(2/9) = −0.945.
   */
  const expected = [
    { question: d.id, asked: 30, right: 1 / 3, discrimination: -0.945, flags: ["negative_discrimination"] },
    { question: e.id, asked: 0, right: null, discrimination: null, flags: [] },
    { question: c.id, asked: 30, right: 1 / 3, discrimination: 0.5, flags: [] },
    { question: b.id, asked: 30, right: 2 / 3, discrimination: 0.5, flags: [] },
    { question: a.id, asked: 30, right: 2 / 3, discrimination: 0.5, flags: [] },
  ].map((item) => ({ ...item, lesson: "khoa-1", medianSeconds: null, prompt: expect.stringMatching(/^Câu hỏi/) }));

  test("add up by question, whichever version asked it; comebacks and what nobody was asked count nothing", async () => {
    expect([...(await figures()).values()]).toEqual(expected);
  });

  test("stay the same when people are erased", async () => {
    await db.transaction((tx) => emptyPerson(tx, learners[0]!.learner, now));
    await db.transaction((tx) => emptyPerson(tx, learners[29]!.learner, now));
    expect([...(await figures()).values()]).toEqual(expected);
  });

  test("of a question that is no longer taught count only in the rest of the others", async () => {
    await publish(db, asking(course, [a, b, c, e]), later(2));
    const found = await figures();
    expect([...found.keys()]).toEqual([a.id, b.id, c.id, e.id]);
    expect(found.get(a.id)).toMatchObject({ asked: 30, discrimination: 0.5 });
  });

  test("are those of the courses that share the lesson, listed once or for one course", async () => {
    const path = { ...course, id: "khoa-rieng" as CourseId };
    await publish(db, path, later(2));
    const cohort = await makeCohort(db, path, { learners: 1, now });
    const shared = (await versionsOf("khoa-1")).at(-1)!;
    await attempt(cohort.learners[0]!.learner, cohort.id, shared, [{ question: 0, right: true }]);
    expect((await figures()).size).toBe(5);
    expect((await figures()).get(a.id)).toMatchObject({ asked: 31, discrimination: 0.5 });
    expect((await figures("khoa-rieng")).get(a.id)).toMatchObject({ asked: 31, right: 21 / 31 });
    expect((await figures("khoa-khac")).size).toBe(0);
  });
});

test("the discrimination is Pearson's correlation, learner by learner, with the rate on everything else", async () => {
  const course = makeCourse("khoa", 4);
  await publish(db, course, now);
  const cohort = await makeCohort(db, course, { learners: 60, now });
  const tries: { learner: LearnerId; item: QuestionId; right: boolean }[] = [];
  const asked = (learner: number, lesson: number, question: number) =>
    (learner * 7 + lesson * 3 + question * 5) % 4 < 3;
  for (const [at, { learner }] of cohort.learners.entries()) {
    // Every seventh was asked one question and no other.
    const lessons = at % 7 === 0 ? 1 : 4;
    for (const [n, lesson] of course.modules[0]!.lessons.slice(0, lessons).entries()) {
      const [version] = await versionsOf(lesson.id);
      const all = lesson.questions.flatMap(({ id }, question) =>
        asked(at, n, question)
          ? [{ learner, item: id, question, right: (at * at + n * question * 13 + at * n) % 5 < 3 }]
          : [],
      );
      const given = at % 7 === 0 ? all.slice(0, 1) : all;
      tries.push(...given);
      await attempt(learner, cohort.id, version!, given);
    }
  }
  const found = await figures();
  expect(found.size).toBe(20);
  const told = [...found.keys()].map((item) => [item, naive(tries, item)] as const);
  expect(told.filter(([, correlation]) => correlation !== null).length).toBeGreaterThan(10);
  for (const [item, correlation] of told) {
    const { asked: count, discrimination } = found.get(item)!;
    expect([item, count]).toEqual([item, tries.filter((one) => one.item === item).length]);
    if (correlation === null) expect([item, discrimination]).toEqual([item, null]);
    else expect(discrimination).toBeCloseTo(correlation, 3);
  }
});

/** Pair by pair, without sums. */
function naive(
  tries: readonly { learner: LearnerId; item: QuestionId; right: boolean }[],
  item: QuestionId,
): number | null {
  const pairs = tries
    .filter((one) => one.item === item)
    .flatMap(({ learner, right }) => {
      const others = tries.filter((one) => one.learner === learner && one.item !== item);
      const rate = others.filter((one) => one.right).length / others.length;
      return others.length === 0 ? [] : [[right ? 1 : 0, rate] as const];
    });
  if (pairs.length < 30) return null;
  const mean = (of: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[of], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = (term: (x: number, y: number) => number) =>
    pairs.reduce((all, pair) => all + term(pair[0] - x, pair[1] - y), 0);
  const spread = Math.sqrt(sum((dx) => dx * dx) * sum((_, dy) => dy * dy));
  return spread < 1e-9 ? null : sum((dx, dy) => dx * dy) / spread;
}

describe("the time to an answer", () => {
  const course = makeCourse("khoa", 1);
  const [first, second, third] = course.modules[0]!.lessons[0]!.questions as [Question, Question, Question];

  /** Each answers the second question so many seconds after the reply to the first had shown it. */
  async function learn(seconds: readonly number[]): Promise<Enrolled[]> {
    await publish(db, course, now);
    const { id, learners } = await makeCohort(db, course, { learners: seconds.length, now });
    const [version] = await versionsOf("khoa-1");
    for (const [at, { learner, chat }] of learners.entries()) {
      const [one, two] = [100 + at * 2, 101 + at * 2];
      const to = { chatId: chat, bot: "webchat:demo" as never, learnerId: learner };
      await insertReplies(db as never, to, one as InboxId, [{} as never, {} as never], later(50));
      await db.execute(sql`
        update deliveries set state = 'sent', sent_at = ${later(60)}::timestamptz + ordinal * interval '1 hour' where inbox_id = ${one}`);
      await attempt(learner, id, version!, [
        { question: 0, right: true, at: later(50), inbox: one },
        { question: 1, right: true, at: later(60 + seconds[at]!), inbox: two },
        { question: 2, right: false, at: later(1000), inbox: two + 1000 },
        { question: 2, right: true, comeback: true, at: later(2000), inbox: two + 2000 },
      ]);
    }
    return learners;
  }

  const medians = async () => {
    const found = await figures();
    return [first, second, third].map(({ id }) => found.get(id)!.medianSeconds);
  };

  test("is the median from when the reply before had shown the question; of a lesson's first question it is not known", async () => {
    await learn([4, 30, 9.6]);
    expect(await medians()).toEqual([null, 10, null]);
  });

  test("leaves out what was answered before it was shown, and replies that perhaps came twice or never", async () => {
    await learn([-5, 8, 20, 300]);
    await db.execute(sql`update deliveries set unknowns = 1 where inbox_id = 104`);
    await db.execute(sql`update deliveries set state = 'failed' where inbox_id = 106`);
    expect(await medians()).toEqual([null, 8, null]);
  });

  test("is forgotten with an erased person, whose answers still count", async () => {
    const [gone] = await learn([4, 30]);
    await db.transaction((tx) => emptyPerson(tx, gone!.learner, now));
    expect(await medians()).toEqual([null, 30, null]);
    expect((await figures()).get(second.id)).toMatchObject({ asked: 2, right: 1 });
  });
});
