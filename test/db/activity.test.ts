import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { countParts } from "#db/figures/reports.ts";
import type { Scope } from "#db/units/scope.ts";
import { listUnitPeople, viewUnit } from "#db/units/view.ts";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import { learntByDay } from "#supervision/figures.ts";
import { readDays } from "#supervision/report.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, erase, ids, importText, join, publish } from "../supervision/world.ts";

let database: TestDatabase;
let first: CohortId;
let people: Record<string, LearnerId>;
let units: Record<string, UnitId>;
/** Wednesday, 09:00 in Vietnam. */
const now = new Date("2026-03-04T02:00:00Z");

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit, holidays restart identity cascade`;
  first = await cohort(database.db);
  const roster = `ho_ten,don_vi,vai_tro
Chủ tịch,Tỉnh,quan_ly
Ân,Tỉnh / Xã A,quan_ly
An,Tỉnh / Xã A,
Bình,Tỉnh / Xã B,quan_ly
`;
  await importText(database.db, roster, { cohort: first });
  people = await ids(database.db);
  const rows = await database.sql<{ id: UnitId; path: string }[]>`select id, path from units`;
  units = Object.fromEntries(rows.map(({ id, path }) => [path, id]));
  await join(database.db, people.An!);
});

async function completes(person: LearnerId, lesson: number, day: string) {
  await database.sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
    select ${person}, lesson_id, id, ${first}, 3, ${now}, ${now}, ${day} from lesson_versions where lesson_id = ${`bai-${lesson}`}`;
}

const learnt = async (scope: Scope, viewer: LearnerId | null) =>
  Object.fromEntries(
    await database.db.transaction((tx) =>
      learntByDay(tx, scope, { from: "2026-03-02" as LocalDate, to: "2026-03-04" as LocalDate }, viewer),
    ),
  );

test("people who learnt are counted once a day, by day", async () => {
  await completes(people.An!, 1, "2026-03-02");
  await completes(people.An!, 2, "2026-03-02");
  await completes(people.An!, 3, "2026-03-04");
  await completes(people.Bình!, 1, "2026-03-04");
  await completes(people.Ân!, 1, "2026-03-01");
  expect(await learnt({ kind: "own" }, people["Chủ tịch"]!)).toEqual({ "2026-03-02": 1, "2026-03-04": 2 });
  expect(await learnt({ kind: "own" }, people.Ân!)).toEqual({ "2026-03-02": 1, "2026-03-04": 1 });
  expect(await learnt({ kind: "unit", id: units["Tỉnh / Xã B"]! }, people.Ân!)).toEqual({});
});

test("what somebody did stays with the unit in which they held a post when the day ended", async () => {
  await completes(people.An!, 1, "2026-03-02");
  await completes(people.An!, 2, "2026-03-03");
  // Moved on the third at noon: that day belongs to the new unit.
  const moved = new Date("2026-03-03T05:00:00Z");
  await database.sql`update posts set unit_id = ${units["Tỉnh / Xã B"]!}, since = ${moved} where person_id = ${people.An!}`;
  await database.sql`insert into past_posts (person_id, unit_id, since, until) values (${people.An!}, ${units["Tỉnh / Xã A"]!}, '-infinity', ${moved})`;
  expect(await learnt({ kind: "own" }, people.Ân!)).toEqual({ "2026-03-02": 1 });
  expect(await learnt({ kind: "own" }, people.Bình!)).toEqual({ "2026-03-03": 1 });
  expect(await learnt({ kind: "own" }, people["Chủ tịch"]!)).toEqual({ "2026-03-02": 1, "2026-03-03": 1 });
});

