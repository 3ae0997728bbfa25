import { type SQL, sql } from "drizzle-orm";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { type CohortDay, daysOf } from "../figures/reports.ts";
import { undueOf } from "../figures/seats.ts";
import { vietnameseOrder } from "../order.ts";
import { dayOf, type LearnerState, learnerState } from "../roster/people.ts";
import { type Viewer, visible } from "./scope.ts";
import type { UnitName } from "./units.ts";

/** A unit as somebody who may see it looks at it. */
export interface UnitView extends UnitName {
  /** The units above it that the viewer may see, the topmost first. */
  readonly above: readonly UnitName[];
}

const names = sql`u.id, u.name, u.path`;

/** Null for a unit that the viewer may not see, that has ended or that never was. */
export async function viewUnit(tx: Tx, unit: UnitId, viewer: Viewer): Promise<UnitView | null> {
  const rows = await tx.execute<{ id: UnitId; name: string; path: string }>(sql`
    select ${names} from units u, (select lineage from units where id = ${unit} and ended_at is null) of
    where starts_with(of.lineage, u.lineage) and ${visible(viewer)} order by length(u.lineage)`);
  const [own, ...above] = [...rows].reverse();
  return own?.id === unit ? { ...own, above: above.reverse() } : null;
}

/** What a unit consists of, as far as the viewer may see, as a Vietnamese index would have it. */
export async function listParts(tx: Tx, unit: UnitId, viewer: Viewer): Promise<UnitName[]> {
  const vietnamese = await vietnameseOrder(tx);
  return [
    ...(await tx.execute<UnitName & Record<string, unknown>>(sql`
      select ${names} from units u where u.parent_id = ${unit} and u.ended_at is null and ${visible(viewer)}
      order by u.name ${vietnamese}, u.id`)),
  ];
}

/** Somebody on the roster of a unit. */
export interface UnitPerson {
  readonly id: LearnerId;
  readonly fullName: string;
  /** What they are in this unit. */
  readonly title: string | null;
  readonly joined: boolean;
  readonly lessonsCompleted: number;
  /** To date; what was skipped, or completed elsewhere, is not due. */
  readonly lessonsDue: number;
  /** In the zone they learn in; null: they never wrote. */
  readonly lastActiveDay: LocalDate | null;
  readonly state: LearnerState;
}

export type PeopleOrder = "name" | "completed" | "active";

/** Equal ones stand by name. Who never wrote stands where who has been away longest does. */
const orders: Readonly<Record<PeopleOrder, SQL>> = {
  name: sql`null::int`,
  completed: sql`w.completed`,
  active: sql`coalesce(p.last_active_at, '-infinity')`,
};

/**
 * Who holds a post in the unit itself and is on a roster, a page of them, and how many there are. Nobody outside the
 * viewer's units. Erased people are not listed.
 * @param days of every cohort with someone in the unit
 */
export async function listUnitPeople(
  tx: Tx,
  unit: UnitId,
  days: readonly CohortDay[],
  now: Date,
  by: { readonly order: PeopleOrder; readonly descending: boolean },
  page: { readonly from: number; readonly limit: number },
  viewer: Viewer,
): Promise<{ readonly total: number; readonly people: readonly UnitPerson[] }> {
  const vietnamese = await vietnameseOrder(tx);
  const direction = by.descending ? sql`desc` : sql`asc`;
  const name = sql`p.full_name ${vietnamese} ${by.order === "name" ? direction : sql`asc`}, p.id`;
  const rows = await tx.execute<UnitPerson & { total: number } & Record<string, unknown>>(sql`
    with ${daysOf(days)}, here as (
      select p.*, o.title from posts o join people p on p.id = o.person_id and p.erased_at is null
      join units u on u.id = o.unit_id and ${visible(viewer)}
      where o.unit_id = ${unit} and exists (select 1 from enrolments e where e.learner_id = p.id and e.left_at is null)
    ), work as (
      select h.id, sum(w.completed)::int as completed, sum(least(d.due, d.lessons - ${undueOf(sql`w`)}))::int as due
      from here h join standings w on w.learner_id = h.id and w.listed join days d on d.cohort = w.cohort_id
      group by h.id
    )
    select p.id, p.full_name as "fullName", p.title, p.agreed_at is not null as joined, ${learnerState(now)} as state,
      coalesce(w.completed, 0) as "lessonsCompleted", coalesce(w.due, 0) as "lessonsDue",
      ${dayOf(sql`p.last_active_at`)} as "lastActiveDay", count(*) over () as total
    from here p left join work w on w.id = p.id
    order by ${orders[by.order]} ${direction}, ${name} limit ${page.limit} offset ${page.from}`);
  const people = rows.map(({ total: _, ...person }) => person);
  return { total: rows[0]?.total ?? (await countUnitPeople(tx, unit, viewer)), people };
}

/** How many there are, for a page past the end. */
async function countUnitPeople(tx: Tx, unit: UnitId, viewer: Viewer): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*) as n from posts o join people p on p.id = o.person_id and p.erased_at is null
    join units u on u.id = o.unit_id and ${visible(viewer)}
    where o.unit_id = ${unit} and exists (select 1 from enrolments e where e.learner_id = p.id and e.left_at is null)`);
  return row!.n;
}
