import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { addDays, instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { type Report, report, reportCsv } from "#supervision/report.ts";
import { findCohort, findScope, findUnit } from "#supervision/scope.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, erase, ids, importText, join, publish } from "./world.ts";

let database: TestDatabase;
let first: CohortId;

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit, holidays restart identity cascade`;
  first = await cohort(database.db);
});

const zone = "Asia/Ho_Chi_Minh" as Zone;
const at = (day: string, time: string) => instantOf(zone, day as LocalDate, time as LocalTime);

const about = (id: CohortId) => ({ scope: { kind: "cohort", id } as const, name: "Lớp 1" });
const below = (id: UnitId) => ({ scope: { kind: "unit", id } as const, name: "" });

const look = (named: Parameters<typeof report>[1], now: Date, viewer: LearnerId | null = null) =>
  database.db.transaction((tx) => report(tx, named, now, viewer));

/** A completed lesson with first tries, right or wrong, and a comeback that must not count. */
async function completes(learner: LearnerId, lesson: number, day: string, tries: readonly boolean[], into = first) {
  const [attempt] = await database.sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
    select ${learner}, lesson_id, id, ${into}, ${tries.length}, ${at(day, "08:00")}, ${at(day, "08:05")}, ${day}
    from lesson_versions where lesson_id = ${`bai-${lesson}`} returning id`;
  for (const [question, right] of tries.entries())
    await database.sql`insert into answers ${database.sql([
      { attempt_id: attempt!.id, question, comeback: false, right, answered_at: at(day, "08:01") },
      { attempt_id: attempt!.id, question, comeback: true, right: true, answered_at: at(day, "08:02") },
    ])}`;
}

/** Lessons that a placement showed to be known. */
async function skips(learner: LearnerId, lessons: readonly number[]) {
  const [placement] = await database.sql`
    insert into exercises (learner_id, kind, course_id, items, opened_at, completed_at)
    select ${learner}, 'placement', course_id, '[]', now(), now() from cohorts where id = ${first} returning id`;
  for (const lesson of lessons)
    await database.sql`insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day)
      values (${learner}, ${`bai-${lesson}`}, ${placement!.id}, now(), '2026-03-02')`;
}

const tree = `ho_ten,don_vi,vai_tro
Chủ tịch,Tỉnh,quan_ly
Ân,Tỉnh / Xã A,quan_ly
An,Tỉnh / Xã A / Thôn 1,
Đông,Tỉnh / Xã Ă,quan_ly
Dũng,Tỉnh / Xã Ă,
Khác,Huyện,quan_ly
`;

