import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { insertPerson } from "#db/roster/people.ts";
import { brokenSums } from "#db/sums.ts";
import { readFormerNames } from "#db/units/changes.ts";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import { instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { eraseLearner } from "#learning/erase.ts";
import { report } from "#supervision/report.ts";
import { type Restructured, type RestructureOptions, restructure } from "#supervision/restructure.ts";
import { findScope } from "#supervision/scope.ts";
import type { UnitWish } from "#supervision/unit-wish.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { cohort, erase, ids, importText, monday, publish } from "./world.ts";

let database: TestDatabase;
let first: CohortId;
const zone = "Asia/Ho_Chi_Minh" as Zone;
const midnight = (day: string) => instantOf(zone, day as LocalDate, "00:00" as LocalTime);
/** Ten days after the roster was imported. */
const now = instantOf(zone, "2026-03-12" as LocalDate, "09:00" as LocalTime);

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit, holidays restart identity cascade`;
  first = await cohort(database.db);
});

const ask = (wish: UnitWish, options: Partial<RestructureOptions> = {}) =>
  database.db.transaction((tx) => restructure(tx, wish, { on: null, zone, now, dryRun: false, ...options }));

async function done(wish: UnitWish, options: Partial<RestructureOptions> = {}): Promise<Restructured> {
  const result = await ask(wish, options);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

async function refused(wish: UnitWish, options: Partial<RestructureOptions> = {}): Promise<string> {
  const result = await ask(wish, options);
  return result.ok ? "done" : result.problem;
}

const look = (scope: Parameters<typeof report>[1]["scope"], viewer: LearnerId | null) =>
  database.db.transaction((tx) => report(tx, { scope, name: "" }, now, viewer));

const paths = async () =>
  (await database.sql`select path from units where ended_at is null order by path collate "C"`).map(({ path }) => path);

const postsOf = async (person: LearnerId) =>
  (
    await database.sql`select u.path, o.role, o.main, o.since from posts o join units u on u.id = o.unit_id
      where person_id = ${person} order by u.path collate "C"`
  ).map((row) => ({ ...row }));

const pastOf = async (person: LearnerId) =>
  (
    await database.sql`select u.name, o.since, o.until from past_posts o join units u on u.id = o.unit_id
      where person_id = ${person} order by o.until, u.name`
  ).map((row) => ({ ...row }));

async function unit(path: string): Promise<UnitId> {
  const [row] = await database.sql<{ id: UnitId }[]>`select id from units where path = ${path} and ended_at is null`;
  return row!.id;
}

async function alsoAt(person: LearnerId, path: string, role = "learner") {
  await database.sql`insert into posts (person_id, unit_id, role, main, since)
    select ${person}, id, ${role}, false, ${monday} from units where path = ${path}`;
}

/** Everything that a change may touch. */
const everything = () => database.sql`
  select (select jsonb_agg(u order by u.id) from units u) as units, (select jsonb_agg(o order by o.person_id, o.unit_id) from posts o) as posts,
    (select jsonb_agg(p order by p.id) from past_posts p) as past, (select jsonb_agg(c order by c.id) from unit_changes c) as changes,
    (select jsonb_agg(a order by a.id) from audit a) as audit`;

const tree = `ho_ten,don_vi,vai_tro,ma
Chủ tịch,Tỉnh,quan_ly,C0
Ân,Tỉnh / Xã A,quan_ly,C1
An,Tỉnh / Xã A,,C2
Ai,Tỉnh / Xã A / Thôn 1,,C3
Bình,Tỉnh / Xã B,quan_ly,C4
Ba,Tỉnh / Xã B,,C5
Bi,Tỉnh / Xã B / Thôn 1,,C6
Cúc,Huyện,quan_ly,C7
`;

describe("a merge", () => {
  test("writes down nothing of somebody who is being erased meanwhile, and goes on without whoever vanishes", async () => {
    await importText(database.db, tree, { cohort: first });
    const { Bình, Ba } = await ids(database.db);
    await database.sql`update posts set title = 'Bí thư'`;
    let merging: Promise<unknown> = Promise.resolve();
    await database.db.transaction(async (tx) => {
      await eraseLearner(tx, Bình!, "operator", null, now);
      await tx.execute(sql`delete from enrolments where learner_id = ${Ba!}`);
      await tx.execute(sql`delete from posts where person_id = ${Ba!}`);
      await tx.execute(sql`delete from people where id = ${Ba!}`);
      merging = done({ kind: "merge", units: ["Tỉnh / Xã B"], into: "Tỉnh / Xã A", keepSupervisors: true });
      merging.catch(() => {}); // heard of below
      await eventually("the merge waits for them", async () => {
        const waiting = await database.sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
        return waiting.length > 0;
      });
    });
    await merging;
    const posts = await database.sql`
      select u.path, o.role, o.title from posts o join units u on u.id = o.unit_id where person_id in (${Bình!}, ${Ba!})`;
    expect(posts).toEqual([{ path: "Tỉnh / Xã A", role: "learner", title: null }]);
  });

  test("ends posts on the date, begins them in the other unit, and leaves the history below it", async () => {
    await importText(database.db, tree, { cohort: first });
    const { Ba, Bi } = await ids(database.db);
    const result = await done(
      { kind: "merge", units: ["Tỉnh / Xã B"], into: "Tỉnh / Xã A", keepSupervisors: false },
      { on: "2026-03-09" as LocalDate },
    );
    expect(result).toMatchObject({ people: 3, posts: { ended: 3, begun: 3 }, invites: 3, on: "2026-03-09" });
    expect(result.units).toEqual([
      { change: "merged", before: "Tỉnh / Xã B", after: "Tỉnh / Xã A" },
      { change: "merged", before: "Tỉnh / Xã B / Thôn 1", after: "Tỉnh / Xã A / Thôn 1" },
    ]);
    const at = midnight("2026-03-09");
    expect(await postsOf(Ba!)).toEqual([{ path: "Tỉnh / Xã A", role: "learner", main: true, since: at }]);
    expect(await pastOf(Ba!)).toEqual([{ name: "Xã B", since: monday, until: at }]);
    expect(await postsOf(Bi!)).toMatchObject([{ path: "Tỉnh / Xã A / Thôn 1" }]);
    expect(await paths()).toEqual(["Huyện", "Tỉnh", "Tỉnh / Xã A", "Tỉnh / Xã A / Thôn 1"]);
    const [ended] = await database.sql`select path, ended_at from units where name = 'Xã B'`;
    expect(ended).toEqual({ path: "Tỉnh / Xã A / Xã B", ended_at: at });
    expect(await brokenSums(database.db)).toEqual([]);
  });

  test("leaves who was a supervisor without the right, and names them; a view of theirs is empty at once", async () => {
    await importText(database.db, tree, { cohort: first });
    const { Ân, Bình, "Chủ tịch": chair } = await ids(database.db);
    const result = await done({ kind: "merge", units: ["Xã B"], into: "Xã A", keepSupervisors: false });
    expect(result).toMatchObject({ demoted: [Bình], promoted: [] });
    expect(result.sight).toEqual([
      { learner: Ân, gained: 3, lost: 0 },
      { learner: Bình, gained: 0, lost: 3 },
    ]);
    expect(await database.db.transaction((tx) => findScope(tx, "", Bình!))).toMatchObject({
      problem: { kind: "no_right" },
    });
    expect(await look({ kind: "own" }, Bình!)).toBeNull();
    expect((await look({ kind: "own" }, Ân!))!.learners).toBe(6);
    expect((await look({ kind: "own" }, chair!))!.learners).toBe(7);
    const deeds =
      await database.sql`select deed, subject, detail from audit where deed = 'role' and subject = ${`learner:${Bình}`} order by id`;
    expect(deeds.at(-1)!.detail).toEqual({ from: "supervisor", to: "learner", unit: await unit("Tỉnh / Xã A") });
  });

  test("keeps supervisors when that is asked for, and says whose sight grows", async () => {
    await importText(database.db, tree, { cohort: first });
    const { Ân, Bình } = await ids(database.db);
    const result = await done({ kind: "merge", units: ["Xã B"], into: "Xã A", keepSupervisors: true });
    expect(result).toMatchObject({ demoted: [], promoted: [Bình] });
    expect(result.sight).toEqual([
      { learner: Ân, gained: 3, lost: 0 },
      { learner: Bình, gained: 3, lost: 0 },
    ]);
    expect((await look({ kind: "own" }, Bình!))!.learners).toBe(6);
  });

  test("leaves a post that is held there, and one main post each", async () => {
    await importText(database.db, tree, { cohort: first });
    const { Ba, An } = await ids(database.db);
    await alsoAt(Ba!, "Tỉnh / Xã A", "supervisor");
    await alsoAt(An!, "Tỉnh / Xã B");
    await alsoAt(An!, "Huyện");
    await done({ kind: "merge", units: ["Xã B"], into: "Xã A", keepSupervisors: false });
    expect(await postsOf(Ba!)).toEqual([{ path: "Tỉnh / Xã A", role: "supervisor", main: true, since: monday }]);
    expect(await postsOf(An!)).toMatchObject([
      { path: "Huyện", main: false },
      { path: "Tỉnh / Xã A", main: true },
    ]);
    expect(await brokenSums(database.db)).toEqual([]);
  });

  test("moves several units at once, erased people too, and a post younger than the date keeps its beginning", async () => {
    await importText(database.db, tree, { cohort: first });
    const { Cúc, Ba } = await ids(database.db);
    await alsoAt(Ba!, "Huyện");
    await erase(database.db, Cúc!);
    const wish = { kind: "merge", units: ["Huyện", "Xã B"], into: "Xã A", keepSupervisors: false } as const;
    const result = await done(wish, { on: "2026-03-01" as LocalDate });
    expect(result).toMatchObject({ people: 4, posts: { ended: 5, begun: 4 } });
    expect(await postsOf(Ba!)).toEqual([{ path: "Tỉnh / Xã A", role: "learner", main: true, since: monday }]);
    expect(await pastOf(Ba!)).toEqual([]);
    expect(await brokenSums(database.db)).toEqual([]);
  });
});

describe("a move, a rename, a split", () => {
  test("take everything below along, and whoever supervises above gains or loses it", async () => {
    await importText(database.db, tree, { cohort: first });
    const { "Chủ tịch": chair, Cúc, Ân } = await ids(database.db);
    const moved = await done({ kind: "move", unit: "Xã A", under: "Huyện" });
    expect(moved.sight).toEqual([
      { learner: chair, gained: 0, lost: 3 },
      { learner: Cúc, gained: 3, lost: 0 },
    ]);
    expect(moved.units).toEqual([
      { change: "moved", before: "Tỉnh / Xã A", after: "Huyện / Xã A" },
      { change: "follows", before: "Tỉnh / Xã A / Thôn 1", after: "Huyện / Xã A / Thôn 1" },
    ]);
    expect((await look({ kind: "own" }, chair!))!.learners).toBe(4);
    expect((await look({ kind: "own" }, Cúc!))!.learners).toBe(4);
    expect((await look({ kind: "own" }, Ân!))!.learners).toBe(3);
    const renamed = await done({ kind: "rename", unit: "Huyện", name: `O'"Brien % KH/TC` });
    expect(renamed).toMatchObject({ sight: [], people: 0, invites: 4 });
    expect(await paths()).toContain(`O'"Brien % KH/TC / Xã A / Thôn 1`);
    await done({ kind: "move", unit: "Xã A", under: null });
    expect(await paths()).toContain("Xã A / Thôn 1");
    expect(await brokenSums(database.db)).toEqual([]);
  });

  test("a split takes people by number or code, and units; their right goes along", async () => {
    await importText(database.db, tree, { cohort: first });
    const { Ân, An, Ai, "Chủ tịch": chair } = await ids(database.db);
    const wish = {
      kind: "split",
      unit: "Xã A",
      name: "Xã C",
      people: ["C1", String(An)],
      children: ["thôn 1"],
    } as const;
    const result = await done(wish);
    expect(result).toMatchObject({ people: 2, demoted: [], promoted: [Ân], sight: [] });
    expect(result.units).toEqual([
      { change: "moved", before: "Tỉnh / Xã A / Thôn 1", after: "Tỉnh / Xã C / Thôn 1" },
      { change: "new", before: null, after: "Tỉnh / Xã C" },
    ]);
    expect(await postsOf(An!)).toMatchObject([{ path: "Tỉnh / Xã C", role: "learner" }]);
    expect(await postsOf(Ai!)).toMatchObject([{ path: "Tỉnh / Xã C / Thôn 1" }]);
    expect((await look({ kind: "own" }, Ân!))!.learners).toBe(3);
    expect((await look({ kind: "own" }, chair!))!.learners).toBe(7);
    expect(await brokenSums(database.db)).toEqual([]);
  });

  test("who stays in what was split no longer sees those who went", async () => {
    await importText(database.db, tree, { cohort: first });
    const { Ân } = await ids(database.db);
    const result = await done({ kind: "split", unit: "Xã A", name: "Xã C", people: ["C2"], children: [] });
    expect(result.sight).toEqual([{ learner: Ân, gained: 0, lost: 1 }]);
  });
});

