import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BotKey, LearnerId } from "#domain/ids.ts";
import { readStanding, readUnitBoard } from "#learning/standing.ts";
import { showLearner } from "#learning/state.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { address, as, at, from, learn, wipe } from "./pupil.ts";

let database: TestDatabase;
let people: LearnerId[];
const monday = at("2026-03-02");

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());
beforeEach(async () => {
  await wipe(database);
  const course = makeCourse();
  await publish(database.db, course, monday);
  const { learners } = await makeCohort(database.db, course, { learners: 8, now: monday });
  people = learners.map(({ learner }) => learner);
});

async function named(names: readonly string[], points: readonly number[]): Promise<void> {
  for (const [index, id] of people.entries()) {
    await database.sql`update people set full_name = ${names[index]!} where id = ${id}`;
    if (points[index]! > 0)
      await database.sql`insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at)
        values (${id}, 'right_first', 'x', ${points[index]!}, '2026-03-02', ${monday})`;
  }
}

const board = (id: LearnerId) => as(database.db, id, readUnitBoard);
const lines = async (id: LearnerId) =>
  (await board(id))!.rows.map((row) => `${row.place} ${row.fullName} ${row.points}${row.me ? " *" : ""}`);

describe("the unit's board", () => {
  beforeEach(() => named(["Đức", "Dung", "An", "Ân", "Ăn", "Em", "Giang", "Hà"], [50, 50, 30, 30, 30, 20, 10, 0]));

  test("shows three above and three below; equal points share a place, by name as Vietnamese sorts", async () => {
    expect(await lines(people[4]!)).toEqual([
      "1 Dung 50",
      "1 Đức 50",
      "3 An 30",
      "3 Ăn 30 *",
      "3 Ân 30",
      "6 Em 20",
      "7 Giang 10",
    ]);
    expect(await lines(people[1]!)).toEqual(["1 Dung 50 *", "1 Đức 50", "3 An 30", "3 Ăn 30"]);
    expect(await board(people[7]!)).toMatchObject({ unit: "Đơn vị thử", of: 8 });
  });

  test("leaves out the erased, those who have not agreed, and other units", async () => {
    await database.sql`update people set full_name = null, name_key = null, erased_at = ${monday} where id = ${people[0]!}`;
    await database.sql`update people set agreed_at = null where id = ${people[1]!}`;
    await database.sql`with other as (insert into units (name, name_key, lineage, path) values ('Khác', 'khac', '99/', 'Khác') returning id)
      update posts set unit_id = other.id from other where person_id = ${people[2]!}`;
    expect(await lines(people[3]!)).toEqual(["1 Ăn 30", "1 Ân 30 *", "3 Em 20", "4 Giang 10", "5 Hà 0"]);
    expect(await lines(people[2]!)).toEqual(["1 An 30 *"]);
    expect(await board(people[1]!)).toBeNull();
  });
});

test("one's standing holds points, streak, rank and progress", async () => {
  await learn(database.db, people[0]!, monday);
  await learn(database.db, people[1]!, monday, [false]);
  const now = at("2026-03-02", "20:00");
  expect(await as(database.db, people[1]!, (tx, learner) => readStanding(tx, learner, now))).toEqual({
    fullName: "Người 2",
    points: 29,
    answers: { right: 2, wrong: 1 },
    streak: { current: 1, best: 1, freezes: 1 },
    rank: { place: 2, of: 8, unit: "Đơn vị thử" },
    course: "Khoá thử",
    lessonsCompleted: 1,
    lessonsSkipped: 0,
    lessonsTotal: 5,
    ...{ passMark: 0.7, questionsPerLesson: 3 },
  });
});

describe("what an operator sees of a learner", () => {
  const show = (now = monday) => database.db.transaction((tx) => showLearner(tx, people[0]!, now));

  test("has exactly the promised keys", async () => {
    await learn(database.db, people[0]!, monday, [false]);
    await from(database.db, address("c1"), at("2026-03-03", "00:10"), async () => {});
    expect(await show()).toEqual({
      id: people[0],
      fullName: "Người 1",
      unit: "Đơn vị thử",
      role: "hoc_vien",
      state: "active",
      points: 29,
      streak: { current: 1, best: 1, freezes: 1 },
      lessonsCompleted: 1,
      lessonsSkipped: 0,
      answers: { right: 2, wrong: 1 },
      lastActiveDate: "2026-03-03",
      channels: [{ channel: "webchat", state: "active" }],
    });
    expect(await database.db.transaction((tx) => showLearner(tx, 4711 as LearnerId, monday))).toBeNull();
  });

  test("a blocked chat makes them unreachable until they write", async () => {
    await database.sql`update chats set state = 'blocked' where learner_id = ${people[0]!}`;
    expect(await show()).toMatchObject({ state: "unreachable", channels: [{ state: "blocked" }] });
    await from(database.db, address("c1"), monday, async () => {});
    expect(await show()).toMatchObject({ state: "active" });
  });

  test("the strongest state wins: erased, invited, paused, unreachable, completed, active", async () => {
    const { sql } = database;
    const states: string[] = [];
    const look = async () => states.push((await show())!.state);
    await look();
    await sql`update enrolments set next_lesson_id = null`;
    await look();
    await sql`update chats set state = 'blocked'`;
    await look();
    await sql`insert into pauses (learner_id, from_day, to_day) values (${people[0]!}, '2026-03-02', '2026-03-02')`;
    await look();
    await sql`update people set agreed_at = null`;
    await look();
    await sql`update people set full_name = null, name_key = null, erased_at = ${monday}`;
    await look();
    expect(states).toEqual(["active", "completed", "unreachable", "paused", "invited", "erased"]);
  });
});

test("a visit in a blocked chat opens it and makes it the one used last; an older one changes nothing", async () => {
  const { sql } = database;
  await sql`update chats set state = 'blocked' where address = 'c1'`;
  const visitor = await from(database.db, address("c1"), at("2026-03-04"), async (_, v) => v);
  expect(visitor).toMatchObject({ bot: "webchat:demo" as BotKey, learnerId: people[0], learner: { agreed: true } });
  await from(database.db, address("c1"), at("2026-03-03"), async () => {});
  expect(await sql`select state, last_used_at from chats where address = 'c1'`).toEqual([
    { state: "active", last_used_at: at("2026-03-04") },
  ]);
  const stranger = await from(database.db, address("new"), monday, async (_, v) => v);
  expect(stranger).toMatchObject({ learnerId: null, learner: null, dialog: null });
});
