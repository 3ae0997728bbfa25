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
      union all select person_id, unit_id, since, until from past_posts)
    select a.completed_day as day, count(distinct a.learner_id) as learnt
    from attempts a join cohorts c on c.id = a.cohort_id
    join enrolments e on e.learner_id = a.learner_id and e.cohort_id = a.cohort_id
    join people p on p.id = a.learner_id
    cross join lateral (select least((a.completed_day + 1)::timestamp at time zone c.zone, ${now}::timestamptz) as at) ended
    join held h on h.person_id = a.learner_id and h.since <= ended.at and ended.at < h.until
    join units u on u.id = h.unit_id
    where a.completed_at is not null and a.completed_day between ${from}::date and ${to}::date
      and ${within(scope)} and ${visible(viewer)}
    group by a.completed_day`);
  return new Map(rows.map(({ day, learnt }) => [day, learnt]));
}
