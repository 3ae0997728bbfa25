import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DigestDeed } from "#domain/digest.ts";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import { doOffered, openDigest } from "#supervision/digest.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, erase, ids, importText, join, monday, publish } from "./world.ts";

let database: TestDatabase;
let first: CohortId;
let known: Record<string, LearnerId>;
let units: Record<string, UnitId>;

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, holidays, audit restart identity cascade`;
  first = await cohort(database.db);
  const people = [
    "Đông,Xã A,quan_ly",
    "An,Xã A / Thôn 1,",
    "Ăn,Xã A / Thôn 1,",
    "Bình,Xã A / Thôn 2,",
    "Cúc,Xã A / Thôn 2,",
    "Ngoài,Xã B,quan_ly",
  ];
  await importText(database.db, `ho_ten,don_vi,vai_tro\n${people.join("\n")}`, { cohort: first });
  known = await ids(database.db);
  for (const learner of Object.values(known)) await join(database.db, learner);
  const rows = await database.sql<{ id: UnitId; name: string }[]>`select id, name from units`;
  units = Object.fromEntries(rows.map(({ id, name }) => [name, id]));
});

const day = (count: number): LocalDate => addDays("2026-03-02" as LocalDate, count);
const at = (count: number) => new Date(monday.getTime() + count * 86_400_000);
/** Completes a lesson on a day, which is thereby kept. */
const completes = async (name: string, lesson: number, count: number) => {
  await database.sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
    select ${known[name]!}, lesson_id, lesson_version_id, ${first}, 3, ${at(count)}, ${at(count)}, ${day(count)}
    from course_lessons where position = ${lesson}`;
  await database.sql`
    insert into streak_days (learner_id, day, by) values (${known[name]!}, ${day(count)}, 'lesson') on conflict do nothing`;
};
const open = (count: number, viewer = known.Đông!) =>
  database.db.transaction((tx) => openDigest(tx, viewer, day(count), at(count)));
const act = (kind: DigestDeed, unit: UnitId | null, count: number, viewer = known.Đông!) =>
  database.db.transaction((tx) => doOffered(tx, { kind, unit }, viewer, 30, at(count)));
const told = (offers: readonly { action: { kind: string }; people: number; unit: string | null }[]) =>
  offers.map(({ action, people, unit }) => `${action.kind} ${people} ${unit}`);

describe("a digest", () => {
  test("counts the week that is over and the one before, of the viewer's people alone", async () => {
    await completes("An", 1, 0);
    await completes("Ăn", 1, 4);
    await completes("An", 2, 6);
    await completes("An", 3, 7);
    await completes("Bình", 1, 13);
    await completes("An", 4, 14); // the new week
    await completes("Ngoài", 1, 8);
    const { counts, monthly, scope } = await open(14);
    expect([monthly, scope]).toEqual([false, "Xã A"]);
    expect(counts).toMatchObject({ learnt: 2, learntBefore: 2, lessons: 2, lessonsBefore: 3 });
    expect(counts).toMatchObject({ done: 5, due: 50, doneBefore: 3, dueBefore: 25 });
    expect((await open(14, known.Ngoài!)).counts).toMatchObject({ learnt: 1, learntBefore: 0, done: 1, due: 10 });
  });

  test("leaves out of what was due what was skipped, and days off", async () => {
    await database.sql`insert into holidays (day, name) values (${day(1)}, 'nghỉ')`;
    await database.sql`
      with x as (insert into exercises (learner_id, kind, course_id, items, opened_at) values (${known.An!}, 'placement', 'an-toan', '[]', ${monday}) returning id)
      insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day)
      select ${known.An!}, 'bai-' || n, id, ${monday}, ${day(0)} from x, generate_series(1, 8) n`;
    expect((await open(7)).counts).toMatchObject({ due: 4 * 4 + 2, dueBefore: 0 });
  });

  test("offers what its own people need: the largest group of each kind first, the viewer left out", async () => {
    await database.sql`update chats set state = 'blocked' where learner_id = ${known.Cúc!}`;
    await database.sql`update enrolments set joined_day = null where learner_id = ${known.Bình!}`;
    await database.sql`update people set agreed_at = null where id = ${known.Bình!}`;
    const { offers } = await open(7);
    expect(told(offers)).toEqual(["nudge 2 Xã A / Thôn 1", "invite 1 Xã A / Thôn 2", "reach 1 null"]);
    expect(offers.map(({ names }) => names)).toEqual([["An", "Ăn"], ["Bình"], ["Cúc"]]);
    const [kept] = await database.sql`select learner_id, day, actions from digests`;
    expect(kept).toEqual({
      learner_id: known.Đông,
      day: day(7),
      actions: [
        { kind: "nudge", unit: units["Thôn 1"] },
        { kind: "invite", unit: units["Thôn 2"] },
        { kind: "reach", unit: null },
      ],
    });
    await open(7);
    expect(await database.sql`select 1 from digests`).toHaveLength(1);
  });

  test("offers nothing where all is well, and reproaches nobody for days off", async () => {
    for (const name of ["An", "Ăn", "Bình", "Cúc"]) await completes(name, 1, 5);
    expect((await open(7)).offers).toEqual([]);
    await database.sql`delete from streak_days`;
    for (let count = 0; count < 7; count++)
      await database.sql`insert into holidays (day, name) values (${day(count)}, 'Tết')`;
    expect((await open(7)).offers).toEqual([]);
  });

  test("of who looks after units two levels down is a month's, with those that rose and fell most", async () => {
    await importText(
      database.db,
      "ho_ten,don_vi,vai_tro\nLãnh đạo,Tỉnh,quan_ly\nDung,Tỉnh / Xã C / Thôn 3,\nGiang,Tỉnh / Xã D / Thôn 4,",
      {
        cohort: first,
      },
    );
    known = await ids(database.db);
    for (const name of ["Lãnh đạo", "Dung", "Giang"]) await join(database.db, known[name]!);
    await database.sql`update cohorts set start_day = '2026-02-25'`; // three study days of February, all lessons due in March
    await completes("Dung", 1, -3);
    for (let lesson = 2; lesson <= 10; lesson++) await completes("Dung", lesson, lesson);
    for (let lesson = 1; lesson <= 3; lesson++) await completes("Giang", lesson, -3);
    const { fell, monthly, rose, spans } = await open(35, known["Lãnh đạo"]!);
    expect([monthly, spans.from, spans.to]).toEqual([true, "2026-03-01", "2026-03-31"]);
    expect(rose).toEqual([{ unit: "Tỉnh / Xã C", by: 1 - 1 / 3 }]);
    expect(fell).toEqual([{ unit: "Tỉnh / Xã D", by: expect.closeTo(0.3 - 1) }]);
  });
});

