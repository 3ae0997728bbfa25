import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Dialog } from "#db/chats/chats.ts";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { agree, decline, openInvite } from "#learning/join.ts";
import { openLesson } from "#learning/lesson.ts";
import { giveName, type NewcomerStep, pickUnit, type UnitPick } from "#learning/newcomer.ts";
import { showLearner } from "#learning/state.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { address, at, from, wipe } from "./pupil.ts";

/** A code that nobody was given. */
const nobodys = "NV22NV22";

let database: TestDatabase;
let cohort: CohortId;
const monday = at("2026-03-02", "08:00");
const home = address("home");
const other = address("other", "telegram:1");

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());
beforeEach(async () => {
  await wipe(database);
  const course = makeCourse();
  await publish(database.db, course, monday);
  cohort = (await makeCohort(database.db, course, { learners: 0, now: monday })).id;
});

/** Someone on the roster who has not come yet. */
async function invited(code: string, name = "Nguyễn Thị Lan", into = cohort): Promise<LearnerId> {
  const [row] = await database.sql<{ id: LearnerId }[]>`
    with person as (insert into people (full_name, name_key, created_at) values (${name}, lower(${name}), ${monday}) returning id),
    post as (insert into posts (person_id, unit_id, role) select person.id, units.id, 'learner' from person, units limit 1)
    insert into enrolments (learner_id, cohort_id, invite_code, next_lesson_id)
    select id, ${into}, ${code}, 'khoa-thu-1' from person returning learner_id as id`;
  return row!.id;
}

const open = (chat: typeof home, code: string, now = monday) =>
  from(database.db, chat, now, (tx, visitor) => openInvite(tx, visitor, code, now));
const agreeing = (learner: LearnerId, now = monday) => database.db.transaction((tx) => agree(tx, learner, now));
const planned = () => database.sql`select learner_id, study_day, state from deliveries where kind = 'lesson'`;

describe("an invite", () => {
  test("binds the chat to its person and shows the notice; nothing is taught before it is agreed to", async () => {
    const lan = await invited("LAN23456");
    expect(await open(home, "LAN23456")).toEqual({ kind: "notice", learner: lan, fullName: "Nguyễn Thị Lan" });
    expect(await database.db.transaction((tx) => openLesson(tx, lan, monday))).toEqual({ kind: "not_agreed" });
    expect(await database.db.transaction((tx) => showLearner(tx, lan, monday))).toMatchObject({ state: "invited" });
    expect(await planned()).toHaveLength(0);
  });

  test("is spent by its first use; a spent and a wrong one get the same answer", async () => {
    await invited("LAN23456");
    await open(home, "LAN23456");
    const spent = await open(other, "LAN23456");
    expect(spent).toEqual({ kind: "wrong_code" });
    expect(await open(other, "NOBODYS2")).toEqual(spent);
  });

  test("used in several chats at once opens one of them", async () => {
    // The pool is warm from the second round on, and then they really meet.
    for (const round of [1, 2, 3, 4, 5]) {
      await invited(`ROUND${round}AB`, `Người ${round}`);
      const chats = [1, 2, 3, 4].map((n) => address(`chat${round}/${n}`));
      const kinds = await Promise.all(chats.map(async (chat) => (await open(chat, `ROUND${round}AB`)).kind));
      expect(kinds.sort()).toEqual(["notice", "wrong_code", "wrong_code", "wrong_code"]);
    }
  });

  test("shows the notice again to who has not agreed yet, whatever they type", async () => {
    const lan = await invited("LAN23456");
    await open(home, "LAN23456");
    expect(await open(home, "LAN23456")).toMatchObject({ kind: "notice", learner: lan });
  });

  test("of someone else spends nothing in a learner's chat", async () => {
    const lan = await invited("LAN23456");
    await invited("MINH2345", "Minh");
    await open(home, "LAN23456");
    await agreeing(lan);
    expect(await open(home, "MINH2345")).toEqual({ kind: "already_joined", learner: lan, fullName: "Nguyễn Thị Lan" });
    expect(await open(home, "JOIN0")).toMatchObject({ kind: "already_joined" });
    expect(await open(other, "MINH2345")).toMatchObject({ kind: "notice" });
  });

  test("to another cohort begins it for someone who agreed before", async () => {
    const lan = await invited("LAN23456");
    await open(home, "LAN23456");
    await agreeing(lan);
    const course = makeCourse("khoa-hai");
    await publish(database.db, course, monday);
    const { id: second } = await makeCohort(database.db, course, { learners: 0, now: monday });
    await database.sql`insert into enrolments (learner_id, cohort_id, invite_code) values (${lan}, ${second}, 'HAI23456')`;
    expect(await open(home, "HAI23456")).toMatchObject({ kind: "joined", learner: lan });
    const rows = await database.sql`select joined_day from enrolments where learner_id = ${lan}`;
    expect(rows.map((row) => row.joined_day)).toEqual(["2026-03-02", "2026-03-02"]);
  });
});

