import { type SQL, sql } from "drizzle-orm";
import type { CourseId } from "#domain/ids.ts";
import type { ItemCounts, RestRates } from "#domain/item-statistics.ts";
import type { Tx } from "../connect.ts";
import { type Scope, type Viewer, visible, within } from "../units/scope.ts";

type Row = Omit<ItemCounts, "rest"> & {
  readonly restRight: RestRates["right"];
  readonly restWrong: RestRates["wrong"];
} & Omit<RestRates, "right" | "wrong">;

/** Every question of every published version: an answer knows it by its place in the version's bank. */
const bank = sql`
  bank as materialized (
    select v.id as version, v.lesson_id, (q.at - 1)::smallint as question, q.item ->> 'id' as item, q.item ->> 'prompt' as prompt
    from lesson_versions v cross join lateral jsonb_array_elements(v.content -> 'questions') with ordinality as q(item, at))`;

/**
 * First tries, once each, and the update whose reply showed the question: that which answered the question before. The
 * first of an attempt came with the lesson, so what passed until it was answered is mostly reading.
 */
const triesOf = (scope: Scope, viewer: Viewer) => sql`
  tries as materialized (
    select b.item, a.learner_id, r."right", r.answered_at,
      lag(r.inbox_id) over (partition by r.attempt_id order by r.question) as shown_by
    from answers r join attempts a on a.id = r.attempt_id
    join bank b on b.version = a.lesson_version_id and b.question = r.question
    where not r.comeback ${byPeopleOf(scope, viewer)})`;

/**
 * Of an attempt `a`: it was begun in a cohort of the scope, by somebody of it whom the viewer may see. The operator's own scope is
 * everybody, the long gone too.
 */
const byPeopleOf = (scope: Scope, viewer: Viewer): SQL =>
  viewer === null && scope.kind === "own"
    ? sql``
    : sql`and (a.learner_id, a.cohort_id) in (select e.learner_id, e.cohort_id from enrolments e join people p on p.id = e.learner_id
        join posts o on o.person_id = p.id join units u on u.id = o.unit_id where ${within(scope)} and ${visible(viewer)})`;

/**
 * Each try beside its learner's rate on all others (null: there are none), as numeric: equal rates are equal, and
 * what does not vary has a deviation of exactly 0. A reply that perhaps arrived twice, or after the answer, tells no time.
 */
const paired = sql`
  learners as (
    select learner_id, count(*) as tries, count(*) filter (where "right") as "right" from tries group by learner_id
  ), paired as (
    select t.item, t."right", (n."right" - t."right"::int)::numeric / nullif(n.tries - 1, 0) as rest,
      extract(epoch from t.answered_at - d.sent_at)::float8 as seconds
    from tries t join learners n on n.learner_id = t.learner_id
    left join deliveries d on d.kind = 'reply' and d.inbox_id = t.shown_by and d.ordinal = 0 and d.state = 'sent'
      and d.unknowns = 0 and d.sent_at <= t.answered_at)`;

/**
 * What is counted of every question that is taught now, in teaching order, over all versions of its lesson and all
 * courses that share it. Erased people's answers count; questions no longer taught count only in the rates on the rest.
 * @param course null: all that are taught
 * @param scope whose answers count, as far as the viewer may see
 */
export async function countItems(
  tx: Tx,
  course: CourseId | null,
  scope: Scope = { kind: "own" },
  viewer: Viewer = null,
): Promise<ItemCounts[]> {
  const rows = await tx.execute<Row & Record<string, unknown>>(sql`
    with ${bank}, ${triesOf(scope, viewer)}, ${paired}, counted as (
      select item, count(*) as asked, count(*) filter (where "right") as "right",
        count(rest) filter (where "right") as rest_right, count(rest) filter (where not "right") as rest_wrong,
        avg(rest) filter (where "right") as mean_of_right, avg(rest) filter (where not "right") as mean_of_wrong,
        stddev_pop(rest) as deviation, percentile_cont(0.5) within group (order by seconds) as seconds
      from paired group by item
    ), taught as (
      select distinct on (b.item) b.item, b.lesson_id, b.prompt, c.course_id, l.position, b.question
      from course_versions c join course_lessons l on l.course_version_id = c.id join bank b on b.version = l.lesson_version_id
      where c.current and (${course}::text is null or c.course_id = ${course})
      order by b.item, c.course_id
    )
    select t.item as question, t.lesson_id as lesson, t.prompt, coalesce(c.asked, 0) as asked, coalesce(c."right", 0) as "right",
      coalesce(c.rest_right, 0) as "restRight", coalesce(c.rest_wrong, 0) as "restWrong",
      c.mean_of_right::float8 as "meanOfRight", c.mean_of_wrong::float8 as "meanOfWrong",
      coalesce(c.deviation, 0)::float8 as deviation, c.seconds as "medianSeconds"
    from taught t left join counted c on c.item = t.item order by t.course_id, t.position, t.question`);
  return rows.map(({ restRight, restWrong, meanOfRight, meanOfWrong, deviation, ...item }) => ({
    ...item,
    rest: { right: restRight, wrong: restWrong, meanOfRight, meanOfWrong, deviation },
  }));
}