test("what cannot be is said in a line, and changes nothing", async () => {
  await importText(database.db, `${tree}Số,Tỉnh / Xã A,,1\n`, { cohort: first });
  const before = await everything();
  const split = {
    kind: "split",
    unit: "Xã A",
    name: "Xã C",
    people: [] as string[],
    children: [] as string[],
  } as const;
  expect(await refused({ kind: "rename", unit: "Xã A", name: "A / B" })).toContain("write one name");
  expect(await refused({ kind: "rename", unit: "Xã A", name: " " })).toContain("no name of one unit");
  expect(await refused({ kind: "rename", unit: "Xã A", name: "xã  b" })).toContain(
    "there is a unit Tỉnh / xã b already",
  );
  expect(await refused({ kind: "rename", unit: "Xã Z", name: "X" })).toContain("there is no unit Xã Z");
  expect(await refused({ kind: "rename", unit: "Thôn 1", name: "X" })).toContain("several units are called Thôn 1");
  expect(await refused({ kind: "move", unit: "Tỉnh", under: "Xã A" })).toContain("name a unit outside it");
  expect(await refused({ kind: "move", unit: "Xã A", under: null }, { on: "2026-03-13" as LocalDate })).toContain(
    "--on 2026-03-13 is in the future",
  );
  expect(await refused(split)).toContain("nobody and nothing of Tỉnh / Xã A would go");
  expect(await refused({ ...split, people: ["C5"] })).toContain("C5 holds no post in Tỉnh / Xã A");
  await database.sql`update people set code = ${String((await ids(database.db)).An)} where full_name = 'Số'`;
  expect(await refused({ ...split, people: [String((await ids(database.db)).An)] })).toContain(
    "one person's code and another's number",
  );
  expect(await refused({ ...split, children: ["Xã B"] })).toContain("no unit right below Tỉnh / Xã A");
  expect(await everything()).toEqual(before);
});

