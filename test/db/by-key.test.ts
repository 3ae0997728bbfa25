/** What processes look for every few seconds, and what a learner does, costs the same however many people there are. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connect, type Tx } from "#db/connect.ts";
import { botsWithDue, oldestDue } from "#db/delivery/counts.ts";
import { leaveSilentBots } from "#db/delivery/moves.ts";
import { readParts } from "#db/units/tree.ts";
import type { UnitId } from "#domain/ids.ts";
import { freshenStreaks } from "#supervision/streaks.ts";
import { at, learn } from "../learning/pupil.ts";
import { freshDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const now = new Date("2026-03-02T01:00:00Z");

const waiting = 3000;

/** Rows that the transaction has fetched so far, from tables and by their indexes. @param of some tables; none: all */
async function fetched(tx: Tx, ...of: string[]): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables
    where ${of.length === 0} or relname in (select jsonb_array_elements_text(${JSON.stringify(of)}::jsonb))`);
  return row!.n;
}

test.each<[string, (tx: Tx) => Promise<unknown>]>([
  ["whose lane to ring", (tx) => botsWithDue(tx, now)],
  ["how long the oldest has been due", (tx) => oldestDue(tx, now)],
  ["which bots are silent", (tx) => leaveSilentBots(tx, now)],
  ["whose streaks to work out", (tx) => freshenStreaks(tx, now, 500)],
])("among thousands that wait, and were planned a moment ago, a few rows tell %s", async (_, look) => {
  await using database = await freshDatabase();
  const { db } = database;
  await db.execute(sql`insert into lanes (bot) values ('telegram:1')`);
  await db.execute(sql`insert into people (full_name, name_key, created_at)
    select 'Lê Văn ' || n, 'le van ' || n, ${now}::timestamptz from generate_series(1, ${waiting}) n`);
  await db.execute(sql`insert into chats (bot, address, learner_id, last_used_at)
    select 'telegram:1', id::text, id, ${now}::timestamptz from people`);
  await db.execute(sql`insert into lifetimes (learner_id, kept_from, kept, streak, streak_from, streak_world)
    select id, date '2026-03-01', B'1', 1, ${now}::timestamptz, (select max(generation) from streak_world) from people`);
  await db.execute(sql`delete from stale_streaks`);
  await db.execute(sql`analyze people, chats, deliveries`);
  await db.execute(sql`insert into deliveries (kind, lane, bot, chat_id, due_at, expires_at, created_at)
    select 'announcement', 2, 'telegram:1', id, ${now}::timestamptz, ${now}::timestamptz + interval '3 hours', ${now}::timestamptz from chats`);
  await db.transaction(async (tx) => {
    // So few rows are else read whole, and rightly.
    await tx.execute(sql`select set_config('enable_seqscan', 'off', true)`);
    const tables = ["deliveries", "chats", "people", "lifetimes"];
    const before = await fetched(tx, ...tables);
    await look(tx);
    expect((await fetched(tx, ...tables)) - before).toBeLessThan(50);
  });
});

test("a lesson reads nobody else's rows, whether it was planned while there was nobody else, or a moment after they came", async () => {
  await using database = await freshDatabase();
  const { db, url } = database;
  const monday = at("2026-03-02");
  const course = makeCourse();
  await publish(db, course, monday);
  const { id: cohort, learners } = await makeCohort(db, course, { learners: 3, now: monday });
  const handling = () => connect(url, { max: 1, applicationName: "by key", byKey: true });
  await using first = handling();
  const rowsOf = (n: number, connection = first) =>
    connection.db.transaction(async (tx) => {
      const before = await fetched(tx);
      await learn(tx, learners[n]!.learner, monday);
      return (await fetched(tx)) - before;
    });
  const alone = await rowsOf(0);
  const { id: other } = await makeCohort(db, course, { learners: 1000, now: monday });
  await db.execute(sql`update enrolments set cohort_id = ${cohort} where cohort_id = ${other}`);
  await db.execute(sql`insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day, score, passed)
    select e.learner_id, a.lesson_id, a.lesson_version_id, a.cohort_id, a.questions, a.opened_at, a.completed_at, a.completed_day, a.score, a.passed
    from attempts a join enrolments e on e.cohort_id = a.cohort_id and e.learner_id > ${learners[2]!.learner}`);
  await using second = handling();
  const beside = [await rowsOf(1), await rowsOf(2, second)];
  expect(alone).toBeGreaterThan(20);
  expect(Math.max(...beside) - alone).toBeLessThan(20);
});

test("whether the parts of a unit have parts of their own costs a look at each, and not at every unit there is", async () => {
  await using database = await freshDatabase();
  await database.db.execute(sql`
    insert into units (name, name_key, parent_id, lineage, path)
    select 'Xã ' || n, 'xa ' || n, case when n > 0 then 1 end, case when n > 0 then '1/' || n + 1 || '/' else '1/' end, 'Xã ' || n
    from generate_series(0, 300) n`);
  await using handling = connect(database.url, { max: 1, applicationName: "by key", byKey: true });
  await handling.db.transaction(async (tx) => {
    const before = await fetched(tx);
    expect(await readParts(tx, 1 as UnitId, 0, 10)).toMatchObject({ total: 300 });
    expect((await fetched(tx)) - before).toBeLessThan(1000);
  });
});
