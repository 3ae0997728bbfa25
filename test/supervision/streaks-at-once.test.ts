/** Streaks are worked out while others change what decides them. */
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Db, Tx } from "#db/connect.ts";
import { keepRuns, listStale, type Stale, takeStale } from "#db/figures/kept-streaks.ts";
import { readLives } from "#db/figures/streaks.ts";
import { readHolidays } from "#db/learning/holidays.ts";
import type { LearnerId } from "#domain/ids.ts";
import { runsAt } from "#domain/lifetime.ts";
import { freshenStreaks, staleStreaks } from "#supervision/streaks.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const now = new Date("2026-03-11T01:00:00Z");
let database: TestDatabase;
let db: Db;
let ids: readonly LearnerId[];

beforeAll(async () => {
  database = await freshDatabase({ max: 8 });
  db = database.db;
  const course = makeCourse();
  await publish(db, course, now);
  ids = (await makeCohort(db, course, { learners: 3, now })).learners.map(({ learner }) => learner);
});
afterAll(() => database.end());
beforeEach(async () => {
  await db.execute(sql`truncate streak_days, pauses, holidays`);
  await db.execute(sql`insert into streak_days (learner_id, day, by)
    select p.id, date '2026-03-02' + n, 'lesson' from people p, generate_series(0, 8) n`);
  expect(await freshen()).toBeGreaterThan(2);
});

const freshen = () => db.transaction((tx) => freshenStreaks(tx, now, 100));
const stale = async () => (await listStale(db as unknown as Tx, now, 100))!.toSorted((a, b) => a - b);

/** The streaks as the rows have them, stale or not. */
const rows = async () =>
  (await database.sql`select streak from lifetimes order by learner_id`).map(({ streak }) => streak as number);

/** What somebody would write who works them out now, by what there is. */
async function work(tx: Tx, { learners }: Stale) {
  const runOf = runsAt(now, [], await readHolidays(tx));
  return (await readLives(tx, learners)).map((life) => ({ ...life, ...runOf(life) }));
}

/** Works the streak of the first one out; `meanwhile`, between reading and writing, runs on another connection. */
async function freshenAround(meanwhile: (tx: Tx) => Promise<unknown>): Promise<void> {
  await db.execute(sql`insert into stale_streaks values (${ids[0]})`);
  await db.transaction(async (tx) => {
    const taken = (await takeStale(tx, now, 100))!;
    expect(taken.learners).toEqual([ids[0]]);
    const runs = await work(tx, taken);
    await meanwhile(tx);
    await keepRuns(tx, taken.world, runs);
  });
}

const pause = sql`insert into pauses (learner_id, from_day, to_day) select min(id), '2026-03-02', '2026-03-03' from people`;

describe("what is changed while a streak is worked out is never hidden by it", () => {
  test("a fact of theirs", async () => {
    await freshenAround(() => db.execute(pause));
    expect([await stale(), await rows()]).toEqual([[ids[0]], [7, 7, 7]]);
    await freshen();
    expect([await stale(), await rows()]).toEqual([[], [5, 7, 7]]);
  });

  test("a fact of theirs that is written before and committed after", async () => {
    let commit = () => {};
    const told = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const other = db.transaction(async (tx) => {
      await tx.execute(pause);
      written();
      await told;
    });
    await isWritten;
    await freshenAround(async () => {});
    expect([await stale(), await rows()]).toEqual([[], [7, 7, 7]]);
    commit();
    await other;
    expect(await stale()).toEqual([ids[0]]);
  });

  test("another day kept", async () => {
    await freshenAround(() => db.execute(sql`insert into streak_days values (${ids[0]}, '2026-03-11', 'lesson')`));
    expect([await stale(), await rows()]).toEqual([[ids[0]], [7, 7, 7]]);
    await freshen();
    expect([await stale(), await rows()]).toEqual([[], [8, 7, 7]]);
  });

  test("a fact of everybody's", async () => {
    await freshenAround(() => db.execute(sql`insert into holidays values ('2026-03-03', 'Lễ')`));
    expect([await stale(), await rows()]).toEqual([[...ids], [7, 7, 7]]);
    await freshen();
    expect([await stale(), await rows()]).toEqual([[], [6, 6, 6]]);
  });

  test("and nobody waits for it: whose row is held is marked again", async () => {
    await db.transaction(async (held) => {
      await held.execute(sql`update lifetimes set points = points where learner_id = ${ids[0]}`);
      await freshenAround(async () => {});
      expect(await stale()).toEqual([ids[0]]);
    });
    await freshen();
    expect(await stale()).toEqual([]);
  });
});

