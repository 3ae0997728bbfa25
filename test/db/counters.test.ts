import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { brokenSums } from "#db/sums.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const now = new Date("2026-03-02T01:00:00Z");
const course = makeCourse();
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db, course, now);
  await makeCohort(database.db, course, { learners: 3, now });
  await makeCohort(database.db, course, { learners: 1, now });
  await database.sql`insert into exercises (learner_id, kind, course_id, items, opened_at) select min(id), 'placement', 'a', '[]', ${now} from people`;
  await database.sql`
    insert into units (name, name_key, path, lineage) select 'Xã ' || n, 'xa ' || n, 'Xã ' || n, n + 100 || '/' from generate_series(1, 2) n`;
});
afterAll(() => database.end());
beforeEach(() => database.sql`truncate attempts, points_ledger, streak_days, skips cascade`);

const counted = [
  "standings that are not the lessons' and answers'",
  "lessons done that are not those of the course",
  "days that are not the lessons' and answers'",
  "days learnt that are not the lessons'",
  "tries by day that are not the days'",
  "points by day that are not the earnings'",
  "standings that are not where the roster seats people",
  "earnings that are not the ledger's",
  "lifetimes that are not the ledger's and the kept days'",
];

/** Whoever writes, one row or many: the program has no part in it. */
const statements: readonly string[] = [
  `insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
   select p.id, w.lesson_id, w.id, c.id, 3, now(), case when w.id % 2 = 0 then now() end, case when w.id % 2 = 0 then date '2026-03-02' end
   from people p, lesson_versions w, cohorts c where (p.id + w.id) % 3 = $n on conflict do nothing`,
  `insert into answers (attempt_id, question, comeback, "right", answered_at)
   select a.id, $n, a.id % 2 = 0, a.id % 3 = 0, timestamptz '2026-03-02 16:59Z' + a.id % 2 * interval '1 minute' from attempts a
   on conflict do nothing`,
  "update attempts set completed_at = now(), completed_day = date '2026-03-02' + $n where id % 2 = 0",
  "update attempts set completed_at = null, completed_day = null where id % 3 = $n",
  `update answers set "right" = not "right", chosen = '[1]' where question = $n`,
  "update answers set comeback = true where question = $n and not comeback and id % 2 = 0 and attempt_id % 2 = 1",
  "update answers set answered_at = answered_at + interval '1 day' where question = $n",
  "update answers set answered_at = answered_at + (45 - 30 * $n) * interval '1 day' where id % 2 = 0",
  "update answers set answered_at = answered_at - interval '39 days' where id % 3 = $n",
  "update answers set chosen = null",
  "delete from answers where question = $n and id % 2 = 0",
  `insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at)
   select p.id, 'right_first', 'attempt:0:question:' || n, 10, date '2026-03-02' + n, now() from people p, generate_series(0, $n) n on conflict do nothing`,
  "update points_ledger set points = points + 1, earned_on = earned_on + $n",
  "update points_ledger set earned_on = earned_on - 41 + 40 * $n where id % 2 = 1",
  "delete from points_ledger where id % 2 = 0",
  "truncate answers",
  "insert into streak_days (learner_id, day, by) select id, date '2026-03-02' + (id * $n)::int % 5, 'lesson' from people on conflict do nothing",
  "insert into streak_days (learner_id, day, by) select 1, date '2026-03-01' + 3 * n, 'review' from generate_series(0, $n) n on conflict do nothing",
  "update streak_days set day = day - 40 where learner_id % 2 = $n % 2",
  "delete from streak_days where day > date '2026-03-02' + $n or learner_id = $n",
  "truncate streak_days",
  `insert into enrolments (learner_id, cohort_id, joined_day) select p.id, c.id, date '2026-03-02' from people p, cohorts c
   where (p.id + c.id) % 3 = $n on conflict do nothing`,
  "update enrolments set next_lesson_id = case when next_lesson_id is null then 'b1.1' end where learner_id % 2 = $n % 2",
  "update enrolments set left_at = case when left_at is null then now() end where id % 3 = $n",
  "update enrolments set joined_day = date '2026-03-02' + $n where id % 2 = 0",
  "delete from enrolments where id % 3 = $n",
  `insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day) select p.id, w.lesson_id, x.id, now(), date '2026-03-02'
   from people p, lesson_versions w, exercises x where (p.id + w.id) % 3 = $n on conflict do nothing`,
  "delete from skips where learner_id % 2 = $n % 2",
  "delete from attempts where id % 4 = $n and not exists (select 1 from answers r where r.attempt_id = attempts.id)",
  `insert into posts (person_id, unit_id, role, main, since)
   select p.id, u.id, 'learner', false, timestamptz '2026-03-02' + $n * interval '1 day' from people p, units u where (p.id + u.id) % 3 = $n on conflict do nothing`,
  "update posts set since = since - interval '2 days' where person_id % 3 = $n",
  "delete from posts where (person_id + unit_id) % 3 = $n",
  "insert into past_posts (person_id, unit_id, since, until) select p.id, min(u.id), timestamptz '2026-02-01', timestamptz '2026-03-02' from people p, units u where p.id % 3 = $n group by p.id",
  "delete from past_posts where person_id % 2 = $n % 2",
  "update people set agreed_at = case when agreed_at is null then now() end where id % 3 = $n",
  "update people set erased_at = case when erased_at is null then now() end, full_name = null, name_key = null, email = null, phone = null, code = null where id % 3 = $n",
];