describe("wrong codes", () => {
  test("five in an hour lock the chat for that hour, right codes too, and no other chat", async () => {
    await invited("LAN23456");
    for (const minute of [0, 10, 20, 30, 40]) {
      expect(await open(home, nobodys, at("2026-03-02", `08:${minute || "00"}`))).toEqual({ kind: "wrong_code" });
    }
    const until = at("2026-03-02", "09:00");
    expect(await open(home, "LAN23456", at("2026-03-02", "08:59"))).toEqual({ kind: "locked", until });
    expect(await open(other, nobodys, at("2026-03-02", "08:59"))).toEqual({ kind: "wrong_code" });
    expect(await open(home, "LAN23456", until)).toMatchObject({ kind: "notice" });
  });

  test("an hour after the first there are five more, and then the day is over", async () => {
    for (const minute of ["08:00", "08:30", "08:40", "08:50", "08:55", "09:00", "09:10", "09:20", "09:30", "23:00"]) {
      expect(await open(home, nobodys, at("2026-03-02", minute))).toEqual({ kind: "wrong_code" });
    }
    await invited("LAN23456");
    const until = at("2026-03-03", "08:00");
    expect(await open(home, "LAN23456", at("2026-03-03", "07:59"))).toEqual({ kind: "locked", until });
    expect(await open(home, "LAN23456", until)).toMatchObject({ kind: "notice" });
  });
});

describe("agreeing", () => {
  test("after the push time of a study day sends today's lesson at once, once", async () => {
    const lan = await invited("LAN23456");
    await open(home, "LAN23456");
    expect(await agreeing(lan)).toMatchObject({
      kind: "agreed",
      fullName: "Nguyễn Thị Lan",
      cohort: "Lớp thử",
      course: "Khoá thử",
      coming: { kind: "now" },
    });
    expect(await agreeing(lan)).toEqual({ kind: "already_agreed" });
    expect(await planned()).toEqual([{ learner_id: lan, study_day: "2026-03-02", state: "planned" }]);
    expect(await database.db.transaction((tx) => showLearner(tx, lan, monday))).toMatchObject({ state: "active" });
  });

  test.each([
    ["before the push time", "2026-03-02", "07:00", { day: "2026-03-02", time: "07:30", today: "2026-03-02" }],
    ["in the quiet hours", "2026-03-02", "21:30", { day: "2026-03-03", time: "07:30", today: "2026-03-02" }],
    ["on a Saturday", "2026-03-07", "09:00", { day: "2026-03-09", time: "07:30", today: "2026-03-07" }],
    ["before the cohort begins", "2026-02-26", "09:00", { day: "2026-03-02", time: "07:30", today: "2026-02-26" }],
  ])("%s says when the first lesson comes", async (_, day, clock, when) => {
    const now = at(day, clock);
    const lan = await invited("LAN23456");
    await open(home, "LAN23456", now);
    expect(await agreeing(lan, now)).toMatchObject({ kind: "agreed", coming: { kind: "at", ...when } });
    expect(await planned()).toHaveLength(0);
  });

  test("joins every cohort of the person and spends every invite of theirs", async () => {
    const lan = await invited("LAN23456");
    const course = makeCourse("khoa-hai");
    await publish(database.db, course, monday);
    const { id: second } = await makeCohort(database.db, course, { learners: 0, now: monday });
    await database.sql`insert into enrolments (learner_id, cohort_id, invite_code) values (${lan}, ${second}, 'HAI23456')`;
    await open(home, "LAN23456");
    await agreeing(lan);
    const rows = await database.sql`select joined_day, invite_spent_at from enrolments where learner_id = ${lan}`;
    expect(rows).toEqual([1, 2].map(() => ({ joined_day: "2026-03-02", invite_spent_at: monday })));
    expect(await open(other, "HAI23456")).toEqual({ kind: "wrong_code" });
  });
});