test("one works them out at a time", async () => {
  await freshenAround(async () => expect(await freshen()).toBe(0));
  await db.transaction(async (tx) => {
    expect(await takeStale(tx, now, 100)).not.toBeNull();
    expect(await db.transaction((other) => takeStale(other, now, 100))).toBeNull();
  });
});

test("whoever dies in the middle leaves the marks", async () => {
  await freshenAround(() => Promise.reject(new Error("dead"))).catch(() => {});
  expect(await stale()).toEqual([ids[0]]);
});

test("whoever may write a pause and knows nothing of marks leaves one: a program of the version before", async () => {
  const rolledBack = new Error("rolled back");
  const writing = db.transaction(async (tx) => {
    await tx.execute(sql`create role hocvu_test_older`);
    await tx.execute(sql`grant select, insert on pauses, people, holidays to hocvu_test_older`);
    await tx.execute(sql`set local role hocvu_test_older`);
    await tx.execute(pause);
    await tx.execute(sql`insert into holidays values ('2026-03-03', 'Lễ')`);
    await tx.execute(sql`reset role`);
    expect(await tx.execute(sql`select learner_id as id from stale_streaks`)).toEqual([{ id: ids[0] }]);
    expect(await listStale(tx, now, 100)).toHaveLength(3);
    throw rolledBack;
  });
  await expect(writing).rejects.toBe(rolledBack);
});

test("whoever has many marks hides nobody behind them", async () => {
  await db.execute(sql`insert into stale_streaks select ${ids[0]}::bigint from generate_series(1, 9)`);
  await db.execute(sql`insert into stale_streaks values (${ids[2]})`);
  const list = (most: number) => listStale(db as unknown as Tx, now, most);
  expect([(await list(2))!.toSorted(), await list(1)]).toEqual([[ids[0], ids[2]], null]);
  while ((await db.transaction((tx) => freshenStreaks(tx, now, 3))) >= 3);
  expect(await stale()).toEqual([]);
});

test("thousands who are stale at once are told all the same", async () => {
  const rolledBack = new Error("rolled back");
  const telling = db.transaction(async (tx) => {
    await tx.execute(sql`
      with born as (insert into people (full_name, name_key, created_at)
        select 'Lê Văn ' || n, 'le van ' || n, ${now}::timestamptz from generate_series(1, 4100) n returning id),
      posted as (insert into posts (person_id, unit_id, role) select b.id, u.id, 'learner' from born b, units u),
      placed as (insert into enrolments (learner_id, cohort_id, joined_day) select b.id, c.id, date '2026-03-02' from born b, cohorts c)
      insert into streak_days (learner_id, day, by) select id, date '2026-03-10', 'lesson' from born`);
    const told = () => staleStreaks(tx, { kind: "own" }, null, now);
    const streaks = await told();
    expect(streaks).toHaveLength(4100);
    expect(new Set(streaks.map(({ days }) => days))).toEqual(new Set([1]));
    while ((await freshenStreaks(tx, now, 1000)) > 0);
    expect(await told()).toEqual([]);
    throw rolledBack;
  });
  await expect(telling).rejects.toBe(rolledBack);
});

test("a mark of who never kept a day, or is there no more, goes", async () => {
  await db.execute(sql`delete from streak_days where learner_id = ${ids[1]}`);
  await db.execute(sql`insert into stale_streaks values (${ids[1]}), (999)`);
  expect(await freshen()).toBe(2);
  expect(await stale()).toEqual([]);
});

test("answers at once with those who work them out, and all are right in the end", async () => {
  const told = () => db.transaction((tx) => staleStreaks(tx, { kind: "own" }, null, now));
  const days = ["03", "04", "05", "06", "09"].map((day) => `2026-03-${day}`);
  const turns = Array.from({ length: 60 }, (_, n) => n);
  await Promise.all([
    ...turns.map((n) =>
      n % 3 === 0
        ? db.execute(sql`delete from streak_days where learner_id = ${ids[n % 2]} and day = ${days[n % 5]}::date`)
        : n % 3 === 1
          ? db.execute(
              sql`insert into pauses (learner_id, from_day, to_day) values (${ids[n % 3]}, ${days[n % 5]}, ${days[n % 5]})`,
            )
          : db.execute(
              sql`insert into streak_days values (${ids[n % 2]}, ${days[n % 5]}, 'lesson') on conflict do nothing`,
            ),
    ),
    ...turns.map(() => db.transaction((tx) => freshenStreaks(tx, now, 2))),
    ...turns.map(told),
  ]);
  while ((await freshen()) > 0);
  const kept = await rows();
  await db.execute(sql`update lifetimes set streak_world = null`);
  expect((await told()).toSorted((a, b) => a.learner - b.learner).map(({ days }) => days)).toEqual(kept);
});
