import { sql } from "drizzle-orm";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "./connect.ts";
import { type Scope, type Viewer, visible, within } from "./scope.ts";

/**
 * How many people completed at least one lesson on each day from `from` to `to`, both included; days without anybody are
 * left out. What somebody did belongs to the unit in which they held a post when that day ended (for today: now), whatever
 * they have held since; who has left the roster is not counted.
 */
export async function countLearnt(
  tx: Tx,
  scope: Scope,
  from: LocalDate,
  to: LocalDate,
  now: Date,
  viewer: Viewer,
): Promise<ReadonlyMap<LocalDate, number>> {
  const rows = await tx.execute<{ day: LocalDate; learnt: number }>(sql`
    with held as (
      select person_id, unit_id, since, 'infinity'::timestamptz as until from posts
      union all select person_id, unit_id, since, until from past_posts
    ), seats as materialized (
      select e.learner_id, e.cohort_id, c.zone, h.since, h.until
      from held h join units u on u.id = h.unit_id join people p on p.id = h.person_id
      join enrolments e on e.learner_id = p.id join cohorts c on c.id = e.cohort_id
      where ${within(scope)} and ${visible(viewer)}
    ), days as (
      select a.learner_id, a.cohort_id, a.completed_day as day from attempts a
      where a.completed_at is not null and a.completed_day between ${from}::date and ${to}::date
      group by a.learner_id, a.cohort_id, a.completed_day
    )
    select a.day, count(distinct a.learner_id) as learnt
    from days a join seats s on s.learner_id = a.learner_id and s.cohort_id = a.cohort_id
    cross join lateral (select least((a.day + 1)::timestamp at time zone s.zone, ${now}::timestamptz) as at) ended
    where s.since <= ended.at and ended.at < s.until
    group by a.day`);
  return new Map(rows.map(({ day, learnt }) => [day, learnt]));
}
