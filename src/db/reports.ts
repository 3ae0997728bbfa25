import { type SQL, sql } from "drizzle-orm";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "./connect.ts";
import { type Scope, type Viewer, visible, within } from "./scope.ts";
import { completed } from "./unfinished.ts";

/** Which day it is for a cohort, and how many of its lessons are due to date. */
export interface CohortDay {
  readonly cohort: CohortId;
  readonly today: LocalDate;
  readonly due: number;
  /** How many its course has. */
  readonly lessons: number;
  /** Today is one of its study days. */
  readonly studyDay: boolean;
}

/** Plain counts of some people, each counted once. */
export interface PeopleCounts {
  readonly learners: number;
  readonly joined: number;
  readonly active7d: number;
  readonly completedToday: number;
  readonly lessonsCompleted: number;
  /** Lessons of their courses that they skipped. */
  readonly lessonsSkipped: number;
  readonly lessonsDue: number;
  readonly firstTries: number;
  readonly firstTriesRight: number;
}

export interface UnitCounts extends PeopleCounts {
  /** The path of the unit in which these people hold a post. */
  readonly unit: string;
}

export const daysOf = (days: readonly CohortDay[]): SQL => sql`
  days as (select * from jsonb_to_recordset(${JSON.stringify(days)}::jsonb)
    as d(cohort bigint, today date, due int, lessons int, "studyDay" boolean))`;

/** The places in cohorts that the scope holds and the viewer may see: a row for each post that lets them be seen. */
export const placesOf = (scope: Scope, viewer: Viewer): SQL => sql`
  places as (
    select e.id, e.learner_id, e.cohort_id, e.next_lesson_id, e.joined_day, u.path, p.full_name, p.agreed_at, p.last_active_at, p.erased_at
    from enrolments e join people p on p.id = e.learner_id
    join posts o on o.person_id = p.id join units u on u.id = o.unit_id
    where ${within(scope)} and ${visible(viewer)})`;

/**
 * The counts of a scope, and those of its units in no order. Whoever holds posts in several units is counted in each and
 * once in the whole. Erased people stay counted. A lesson belongs to the cohort in which it was
 * begun; comebacks are no first tries. What somebody skipped is not due for them.
 * @param days of every cohort in the scope; others are left out
 */
export async function countUnits(
  tx: Tx,
  scope: Scope,
  days: readonly CohortDay[],
  now: Date,
  viewer: Viewer,
): Promise<{ readonly whole: PeopleCounts; readonly units: readonly UnitCounts[] }> {
  const rows = await tx.execute<PeopleCounts & { unit: string | null } & Record<string, unknown>>(sql`
    with ${daysOf(days)}, ${placesOf(scope, viewer)},
    seats as (select distinct id, learner_id, cohort_id, agreed_at, last_active_at from places),
    work as (
      select a.learner_id, a.cohort_id, count(*) filter (where a.completed_at is not null) as completed,
        bool_or(a.completed_day = d.today) as today, sum(f.tries) as tries, sum(f.right) as right
      from attempts a join days d on d.cohort = a.cohort_id
      left join (
        select w.attempt_id, count(*) as tries, count(*) filter (where w.right) as right
        from answers w where not w.comeback group by w.attempt_id
      ) f on f.attempt_id = a.id
      group by a.learner_id, a.cohort_id
    ), skipping as (
      select p.learner_id, p.cohort_id, count(*) as skipped from seats p join skips s on s.learner_id = p.learner_id
      join cohorts c on c.id = p.cohort_id join course_versions v on v.course_id = c.course_id and v.current
      join course_lessons l on l.course_version_id = v.id and l.lesson_id = s.lesson_id
      where not ${completed(sql`s.learner_id`, sql`s.lesson_id`)}
      group by p.learner_id, p.cohort_id
    ), counted as (
      select p.learner_id, bool_or(p.agreed_at is not null) as joined,
        bool_or(coalesce(p.last_active_at > ${now}::timestamptz - interval '7 days', false)) as active,
        bool_or(coalesce(w.today, false)) as today, sum(coalesce(w.completed, 0)) as completed,
        sum(coalesce(k.skipped, 0)) as skipped, sum(least(d.due, d.lessons - coalesce(k.skipped, 0))) as due,
        sum(coalesce(w.tries, 0)) as tries, sum(coalesce(w.right, 0)) as right
      from seats p join days d on d.cohort = p.cohort_id
      left join work w on w.learner_id = p.learner_id and w.cohort_id = p.cohort_id
      left join skipping k on k.learner_id = p.learner_id and k.cohort_id = p.cohort_id
      group by p.learner_id
    ), people as (
      select null as path, c.* from counted c
      union all
      select h.path, c.* from (select distinct path, learner_id from places) h join counted c using (learner_id)
    )
    select path as unit, count(*) as learners, count(*) filter (where joined) as joined,
      count(*) filter (where active) as "active7d", count(*) filter (where today) as "completedToday",
      coalesce(sum(completed), 0)::bigint as "lessonsCompleted", coalesce(sum(due), 0)::bigint as "lessonsDue",
      coalesce(sum(skipped), 0)::bigint as "lessonsSkipped",
      coalesce(sum(tries), 0)::bigint as "firstTries", coalesce(sum("right"), 0)::bigint as "firstTriesRight"
    from people group by path`);
  const units = rows.flatMap(({ unit, ...counts }) => (unit === null ? [] : [{ unit, ...counts }]));
  const whole = rows.find(({ unit }) => unit === null);
  return { whole: whole ?? nobody, units };
}