test("what units were called is known for the living ones that the viewer may see", async () => {
  await importText(database.db, tree, { cohort: first });
  const { Ân, Cúc } = await ids(database.db);
  await done({ kind: "rename", unit: "Xã B", name: "Xã Bê" });
  await done({ kind: "rename", unit: "Xã A", name: "Xã Mới" });
  await done({ kind: "merge", units: ["Xã Bê"], into: "Xã Mới", keepSupervisors: false });
  const names = (viewer: LearnerId | null) => database.db.transaction((tx) => readFormerNames(tx, viewer));
  expect(await names(null)).toEqual(new Map([[await unit("Tỉnh / Xã Mới"), ["Xã A", "Xã B", "Xã Bê"]]]));
  expect([...(await names(Ân!)).values()]).toEqual([["Xã A", "Xã B", "Xã Bê"]]);
  expect(await names(Cúc!)).toEqual(new Map());
});

test("whoever joins while their unit ends is in what it became", async () => {
  await importText(database.db, tree, { cohort: first });
  const gone = await unit("Tỉnh / Xã B");
  let joining: Promise<LearnerId> | null = null;
  await database.db.transaction(async (tx) => {
    await restructure(
      tx,
      { kind: "merge", units: ["Xã B"], into: "Xã A", keepSupervisors: false },
      { on: null, zone, now, dryRun: false },
    );
    joining = database.db.transaction((other) =>
      insertPerson(other, { fullName: "Mới", nameKey: "moi", unitId: gone }, now),
    );
    await eventually("the newcomer waits", async () => {
      const waiting = await database.sql`select 1 from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`;
      return waiting.length > 0;
    });
  });
  expect(await postsOf(await joining!)).toMatchObject([{ path: "Tỉnh / Xã A" }]);
  expect(await brokenSums(database.db)).toEqual([]);
});