describe("a cohort's join code", () => {
  const dialogOf = async (): Promise<Dialog> => {
    const [row] = await database.sql<{ dialog: Dialog }[]>`select dialog from chats where address = 'home'`;
    return row!.dialog;
  };
  const name = async (text: string | null) => {
    const dialog = await dialogOf();
    if (dialog.kind !== "join_name") throw new Error(dialog.kind);
    return from(database.db, home, monday, (tx, visitor) => giveName(tx, visitor, dialog, text, monday));
  };
  const pick = async (choice: UnitPick | null, seconds = 10): Promise<NewcomerStep> => {
    const dialog = await dialogOf();
    if (dialog.kind !== "join_unit") throw new Error(dialog.kind);
    const now = new Date(new Date(dialog.since).getTime() + seconds * 1000);
    return from(database.db, home, now, (tx, visitor) => pickUnit(tx, visitor, dialog, choice, now));
  };
  const unit = async (path: string, parent: UnitId | null = null): Promise<UnitId> => {
    const [row] = await database.sql<{ id: UnitId }[]>`
      insert into units (parent_id, name, name_key, lineage, path)
      values (${parent}, ${path.split(" / ").at(-1)!}, ${path}, ${path}, ${path}) returning id`;
    return row!.id;
  };
  const names = (step: NewcomerStep) =>
    step.kind === "ask_unit" ? step.units.map((u) => `${u.number} ${u.itself ? "=" : ""}${u.name}`) : step.kind;

  beforeEach(async () => {
    await database.sql`truncate units cascade`;
  });

  test("asks for the name, then for the unit, and makes a learner of that unit who must agree", async () => {
    const xa = await unit("Xã A");
    await unit("Đoàn B");
    expect(await open(home, "JOIN0")).toEqual({ kind: "ask_name", cohort: "Lớp thử" });
    expect(await name(null)).toMatchObject({ kind: "ask_name" });
    expect(await name(" \u200b.. ")).toMatchObject({ kind: "ask_name" });
    expect(names(await name("Trần  Văn\u202e Minh"))).toEqual(["1 Đoàn B", "2 Xã A"]);
    expect(names(await pick({ kind: "number", number: 3 }))).toEqual(["1 Đoàn B", "2 Xã A"]);
    const step = await pick({ kind: "number", number: 2 });
    if (step.kind !== "notice") throw new Error(step.kind);
    expect(step.fullName).toBe("Trần Văn Minh");
    expect(await agreeing(step.learner)).toMatchObject({ coming: { kind: "now" } });
    expect(await database.db.transaction((tx) => showLearner(tx, step.learner, monday))).toMatchObject({
      fullName: "Trần Văn Minh",
      unit: "Xã A",
      role: "hoc_vien",
      state: "active",
    });
    expect(await database.sql`select unit_id from posts`).toEqual([{ unit_id: xa }]);
  });

  test("goes down the tree and up again; line 1 is the unit itself", async () => {
    const tinh = await unit("Tỉnh");
    const xa = await unit("Tỉnh / Xã", tinh);
    await open(home, "JOIN0");
    expect(names(await name("Lê Lan"))).toEqual(["1 Tỉnh"]);
    expect(names(await pick({ kind: "unit", unit: tinh }))).toEqual(["1 =Tỉnh", "2 Xã"]);
    expect(names(await pick({ kind: "back" }))).toEqual(["1 Tỉnh"]);
    await pick({ kind: "number", number: 1 });
    expect(await pick({ kind: "number", number: 2 })).toMatchObject({ kind: "notice" });
    expect(await database.sql`select unit_id from posts`).toEqual([{ unit_id: xa }]);
  });

  test("two quick presses open a unit and do not take it; a later one does", async () => {
    const tinh = await unit("Tỉnh");
    await unit("Tỉnh / Xã", tinh);
    await open(home, "JOIN0");
    await name("Lê Lan");
    await pick({ kind: "unit", unit: tinh });
    expect(await pick({ kind: "unit", unit: tinh }, 1)).toMatchObject({ kind: "ask_unit", again: false });
    expect(await pick({ kind: "unit", unit: tinh }, 5)).toMatchObject({ kind: "notice" });
  });

  test("turns pages of eight with numbers that run on, and never past the ends", async () => {
    for (let n = 1; n <= 18; n++) await unit(`Đơn vị ${String(n).padStart(2, "0")}`);
    await open(home, "JOIN0");
    expect(await name("Lê Lan")).toMatchObject({ page: 0, pages: 3 });
    expect(names(await pick({ kind: "next" }))[0]).toBe("9 Đơn vị 09");
    expect(names(await pick({ kind: "page", page: 99 }))).toEqual(["17 Đơn vị 17", "18 Đơn vị 18"]);
    expect(await pick({ kind: "next" })).toMatchObject({ page: 2 });
    expect(await pick({ kind: "back" })).toMatchObject({ page: 1 });
    expect(await pick(null)).toMatchObject({ page: 1, again: true });
    await pick({ kind: "number", number: 17 });
    expect(await database.sql`select u.name from posts p join units u on u.id = p.unit_id`).toEqual([
      { name: "Đơn vị 17" },
    ]);
  });

  test("without any unit yet, the newcomer belongs to one named like the cohort", async () => {
    await open(home, "JOIN0");
    expect(await name("Lê Lan")).toMatchObject({ kind: "notice" });
    expect(await database.sql`select u.path from posts p join units u on u.id = p.unit_id`).toEqual([
      { path: "Lớp thử" },
    ]);
  });

  test("who does not agree is forgotten, and may come again", async () => {
    await open(home, "JOIN0");
    await name("Lê Lan");
    const declining = () => from(database.db, home, monday, (tx, visitor) => decline(tx, visitor));
    expect(await declining()).toEqual({ kind: "declined", forgotten: true });
    expect(
      await database.sql`select 1 from people union all select 1 from posts union all select 1 from enrolments`,
    ).toEqual([]);
    expect(await open(home, "JOIN0")).toMatchObject({ kind: "ask_name" });
  });
});

test("whom a roster names may decline, stays invited and may agree later in the same chat", async () => {
  const lan = await invited("LAN23456");
  await open(home, "LAN23456");
  const declined = await from(database.db, home, monday, (tx, visitor) => decline(tx, visitor));
  expect(declined).toEqual({ kind: "declined", forgotten: false });
  expect(await database.db.transaction((tx) => showLearner(tx, lan, monday))).toMatchObject({ state: "invited" });
  expect(await agreeing(lan)).toMatchObject({ kind: "agreed" });
});
