import { type SQL, sql } from "drizzle-orm";
import type { CohortId, UnitId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { inside, isSelf, listed, type Part, type Scope, seen, type Viewer, within } from "../units/scope.ts";
import { undueOf } from "./seats.ts";

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

/**
 * The places in cohorts that the part holds and the viewer may see: a row for each post that lets them be seen. Who asks
 * about themselves needs no post; `unit_id` 0: none.
 */
export const placesOf = (part: Part, viewer: Viewer): SQL => {
  const join = isSelf(part, viewer) ? sql`left join` : sql`join`;
  return sql`
  places as (
    select e.id, e.learner_id, e.cohort_id, e.next_lesson_id, e.joined_day, coalesce(u.id, 0) as unit_id, coalesce(u.path, '') as path,
      coalesce(u.lineage, '') as lineage,
      p.full_name, p.agreed_at, p.last_active_at, p.erased_at
    from enrolments e join people p on p.id = e.learner_id
    ${join} posts o on o.person_id = p.id ${join} units u on u.id = o.unit_id
    where ${within(part)} and ${seen(part, viewer)}),
  ${seatsOf(part, viewer)}`;
};

/** The same without their posts: a row for each place in a cohort. */
function seatsOf(part: Part, viewer: Viewer): SQL {
  const seenIn = sql`exists (select 1 from posts o join units u on u.id = o.unit_id
    where o.person_id = p.id and ${inside(part)} and ${seen(part, viewer)})`;
  return sql`
  seats as (
    select e.id, e.learner_id, e.cohort_id, e.next_lesson_id, e.joined_day, p.agreed_at, p.last_active_at, p.erased_at
    from enrolments e join people p on p.id = e.learner_id
    where ${listed(part)} and ${isSelf(part, viewer) ? sql`true` : seenIn})`;
}

/** A row if there is a place `e` for which `holds` that the viewer may see: it is looked for until one is found. */
export function anybodyOf(part: Part, viewer: Viewer, holds: SQL, held: "now" | "ever"): SQL {
  const places = sql`from enrolments e join people p on p.id = e.learner_id`;
  if (isSelf(part, viewer)) return sql`select 1 ${places} where ${holds} and ${listed(part)} limit 1`;
  const seenIn = (
    posts: SQL,
  ) => sql`(select 1 ${places} join ${posts} o on o.person_id = p.id join units u on u.id = o.unit_id
    where ${holds} and ${within(part)} and ${seen(part, viewer)} limit 1)`;
  return held === "now" ? seenIn(sql`posts`) : sql`${seenIn(sql`posts`)} union all ${seenIn(sql`past_posts`)} limit 1`;
}

/** True for a standing `a` in which a lesson was completed on the day. */
const learntOn = (day: SQL): SQL =>
  sql`coalesce(bit_count(days_between(a.learnt_from, a.learnt, ${day}, ${day})) > 0, false)`;

/**
 * What everyone in `seats` has done to date, a row for each person: `counted`. Erased people stay counted. A lesson
 * belongs to the cohort in which it was begun; comebacks are no first tries. What somebody skipped, or completed elsewhere, is not due for them.
 */
export const countedOf = (now: Date): SQL => sql`
  work as (
    select a.learner_id, a.cohort_id, a.completed, a.skipped, ${undueOf(sql`a`)} as undue, a.tries, a."right", ${learntOn(sql`d.today`)} as today
    from standings a join days d on d.cohort = a.cohort_id
  ), counted as (
    select p.learner_id, bool_or(p.agreed_at is not null) as joined,
      bool_or(coalesce(p.last_active_at > ${now}::timestamptz - interval '7 days', false)) as active,
      bool_or(coalesce(w.today, false)) as today, sum(coalesce(w.completed, 0)) as completed,
      sum(coalesce(w.skipped, 0)) as skipped, sum(least(d.due, d.lessons - coalesce(w.undue, 0))) as due,
      sum(coalesce(w.tries, 0)) as tries, sum(coalesce(w.right, 0)) as right
    from seats p join days d on d.cohort = p.cohort_id
    left join work w on w.learner_id = p.learner_id and w.cohort_id = p.cohort_id
    group by p.learner_id)`;

/**
 * The counts of a scope, and those of its units in no order. Whoever holds posts in several units is counted in each and
 * once in the whole.
 * @param days of every cohort in the scope; others are left out
 */
export async function countUnits(
  tx: Tx,
  scope: Scope,
  days: readonly CohortDay[],
  now: Date,
  viewer: Viewer,
): Promise<{ readonly whole: PeopleCounts; readonly units: readonly UnitCounts[] }> {
  const own = sql`select distinct path as "group", learner_id from places`;
  const rows = await countGroups<string>(tx, scope, days, now, viewer, own);
  const units = rows.flatMap(({ group, ...counts }) => (group === null ? [] : [{ unit: group, ...counts }]));
  return { whole: rows.find(({ group }) => group === null) ?? nobody, units };
}

/** The counts of a scope, and those of units with all that lies below each, by id: everyone once in each; without anybody none. */
export async function countParts(
  tx: Tx,
  parts: readonly UnitId[],
  scope: Scope,
  days: readonly CohortDay[],
  now: Date,
  viewer: Viewer,
): Promise<{ readonly whole: PeopleCounts; readonly parts: ReadonlyMap<UnitId, PeopleCounts> }> {
  const asked = sql`select value::bigint from jsonb_array_elements_text(${JSON.stringify(parts)}::jsonb)`;
  // A lineage names everything above: no unit need be compared with every other.
  const above = sql`
    select l.lineage, up.id from (select distinct lineage from places) l
    cross join lateral unnest(string_to_array(trim(trailing '/' from l.lineage), '/')::bigint[]) up(id) where up.id in (${asked})`;
  const below = sql`select distinct part.id as "group", p.learner_id from places p join (${above}) part using (lineage)`;
  const rows = await countGroups<UnitId>(tx, scope, days, now, viewer, below);
  return {
    whole: rows.find(({ group }) => group === null) ?? nobody,
    parts: new Map(rows.flatMap(({ group, ...counts }) => (group === null ? [] : [[group, counts] as const]))),
  };
}

/** @param groups which people, by `learner_id`, are in which groups, by `group`; a row of null stands for the whole */
async function countGroups<Group>(
  tx: Tx,
  scope: Scope,
  days: readonly CohortDay[],
  now: Date,
  viewer: Viewer,
  groups: SQL,
): Promise<readonly (PeopleCounts & { readonly group: Group | null })[]> {
  return await tx.execute<PeopleCounts & { group: Group | null } & Record<string, unknown>>(sql`
    with ${daysOf(days)}, ${placesOf(scope, viewer)}, ${countedOf(now)},
    people as (
      select null as "group", c.* from counted c
      union all
      select h."group", c.* from (${groups}) h join counted c using (learner_id)
    )
    select "group", count(*) as learners, count(*) filter (where joined) as joined,
      count(*) filter (where active) as "active7d", count(*) filter (where today) as "completedToday",
      coalesce(sum(completed), 0)::bigint as "lessonsCompleted", coalesce(sum(due), 0)::bigint as "lessonsDue",
      coalesce(sum(skipped), 0)::bigint as "lessonsSkipped",
      coalesce(sum(tries), 0)::bigint as "firstTries", coalesce(sum("right"), 0)::bigint as "firstTriesRight"
    from people group by "group"`);
}

/** No counts at all. */
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

/** True for a place `p` whose person is to learn on a day: joined, agreed, with a lesson left, not paused. */
export const learningOn = (
  day: SQL,
): SQL => sql`p.agreed_at is not null and p.erased_at is null and p.joined_day is not null
  and p.next_lesson_id is not null
  and not exists (select 1 from pauses z where z.learner_id = p.learner_id and ${day} between z.from_day and z.to_day)`;

/** True for a person `p` of `seats`, grouped by person, who has a place and has not joined; nobody waits for who was erased. */
const waiting = sql`(bool_and(p.erased_at is null) and bool_and(p.joined_day is null or p.agreed_at is null))`;

/** How many people of a scope have not joined any of its cohorts. */
export async function countNotJoined(tx: Tx, scope: Scope, viewer: Viewer): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    with ${placesOf(scope, viewer)}
    select count(*) as n from (select 1 from seats p group by p.learner_id having ${waiting}) waits`);
  return row!.n;
}