const pool = ["Xã", "Xã A", "Xã A1", "O'\"", "%_\\"];
const someWish = fc.record({
  kind: fc.constantFrom("rename", "move", "merge", "split"),
  picks: fc.tuple(fc.nat(), fc.nat(), fc.nat()),
  name: fc.constantFrom(...pool),
  keepSupervisors: fc.boolean(),
});

type SomeWish = typeof someWish extends fc.Arbitrary<infer Value> ? Value : never;

async function wishOf({ kind, picks, name, keepSupervisors }: SomeWish): Promise<UnitWish> {
  const living = await paths();
  const [one, two, three] = picks.map((pick) => living[pick % living.length] as string) as [string, string, string];
  if (kind === "rename") return { kind, unit: one, name };
  if (kind === "move") return { kind, unit: one, under: picks[1] % 4 === 0 ? null : two };
  if (kind === "merge") return { kind, units: [one, three], into: two, keepSupervisors };
  const people = await database.sql`select person_id from posts o join units u on u.id = o.unit_id
    where u.path = ${one} and u.ended_at is null order by 1 limit ${picks[1] % 3}`;
  const children = await database.sql`select c.path from units c join units u on u.id = c.parent_id
    where u.path = ${one} and u.ended_at is null and c.ended_at is null order by c.id limit ${picks[2] % 2}`;
  return {
    kind,
    unit: one,
    name,
    people: people.map((row) => String(row.person_id)),
    children: children.map(({ path }) => path),
  };
}

