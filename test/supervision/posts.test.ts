import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { report } from "#supervision/report.ts";
import { findScope } from "#supervision/scope.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, ids, importText, monday, publish } from "./world.ts";

let database: TestDatabase;
let first: CohortId;
const now = instantOf("Asia/Ho_Chi_Minh" as Zone, "2026-03-03" as LocalDate, "09:00" as LocalTime);

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit, holidays restart identity cascade`;
  first = await cohort(database.db);
});

const look = (scope: Parameters<typeof report>[1]["scope"], viewer: LearnerId | null) =>
  database.db.transaction((tx) => report(tx, { scope, name: "" }, now, viewer));

async function alsoAt(person: LearnerId, path: string, role = "learner") {
  await database.sql`insert into posts (person_id, unit_id, role, main)
    select ${person}, id, ${role}, false from units where path = ${path}`;
}

async function unit(path: string): Promise<UnitId> {
  const [row] = await database.sql<{ id: UnitId }[]>`select id from units where path = ${path}`;
  return row!.id;
}

const tree = `ho_ten,don_vi,vai_tro
Chủ tịch,Tỉnh,quan_ly
Ân,Tỉnh / Xã A,quan_ly
An,Tỉnh / Xã A,
Bình,Tỉnh / Xã B,
Cúc,Huyện,
`;

describe("a person with posts in several units", () => {
  test("is counted in each of them, and once in what lies above", async () => {
    await importText(database.db, tree, { cohort: first });
    const { An, "Chủ tịch": chair } = await ids(database.db);
    await alsoAt(An!, "Tỉnh / Xã B");
    const province = (await look({ kind: "unit", id: await unit("Tỉnh") }, chair!))!;
    expect(province.learners).toBe(4);
    expect(province.units.map(({ unit, learners }) => [unit, learners])).toEqual([
      ["Tỉnh", 1],
      ["Tỉnh / Xã A", 2],
      ["Tỉnh / Xã B", 2],
    ]);
    expect((await look({ kind: "cohort", id: first }, null))!.learners).toBe(5);
    const [listed] = await database.sql`select count(*)::int as n from (
      select distinct e.id from enrolments e join posts o on o.person_id = e.learner_id) x`;
    expect(listed!.n).toBe(5);
  });

  test("is seen by who supervises one of the units, in that unit alone", async () => {
    await importText(database.db, tree, { cohort: first });
    const { An, Ân } = await ids(database.db);
    await alsoAt(An!, "Huyện");
    const own = (await look({ kind: "cohort", id: first }, Ân!))!;
    expect(own.units.map(({ unit }) => unit)).toEqual(["Tỉnh / Xã A"]);
    expect(own.learners).toBe(2);
  });

  test("supervises all of them together when nothing is named, none of them twice", async () => {
    await importText(database.db, tree, { cohort: first });
    const { Ân, An } = await ids(database.db);
    await alsoAt(Ân!, "Huyện", "supervisor");
    await alsoAt(An!, "Huyện");
    const found = await database.db.transaction((tx) => findScope(tx, "", Ân!));
    expect(found).toEqual({ ok: true, value: { scope: { kind: "own" }, name: "Tỉnh / Xã A; Huyện" } });
    const both = (await look({ kind: "own" }, Ân!))!;
    expect(both.learners).toBe(3);
    expect(both.units.map(({ unit, learners }) => [unit, learners])).toEqual([
      ["Huyện", 3],
      ["Tỉnh / Xã A", 2],
    ]);
  });

  test("who supervises a unit and one below it supervises the upper one", async () => {
    await importText(database.db, tree, { cohort: first });
    const { "Chủ tịch": chair } = await ids(database.db);
    await alsoAt(chair!, "Tỉnh / Xã B", "supervisor");
    const found = await database.db.transaction((tx) => findScope(tx, "", chair!));
    expect(found).toMatchObject({ value: { scope: { kind: "unit" }, name: "Tỉnh" } });
  });
});

test("a transfer ends the old post, and keeps when it was held; the role goes along", async () => {
  const later = new Date(now.getTime() + 3_600_000);
  await importText(database.db, "ho_ten,don_vi,ma,vai_tro\nCúc,Huyện,C1,quan_ly\n", { cohort: first });
  await importText(database.db, "ho_ten,don_vi,ma\nCúc,Tỉnh / Xã B,C1\n", { cohort: first, now: later });
  const posts =
    await database.sql`select u.path, o.role, o.main, o.since from posts o join units u on u.id = o.unit_id`;
  expect([...posts]).toEqual([{ path: "Tỉnh / Xã B", role: "supervisor", main: true, since: later }]);
  const past = await database.sql`select u.path, o.since, o.until from past_posts o join units u on u.id = o.unit_id`;
  expect([...past]).toEqual([{ path: "Huyện", since: monday, until: later }]);
});

test("a unit that has ended is offered to nobody, and rows that name it are told what took its place", async () => {
  await importText(database.db, tree, { cohort: first });
  const { "Chủ tịch": chair } = await ids(database.db);
  const [into] = await database.sql`select id, lineage from units where path = 'Tỉnh / Xã A'`;
  await database.sql`update units set ended_at = ${now}, parent_id = ${into!.id}, lineage = ${into!.lineage} || id || '/'
    where path = 'Tỉnh / Xã B'`;
  const found = await database.db.transaction((tx) => findScope(tx, "Xã B", chair!));
  expect(found).toEqual({ ok: false, problem: { kind: "unknown" } });
  const named = ["Tỉnh / Xã B", "tỉnh / XÃ B / Thôn 1", "Tỉnh / Xã A / Xã B"];
  for (const path of named) {
    const { errors, created } = await importText(database.db, `ho_ten,don_vi\nMới,${path}\n`, { cohort: first });
    expect(created).toBe(0);
    expect(errors).toEqual([
      { row: 2, column: "don_vi", cell: "B2", message: expect.stringMatching(/ended.*for example Tỉnh \/ Xã A$/) },
    ]);
  }
});