test("the units of a table count what lies below each once, and nobody whom the viewer may not see", async () => {
  await database.sql`insert into posts (person_id, unit_id, role, main) values (${people.An!}, ${units["Tỉnh / Xã B"]!}, 'learner', false)`;
  const count = (viewer: LearnerId) =>
    database.db.transaction(async (tx) => {
      const scope: Scope = { kind: "own" };
      const days = await readDays(tx, scope, now, viewer);
      const { whole, parts } = await countParts(tx, Object.values(units), scope, days, now, viewer);
      const named = Object.entries(units).map(([path, id]) => [path, parts.get(id)?.learners ?? 0]);
      return { whole: whole.learners, ...Object.fromEntries(named) };
    });
  expect(await count(people["Chủ tịch"]!)).toEqual({ whole: 4, Tỉnh: 4, "Tỉnh / Xã A": 2, "Tỉnh / Xã B": 2 });
  expect(await count(people.Ân!)).toEqual({ whole: 2, Tỉnh: 2, "Tỉnh / Xã A": 2, "Tỉnh / Xã B": 0 });
  expect(await count(people.An!)).toEqual({ whole: 0, Tỉnh: 0, "Tỉnh / Xã A": 0, "Tỉnh / Xã B": 0 });
});

const list = (unit: UnitId, viewer: LearnerId, from = 0) =>
  database.db.transaction(async (tx) => {
    const days = await readDays(tx, { kind: "unit", id: unit }, now, viewer);
    return listUnitPeople(tx, unit, days, now, { order: "name", descending: false }, { from, limit: 1 }, viewer);
  });

test("a unit's people come a page at a time with what is due for each", async () => {
  const { "Tỉnh / Xã A": commune } = units;
  await completes(people.An!, 1, "2026-03-02");
  const [placement] = await database.sql`
    insert into exercises (learner_id, kind, course_id, items, opened_at) values (${people.An!}, 'placement', 'an-toan', '[]', ${now}) returning id`;
  for (const lesson of ["bai-1", "bai-2", "bai-3", "bai-4", "bai-5", "bai-6", "bai-7", "bai-8"])
    await database.sql`insert into skips values (${people.An!}, ${lesson}, ${placement!.id}, ${now}, '2026-03-02')`;
  const [one, two, past] = [
    await list(commune!, people.Ân!),
    await list(commune!, people.Ân!, 1),
    await list(commune!, people.Ân!, 9),
  ];
  expect([one.total, one.people[0]]).toEqual([
    2,
    {
      id: people.An,
      fullName: "An",
      title: null,
      joined: true,
      state: "active",
      lessonsCompleted: 1,
      lessonsDue: 3,
      lastActiveDay: "2026-03-02",
    },
  ]);
  expect(two.people[0]).toMatchObject({
    fullName: "Ân",
    joined: false,
    state: "invited",
    lessonsDue: 3,
    lastActiveDay: null,
  });
  expect(past).toEqual({ total: 2, people: [] });
});

test("nobody is listed outside the viewer's units, nobody who has left or was erased", async () => {
  const { "Tỉnh / Xã A": commune, "Tỉnh / Xã B": other } = units;
  expect(await list(other!, people.Ân!)).toEqual({ total: 0, people: [] });
  await erase(database.db, people.An!);
  expect((await list(commune!, people.Ân!)).total).toBe(1);
  await database.sql`update enrolments set left_at = ${now} where learner_id = ${people.Ân!}`;
  expect(await list(commune!, people["Chủ tịch"]!)).toEqual({ total: 0, people: [] });
});

test("a unit is looked at with those above it that the viewer may see; one that has ended not at all", async () => {
  const view = (unit: UnitId, viewer: LearnerId) => database.db.transaction((tx) => viewUnit(tx, unit, viewer));
  const { "Tỉnh / Xã A": commune, Tỉnh: province } = units;
  expect((await view(commune!, people["Chủ tịch"]!))?.above.map(({ name }) => name)).toEqual(["Tỉnh"]);
  expect((await view(commune!, people.Ân!))?.above).toEqual([]);
  expect(await view(province!, people.Ân!)).toBeNull();
  await database.sql`update units set ended_at = ${now} where id = ${commune!}`;
  expect(await view(commune!, people["Chủ tịch"]!)).toBeNull();
});
