/** What processes look for every few seconds, and what a learner does, costs the same however many people there are. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { lockNext, storeUpdate } from "#db/chats/inbox.ts";
import { reachPerson } from "#db/chats/phone-proposals.ts";
import { type Connection, connect, type Db, type Tx } from "#db/connect.ts";
import { botsWithDue, oldestDue } from "#db/delivery/counts.ts";
import { readDigestTimes } from "#db/delivery/digests.ts";
import { leaveSilentBots, redirectLessons } from "#db/delivery/moves.ts";
import { isReplyUnseen } from "#db/delivery/replies.ts";
import { readMyData } from "#db/records/my-data.ts";
import { lockLearner } from "#db/roster/people.ts";
import { findUnit, readParts } from "#db/units/tree.ts";
import type { Course } from "#domain/course.ts";
import type { BotKey, CohortId, UnitId } from "#domain/ids.ts";
import type { Zone } from "#domain/time.ts";
import { eraseLearner } from "#learning/erase.ts";
import { agree } from "#learning/join.ts";
import { leaveCohort } from "#learning/leave.ts";
import { lessonAt, openPractice, readLibrary } from "#learning/library.ts";
import { showLearner } from "#learning/state.ts";
import { freshenStreaks } from "#supervision/streaks.ts";
import { at, give, learn, openedTurn, rightChoice } from "../learning/pupil.ts";
import { freshDatabase } from "../setup/database.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";

const now = new Date("2026-03-02T01:00:00Z");

const waiting = 3000;

const webchat = "webchat:demo" as BotKey;

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

/** What one person does, and what is looked up for it. */
const deeds: Record<string, (tx: Tx, who: Enrolled, now: Date) => Promise<unknown>> = {
  "learns a lesson": (tx, { learner }, now) => learn(tx, learner, now),
  "answers before they have read": async (tx, { learner, chat }, now) => {
    const turn = await openedTurn(tx, learner, now);
    await give(tx, learner, turn, rightChoice(turn.asked), now);
    await isReplyUnseen(tx, turn.attemptId, chat);
  },
  "agrees, and has a lesson planned": async (tx, { learner }, now) => {
    await tx.execute(sql`update people set agreed_at = null where id = ${learner}`);
    await agree(tx, learner, now);
  },
  "asks where they stand": (tx, { learner }, now) => showLearner(tx, learner, now),
  "asks what is kept of them": (tx, { learner }) => readMyData(tx, learner),
  "practises what they have learnt": async (tx, { learner }, now) => {
    await learn(tx, learner, now);
    const lesson = lessonAt(await readLibrary(tx, learner, now), { module: 1, lesson: 1 })!;
    await openPractice(tx, learner, lesson, now);
    await openPractice(tx, learner, lesson, now);
  },
  "is reached": (tx, { learner }, now) => reachPerson(tx, learner, now),
  "has another lesson next": async (tx, { learner }) => {
    await lockLearner(tx, learner);
    await redirectLessons(tx, learner);
  },
  "leaves their cohort": async (tx, { learner }, now) => {
    const [place] = await tx.execute<{ id: CohortId }>(
      sql`select cohort_id as id from enrolments where learner_id = ${learner}`,
    );
    await leaveCohort(tx, learner, place!.id, learner, now);
  },
  "is erased": (tx, { learner, chat }, now) => eraseLearner(tx, learner, learner, chat, now),
  writes: async (tx, { address: chat }, now) => {
    const update = { bot: webchat, updateKey: chat, chat, payload: {}, receivedAt: now };
    await lockNext(tx, (await storeUpdate(tx, update))!);
  },
  "says where in the tree they belong": async (tx, { learner }) => {
    const [post] = await tx.execute<{ unit: UnitId }>(
      sql`select unit_id as unit from posts where person_id = ${learner}`,
    );
    await findUnit(tx, post!.unit);
  },
};