test("the counters are the sums of the rows, whatever statement changed those", async () => {
  const one = fc.record({ at: fc.nat({ max: statements.length - 1 }), n: fc.nat({ max: 2 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 3, maxLength: 12 }), async (chosen) => {
      await database.sql`truncate attempts, points_ledger, streak_days, skips cascade`;
      for (const { at, n } of chosen) await database.sql.unsafe(statements[at]!.replaceAll("$n", String(n)));
      const broken = (await brokenSums(database.db)).filter(({ rule }) => counted.includes(rule));
      expect(broken).toEqual([]);
    }),
    { numRuns: 120 },
  );
});

test("and are the same when everything is counted anew", async () => {
  for (const [at, n] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
    [11, 2],
    [16, 2],
    [17, 2],
  ] as const)
    await database.sql.unsafe(statements[at]!.replaceAll("$n", String(n)));
  const read = async () => [
    [
      ...(await database.sql`select learner_id, cohort_id, completed, done, elsewhere, tries, "right", tries_by::text, learnt_from, learnt::text from standings where completed + tries > 0 order by 1, 2`),
    ],
    [...(await database.sql`select * from study_days where completed + tries > 0 order by 1, 2, 3`)],
    [...(await database.sql`select * from earnings order by 1, 2`)],
    [
      ...(await database.sql`select learner_id, points, points_by::text, kept_from, kept::text from lifetimes order by 1`),
    ],
  ];
  const before = await read();
  expect(before.map((rows) => rows.length > 0)).toEqual([true, true, true, true]);
  await database.sql`select count_everything()`;
  expect(await read()).toEqual(before);
});

test("and nobody is looked for by reading all people", async () => {
  const rolledBack = new Error("rolled back");
  const counting = database.sql.begin(async (tx) => {
    await tx`insert into people (full_name, name_key, created_at) select 'Lê Văn ' || n, 'le van ' || n, ${now} from generate_series(1, 4000) n`;
    await tx`analyze people`;
    await tx`alter table streak_days disable trigger streak_days_inserted`;
    await tx`insert into streak_days (learner_id, day, by) select id, date '2026-03-02', 'lesson' from people`;
    const scans = async () =>
      (await tx<{ n: number }[]>`select seq_scan::int as n from pg_stat_xact_user_tables where relname = 'people'`)[0]!
        .n;
    const before = await scans();
    await tx`select count_everything()`;
    expect((await scans()) - before).toBeLessThan(10);
    throw rolledBack;
  });
  await expect(counting).rejects.toBe(rolledBack);
});