const nobody: PeopleCounts = {
  learners: 0,
  joined: 0,
  active7d: 0,
  completedToday: 0,
  lessonsCompleted: 0,
  lessonsSkipped: 0,
  lessonsDue: 0,
  firstTries: 0,
  firstTriesRight: 0,
};

/** How names that people read are sorted: the Vietnamese way, or the server's where it was built without ICU. */
export async function vietnameseOrder(tx: Tx): Promise<SQL> {
  const known = await tx.execute(sql`select 1 from pg_collation where collname = 'vi-x-icu' limit 1`);
  return known.length > 0 ? sql`collate "vi-x-icu"` : sql``;
}

export interface Absentee {
  readonly learnerId: LearnerId;
  readonly fullName: string;
  readonly unit: string;
}

/**
 * True for a place `p` on a cohort's day `d` whose person is to learn: joined, agreed, with a lesson left, not paused.
 * Somebody in several cohorts counts in the first one that is unfinished.
 */
export const learning = sql`p.agreed_at is not null and p.erased_at is null and p.joined_day is not null
  and p.next_lesson_id is not null
  and not exists (select 1 from pauses z where z.learner_id = p.learner_id and d.today between z.from_day and z.to_day)`;

/** How many people of a scope have not joined any of its cohorts. */
export async function countNotJoined(tx: Tx, scope: Scope, viewer: Viewer): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    with ${placesOf(scope, viewer)}
    select count(*) as n from (
      select 1 from places where erased_at is null group by learner_id having bool_and(joined_day is null or agreed_at is null)) waiting`);
  return row!.n;
}

/**
 * Who is to learn and has kept no day since `since` (days back from the cohort's today: 0 is today alone), by unit and
 * name; at most `limit`, with the number of all. People whose first day came later than that are not reproached.
 */
export async function listAbsent(
  tx: Tx,
  scope: Scope,
  days: readonly CohortDay[],
  daysBack: number,
  limit: number,
  viewer: Viewer,
): Promise<{ readonly total: number; readonly people: readonly Absentee[] }> {
  const vietnamese = await vietnameseOrder(tx);
  const rows = await tx.execute<Absentee & { total: number } & Record<string, unknown>>(sql`
    with ${daysOf(days)}, ${placesOf(scope, viewer)}
    select p.learner_id as "learnerId", min(p.full_name) as "fullName", min(p.path) as unit, count(*) over () as total
    from places p join days d on d.cohort = p.cohort_id
    where ${learning} and p.joined_day <= d.today - ${daysBack}::int and ${daysBack === 0 ? sql`d."studyDay"` : sql`true`}
      and not exists (select 1 from streak_days s
        where s.learner_id = p.learner_id and s.day between d.today - ${daysBack}::int and d.today)
    group by p.learner_id
    order by min(p.path) ${vietnamese}, min(p.full_name) ${vietnamese}, p.learner_id limit ${limit}`);
  return {
    total: rows[0]?.total ?? 0,
    people: rows.map(({ learnerId, fullName, unit }) => ({ learnerId, fullName, unit })),
  };
}