/** Moves a thousand people into the cohort, each with what they have done in it, what is owed to them and what they wrote. */
async function crowd(db: Db, course: Course, cohort: CohortId, now: Date): Promise<void> {
  const when = sql`${now}::timestamptz`;
  const { id: other } = await makeCohort(db, course, { learners: 1000, now });
  await db.execute(sql`update enrolments set cohort_id = ${cohort} where cohort_id = ${other}`);
  await db.execute(sql`create view others as select e.learner_id, h.id as chat_id, h.bot, h.address, v.id as version, v.lesson_id
    from (select learner_id from enrolments order by id desc limit 1000) e join chats h on h.learner_id = e.learner_id
    join lesson_versions v on v.lesson_id = (select lesson_id from course_lessons order by position limit 1)`);
  await db.execute(sql`insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day, score, passed)
    select learner_id, lesson_id, version, ${cohort}, 3, ${when}, ${when}, '2026-03-02', 1, true from others`);
  await db.execute(sql`insert into answers (attempt_id, question, comeback, "right", answered_at)
    select id, n, false, true, ${when} from attempts join others using (learner_id) cross join generate_series(0, 2) n`);
  await db.execute(
    sql`insert into streak_days (learner_id, day, by) select learner_id, '2026-03-02', 'lesson' from others`,
  );
  await db.execute(sql`insert into exercises (learner_id, kind, course_id, items, opened_at)
    select learner_id, 'practice', ${course.id}, '[]', ${when} from others`);
  await db.execute(sql`insert into past_posts (person_id, unit_id, since, until)
    select learner_id, (select min(id) from units), '2026-01-01', '2026-02-01' from others`);
  await db.execute(sql`insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at)
    select learner_id, 'right_first', 'x', 10, '2026-03-02', ${when} from others`);
  await db.execute(
    sql`insert into pauses (learner_id, from_day, to_day) select learner_id, '2026-02-02', '2026-02-03' from others`,
  );
  await db.execute(sql`insert into silences (chat_id, last_interaction) select chat_id, ${when} from others`);
  await db.execute(
    sql`insert into inbox (bot, update_key, chat, payload, received_at) select bot, 'of ' || address, address, '{}', ${when} from others`,
  );
  await db.execute(sql`insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, due_at, expires_at, created_at)
    select 'lesson', 1, bot, chat_id, learner_id, ${cohort}, '2026-03-03', version, ${when}, ${when} + interval '1 day', ${when} from others`);
  await db.execute(sql`insert into phone_proposals (person_id, chat_id, inbox_id, told, at)
    select learner_id, chat_id, 1, 'operator', ${when} from others`);
  await db.execute(sql`insert into units (name, name_key, parent_id, lineage, path)
    select 'Tổ ' || n, 'tổ ' || n, id, lineage || n || '/', path || ' / Tổ ' || n from units cross join generate_series(1000, 2000) n`);
}

test.each([
  ["tables that nobody has looked at", false],
  ["tables that were looked at when a few people had begun", true],
])(
  "nobody's deed reads other people's rows, whether it was planned before they came or a moment after: %s",
  async (_, known) => {
    await using database = await freshDatabase();
    const { db, url } = database;
    const monday = at("2026-03-02");
    const course = makeCourse();
    await publish(db, course, monday);
    const names = Object.keys(deeds);
    const { id: cohort, learners } = await makeCohort(db, course, { learners: 4 * names.length, now: monday });
    await db.execute(sql`do $$ declare t regclass; begin
    for t in select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace loop
      execute format('alter table %s set (autovacuum_enabled = false)', t); end loop; end $$`);
    const handling = () => connect(url, { max: 1, applicationName: "by key", byKey: true });
    const rowsOf = async ({ db }: Connection, run: number) => {
      const rows: number[] = [];
      for (const [n, name] of names.entries())
        rows.push(
          await db.transaction(async (tx) => {
            const before = await fetched(tx);
            await deeds[name]!(tx, learners[4 * n + run]!, monday);
            return (await fetched(tx)) - before;
          }),
        );
      return rows;
    };
    await rowsOf(database, 0);
    if (known) await db.execute(sql`analyze`);
    await using first = handling();
    const alone = await rowsOf(first, 1);
    await crowd(db, course, cohort, monday);
    await using second = handling();
    const [before, after] = [await rowsOf(first, 2), await rowsOf(second, 3)];
    const more = names.map((name, n) => [name, Math.max(before[n]!, after[n]!) - alone[n]!] as const);
    expect(more.filter(([, rows]) => rows > 40)).toEqual([]);
    expect(Math.min(...alone)).toBeGreaterThan(0);
  },
);

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

test("when digests are due is asked of those who supervise, each once, also a moment after thousands came", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await makeCohort(db, makeCourse(), { learners: 1000, now });
  await db.execute(sql`update posts set role = 'supervisor' where person_id % 10 = 0`);
  await db.transaction(async (tx) => {
    const before = await fetched(tx);
    expect(await readDigestTimes(tx, "Asia/Ho_Chi_Minh" as Zone)).toHaveLength(1);
    expect((await fetched(tx)) - before).toBeLessThan(2000);
  });
});