test("a lesson completed and a day kept read the days of that person alone", async () => {
  const rolledBack = new Error("rolled back");
  const learning = database.sql.begin(async (tx) => {
    await tx`alter table streak_days disable trigger streak_days_inserted`;
    await tx`insert into people (full_name, name_key, created_at) select 'Lê Văn ' || n, 'le van ' || n, ${now} from generate_series(1, 2000) n`;
    await tx`insert into study_days (learner_id, cohort_id, day, completed, tries, "right")
      select p.id, c.id, date '2026-03-02' + n, 1, 0, 0 from people p, cohorts c, generate_series(1, 5) n`;
    await tx`insert into streak_days (learner_id, day, by) select p.id, date '2026-03-02' + n, 'lesson' from people p, generate_series(1, 5) n`;
    await tx`alter table streak_days enable trigger streak_days_inserted`;
    await tx`analyze study_days, streak_days, people`;
    await tx`set local enable_seqscan = off`;
    await tx`set local plan_cache_mode = force_generic_plan`;
    const read = async () =>
      (
        await tx<{ n: number }[]>`
          select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables
          where relname in ('study_days', 'streak_days')`
      )[0]!.n;
    const before = await read();
    await tx.unsafe(
      statements[0]!.replaceAll("$n", "1").replace("from people p,", "from (select min(id) as id from people) p,"),
    );
    await tx`update attempts set completed_at = now(), completed_day = date '2026-03-12'`;
    await tx`insert into streak_days (learner_id, day, by) select min(id), date '2026-03-20', 'lesson' from people`;
    expect((await read()) - before).toBeLessThan(200);
    throw rolledBack;
  });
  await expect(learning).rejects.toBe(rolledBack);
});

test("a skipped lesson counts as skipped while it is taught and not completed", async () => {
  await database.sql`truncate attempts, points_ledger, streak_days, skips cascade`;
  await database.sql`insert into enrolments (learner_id, cohort_id) select p.id, c.id from people p, cohorts c on conflict do nothing`;
  const [first] = course.modules;
  const lesson = first!.lessons[0]!.id;
  const [{ id: learner } = { id: 0 }] = await database.sql<{ id: number }[]>`select min(id) as id from people`;
  const states: [string, number][] = [];
  const after = async (what: string) => {
    const [row] = await database.sql<{ n: number }[]>`
      select max(skipped) as n from standings where learner_id = ${learner}`;
    states.push([what, row!.n]);
    const broken = await brokenSums(database.db);
    expect(broken.filter(({ rule }) => counted.includes(rule))).toEqual([]);
  };
  await database.sql`insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day)
    select ${learner}, ${lesson}, id, ${now}, '2026-03-02' from exercises`;
  await after("skipped");
  await database.sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
    select ${learner}, lesson_id, id, (select min(id) from cohorts), 3, ${now} from lesson_versions where lesson_id = ${lesson}`;
  await after("opened");
  await database.sql`update attempts set completed_at = ${now}, completed_day = '2026-03-02'`;
  await after("completed");
  await database.sql`update attempts set completed_at = null, completed_day = null`;
  await after("taken back");
  await database.sql`update attempts set completed_at = ${now}, completed_day = '2026-03-02'`;
  await database.sql`delete from attempts`;
  await after("deleted");
  await database.sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
    select ${learner}, lesson_id, id, (select min(id) from cohorts), 3, ${now}, ${now}, '2026-03-02' from lesson_versions where lesson_id = ${lesson}`;
  await after("completed at once");
  await database.sql`delete from attempts`;
  const shorter = { ...first!, lessons: first!.lessons.slice(1) };
  await publish(database.db, { ...course, modules: [shorter, ...course.modules.slice(1)] }, now);
  await after("taught no more");
  await publish(database.db, course, now);
  await after("taught again");
  await database.sql`delete from skips`;
  await after("skipped no more");
  expect(states).toEqual([
    ["skipped", 1],
    ["opened", 1],
    ["completed", 0],
    ["taken back", 1],
    ["deleted", 1],
    ["completed at once", 0],
    ["taught no more", 0],
    ["taught again", 1],
    ["skipped no more", 0],
  ]);
});