/**
 * Who holds or held a post at or below each unit.
 * @param apart units that go a way of their own: what lies at or below one of them counts for no unit above it
 */
const everBelow = (apart: readonly string[] = []) => database.sql<{ id: UnitId; people: LearnerId[] }[]>`
  select t.id, array_agg(distinct o.person_id) as people from units t join units u on starts_with(u.lineage, t.lineage)
    and not exists (select from units a where a.path = any(${apart}) and a.ended_at is null and a.id <> t.id
      and starts_with(a.lineage, t.lineage) and starts_with(u.lineage, a.lineage))
  join (select person_id, unit_id from posts union select person_id, unit_id from past_posts) o on o.unit_id = u.id
  group by t.id order by t.id`;

test("whatever is done in a row: sums hold, everybody is counted, the dry run foretold it, and history rolls up", async () => {
  const random = fc.array(
    fc.record({ unit: fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 4 }), supervises: fc.boolean() }),
    {
      minLength: 3,
      maxLength: 9,
    },
  );
  await fc.assert(
    fc.asyncProperty(random, fc.array(someWish, { minLength: 1, maxLength: 6 }), async (rows, wishes) => {
      await database.sql`truncate people, units, cohorts, audit, holidays restart identity cascade`;
      first = await cohort(database.db);
      const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const lines = rows.map(
        ({ unit, supervises }, n) => `Người ${n},${cell(unit.join(" / "))},${supervises ? "quan_ly" : ""},M${n}`,
      );
      await importText(database.db, `ho_ten,don_vi,vai_tro,ma\n${lines.join("\n")}\n`, { cohort: first });
      for (const one of wishes) {
        const wish = await wishOf(one);
        const before = await everything();
        // Who names a unit and one below it merges each into the third: the lower one does not follow the upper one's heir.
        const history = await everBelow(wish.kind === "merge" ? wish.units : []);
        const foretold = await ask(wish, { dryRun: true });
        expect(await everything()).toEqual(before);
        const real = await ask(wish);
        if (!real.ok || !foretold.ok) {
          expect(real).toEqual(foretold);
          expect(await everything()).toEqual(before);
          continue;
        }
        expect({ ...real.value, dryRun: true }).toEqual(foretold.value);
        expect(await brokenSums(database.db)).toEqual([]);
        expect((await look({ kind: "cohort", id: first }, null))!.learners).toBe(rows.length);
        if (one.kind !== "merge") continue;
        const after = new Map((await everBelow()).map((row) => [row.id, row.people]));
        const heirs =
          await database.sql`select e.id, h.id as heir from units e join units h on h.ended_at is null and starts_with(e.lineage, h.lineage)
          where e.ended_at is not null`;
        for (const { id, heir } of heirs)
          expect(after.get(heir) ?? []).toEqual(
            expect.arrayContaining(history.find((row) => row.id === id)?.people ?? []),
          );
      }
    }),
    // A failure is told before the test's own time is up, however far it is made smaller.
    { numRuns: 15, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
  );
});
