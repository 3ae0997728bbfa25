import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scope } from "#db/units/scope.ts";
import type { CourseId, LearnerId } from "#domain/ids.ts";
import { reportLessons } from "#supervision/lesson-figures.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCourse, publish } from "../setup/school.ts";
import { cohort, ids, importText, monday } from "./world.ts";

let database: TestDatabase;
let people: Record<string, LearnerId>;
let unit: Scope;

/** Two communes with six learners each; in the first hardly anyone knows question 1 of lesson 1, in the other everybody does. */
beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db, makeCourse("an-toan", 2), monday);
  const first = await cohort(database.db);
  const rows = ["A", "B"].flatMap((commune) => [
    `Trưởng ${commune},Tỉnh / Xã ${commune},quan_ly`,
    ...[1, 2, 3, 4, 5, 6].map((n) => `Người ${commune}${n},Tỉnh / Xã ${commune},`),
  ]);
  await importText(database.db, `ho_ten,don_vi,vai_tro\nChủ tịch,Tỉnh,quan_ly\n${rows.join("\n")}\n`, {
    cohort: first,
  });
  people = await ids(database.db);
  const [row] = await database.sql`select id from units where path = 'Tỉnh / Xã A'`;
  unit = { kind: "unit", id: row!.id };
  for (const [name, person] of Object.entries(people)) {
    const [commune, n] = [name.at(-2), Number(name.at(-1))];
    if (!(n > 0)) continue;
    const [attempt] = await database.sql`
      insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
      select ${person}, lesson_id, id, ${first}, 2, ${monday}, ${monday}, '2026-03-02' from lesson_versions where lesson_id = 'an-toan-1' returning id`;
    const right = [commune === "B" || n === 1, true];
    for (const [question, one] of right.entries())
      await database.sql`insert into answers ${database.sql({ attempt_id: attempt!.id, question, comeback: false, right: one, answered_at: monday })}`;
  }
});
afterAll(() => database.end());

const look = (scope: Scope, viewer: LearnerId) => database.db.transaction((tx) => reportLessons(tx, scope, viewer));
const figures = ({ lessons }: Awaited<ReturnType<typeof look>>) =>
  lessons.map(({ position, people, completed, firstTries, firstTriesRight }) => [
    position,
    people,
    completed,
    firstTries,
    firstTriesRight,
  ]);
const due = ({ lessons }: Awaited<ReturnType<typeof look>>) => lessons.map((lesson) => lesson.due);
const items = ({ items }: Awaited<ReturnType<typeof look>>) =>
  items.map(({ question, asked, right }) => [question, asked, right]);

test("lessons are counted over the people of the scope, those begun by nobody too", async () => {
  const all = await look({ kind: "own" }, people["Chủ tịch"]!);
  expect(figures(all)).toEqual([
    [1, 15, 12, 24, 19],
    [2, 15, 0, 0, 0],
  ]);
  expect(figures(await look(unit, people["Chủ tịch"]!))[0]).toEqual([1, 7, 6, 12, 7]);
});

test("a question that does badly is named where it does, by what may be seen there alone", async () => {
  expect(items(await look({ kind: "own" }, people["Trưởng A"]!))).toEqual([["an-toan-1#00000000", 6, 1 / 6]]);
  expect(items(await look({ kind: "own" }, people["Trưởng B"]!))).toEqual([]);
  expect(items(await look(unit, people["Trưởng B"]!))).toEqual([]);
  expect(items(await look({ kind: "own" }, people["Chủ tịch"]!))).toEqual([]); // 7 of 12 are right
});

test("what was answered in one cohort counts nothing in another that shares the lesson, where it is not due either", async () => {
  const course = makeCourse("an-toan", 2);
  await publish(database.db, { ...course, id: "an-toan-duong" as CourseId }, monday);
  const path = await cohort(database.db, "Lớp đường", 8);
  await database.sql`update cohorts set course_id = 'an-toan-duong' where id = ${path}`;
  const communeA = [1, 2, 3, 4, 5, 6].map((n) => `Người A${n},Tỉnh / Xã A\n`).join("");
  await importText(database.db, `ho_ten,don_vi\n${communeA}Thêm,Tỉnh / Xã A\n`, { cohort: path });
  const found = await look({ kind: "cohort", id: path }, people["Chủ tịch"]!);
  expect(figures(found)).toEqual([
    [1, 7, 0, 0, 0],
    [2, 7, 0, 0, 0],
  ]);
  expect(due(found)).toEqual([1, 7]);
  expect(items(found)).toEqual([]);
  const own = await look({ kind: "own" }, people["Trưởng A"]!);
  expect(items(own)).toEqual([["an-toan-1#00000000", 6, 1 / 6]]);
  await database.sql`delete from enrolments where cohort_id = ${path}`;
});

test("a lesson is not due for whoever skipped it, and is for who has learnt it since", async () => {
  const skippers = [people["Người B1"]!, people["Người B2"]!];
  await database.sql`
    insert into exercises (learner_id, kind, course_id, items, opened_at) select value::bigint, 'placement', 'an-toan', '[]', ${monday}
    from jsonb_array_elements_text(${skippers})`;
  await database.sql`
    insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day)
    select x.learner_id, l, x.id, ${monday}, '2026-03-02' from exercises x, unnest(array['an-toan-1', 'an-toan-2']) l`;
  const all = await look({ kind: "own" }, people["Chủ tịch"]!);
  expect(due(all)).toEqual([15, 13]);
  await database.sql`truncate skips, exercises cascade`;
});

test("of fewer than five answers nothing is said", async () => {
  await database.sql`update enrolments set left_at = ${monday} where learner_id in (${people["Người A2"]!}, ${people["Người A3"]!})`;
  expect(items(await look({ kind: "own" }, people["Trưởng A"]!))).toEqual([]);
});
