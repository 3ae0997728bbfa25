/** Figures of a report as a file: every unit with what lies below it, every person, every day. */
import { sql } from "drizzle-orm";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { vietnameseOrder } from "../order.ts";
import { dayOf, type LearnerState, learnerState } from "../roster/people.ts";
import { inside, type Scope, type Viewer, visible } from "../units/scope.ts";
import { type CohortDay, countedOf, countParts, daysOf, type PeopleCounts, placesOf } from "./reports.ts";
import { listUnitsOf } from "./subjects.ts";

/** A unit with everything below it, each person counted once. */
export interface RolledUp extends PeopleCounts {
  readonly unit: string;
  /** How deep it lies in the tree; the root is 1. */
  readonly level: number;
}

/** The whole of a scope, and every unit that the viewer may see and that has somebody of it in it or below it, in no order. */
export async function countRolledUp(
  tx: Tx,
  scope: Scope,
  days: readonly CohortDay[],
  now: Date,
  viewer: Viewer,
): Promise<{ readonly whole: PeopleCounts; readonly units: readonly RolledUp[] }> {
  const all = await listUnitsOf(tx, scope, viewer);
  const ids = all.map(({ id }) => id);
  const { whole, parts } = await countParts(tx, ids, scope, days, now, viewer);
  const units = all.flatMap(({ id, path, level }) => {
    const counts = parts.get(id);
    return counts === undefined ? [] : [{ ...counts, unit: path, level }];
  });
  return { whole, units };
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
      where o.person_id in (select learner_id from entered) and ${visible(viewer)} and ${inside(scope)}
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
