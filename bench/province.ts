import { type SQL, sql } from "drizzle-orm";
import type { Db, Tx } from "../src/db/connect.ts";
import type { LocalDate, Zone } from "../src/domain/time.ts";
import { addDays, dateIn, instantOf, type LocalTime, weekdayOf } from "../src/domain/time.ts";
import { freshenStreaks } from "../src/supervision/streaks.ts";

export const zone = "Asia/Ho_Chi_Minh" as Zone;

export interface Size {
  readonly learners: number;
  /** A province, its communes, wards and departments, and what lies below those. */
  readonly units: number;
  /** Days on which they have learnt. */
  readonly studyDays: number;
  /** Courses that everybody takes, each in a cohort of its own: one, or two one after the other. */
  readonly courses: 1 | 2;
}

export interface Province {
  readonly today: LocalDate;
  readonly now: Date;
  readonly answers: number;
}

/** Written in bulk: what triggers and foreign keys would do row by row is seen to at the end, or known to hold. */
const bulk = [
  "attempts",
  "answers",
  "points_ledger",
  "streak_days",
  "standings",
  "study_days",
  "earnings",
  "lifetimes",
];

/** Communes, wards and departments: units 2 to 141. */
const parts = 140;
/** Of each course. */
const lessons = 200;
/** The first lessons of the second course are those of the first one. */
const shared = 15;
/** Of each course. */
const cohorts = 10;

/** True for so many in a hundred, always the same ones of a person and a number. */
const some = (percent: string, salt: string) =>
  sql.raw(`abs(hashint8((p.id * 100000 + ${salt})::bigint)) % 100 < ${percent}`);

/**
 * A province that has learnt for some weeks: people at their own paces, one in fifty with a second post, one in thirty
 * transferred, some who have not joined, are paused, blocked, gone or erased. Rows are written in bulk, past the triggers
 * that count, and counted at the end.
 */
