import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "#db/connect.ts";
import { listOutages } from "#db/delivery/pulses.ts";
import { listStale, staleLearners } from "#db/figures/kept-streaks.ts";
import { countStreaks } from "#db/figures/standing.ts";
import { readLives } from "#db/figures/streaks.ts";
import { readHolidays } from "#db/learning/holidays.ts";
import type { BotKey, CourseId, LearnerId } from "#domain/ids.ts";
import type { LocalTime } from "#domain/time.ts";
import { readStreak } from "#learning/streak.ts";
import { freshenStreaks, staleStreaks } from "#supervision/streaks.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";

const begin = new Date("2026-03-02T01:00:00Z");
const after = (hours: number) => new Date(begin.getTime() + hours * 3_600_000);
let database: TestDatabase;
let people: readonly Enrolled[];

/**
 * Six people of two cohorts of one course. Two have finished it and learn another one at weekends, by a third cohort; two are
 * reached by a bot that was away. All have kept days, some in advance.
 */
beforeAll(async () => {
  database = await freshDatabase({ max: 8 });
  const { db } = database;
  const [first, second] = [makeCourse(), makeCourse("khoa-hai", 3)];
  await publish(db, first, begin);
  await publish(db, second, begin);
  const one = await makeCohort(db, first, { learners: 4, now: begin });
  const other = await makeCohort(db, first, { learners: 2, now: begin, bot: "telegram:1" as BotKey });
  const third = await makeCohort(db, second, { learners: 0, now: begin, weekdays: [6, 7] });
  people = [...one.learners, ...other.learners];
  await db.execute(sql`update enrolments set next_lesson_id = null where learner_id <= 2`);
  await db.execute(sql`
    insert into enrolments (learner_id, cohort_id, joined_day, next_lesson_id)
    select id, ${third.id}, date '2026-03-04', 'khoa-hai-1' from people where id <= 2`);
  await db.execute(sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
    select p.id, w.lesson_id, w.id, e.cohort_id, 3, ${begin}::timestamptz, ${begin}::timestamptz, case c.course_id when 'khoa-thu' then date '2026-03-02' + w.id::int else date '2026-03-09' end
    from people p join enrolments e on e.learner_id = p.id join cohorts c on c.id = e.cohort_id
    join lesson_versions w on w.course_id = c.course_id where (w.id + p.id) % 3 < 2`);
  await db.execute(sql`
    insert into streak_days (learner_id, day, by)
    select p.id, date '2026-03-02' + n, 'lesson' from people p, generate_series(0, 9) n where (p.id * 7 + n) % 5 < 3`);
  await db.execute(sql`
    insert into exercises (learner_id, kind, course_id, items, opened_at) select id, 'placement', 'khoa-thu', '[]', ${begin}::timestamptz from people`);
  await db.execute(sql`
    insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day)
    select learner_id, 'khoa-thu-2', id, ${begin}::timestamptz, date '2026-03-10' from exercises where learner_id in (1, 3)`);
  await db.execute(sql`insert into pauses (learner_id, from_day, to_day) values (4, '2026-03-04', '2026-03-05')`);
  await db.execute(sql`insert into holidays (day, name) values ('2026-03-06', 'Nghỉ')`);
  await db.execute(sql`
    insert into outages (what, from_at, to_at) values ('program', '2026-03-03 01:00Z', '2026-03-03 20:00Z'),
      ('telegram:1', '2026-03-04 01:00Z', '2026-03-05 20:00Z')`);
});
afterAll(() => database.end());

/** Each runs in a transaction that is rolled back. */
async function undone(deeds: (tx: Tx) => Promise<void>): Promise<void> {
  const rolledBack = new Error("rolled back");
  const doing = database.db.transaction(async (tx) => {
    await deeds(tx);
    throw rolledBack;
  });
  await doing.catch((error: unknown) => {
    if (error !== rolledBack) throw error;
  });
}

/** The streaks of a day or more of everybody in a cohort, as each of them is told theirs. */
async function told(tx: Tx, now: Date, who: string): Promise<[number, number][]> {
  const rows = await tx.execute<{ id: LearnerId; time: LocalTime | null }>(
    sql.raw(`
    select p.id, left(p.push_time::text, 5) as time from people p where exists (select 1 from enrolments e where e.learner_id = p.id) and ${who} order by p.id`),
  );
  const streaks: [number, number][] = [];
  for (const { id, time } of rows) {
    const { current } = await readStreak(tx, id, time, now);
    if (current > 0) streaks.push([id, current]);
  }
  return streaks;
}

const pairs = (rows: readonly { readonly id: number; readonly days: number }[]): [number, number][] =>
  rows.map(({ id, days }) => [id, days]);

/** The figure that a question is answered with. */
async function figure(tx: Tx, now: Date): Promise<[number, number][]> {
  const part = { kind: "own" } as const;
  const reach = { part, viewer: null, many: false, several: false };
  const { tables, singles } = countStreaks(reach, await staleStreaks(tx, part, null, now), now);
  return pairs(
    await tx.execute<{ id: number; days: number }>(sql`
      with ${tables}, everybody as (select learner_id, part from facts union all select learner_id, part from (${singles}) x)
      select learner_id as id, part::int as days from everybody where part > 0 order by 1`),
  );
}

/** What the rows tell that are not stale, of whoever is in a cohort or was. */
async function kept(tx: Tx, now: Date): Promise<[number, number][]> {
  return pairs(
    await tx.execute<{ id: number; days: number }>(sql`
      select l.learner_id as id, l.streak as days from lifetimes l
      where l.kept is not null and l.streak > 0 and (l.streak_until is null or l.streak_until > ${now}::timestamptz)
        and exists (select 1 from enrolments e where e.learner_id = l.learner_id)
        and l.learner_id not in (${staleLearners(now)}) order by 1`),
  );
}

const fresh = (now: Date) =>
  `p.id not in (select x.learner_id from (${`
    select learner_id from stale_streaks union all select learner_id from lifetimes where streak_world is null
      or streak_world <> (select coalesce(max(generation), 0) from streak_world) or streak_from > '${now.toISOString()}'
      or streak_known_until <= '${now.toISOString()}'`}) x)`;

async function check(tx: Tx, now: Date): Promise<void> {
  expect(await figure(tx, now)).toEqual(
    await told(
      tx,
      now,
      "(p.erased_at is not null or exists (select 1 from enrolments e where e.learner_id = p.id and e.left_at is null))",
    ),
  );
  expect(await kept(tx, now)).toEqual(await told(tx, now, fresh(now)));
}

/** Whoever writes, one row or many: the program has no part in it. `$n` is a small number, `$p` a person. */
const statements: readonly string[] = [
  "insert into streak_days (learner_id, day, by) select id, date '2026-03-09' + $n, 'lesson' from people where id % 2 = $n % 2 on conflict do nothing",
  "insert into streak_days (learner_id, day, by) values ($p, date '2026-03-03' + 2 * $n, 'review') on conflict do nothing",
  "update streak_days set day = day + 20 where learner_id = $p and day > date '2026-03-04' + $n",
  "delete from streak_days where learner_id = $p and day = date '2026-03-03' + $n",
  "delete from streak_days where learner_id = $p",
  "truncate streak_days",
  "select count_everything()",
  "insert into pauses (learner_id, from_day, to_day) values ($p, date '2026-03-03' + $n, date '2026-03-05' + 2 * $n)",
  "update pauses set to_day = to_day + 1",
  "update pauses set learner_id = $p",
  "delete from pauses where learner_id = $p",
  "truncate pauses",
  "update enrolments set left_at = timestamptz '2026-03-06 03:00Z' + $n * interval '1 day' where learner_id = $p and cohort_id % 3 = $n % 3",
  "update enrolments set left_at = null where learner_id = $p",
  "update enrolments set joined_day = joined_day + $n where learner_id = $p",
  "update enrolments set joined_day = null where learner_id = $p and $n = 3",
  `update enrolments set away = jsonb_build_array(jsonb_build_object('from', date '2026-03-03' + $n, 'to', date '2026-03-05' + 2 * $n)) where learner_id = $p`,
  "update enrolments set next_lesson_id = null where learner_id = $p",
  "update enrolments set next_lesson_id = 'khoa-thu-2' where learner_id = $p and $n > 1",
  "update enrolments set cohort_id = (select max(id) from cohorts) where learner_id = $p and not exists (select 1 from enrolments e where e.learner_id = $p and e.cohort_id = (select max(id) from cohorts))",
  "insert into enrolments (learner_id, cohort_id, joined_day, next_lesson_id) select $p, c.id, date '2026-03-02' + $n, null from cohorts c on conflict do nothing",
  "delete from enrolments where learner_id = $p and cohort_id % 3 = $n % 3",
  "insert into chats (bot, address, learner_id, last_used_at) values ('telegram:' || $n, 'a$p', $p, now()) on conflict do nothing",
  "update chats set learner_id = $p where id % 4 = $n",
  "update chats set bot = 'telegram:1', address = id::text where learner_id = $p",
  "delete from chats where learner_id = $p",
  "update people set push_time = time '06:00' + $n * interval '5 hours' where id = $p",
  "update people set push_time = null where id = $p",
  `insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
   select $p, w.lesson_id, w.id, c.id, 3, now(), now(), date '2026-03-03' + 2 * $n from lesson_versions w, cohorts c
   where c.course_id = w.course_id on conflict do nothing`,
  "update attempts set completed_day = completed_day + $n where learner_id = $p",
  "update attempts set completed_at = null, completed_day = null where learner_id = $p and id % 4 = $n",
  "delete from attempts where learner_id = $p and id % 4 = $n",
  "update attempts set lesson_version_id = (select min(id) + $n from lesson_versions) where learner_id = $p",
  "update attempts set lesson_id = 'chua-day-' || id where learner_id = $p and id % 4 = $n",
  `insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day)
   select x.learner_id, l.lesson_id, x.id, now(), date '2026-03-04' + 2 * $n from exercises x, course_lessons l
   where x.learner_id = $p and l.position > $n on conflict do nothing`,
  "update skips set skipped_day = skipped_day + 1 where learner_id = $p",
  "delete from skips where learner_id = $p and lesson_id like '%$n'",
  "delete from skips where learner_id = $p",
  "truncate skips",
  "truncate attempts cascade",
  "truncate chats cascade",
  "truncate enrolments cascade",
  "insert into holidays (day, name) values (date '2026-03-03' + 3 * $n, 'Lễ') on conflict (day) do update set name = excluded.name",
  "update holidays set day = day + 30 + $n",
  "delete from holidays where day > date '2026-03-04' + $n",
  "truncate holidays",
  `insert into outages (what, from_at, to_at) select case when $n % 2 = 0 then 'program' else 'telegram:1' end,
   timestamptz '2026-03-03 02:00Z' + 2 * $n * interval '1 day', timestamptz '2026-03-03 09:00Z' + 2 * $n * interval '1 day' on conflict do nothing`,
  "update outages set to_at = to_at + $n * interval '1 day'",
  "update outages set what = 'webchat:demo' where what = 'program'",
  "delete from outages where id % 4 = $n",
  "update cohorts set start_day = start_day + $n where id % 3 = $n",
  "update cohorts set weekdays = '{1,3,5}' where id % 3 = $n",
  "update cohorts set zone = 'America/New_York' where id % 3 = $n",
  "update cohorts set push_time = '20:00' where id % 3 = $n",
  "update cohorts set course_id = 'khoa-hai' where id % 3 = $n",
  "update course_versions set current = not current where course_id = 'khoa-thu'",
  "delete from course_lessons where lesson_id like '%$n'",
  `update lesson_versions w set course_id = 'khoa-thu' where lesson_id like 'khoa-hai-$n' and not exists (
    select 1 from lesson_versions o where o.course_id = 'khoa-thu' and o.lesson_id = w.lesson_id and o.hash = w.hash)`,
  "update lesson_versions set lesson_id = 'chua-day-$n' where lesson_id = 'khoa-thu-$n'",
  `insert into lesson_versions (course_id, lesson_id, hash, title, content, published_at)
   select 'khoa-thu', lesson_id, hash, title, content, published_at from lesson_versions where course_id = 'khoa-hai' on conflict do nothing`,
];

const someStep = fc.oneof(
  fc.record({ do: fc.nat({ max: statements.length - 1 }), n: fc.nat({ max: 3 }), who: fc.nat({ max: 5 }) }),
  fc.record({ freshen: fc.constantFrom(1, 2, 100) }),
  fc.record({ pass: fc.integer({ min: 1, max: 24 * 6 }) }),
);

type Step = typeof someStep extends fc.Arbitrary<infer One> ? One : never;

const doIt = (tx: Tx, { do: at, n, who }: Extract<Step, { do: number }>) =>
  tx.execute(sql.raw(statements[at]!.replaceAll("$n", String(n)).replaceAll("$p", String(people[who]!.learner))));

test("the figure of streaks is what each person is told of theirs, whatever was changed by which statements, and whenever they were worked out", async () => {
  const run = (steps: readonly Step[], from: number) =>
    undone(async (tx) => {
      let now = after(from);
      await freshenStreaks(tx, now, 100);
      for (const step of steps) {
        if ("pass" in step) now = new Date(now.getTime() + step.pass * 3_600_000);
        else if ("freshen" in step) await freshenStreaks(tx, now, step.freshen);
        else await doIt(tx, step);
        await check(tx, now);
      }
      // Another's clock may be behind.
      await check(tx, new Date(now.getTime() - 30 * 3_600_000));
    });
  const steps = fc.array(someStep, { minLength: 3, maxLength: 10 });
  await fc.assert(fc.asyncProperty(steps, fc.nat({ max: 24 * 14 }), run), { numRuns: 40 });
});

test("who finished a path by lessons of another course that shares them lives by the other's days from then on, as everybody is told", () =>
  undone(async (tx) => {
    const whole = makeCourse("khoa-chung", 4);
    const [module] = whole.modules;
    const path = {
      ...whole,
      id: "khoa-chung-duong" as CourseId,
      modules: [{ ...module!, lessons: module!.lessons.slice(0, 2) }],
    };
    // A test's transaction is a database to these: they open none of their own but to write in.
    for (const course of [whole, path]) await publish(tx as never, course, begin);
    const workdays = await makeCohort(tx as never, path, { learners: 1, now: begin });
    const weekends = await makeCohort(tx as never, whole, { learners: 0, now: begin, weekdays: [6, 7] });
    const { learner } = workdays.learners[0]!;
    await tx.execute(sql`
      insert into enrolments (learner_id, cohort_id, joined_day, next_lesson_id) values (${learner}, ${weekends.id}, date '2026-03-02', 'khoa-chung-3')`);
    await tx.execute(sql`
      insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
      select ${learner}, w.lesson_id, w.id, ${weekends.id}, 3, ${begin}::timestamptz, ${begin}::timestamptz, date '2026-03-07'
      from lesson_versions w where w.course_id = 'khoa-chung' and w.lesson_id in ('khoa-chung-1', 'khoa-chung-2')`);
    await tx.execute(
      sql`update enrolments set next_lesson_id = null where learner_id = ${learner} and cohort_id = ${workdays.id}`,
    );
    await tx.execute(sql`
      insert into streak_days (learner_id, day, by) values (${learner}, '2026-03-07', 'lesson'), (${learner}, '2026-03-08', 'lesson'),
        (${learner}, '2026-03-14', 'lesson'), (${learner}, '2026-03-15', 'lesson')`);
    const friday = new Date("2026-03-20T05:00:00Z");
    // Saturday the 7th was still a day off of the weekdays' cohort; from the 8th on only weekends count.
    expect(await told(tx, friday, `p.id = ${learner}`)).toEqual([[learner, 3]]);
    expect((await figure(tx, friday)).filter(([id]) => id === learner)).toEqual([[learner, 3]]);
  }));

describe("whoever's streak may be another after a statement is stale", () => {
  const now = after(24 * 9);
  /** All that decides a streak, by person. */
  const facts = async (tx: Tx) => {
    const world = JSON.stringify([await listOutages(tx, new Date(0), null), [...(await readHolidays(tx))].sort()]);
    const lives = await readLives(
      tx,
      people.map(({ learner }) => learner),
    );
    // Of the next lesson it matters whether there is one.
    const told = (key: string, value: unknown) => (key === "nextLessonId" ? value !== null : value);
    return new Map(lives.map((life) => [life.learner, `${JSON.stringify(life, told)} ${world}`]));
  };
  /** Who lives by other facts after it, and is not stale. */
  async function missed(tx: Tx, step: Extract<Step, { do: number }>): Promise<LearnerId[]> {
    await freshenStreaks(tx, now, 100);
    const before = await facts(tx);
    expect(await listStale(tx, now, 100)).toEqual([]);
    await doIt(tx, step);
    const stale = new Set(await listStale(tx, now, 100));
    return [...(await facts(tx))].flatMap(([learner, then]) =>
      before.get(learner) !== then && !stale.has(learner) ? [learner] : [],
    );
  }
  const steps = (at: number) =>
    [0, 1, 2, 3].flatMap((n) => people.map((_, who) => ({ do: at, n, who }))) as Extract<Step, { do: number }>[];

  test.each(statements.map((text, at) => [text, at] as const))("%s", async (_, at) => {
    for (const step of steps(at)) await undone(async (tx) => expect(await missed(tx, step)).toEqual([]));
  });

  test("by the triggers, of which none could be left out", async () => {
    const triggers = await database.sql<{ name: string; table: string }[]>`
      select t.tgname as name, c.relname as table from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc f on f.oid = t.tgfoid
      where f.proname in ('streak_is_stale', 'turn_streak_world', 'doubt_streak', 'doubt_own_streak')`;
    expect(triggers.length).toBeGreaterThan(20);
    const needless: string[] = [];
    for (const { name, table } of triggers) {
      const touching = [...statements.keys()].filter((at) =>
        statements[at]!.includes(name === "lifetimes_kept" ? "streak_days" : ` ${table}`),
      );
      let found = false;
      for (const step of touching.flatMap(steps))
        if (!found)
          await undone(async (tx) => {
            await tx.execute(sql.raw(`drop trigger ${name} on ${table}`));
            found = (await missed(tx, step)).length > 0;
          });
      if (!found) needless.push(name);
    }
    expect(needless).toEqual([]);
  });
});
