/** Figures of a report as a file: every unit with what lies below it, every person, every day. */
import { type SQL, sql } from "drizzle-orm";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { vietnameseOrder } from "../order.ts";
import { dayOf, type LearnerState, learnerState } from "../roster/people.ts";
import { type Scope, type Viewer, visible } from "../units/scope.ts";
import { type CohortDay, countedOf, daysOf, nobody, type PeopleCounts, placesOf } from "./reports.ts";

/** A unit with everything below it, each person counted once. */
export interface RolledUp extends PeopleCounts {
  readonly unit: string;
  /** How deep it lies in the tree; the root is 1. */
  readonly level: number;
}

/** True for a unit `u` that lies in the scope itself: a unit's report does not tell of those above it. */
const inScope = (scope: Scope): SQL =>
  scope.kind === "unit"
    ? sql`starts_with(u.lineage, (select top.lineage from units top where top.id = ${scope.id}))`
    : sql`true`;

/**
 * The whole of a scope, and every unit that the viewer may see and that has somebody of it in it or below it, in no order. The same people
 * and counts as in `countUnits`; who holds posts in two units counts once in each and once in what lies above both.
 */
export async function countRolledUp(
  tx: Tx,
  scope: Scope,
  days: readonly CohortDay[],
  now: Date,
  viewer: Viewer,
): Promise<{ readonly whole: PeopleCounts; readonly units: readonly RolledUp[] }> {
  type Row = PeopleCounts & { readonly unit: string | null; readonly level: number };
  const rows = await tx.execute<Row & Record<string, unknown>>(sql`
    with ${daysOf(days)}, ${placesOf(scope, viewer)}, ${countedOf(now)},
    above as (
      select h.lineage as home, u.id, u.path, length(u.lineage) - length(replace(u.lineage, '/', '')) as level
      from (select distinct lineage from places) h
      cross join lateral string_to_table(rtrim(h.lineage, '/'), '/') as step(id)
      join units u on u.id = step.id::bigint
      where ${visible(viewer)} and ${inScope(scope)}
    ), seated as (
      select distinct a.id, a.path, a.level, p.learner_id
      from (select distinct lineage, learner_id from places) p join above a on a.home = p.lineage
    )
    select s.path as unit, coalesce(s.level, 0) as level, count(c.learner_id) as learners,
      count(*) filter (where c.joined) as joined,
      count(*) filter (where c.active) as "active7d", count(*) filter (where c.today) as "completedToday",
      coalesce(sum(c.completed), 0)::bigint as "lessonsCompleted", coalesce(sum(c.due), 0)::bigint as "lessonsDue",
      coalesce(sum(c.skipped), 0)::bigint as "lessonsSkipped",
      coalesce(sum(c.tries), 0)::bigint as "firstTries", coalesce(sum(c."right"), 0)::bigint as "firstTriesRight"
    from (select null as path, null::int as level, null::bigint as id, learner_id from counted
      union all select path, level, id, learner_id from seated) s join counted c using (learner_id)
    group by s.id, s.path, s.level`);
  const units = rows.flatMap(({ unit, ...counts }) => (unit === null ? [] : [{ ...counts, unit }]));
  return { whole: rows.find(({ unit }) => unit === null) ?? nobody, units };
}

/** A person of a report. */
export interface PersonRow {
  readonly fullName: string;
  /** The units in which the viewer sees them, the main post's first. */
  readonly units: readonly string[];
  /** What they are in the first of these; null: it does not say. */
  readonly title: string | null;
  /** Their first day in a cohort of the scope; null: they have not joined. */
  readonly joinedDay: LocalDate | null;
  readonly lessonsCompleted: number;
  readonly lessonsDue: number;
  readonly firstTries: number;
  readonly firstTriesRight: number;
  readonly points: number;
  readonly lastActiveDay: LocalDate | null;
  readonly state: LearnerState;
}

/** So many people are in memory at a time. */
const portion = 1000;

/**
 * The people of a scope whom the viewer may see, by unit and name, a portion at a time: a person is one row, however
 * many posts they hold. Erased people are in none. For one transaction in which nothing else reads people so.
 */
export async function* readPeople(
  tx: Tx,
  scope: Scope,
  days: readonly CohortDay[],
  now: Date,
  viewer: Viewer,
): AsyncGenerator<readonly PersonRow[]> {
  const vietnamese = await vietnameseOrder(tx);
  await tx.execute(sql`
    declare people_of_report no scroll cursor for
    with ${daysOf(days)}, ${placesOf(scope, viewer)}, ${countedOf(now)},
    entered as (select learner_id, min(joined_day) as joined_day from places group by learner_id),
    homes as (
      select o.person_id, array_agg(u.path order by o.main desc, u.path) as units,
        (array_agg(o.title order by o.main desc, u.path))[1] as title
      from posts o join units u on u.id = o.unit_id
      where o.person_id in (select learner_id from entered) and ${visible(viewer)} and ${inScope(scope)}
      group by o.person_id
    )
    select p.full_name as "fullName", h.units, h.title, e.joined_day as "joinedDay", c.completed::int as "lessonsCompleted",
      c.due::int as "lessonsDue", c.tries::int as "firstTries", c."right"::int as "firstTriesRight",
      coalesce((select l.points from lifetimes l where l.learner_id = p.id), 0) as points,
      ${dayOf(sql`p.last_active_at`)} as "lastActiveDay", ${learnerState(now)} as state
    from homes h join people p on p.id = h.person_id join entered e on e.learner_id = p.id
    join counted c on c.learner_id = p.id
    where p.erased_at is null
    order by h.units[1] ${vietnamese}, p.full_name ${vietnamese}, p.id`);
  for (;;) {
    const rows = await tx.execute<PersonRow & Record<string, unknown>>(
      sql.raw(`fetch ${portion} from people_of_report`),
    );
    if (rows.length > 0) yield rows;
    if (rows.length < portion) break;
  }
  await tx.execute(sql`close people_of_report`);
}
