import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listAtRisk } from "#db/figures/at-risk.ts";
import { listOffered } from "#db/figures/digest.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import { dateIn, type Zone } from "#domain/time.ts";
import { leaveCohort } from "#learning/leave.ts";
import { readStreak } from "#learning/streak.ts";
import { absent } from "#supervision/absent.ts";
import { undoRoster } from "#supervision/undo-roster.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, ids, importText, join, monday, publish } from "./world.ts";

let database: TestDatabase;
let first: CohortId;
let people: Record<string, LearnerId>;
const later = new Date(monday.getTime() + 3_600_000);

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit restart identity cascade`;
  first = await cohort(database.db);
  await bring(["An", "Bình", "Cúc", "Dũng"]);
  people = await ids(database.db);
});

const bring = (names: readonly string[], options: object = {}, more = "") =>
  importText(database.db, `ho_ten,don_vi\n${names.map((name) => `${name},Xã B\n`).join("")}${more}`, {
    cohort: first,
    ...options,
  });

const members = async () => {
  const rows = await database.sql`select p.full_name from enrolments e join people p on p.id = e.learner_id
    where e.left_at is null and e.cohort_id = ${first} order by 1`;
  return rows.map((row) => row.full_name);
};

describe("whoever the file does not name", () => {
  test("stays in the cohort unless it is said that they leave", async () => {
    await bring(["An"]);
    expect(await members()).toEqual(["An", "Bình", "Cúc", "Dũng"]);
  });

  test("leaves it, what is planned for them is taken back, and the audit says so by numbers", async () => {
    await join(database.db, people.Dũng!);
    await database.sql`insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, state, due_at, created_at)
      select kind, 1, bot, id, learner_id, ${first}, '2026-03-02', 'planned', ${monday}, ${monday}
      from chats, unnest(array['lesson', 'reply']) kind`;
    await database.sql`truncate audit`;
    const result = await bring(["An", "Bình", "Cúc"], { leavers: "some", now: later });
    expect(result).toMatchObject({ created: 0, updated: 0, unchanged: 3, left: 1, errors: [] });
    expect(await members()).toEqual(["An", "Bình", "Cúc"]);
    const sent = await database.sql`select kind, state, reason from deliveries order by kind`;
    expect([...sent]).toEqual([
      { kind: "lesson", state: "cancelled", reason: "left" },
      { kind: "reply", state: "planned", reason: null },
    ]);
    const deeds = await database.sql`select deed, subject, detail from audit order by id`;
    expect([...deeds]).toEqual([
      { deed: "leave", subject: `learner:${people.Dũng}`, detail: { cohort: first } },
      { deed: "roster", subject: `cohort:${first}`, detail: { created: 0, updated: 0, unchanged: 3, left: 1 } },
    ]);
    expect(await bring(["An", "Bình", "Cúc"], { leavers: "some" })).toMatchObject({ left: 0, unchanged: 3 });
  });

  test("comes back with a file that names them again, with the same code", async () => {
    const code = () =>
      database.sql`select invite_code, next_lesson_id from enrolments where learner_id = ${people.Dũng!}`;
    const before = await code();
    await bring(["An", "Bình", "Cúc"], { leavers: "some" });
    expect(await bring(["Dũng"])).toMatchObject({ created: 0, updated: 1 });
    expect(await members()).toEqual(["An", "Bình", "Cúc", "Dũng"]);
    expect(await code()).toEqual(before);
  });

  describe("and comes back a fortnight later", () => {
    const day = (count: number) => new Date(monday.getTime() + count * 86_400_000);
    const streak = (now: Date) => database.db.transaction((tx) => readStreak(tx, people.Dũng!, null, now));
    const days = async (now: Date) => (await streak(now)).days.map(({ date, kind }) => `${date.slice(5)} ${kind}`);
    const learns = (...dates: string[]) =>
      database.sql`insert into streak_days (learner_id, day, by) select ${people.Dũng!}, value::date, 'lesson' from jsonb_array_elements_text(${dates})`;
    const risks = async (now: Date) => {
      const scope = { kind: "cohort", id: first } as const;
      const { people: found } = await database.db.transaction((tx) => listAtRisk(tx, scope, now, 10, null));
      return found.filter(({ learnerId }) => learnerId === people.Dũng).flatMap(({ reasons }) => reasons);
    };
    const absentees = async (now: Date) => {
      const scope = { kind: "cohort", id: first } as const;
      const { today, week } = await database.db.transaction((tx) => absent(tx, scope, now, 10, people.An!));
      return [today, week].map((list) => list.people.map(({ fullName }) => fullName));
    };
    const offered = async (now: Date) => {
      const today = dateIn("Asia/Ho_Chi_Minh" as Zone, now);
      const cohorts = [{ cohort: first, today, lessons: 10, due: 10, dueBefore: 10, studied: true }];
      const { people: found } = await database.db.transaction((tx) =>
        listOffered(tx, "nudge", null, people.An!, cohorts, 10),
      );
      return found.map(({ fullName }) => fullName);
    };
    beforeEach(async () => {
      await database.sql`update posts set role = 'supervisor' where person_id = ${people.An!}`;
      await join(database.db, people.Dũng!);
      await learns("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06");
      await bring(["An", "Bình", "Cúc"], { leavers: "some", now: day(7) });
    });

    test("has missed none of the days in between: nobody sent them anything", async () => {
      const before = await days(day(20));
      await bring(["Dũng"], { now: day(21) });
      expect(await days(day(20))).toEqual(before);
      expect(before.slice(4)).toEqual([
        "03-06 kept",
        ...[...Array(16)].map((_, at) => `03-${`${at + 7}`.padStart(2, "0")} off`),
      ]);
      expect(await streak(day(21))).toMatchObject({ current: 5, best: 5, freezes: 2 });
      expect((await risks(day(21))).filter(({ kind }) => kind === "silent")).toEqual([]);
      expect(await absentees(day(21))).toEqual([["Dũng"], []]);
      expect(await offered(day(21))).toEqual([]);
      expect(await absentees(day(28))).toEqual([["Dũng"], ["Dũng"]]);
      expect(await offered(day(28))).toEqual(["Dũng"]);
      expect(await days(day(23))).toEqual([...before, "03-23 frozen", "03-24 frozen"]);
      await learns("2026-03-25");
      expect(await streak(day(23))).toMatchObject({ current: 6, freezes: 0 });
    });

    test("by an undo of that roster, too, and however often", async () => {
      const undo = (now: Date) => database.db.transaction((tx) => undoRoster(tx, first, false, now));
      expect(await undo(day(9))).not.toBeNull();
      expect(await streak(day(9))).toMatchObject({ current: 5, freezes: 2 });
      await learns("2026-03-11");
      await bring(["An", "Bình", "Cúc"], { leavers: "some", now: day(10) });
      await bring(["Dũng"], { now: day(10) });
      expect((await days(day(11))).slice(-5)).toEqual([
        "03-08 off",
        "03-09 off",
        "03-10 off",
        "03-11 kept",
        "03-12 frozen",
      ]);
    });
  });

  test("does not leave another cohort", async () => {
    const second = await cohort(database.db, "Lớp 2", 9);
    await bring(["An", "Dũng"], { cohort: second });
    expect(await bring(["An", "Bình", "Cúc"], { leavers: "some" })).toMatchObject({ left: 1 });
    expect(await database.sql`select count(*) from enrolments where left_at is null and cohort_id = ${second}`).toEqual(
      [{ count: 2 }],
    );
  });
});

describe("nothing is changed", () => {
  test("when more than half would leave, unless that is meant", async () => {
    const result = await bring(["An", "Mới"], { leavers: "some" });
    expect(result).toMatchObject({ created: 0, left: 0, members: 4, tooManyLeave: true });
    expect(await members()).toEqual(["An", "Bình", "Cúc", "Dũng"]);
    expect(await bring(["An", "Bình", "Mới"], { leavers: "some" })).toMatchObject({ created: 1, left: 2 });
    expect(await bring(["An"], { leavers: "most" })).toMatchObject({ left: 2, tooManyLeave: false });
    expect(await members()).toEqual(["An"]);
  });

  test("when a row is bad, even where bad rows may be left out: it may be someone who would else leave", async () => {
    const result = await bring(["An", "Bình", "Cúc"], { leavers: "most", skipBadRows: true }, "Dũng,\n");
    expect(result).toMatchObject({ left: 0, errors: [{ row: 5, cell: "B5" }] });
    expect(await members()).toEqual(["An", "Bình", "Cúc", "Dũng"]);
  });
});

test("who left by themselves stays out, with a warning, unless they are to come back", async () => {
  await join(database.db, people.An!);
  await database.db.transaction((tx) => leaveCohort(tx, people.An!, first, people.An!, monday));
  const result = await bring(["Bình", "An"]);
  expect(result).toMatchObject({ updated: 0, unchanged: 2, errors: [] });
  expect(result.warnings).toEqual([{ row: 3, column: "", cell: "", message: expect.stringContaining("--rejoin") }]);
  expect(await members()).not.toContain("An");
  expect(await bring(["Bình", "An"], { rejoin: true })).toMatchObject({ updated: 1, warnings: [] });
  expect(await members()).toContain("An");
});