export async function buildProvince(db: Db, size: Size): Promise<Province> {
  const today = dateIn(zone, new Date());
  const now = instantOf(zone, today, "15:00" as LocalTime);
  const days = studyDays(today, size.studyDays);
  for (let course = 0; course < size.courses; course++) await buildCourse(db, course, now);
  await buildUnits(db, size.units);
  const begins = Array.from({ length: size.courses }, (_, course) => days[(course * days.length) / size.courses]!);
  await buildPeople(db, size, begins, now);
  for (const table of bulk) await db.execute(sql.raw(`alter table ${table} disable trigger all`));
  await db.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('work_mem', '512MB', true), set_config('maintenance_work_mem', '1GB', true)`,
    );
    // Row by row its index is written in no order, which takes ten times longer.
    await tx.execute(sql`alter table points_ledger drop constraint points_once`);
    await buildWork(tx, days, size.courses);
    await tx.execute(sql`alter table points_ledger add constraint points_once unique (learner_id, reason, deed)`);
    await tx.execute(sql`select count_everything()`);
  });
  for (const table of bulk) await db.execute(sql.raw(`alter table ${table} enable trigger all`));
  // Days come one after another in life.
  await db.execute(sql`cluster study_days using study_days_day`);
  await db.execute(sql`cluster earnings using earnings_day`);
  await db.execute(sql`
    update enrolments e set next_lesson_id = l.lesson_id
    from enrolments x join cohorts c on c.id = x.cohort_id join course_versions v using (course_id)
    left join (
      select a.learner_id, l.course_version_id, count(*) as completed from attempts a join course_lessons l using (lesson_id)
      group by a.learner_id, l.course_version_id) d on d.learner_id = x.learner_id and d.course_version_id = v.id
    left join course_lessons l on l.course_version_id = v.id and l.position = coalesce(d.completed, 0) + 1
    where x.id = e.id`);
  // As the scheduler has done it in the weeks before.
  while ((await db.transaction((tx) => freshenStreaks(tx, now, 500))) > 0);
  // In life rows are changed in place, and not all of them several times within a transaction.
  await db.execute(sql`vacuum full standings`);
  await db.execute(sql`vacuum full lifetimes`);
  await db.execute(sql`vacuum analyze`);
  const [row] = await db.execute<{ answers: number }>(sql`select count(*) as answers from answers`);
  return { today, now, answers: row!.answers };
}

/** The last so many weekdays, today among them where it is one. */
function studyDays(today: LocalDate, count: number): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = today; days.length < count; day = addDays(day, -1)) if (weekdayOf(day) < 6) days.unshift(day);
  return days;
}

async function buildCourse(db: Db, course: number, now: Date): Promise<void> {
  const id = `do-luong-${course + 1}`;
  await db.execute(sql`
    insert into course_versions (course_id, hash, title, pass_mark, questions_per_lesson, points, published_at)
    values (${id}, 'a', 'Đo lường', 0.7, 3, '{"rightFirst": 10, "rightComeback": 4, "lessonCompleted": 5}', ${now}::timestamptz)`);
  await db.execute(sql`
    insert into lesson_versions (course_id, lesson_id, hash, title, content, published_at)
    select ${id}, ${lessonAt(sql`${course}::int`, sql`n`)}, 'a', 'Bài ' || n, '{"questions": [1, 2, 3]}', ${now}::timestamptz
    from generate_series(1, ${lessons}::int) n order by n`);
  await db.execute(sql`
    insert into course_lessons (course_version_id, position, module_id, lesson_id, lesson_version_id)
    select v.id, n, 'hp-' || (n + 9) / 10, w.lesson_id, w.id
    from course_versions v join lesson_versions w using (course_id) cross join lateral (select w.id - ${course * lessons}::int as n) x
    where v.course_id = ${id}`);
}

/** The lesson at this place of a course, from 1. */
const lessonAt = (course: SQL, place: SQL): SQL =>
  sql`case when ${course} > 0 and ${place} > ${shared}::int then 'bai-' || ${course} || '-' || ${place} else 'bai-' || ${place} end`;

async function buildUnits(db: Db, units: number): Promise<void> {
  await db.execute(sql`
    insert into units (parent_id, name, name_key, lineage, path)
    select case when n = 1 then null when n <= 1 + ${parts}::int then 1 else 2 + n % ${parts}::int end, name, lower(name),
      case when n = 1 then '1/' when n <= 1 + ${parts}::int then '1/' || n || '/' else '1/' || 2 + n % ${parts}::int || '/' || n || '/' end,
      case when n = 1 then name when n <= 1 + ${parts}::int then 'Tỉnh / ' || name else 'Tỉnh / Đơn vị ' || 2 + n % ${parts}::int || ' / ' || name end
    from (
      select n, case when n = 1 then 'Tỉnh' when n > 1 + ${parts}::int then 'Phòng ' || n when n % 7 = 0 then 'Sở ' || n
        when n % 3 = 0 then 'Phường ' || n else 'Xã ' || n end as name
      from generate_series(1, ${units}::int) n) x order by n`);
}

/** @param begins the first day of each course */
async function buildPeople(db: Db, { learners, units }: Size, begins: readonly LocalDate[], now: Date): Promise<void> {
  const terms = sql`jsonb_array_elements_text(${JSON.stringify(begins)}::jsonb) with ordinality as t(begins, term)`;
  await db.execute(sql`
    insert into cohorts (name, name_key, course_id, start_day, push_time, remind_times, weekdays, zone, questions_per_lesson, join_code, created_at)
    select 'Lớp ' || x.number, 'lop ' || x.number, 'do-luong-' || x.term, x.begins::date, '07:30', '{}', '{1,2,3,4,5}', ${zone}, 3, 'LOP' || x.number, ${now}::timestamptz
    from (select t.*, (t.term - 1) * ${cohorts}::int + n as number from generate_series(1, ${cohorts}::int) n, ${terms}) x order by x.number`);
  await db.execute(sql`
    insert into people (full_name, name_key, agreed_at, last_active_at, created_at)
    select 'Nguyễn Thị ' || n, 'nguyen thi ' || n, case when n % 13 > 0 then ${now}::timestamptz - interval '300 days' end,
      ${now}::timestamptz - n % 20 * interval '1 day', ${now}::timestamptz from generate_series(1, ${learners}::int) n`);
  await db.execute(
    sql`update people set full_name = null, name_key = null, erased_at = ${now}::timestamptz where id % 997 = 0`,
  );
  await db.execute(sql`
    insert into posts (person_id, unit_id, role, main, since)
    select id, case when id <= 1 + ${parts}::int then id else 2 + ${parts}::int + id % (${units}::int - ${parts}::int - 1) end,
      case when id <= 1 + ${parts}::int then 'supervisor' else 'learner' end, true,
      case when id % 30 = 0 then ${now}::timestamptz - interval '5 days' else '-infinity' end from people
    union all
    select id, 2 + id % ${parts}::int, 'learner', false, '-infinity' from people where id % 50 = 7 and id > 1 + ${parts}::int`);
  await db.execute(sql`
    insert into past_posts (person_id, unit_id, since, until)
    select id, 2 + ${parts}::int + (id + 1) % (${units}::int - ${parts}::int - 1), '-infinity', ${now}::timestamptz - interval '5 days'
    from people where id % 30 = 0`);
  await db.execute(sql`
    insert into enrolments (learner_id, cohort_id, joined_day, left_at)
    select id, (t.term - 1) * ${cohorts}::int + 1 + id % ${cohorts}::int, case when agreed_at is not null then t.begins::date end,
      case when id % 101 = 0 then ${now}::timestamptz end from people, ${terms} order by term, id`);
  await db.execute(sql`
    insert into chats (bot, address, learner_id, state, last_used_at)
    select 'telegram:1', id, id, case when id % 40 = 0 then 'blocked' else 'active' end, ${now}::timestamptz
    from people where agreed_at is not null and erased_at is null`);
  await db.execute(sql`
    insert into pauses (learner_id, from_day, to_day)
    select id, (${now}::timestamptz)::date - 2, (${now}::timestamptz)::date + 3 from people where id % 60 = 0 and erased_at is null`);
  await db.execute(sql`vacuum analyze people, posts, enrolments`);
}

async function buildWork(db: Tx, days: readonly LocalDate[], courses: number): Promise<void> {
  const list = sql`jsonb_array_elements_text(${JSON.stringify(days)}::jsonb) with ordinality as d(day, n)`;
  // In the second course, what it shares with the first one is done before, so far as they came in that.
  await db.execute(sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day, score, passed)
    select y.id, ${lessonAt(sql`y.course`, sql`y.place`)}, y.course * ${lessons}::int + y.place, y.course * ${cohorts}::int + 1 + y.id % ${cohorts}::int, 3, y.at, y.at, y.day, 1, true
    from (
      select w.*, w.nth - case when w.course > 0 then w.before - least(w.before, ${shared}::int) else 0 end as place from (
        select z.*, row_number() over (partition by z.id order by z.n) as nth, count(*) filter (where z.course = 0) over (partition by z.id) as before from (
          select p.id, d.n, d.day::date as day, d.day::date + time '02:00' as at, ((d.n - 1) * ${courses}::int / ${days.length}::int)::int as course
          from people p, ${list} where p.agreed_at is not null and ${some("25 + p.id % 75", "d.n")}) z) w) y
    order by y.id, y.n`);
  await db.execute(sql`
    insert into answers (attempt_id, question, comeback, "right", answered_at)
    select p.id, q, comeback, comeback or not ${some("20", "q")}, p.completed_at
    from attempts p, generate_series(0, 2) q, (values (false), (true)) c(comeback)
    where not comeback or ${some("20", "q")} order by p.id`);
  await db.execute(sql`
    insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at)
    select a.learner_id, case when r.comeback then 'right_comeback' else 'right_first' end, 'attempt:' || a.id || ':question:' || r.question,
      case when r.comeback then 4 else 10 end, a.completed_day, a.completed_at
    from answers r join attempts a on a.id = r.attempt_id where r."right"
    union all
    select learner_id, 'lesson_completed', 'attempt:' || id, 5, completed_day, completed_at from attempts`);
  await db.execute(
    sql`insert into streak_days (learner_id, day, by) select distinct learner_id, completed_day, 'lesson' from attempts`,
  );
}
