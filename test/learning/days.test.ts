import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CohortId, EnrolmentId, LearnerId } from "#domain/ids.ts";
import { placeOn, placePeriods } from "#domain/place.ts";
import type { Answer } from "#learning/answer.ts";
import { leaveCohort } from "#learning/leave.ts";
import { openLesson, type TurnView } from "#learning/lesson.ts";
import type { JoinedPlace } from "#learning/life.ts";
import { pause, resume } from "#learning/pause.ts";
import { readPushTime, setPushTime } from "#learning/settings.ts";
import { showLearner } from "#learning/state.ts";
import { readStreak } from "#learning/streak.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { as, at, day, give, learn, openedTurn, rightChoice, time, wipe } from "./pupil.ts";

let database: TestDatabase;
let lan: LearnerId;
let cohort: CohortId;
const monday = at("2026-03-02");

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());
beforeEach(async () => {
  await wipe(database);
  const course = makeCourse("khoa-thu", 12);
  await publish(database.db, course, monday);
  const made = await makeCohort(database.db, course, { learners: 1, now: monday });
  cohort = made.id;
  lan = made.learners[0]!.learner;
});

const streak = (now: Date) => as(database.db, lan, (tx, { id, pushTime }) => readStreak(tx, id, pushTime, now));
const kinds = async (now: Date) => (await streak(now)).days.map(({ date, kind }) => `${date.slice(8)} ${kind}`);
const lessonRow = (studyDay: string, state: string) => database.sql`
  insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, state, due_at, created_at)
  select 'lesson', 1, bot, id, learner_id, ${cohort}, ${studyDay}, ${state}, ${monday}, ${monday} from chats where learner_id = ${lan}`;
const deliveries = () => database.sql`select kind, state, reason, study_day from deliveries order by id`;

describe("the streak", () => {
  test("follows from lessons, a weekend, a holiday, a pause and an outage", async () => {
    await database.sql`insert into holidays values ('2026-03-03', 'Lễ')`;
    await database.sql`insert into outages (what, from_at, to_at) values
      ('webchat:demo', ${at("2026-03-05", "09:00")}, ${at("2026-03-05", "09:30")}),
      ('telegram:9', ${at("2026-03-06", "09:00")}, ${at("2026-03-06", "12:00")})`;
    await learn(database.db, lan, monday);
    await database.sql`insert into pauses (learner_id, from_day, to_day) values (${lan}, '2026-03-04', '2026-03-04')`;
    expect(await kinds(at("2026-03-09", "07:00"))).toEqual([
      "02 kept",
      "03 off",
      "04 paused",
      "05 outage",
      "06 frozen",
      "07 off",
      "08 off",
    ]);
    expect(await streak(at("2026-03-09", "07:00"))).toMatchObject({ current: 1, best: 1, freezes: 0 });
  });

  test("is that of the learner's own push time: an outage before it costs the day", async () => {
    await learn(database.db, lan, monday);
    await database.sql`insert into outages (what, from_at, to_at)
      values ('program', ${at("2026-03-03", "08:00")}, ${at("2026-03-03", "09:00")})`;
    expect(await kinds(at("2026-03-04", "07:00"))).toEqual(["02 kept", "03 outage"]);
    await as(database.db, lan, (tx, learner) => setPushTime(tx, learner, time("20:00"), at("2026-03-04", "07:00")));
    expect(await kinds(at("2026-03-04", "07:00"))).toEqual(["02 kept", "03 frozen"]);
  });

  test("five kept days earn a freeze, and the lesson that earned it says so", async () => {
    const summaries = [];
    for (const date of ["02", "03", "04", "05", "06"]) {
      summaries.push((await learn(database.db, lan, at(`2026-03-${date}`))).at(-1)!.summary!.streak);
    }
    expect(summaries.map(({ current, freezes, earnedFreeze }) => [current, freezes, earnedFreeze])).toEqual([
      [1, 1, false],
      [2, 1, false],
      [3, 1, false],
      [4, 1, false],
      [5, 2, true],
    ]);
    expect((await learn(database.db, lan, at("2026-03-06", "20:00"))).at(-1)!.summary!.streak.earnedFreeze).toBe(false);
  });
});