describe("what a digest offers", () => {
  const nudged = () => database.sql<{ learner_id: LearnerId }[]>`
    select learner_id from deliveries where kind = 'nudge' order by learner_id`;

  test("reminds who has not learnt in that unit, and nobody a second time that day", async () => {
    await completes("Ăn", 1, 6);
    expect(await act("nudge", units["Thôn 1"]!, 7)).toMatchObject({
      kind: "nudge",
      scope: "Xã A / Thôn 1",
      nudged: { planned: 1, alreadyNudged: 0 },
    });
    expect(await act("nudge", units["Thôn 1"]!, 7)).toMatchObject({ nudged: { planned: 0, alreadyNudged: 1 } });
    expect((await nudged()).map(({ learner_id: id }) => id)).toEqual([known.An]);
  });

  test("hands out the invites that can still be used, and stands in the audit as numbers", async () => {
    await database.sql`update enrolments set joined_day = null, invite_spent_at = null where learner_id in (${known.Bình!}, ${known.Cúc!})`;
    await database.sql`update enrolments set invite_spent_at = ${monday} where learner_id = ${known.Cúc!}`;
    const [code] = await database.sql<
      { c: string }[]
    >`select invite_code as c from enrolments where learner_id = ${known.Bình!}`;
    const done = await act("invite", units["Thôn 2"]!, 7);
    expect(done).toMatchObject({
      total: 2,
      people: [
        { fullName: "Bình", invite: code!.c },
        { fullName: "Cúc", invite: null },
      ],
    });
    expect(await database.sql`select actor, subject, detail from audit where deed = 'view'`).toEqual([
      {
        actor: String(known.Đông),
        subject: `unit:${units["Thôn 2"]}`,
        detail: { list: "invite", shown: [known.Bình, known.Cúc] },
      },
    ]);
  });

  test("names whom nothing reaches; the erased are nowhere", async () => {
    await database.sql`update chats set state = 'blocked' where learner_id in (${known.An!}, ${known.Cúc!}, ${known.Ngoài!})`;
    await erase(database.db, known.Cúc!);
    expect(await act("reach", null, 7)).toMatchObject({ total: 1, people: [{ fullName: "An" }] });
  });

  test("is nothing outside the viewer's units, and nothing without a right", async () => {
    for (const kind of ["nudge", "invite", "reach"] as const) {
      expect(await act(kind, units["Thôn 1"]!, 7, known.Ngoài!)).toEqual({ kind: "unknown" });
      expect(await act(kind, 999 as UnitId, 7, known.Ngoài!)).toEqual({ kind: "unknown" });
      expect(await act(kind, null, 7, known.An!)).toEqual({ kind: "no_right" });
    }
    await database.sql`update posts set role = 'learner'`;
    expect(await act("nudge", units["Thôn 1"]!, 7)).toEqual({ kind: "no_right" });
    expect(await nudged()).toEqual([]);
  });
});