describe("a cohort's report", () => {
  test("holds what was completed in another cohort for done, left or not: it can be completed nowhere else", async () => {
    const second = await cohort(database.db, "Lớp 2", 8);
    await importText(database.db, tree, { cohort: first });
    const [unit] = await database.sql<{ id: UnitId }[]>`select id from units where path = 'Tỉnh / Xã A / Thôn 1'`;
    const { An } = await ids(database.db);
    await join(database.db, An!);
    for (let lesson = 1; lesson <= 6; lesson++) await completes(An!, lesson, "2026-03-06", [true]);
    await importText(database.db, "ho_ten,don_vi\nAn,Tỉnh / Xã A / Thôn 1", { cohort: second });
    await join(database.db, An!, "zalo:1");
    const now = at("2026-03-31", "09:00");
    const [ofCohort, ofUnit] = [() => look(about(second), now), () => look(below(unit!.id), now)];
    expect((await ofCohort())?.completionRate).toBe(0); // none of the four that are left
    expect((await ofUnit())?.completionRate).toBe(6 / 14); // ten were due in the first, four in the second
    for (const lesson of [7, 8]) await completes(An!, lesson, "2026-03-09", [true], second);
    expect((await ofCohort())?.completionRate).toBe(2 / 4);
    await database.sql`update enrolments set left_at = ${now} where cohort_id = ${first} and learner_id = ${An!}`;
    for (const lesson of [9, 10]) await completes(An!, lesson, "2026-03-10", [true], second);
    expect([(await ofCohort())?.completionRate, (await ofUnit())?.completionRate]).toEqual([1, 1]);
  });

  test("counts its people by unit, in Vietnamese order, rates between 0 and 1", async () => {
    await importText(database.db, tree, { cohort: first });
    const { An, Dũng } = await ids(database.db);
    await join(database.db, An!);
    await join(database.db, Dũng!, "zalo:1", at("2026-02-20", "08:00"));
    await completes(An!, 1, "2026-03-02", [true, true, false]);
    await completes(An!, 2, "2026-03-03", [true]);
    const now = at("2026-03-03", "09:00");
    expect(await look(about(first), now)).toEqual({
      cohort: first,
      name: "Lớp 1",
      asOf: now,
      learners: 6,
      joined: 2,
      active7d: 1,
      completedToday: 1,
      completionRate: 2 / 12,
      averageScore: 3 / 4,
      lessonsSkipped: 0,
      confidence: [],
      costs: [],
      units: [
        {
          unit: "Huyện",
          learners: 1,
          joined: 0,
          completedToday: 0,
          completionRate: 0,
          averageScore: 0,
          lessonsSkipped: 0,
        },
        {
          unit: "Tỉnh",
          learners: 1,
          joined: 0,
          completedToday: 0,
          completionRate: 0,
          averageScore: 0,
          lessonsSkipped: 0,
        },
        {
          unit: "Tỉnh / Xã A",
          learners: 1,
          joined: 0,
          completedToday: 0,
          completionRate: 0,
          averageScore: 0,
          lessonsSkipped: 0,
        },
        {
          unit: "Tỉnh / Xã A / Thôn 1",
          learners: 1,
          joined: 1,
          completedToday: 1,
          completionRate: 1,
          averageScore: 3 / 4,
          lessonsSkipped: 0,
        },
        {
          unit: "Tỉnh / Xã Ă",
          learners: 2,
          joined: 1,
          completedToday: 0,
          completionRate: 0,
          averageScore: 0,
          lessonsSkipped: 0,
        },
      ],
    });
  });

  test.each([
    ["before its first push nothing is due", "2026-03-02", "07:29", 0],
    ["today is due from its push time on", "2026-03-02", "07:30", 1],
    ["a weekend adds nothing", "2026-03-08", "12:00", 1 / 5],
    ["a holiday adds nothing", "2026-03-10", "12:00", 1 / 6],
    ["no more is due than the course holds", "2026-06-30", "12:00", 1 / 10],
  ])("%s", async (_, day, time, rate) => {
    await database.sql`insert into holidays values ('2026-03-10', 'Nghỉ')`;
    await importText(database.db, "ho_ten,don_vi\nAn,Xã A", { cohort: first });
    await completes((await ids(database.db)).An!, 1, "2026-03-01", [true]);
    expect((await look(about(first), at(day, time)))!.completionRate).toBeCloseTo(rate);
  });

  test("learning ahead makes no rate greater than 1", async () => {
    await importText(database.db, "ho_ten,don_vi\nAn,Xã A", { cohort: first });
    for (const lesson of [1, 2]) await completes((await ids(database.db)).An!, lesson, "2026-03-02", [true]);
    expect((await look(about(first), at("2026-03-02", "09:00")))!.completionRate).toBe(1);
  });

  test("what somebody skipped is not due for them, and counted apart until it is completed", async () => {
    await importText(database.db, "ho_ten,don_vi\nAn,Xã A\nBình,Xã A", { cohort: first });
    const { An, Bình } = await ids(database.db);
    await skips(An!, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await completes(An!, 1, "2026-03-02", [true]);
    await completes(Bình!, 1, "2026-03-02", [true]);
    // Four days: 2 of An's lessons are left (one is completed), 4 of Bình's are due.
    expect(await look(about(first), at("2026-03-05", "12:00"))).toMatchObject({
      lessonsSkipped: 8,
      completionRate: 2 / 6,
    });
  });

  test("tells how sure people are by module once five of them said it twice, as far as the viewer may see", async () => {
    const names = ["An", "Bình", "Cúc", "Dũng", "Em", "Giang"];
    const rows = names.map((name, n) => `${name},Tỉnh / Xã ${n < 5 ? "A" : "B"},`);
    const tree = ["Chủ tịch,Tỉnh,quan_ly", "Ân,Tỉnh / Xã A,quan_ly", ...rows];
    await importText(database.db, `ho_ten,don_vi,vai_tro\n${tree.join("\n")}`, { cohort: first });
    const known = await ids(database.db);
    const say = (name: string, moment: string, rating: number) => database.sql`
      insert into confidence_ratings (learner_id, course_id, module_id, moment, rating, rated_at)
      select ${known[name]!}, course_id, '01-phan', ${moment}, ${rating}, now() from cohorts where id = ${first}`;
    for (const [n, name] of names.entries()) await say(name, "before", n < 5 ? 2 : 5);
    for (const name of names.slice(0, 4)) await say(name, "after", 4);
    const now = at("2026-03-03", "09:00");
    const told = async (viewer: LearnerId | null) => (await look(about(first), now, viewer))!.confidence;
    expect(await told(null)).toEqual([]);
    await say("Em", "after", 3);
    const below = { module: "01-phan", people: 5, before: 2, after: 3.8 };
    expect(await told(known.Ân!)).toMatchObject([below]);
    await say("Giang", "after", 5);
    expect(await told(known.Ân!)).toMatchObject([below]);
    expect(await told(null)).toMatchObject([{ people: 6, before: 2.5, after: 4 }]);
    await database.sql`truncate confidence_ratings`;
  });

  test("an erased person's counts stay true, a person who left is gone", async () => {
    await importText(database.db, "ho_ten,don_vi\nAn,Xã A\nBình,Xã A\nCúc,Xã A", { cohort: first });
    const { An, Bình } = await ids(database.db);
    await completes(An!, 1, "2026-03-02", [true, false]);
    await erase(database.db, An!);
    await database.sql`update enrolments set left_at = now() where learner_id in (${An!}, ${Bình!})`;
    expect(await look(about(first), at("2026-03-02", "09:00"))).toMatchObject({
      learners: 2,
      completedToday: 1,
      completionRate: 1 / 2,
      averageScore: 1 / 2,
    });
  });

  test("as a CSV file shows names as text and the total last", async () => {
    await importText(database.db, 'ho_ten,don_vi\nAn,"=cmd() / Xã, ""A"""\n', { cohort: first });
    const csv = reportCsv((await look(about(first), at("2026-03-02", "09:00")))!);
    expect(csv.split("\r\n")).toEqual([
      "\ufeffĐơn vị,Học viên,Đã tham gia,Học xong hôm nay,Tỷ lệ hoàn thành,Điểm trung bình,Bài được bỏ qua",
      `"'=cmd() / Xã, ""A""",1,0,0,0,0,0`,
      "Tổng cộng,1,0,0,0,0,0",
      "",
    ]);
  });

  test("is empty for an empty cohort", async () => {
    expect(await look(about(first), at("2026-03-02", "09:00"))).toMatchObject({
      learners: 0,
      completionRate: 0,
      units: [],
    });
  });
});

describe("a supervisor", () => {
  const now = at("2026-03-03", "09:00");
  const units = (seen: Report | null) => seen?.units.map(({ unit }) => unit) ?? null;

  beforeEach(() => importText(database.db, tree, { cohort: first }));

  test.each([
    ["Chủ tịch", ["Tỉnh", "Tỉnh / Xã A", "Tỉnh / Xã A / Thôn 1", "Tỉnh / Xã Ă"]],
    ["Ân", ["Tỉnh / Xã A", "Tỉnh / Xã A / Thôn 1"]],
    ["Đông", ["Tỉnh / Xã Ă"]],
    ["An", null],
  ])("%s sees of the cohort their own unit and what lies below it", async (name, seen) => {
    expect(units(await look(about(first), now, (await ids(database.db))[name]!))).toEqual(seen);
  });

  test("sees no sibling, no parent and nothing that only looks alike", async () => {
    const viewer = (await ids(database.db)).Ân!;
    const paths = await database.sql<{ id: UnitId; path: string }[]>`select id, path from units`;
    for (const { id, path } of paths) {
      const seen = units(await look(below(id), now, viewer));
      if (path.startsWith("Tỉnh / Xã A")) expect(seen).not.toBeNull();
      else if (path === "Tỉnh") expect(seen).toEqual(["Tỉnh / Xã A", "Tỉnh / Xã A / Thôn 1"]);
      else expect(seen).toBeNull();
    }
    expect(await look(below(9_999 as UnitId), now, viewer)).toBeNull();
    expect(await look(about(9_999 as CohortId), now, viewer)).toBeNull();
  });

  test("of unit 1 sees nothing of unit 10, below the same parent or not", async () => {
    const many = Array.from(
      { length: 12 },
      (_, n) => `Người ${n},Gốc / Đơn vị ${n},quan_ly\nGốc ${n},Gốc riêng ${n},quan_ly`,
    );
    await importText(database.db, `ho_ten,don_vi,vai_tro\n${many.join("\n")}`, { cohort: first });
    const people = await ids(database.db);
    for (const name of Object.keys(people).filter((name) => /\d$/.test(name)))
      expect(units(await look(about(first), now, people[name]!))).toHaveLength(1);
  });

  test("whose right is taken away sees nothing from the next question on; nor does an erased one", async () => {
    const { Ân, Đông } = await ids(database.db);
    await database.sql`update posts set role = 'learner' where person_id = ${Ân!}`;
    expect(await look(about(first), now, Ân!)).toBeNull();
    await erase(database.db, Đông!);
    expect(await look(about(first), now, Đông!)).toBeNull();
  });

  test("finds by name only what they may see; the rest is answered like what does not exist", async () => {
    const { Ân, An } = await ids(database.db);
    const find = (text: string, viewer = Ân!) => database.db.transaction((tx) => findScope(tx, text, viewer));
    expect(await find("")).toMatchObject({ ok: true, value: { name: "Tỉnh / Xã A" } });
    expect(await find("thon 1")).toMatchObject({ ok: true, value: { name: "Tỉnh / Xã A / Thôn 1" } });
    expect(await find("TINH / XA A")).toMatchObject({ ok: true, value: { name: "Tỉnh / Xã A" } });
    expect(await find("lop 1")).toMatchObject({ ok: true, value: { scope: { kind: "cohort" } } });
    expect(await find("Huyện")).toEqual(await find("Không có"));
    expect(await find("Tỉnh")).toEqual({ ok: false, problem: { kind: "unknown" } });
    expect(await find("", An!)).toEqual({ ok: false, problem: { kind: "no_right" } });
    const empty = await cohort(database.db, "Lớp trống", 11);
    expect(await find(String(empty))).toEqual({ ok: false, problem: { kind: "unknown" } });
    expect(await database.db.transaction((tx) => findCohort(tx, String(empty), null))).toMatchObject({ ok: true });
  });

  test("is told of several names that fit", async () => {
    await importText(database.db, "ho_ten,don_vi\nMột,Huyện / Thôn 1", { cohort: first });
    expect(await database.db.transaction((tx) => findUnit(tx, "thôn 1", null))).toEqual({
      ok: false,
      problem: {
        kind: "ambiguous",
        names: ["Huyện / Thôn 1", "Tỉnh / Xã A / Thôn 1"],
      },
    });
  });
});

test("a viewer's report of any tree is what one counts by hand in their subtree", async () => {
  const days = 3;
  const courseLessons = 10;
  const now = at("2026-03-04", "12:00");
  const person = fc.record({
    unit: fc.array(fc.constantFrom("1", "10", "11", "A"), { minLength: 1, maxLength: 3 }),
    supervisor: fc.boolean(),
    joined: fc.boolean(),
    lessons: fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }), { maxLength: days }),
    skips: fc.uniqueArray(fc.integer({ min: 1, max: courseLessons })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 8 }), fc.nat(), async (people, pick) => {
      await database.sql`truncate people, units, cohorts restart identity cascade`;
      first = await cohort(database.db);
      const lines = people.map((one, n) => `P${n},${one.unit.join(" / ")},${one.supervisor ? "quan_ly" : ""}`);
      await importText(database.db, `ho_ten,don_vi,vai_tro\n${lines.join("\n")}`, { cohort: first });
      const known = await ids(database.db);
      for (const [n, one] of people.entries()) {
        if (one.joined) await join(database.db, known[`P${n}`]!);
        for (const [lesson, tries] of one.lessons.entries())
          await completes(known[`P${n}`]!, lesson + 1, addDays("2026-03-02" as LocalDate, lesson), tries);
        await skips(known[`P${n}`]!, one.skips);
      }
      const index = pick % people.length;
      const viewer = people[index]!;
      const seen = await look(about(first), now, known[`P${index}`]!);
      if (!viewer.supervisor) {
        expect(seen).toBeNull();
        return;
      }
      const mine = people.filter(({ unit }) => viewer.unit.every((part, depth) => unit[depth] === part));
      expect(seen).toMatchObject(byHand(mine));
      const paths = [...new Set(mine.map(({ unit }) => unit.join(" / ")))];
      expect(seen!.units).toHaveLength(paths.length);
      for (const path of paths) {
        const { active7d: _, ...figures } = byHand(mine.filter(({ unit }) => unit.join(" / ") === path));
        expect(seen!.units).toContainEqual({ unit: path, ...figures });
      }
    }),
    { numRuns: 25 },
  );

  function byHand(
    people: readonly {
      joined: boolean;
      lessons: readonly (readonly boolean[])[];
      skips: readonly number[];
    }[],
  ) {
    const skipped = people.map((one) => one.skips.filter((lesson) => lesson > one.lessons.length).length);
    const due = skipped.reduce((sum, some) => sum + Math.min(days, courseLessons - some), 0);
    const lessons = people.flatMap((one) => one.lessons);
    const tries = lessons.flat();
    const joined = people.filter((one) => one.joined).length;
    return {
      learners: people.length,
      joined,
      active7d: joined,
      completedToday: people.filter((one) => one.lessons.length === days).length,
      completionRate: due === 0 ? 0 : Math.min(1, lessons.length / due),
      lessonsSkipped: skipped.reduce((sum, some) => sum + some, 0),
      averageScore: tries.length === 0 ? 0 : tries.filter(Boolean).length / tries.length,
    };
  }
});