describe("a pause", () => {
  const pausing = (days: number, now: Date) => as(database.db, lan, (tx, learner) => pause(tx, learner, days, now));
  const resuming = (now: Date) => as(database.db, lan, (tx, learner) => resume(tx, learner, now));

  test("begins today while today is not kept, and takes back what was planned", async () => {
    await lessonRow("2026-03-02", "planned");
    expect(await pausing(3, monday)).toEqual({
      kind: "paused",
      from: "2026-03-02",
      until: "2026-03-04",
      today: "2026-03-02",
    });
    expect(await deliveries()).toMatchObject([{ state: "cancelled", reason: "paused" }]);
    expect(await as(database.db, lan, (tx) => openLesson(tx, lan, at("2026-03-04")))).toEqual({
      kind: "paused",
      until: "2026-03-04",
      today: "2026-03-04",
    });
    expect(await as(database.db, lan, (tx) => showLearner(tx, lan, at("2026-03-04", "23:59")))).toMatchObject({
      state: "paused",
    });
    expect(await as(database.db, lan, (tx) => showLearner(tx, lan, at("2026-03-05", "00:01")))).toMatchObject({
      state: "active",
    });
  });

  test("begins tomorrow once today is kept, so the day stays kept", async () => {
    await learn(database.db, lan, monday);
    expect(await pausing(1, monday)).toMatchObject({ from: "2026-03-03", until: "2026-03-03" });
    expect(await kinds(at("2026-03-04", "07:00"))).toEqual(["02 kept", "03 paused"]);
  });

  test("asked for again replaces what was left of the one before", async () => {
    await pausing(10, monday);
    await pausing(2, at("2026-03-04"));
    expect(await database.sql`select from_day, to_day from pauses order by from_day`).toEqual([
      { from_day: "2026-03-02", to_day: "2026-03-03" },
      { from_day: "2026-03-04", to_day: "2026-03-05" },
    ]);
  });

  test.each([0, 61, 1.5, Number.NaN])("of %s days is out of bounds", async (days) => {
    expect(await pausing(days, monday)).toEqual({ kind: "out_of_bounds", mostDays: 60 });
  });

  test("is cut by going on: today counts again and its lesson leaves", async () => {
    await lessonRow("2026-03-02", "planned");
    await pausing(5, monday);
    expect(await resuming(at("2026-03-02", "10:00"))).toEqual({ kind: "resumed", coming: { kind: "now" } });
    expect(await database.sql`select 1 from pauses`).toHaveLength(0);
    expect(await deliveries()).toMatchObject([{ state: "planned", reason: null }]);
    expect(await resuming(monday)).toEqual({ kind: "not_paused" });
  });

  test("is cut on a day on which a lesson was completed nevertheless: the day is kept after all", async () => {
    let turn: TurnView | null = await openedTurn(database.db, lan, monday);
    await pausing(2, monday);
    while (turn !== null) {
      const given: Answer = await give(database.db, lan, turn, rightChoice(turn.asked), at("2026-03-02", "09:00"));
      turn = given.kind === "verdict" ? given.next : null;
    }
    expect(await kinds(at("2026-03-02", "09:30"))).toEqual(["02 paused"]);
    const resumed = await resuming(at("2026-03-02", "10:00"));
    expect(resumed).toMatchObject({ kind: "resumed", coming: { kind: "at", day: "2026-03-03" } });
    expect(await kinds(at("2026-03-02", "10:01"))).toEqual(["02 kept"]);
  });

  test("days it has covered stay paused when it is cut later", async () => {
    await pausing(5, monday);
    expect(await resuming(at("2026-03-04", "07:00"))).toEqual({
      kind: "resumed",
      coming: { kind: "at", day: "2026-03-04", time: "07:30", today: "2026-03-04" },
    });
    expect(await kinds(at("2026-03-05", "07:00"))).toEqual(["02 paused", "03 paused", "04 missed"]);
  });
});

