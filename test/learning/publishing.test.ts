import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Tx } from "#db/connect.ts";
import { insertPlace } from "#db/learning/places.ts";
import { insertPerson } from "#db/roster/people.ts";
import { lockRoster } from "#db/roster/stage.ts";
import { brokenSums } from "#db/sums.ts";
import type { Course } from "#domain/course.ts";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { answer } from "#learning/answer.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { at, give, openedTurn, rightChoice, wipe } from "./pupil.ts";

let database: TestDatabase;
let cohort: CohortId;
let lan: LearnerId;
const monday = at("2026-03-02");
const whole = makeCourse();

/** The course without this lesson. */
const without = (lesson: string): Course => ({
  ...whole,
  modules: whole.modules.map((module) => ({ ...module, lessons: module.lessons.filter(({ id }) => id !== lesson) })),
});

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());
beforeEach(async () => {
  await wipe(database);
  await publish(database.db, whole, monday);
  const made = await makeCohort(database.db, whole, { learners: 1, now: monday });
  cohort = made.id;
  lan = made.learners[0]!.learner;
});

/** Publishes while `deed` is done and not committed yet. */
async function publishesBeside(course: Course, deed: (tx: Tx) => Promise<unknown>): Promise<void> {
  let done = false;
  let publishing: Promise<unknown> = Promise.resolve();
  await database.db.transaction(async (tx) => {
    await deed(tx);
    publishing = publish(database.db, course, monday).finally(() => {
      done = true;
    });
    await eventually("it is published, or waits", async () => {
      const waiting = await database.sql`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      return done || waiting.length > 0;
    });
  });
  await publishing;
}

const next = async (learner: LearnerId) => {
  const [row] = await database.sql`select next_lesson_id as next from enrolments where learner_id = ${learner}`;
  return row!.next;
};

describe("a course that is published beside a deed of the course before leaves nobody at a lesson that is taught no more", () => {
  test("who completes the lesson before it", async () => {
    let turn = await openedTurn(database.db, lan, monday);
    for (let asked = 0; asked < 2; asked++) {
      await give(database.db, lan, turn, rightChoice(turn.asked), monday);
      turn = await openedTurn(database.db, lan, monday);
    }
    await publishesBeside(without("khoa-thu-2"), async (tx) => {
      const { attemptId, question, comeback, asked } = turn;
      const given = { learner: lan, attemptId, question, comeback, chosen: rightChoice(asked) };
      expect(await answer(tx, given, monday, null, monday)).toMatchObject({ summary: { right: 3 } });
    });
    expect(await next(lan)).toBe("khoa-thu-3");
    expect(await brokenSums(database.db)).toEqual([]);
  });

  test("who comes by the cohort's code, and whom a roster brings", async () => {
    const unitId = 1 as UnitId;
    let newcomer = lan;
    await publishesBeside(without("khoa-thu-1"), async (tx) => {
      newcomer = await insertPerson(tx, { fullName: "Mới", nameKey: "moi", unitId }, monday);
      await insertPlace(tx, newcomer, cohort);
    });
    expect(await next(newcomer)).toBe("khoa-thu-2");
    let listed = lan;
    await publishesBeside(without("khoa-thu-2"), async (tx) => {
      await lockRoster(tx);
      const [row] = await tx.execute<{ id: LearnerId }>(
        "insert into people (full_name, name_key, created_at) values ('Roster', 'roster', now()) returning id",
      );
      listed = row!.id;
      await insertPlace(tx, listed, cohort);
    });
    expect(await next(listed)).toBe("khoa-thu-1");
    expect(await brokenSums(database.db)).toEqual([]);
  });
});

test("a course whose texts alone are other ones waits for nobody, and nobody for it", async () => {
  const [module] = whole.modules;
  const corrected = {
    ...whole,
    modules: [{ ...module!, lessons: module!.lessons.map((one) => ({ ...one, title: `${one.title}, sửa` })) }],
  };
  const [first, ...others] = module!.lessons;
  const turned = { ...whole, modules: [{ ...module!, lessons: [...others, first!] }] };
  const published = (course: Course) =>
    database.db.transaction(async (tx) => {
      await tx.execute("select id from people for no key update");
      return database.db.transaction(async (other) => {
        await other.execute("set local lock_timeout = '200ms'");
        return publish(other, course, monday);
      });
    });
  expect(await published(corrected)).toBe(true);
  const [taught] = await database.sql`
    select w.title from course_versions v join course_lessons l on l.course_version_id = v.id
    join lesson_versions w on w.id = l.lesson_version_id where v.current order by l.position`;
  expect(taught!.title).toBe("Bài khoa-thu-1, sửa");
  expect(await brokenSums(database.db)).toEqual([]);
  await expect(published(turned)).rejects.toMatchObject({ cause: { code: "55P03" } });
  expect(await publish(database.db, turned, monday)).toBe(true);
  expect(await next(lan)).toBe("khoa-thu-2");
});