test("a lesson is done in whatever cohort it was completed, while it is taught", async () => {
  const [learner, other] = [901, 902];
  const inner = { ...course.modules[0]!, lessons: course.modules[0]!.lessons.slice(0, 2) };
  const short = { ...course, id: "khoa-ngan" as typeof course.id, modules: [inner] };
  await publish(database.db, short, now);
  const cohorts: number[] = [];
  for (const taught of [course, short, course])
    cohorts.push((await makeCohort(database.db, taught, { learners: 0, now })).id);
  const [first, second, third] = cohorts;
  await database.sql`insert into people (id, full_name, name_key, created_at) overriding system value
    select n, 'Người ' || n, 'nguoi ' || n, ${now} from unnest(${[learner, other]}::bigint[]) n`;
  await database.sql`insert into enrolments (learner_id, cohort_id) values (${learner}, ${first!}), (${learner}, ${second!}), (${other}, ${first!})`;
  const states: unknown[][] = [];
  const after = async (what: string) => {
    const rows = await database.sql<{ told: string }[]>`
      select done || ', ' || elsewhere as told from standings where learner_id = ${learner} order by cohort_id`;
    states.push([what, ...rows.map(({ told }) => told)]);
    const broken = await brokenSums(database.db);
    expect(broken.filter(({ rule }) => counted.includes(rule))).toEqual([]);
  };
  const complete = async (who: number, lessons: readonly number[], cohort: number, courseId: string) =>
    await database.sql`
      insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
      select ${who}, lesson_id, max(id), ${cohort}, 3, ${now}, ${now}, '2026-03-02' from lesson_versions
      where course_id = ${courseId} and lesson_id = any(${lessons.map((nth) => `${course.id}-${nth}`)}) group by lesson_id`;
  await complete(learner, [1, 3], first!, course.id);
  await complete(other, [1, 2, 3], first!, course.id);
  await after("two in the first, one of which the second shares");
  await complete(learner, [2], second!, short.id);
  await after("one in the second");
  await database.sql`update attempts set completed_at = null, completed_day = null where learner_id = ${learner} and cohort_id = ${second!}`;
  await after("taken back");
  await database.sql`update attempts set completed_at = ${now}, completed_day = '2026-03-02' where learner_id = ${learner}`;
  await after("completed");
  await database.sql`insert into enrolments (learner_id, cohort_id) values (${learner}, ${third!})`;
  await after("a third place, in the first course again");
  const all = course.modules[0]!;
  await publish(database.db, { ...course, modules: [{ ...all, lessons: all.lessons.slice(1) }] }, now);
  await after("the first lesson taught no more in the first course");
  await publish(database.db, course, now);
  await after("taught again");
  await database.sql`delete from attempts where learner_id = ${learner} and lesson_id = ${`${course.id}-1`}`;
  await after("deleted");
  expect(states).toEqual([
    ["two in the first, one of which the second shares", "2, 0", "1, 1"],
    ["one in the second", "3, 1", "2, 1"],
    ["taken back", "2, 0", "1, 1"],
    ["completed", "3, 1", "2, 1"],
    ["a third place, in the first course again", "3, 1", "2, 1", "3, 3"],
    ["the first lesson taught no more in the first course", "2, 1", "2, 1", "2, 2"],
    ["taught again", "3, 1", "2, 1", "3, 3"],
    ["deleted", "2, 1", "1, 0", "2, 2"],
  ]);
});