describe("one's own push time", () => {
  const set = (clock: string, now: Date) =>
    as(database.db, lan, (tx, learner) => setPushTime(tx, learner, time(clock), now));

  test.each(["06:29", "21:30", "23:00"])("%s lies in the quiet hours", async (clock) => {
    expect(await set(clock, monday)).toEqual({ kind: "not_allowed", from: "06:30", to: "21:29" });
  });

  test("later today holds for today, while today's lesson was not had", async () => {
    expect(await set("20:00", at("2026-03-02", "07:00"))).toMatchObject({
      kind: "set",
      coming: { kind: "at", day: "2026-03-02", time: "20:00" },
    });
    expect(await as(database.db, lan, (tx, learner) => readPushTime(tx, learner, monday))).toBe("20:00");
  });

  test("holds from the next study day once today's lesson was had", async () => {
    await lessonRow("2026-03-02", "sent");
    expect(await set("20:00", monday)).toMatchObject({ coming: { kind: "at", day: "2026-03-03", time: "20:00" } });
  });

  test("a time just past sends today's lesson now, one long past tomorrow's", async () => {
    expect(await set("07:00", at("2026-03-02", "12:00"))).toMatchObject({ coming: { kind: "at", day: "2026-03-03" } });
    expect(await deliveries()).toHaveLength(0);
    expect(await set("11:00", at("2026-03-02", "12:00"))).toMatchObject({ coming: { kind: "now" } });
    expect(await deliveries()).toMatchObject([{ kind: "lesson", state: "planned", study_day: "2026-03-02" }]);
  });
});

test("who leaves a cohort gets nothing more of it, and what they learnt stays", async () => {
  await learn(database.db, lan, monday);
  await lessonRow("2026-03-03", "planned");
  const leaving = () => database.db.transaction((tx) => leaveCohort(tx, lan, cohort, "operator", at("2026-03-03")));
  expect([await leaving(), await leaving()]).toEqual([true, false]);
  expect(await deliveries()).toMatchObject([{ state: "cancelled", reason: "left" }]);
  expect(await kinds(at("2026-03-05"))).toEqual(["02 kept", "03 off", "04 off", "05 off"]);
  expect(await as(database.db, lan, (tx) => openLesson(tx, lan, at("2026-03-05")))).toEqual({ kind: "finished" });
});

describe("whose calendar counts, for someone in several cohorts", () => {
  const place = (id: number, more: Partial<JoinedPlace>): JoinedPlace => ({
    id: id as EnrolmentId,
    cohortId: id as CohortId,
    cohortName: `Lớp ${id}`,
    courseId: "khoa" as JoinedPlace["courseId"],
    courseTitle: "Khoá",
    startDay: day("2026-03-02"),
    weekdays: [1, 2, 3, 4, 5],
    zone: "Asia/Ho_Chi_Minh" as JoinedPlace["zone"],
    pushTime: time("07:30"),
    joinedDay: day("2026-03-02"),
    nextLessonId: "bai" as JoinedPlace["nextLessonId"],
    finishedDay: null,
    leftDay: null,
    away: [],
    ...more,
  });
  const periods = (...places: JoinedPlace[]) =>
    placePeriods(places).map(({ from, to, place: { id } }) => `${id}: ${from.slice(5)} to ${to?.slice(5) ?? "…"}`);

  test.each([
    ["one alone counts from joining on", [place(1, {})], ["1: 03-02 to …"]],
    ["the older of two goes first", [place(1, {}), place(2, {})], ["1: 03-02 to …"]],
    [
      "the newer follows when the older is finished",
      [place(1, { finishedDay: day("2026-03-10") }), place(2, {})],
      ["1: 03-02 to 03-10", "2: 03-11 to …"],
    ],
    [
      "one that has not begun waits for its start",
      [place(1, { startDay: day("2026-03-16") }), place(2, {})],
      ["2: 03-02 to 03-15", "1: 03-16 to …"],
    ],
    [
      "who was brought back lives by none on the days between",
      [place(1, { away: [{ from: day("2026-03-10"), to: day("2026-03-12") }] })],
      ["1: 03-02 to 03-09", "1: 03-13 to …"],
    ],
    ["after leaving none counts", [place(1, { leftDay: day("2026-03-10") })], ["1: 03-02 to 03-09"]],
    [
      "a finished one counts on while there is no other",
      [place(1, { finishedDay: day("2026-03-10") }), place(2, { startDay: day("2026-03-16") })],
      ["1: 03-02 to 03-10", "1: 03-11 to 03-15", "2: 03-16 to …"],
    ],
  ])("%s", (_, places, expected) => {
    expect(periods(...places)).toEqual(expected);
  });

  test("nobody lives by a place before joining it", () => {
    expect(placeOn([place(1, { joinedDay: day("2026-03-05") })], day("2026-03-04"))).toBeNull();
  });
});
