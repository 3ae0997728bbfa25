/** How what is taught goes, module by module or lesson by lesson, as the courses are taught now. */
import { type SQL, sql } from "drizzle-orm";
import type { Period } from "#domain/question.ts";
import type { DaySpan } from "#domain/streak.ts";
import type { Tx } from "../connect.ts";
import { completed } from "../learning/unfinished.ts";
import { isSelf } from "../units/scope.ts";
import type { Reach } from "./breadth.ts";
import { inModules } from "./modules.ts";
import { allSeats, listedIn, roomsOf } from "./seats.ts";

/** A module or a lesson with its figures, in teaching order. */
export interface TaughtFigures {
  readonly title: string;
  /** Of a lesson: the title of its module. */
  readonly module: string | null;
  readonly part: number;
  readonly whole: number;
  /** Of first tries: who got a question of it wrong, and who answered one. */
  readonly stumbled: number;
  readonly people: number;
}

/** Lessons of the courses as they are taught now, or of their modules of one number, each with what it is told under: `key`. */
const lessonsOf = (of: "modules" | "lessons", number: number | null): SQL => sql`
  taught as materialized (
    select x.*, ${of === "modules" ? sql`x.module` : sql`x.lesson_id`} as key from (
      ${inModules(sql`v.course_id, l.lesson_id, l.position, t.title as module, w.title`)}
      join lesson_versions w on w.id = l.lesson_version_id
      join jsonb_to_recordset(v.modules) as t(id text, title text) on t.id = l.module_id
      where v.current) x
    where ${number === null ? sql`true` : sql`x.number = ${number}::bigint`}),
  named as (
    select k.key, min(k.position) as position, min(k.course_id) as course_id,
      ${of === "modules" ? sql`k.key` : sql`(array_agg(k.title order by k.course_id))[1]`} as title,
      ${of === "modules" ? sql`null::text` : sql`(array_agg(k.module order by k.course_id))[1]`} as module
    from taught k group by k.key)`;

/** First tries `r` in attempts `a` of the people of the subject, where they are now: their standings are `sitters`. */
const toDate = (reach: Reach) => ({
  tables: allSeats(reach),
  from: sql`sitters s join cohorts c on c.id = s.cohort_id
    join attempts a on a.learner_id = s.learner_id and a.cohort_id = s.cohort_id
    join answers r on r.attempt_id = a.id and not r.comeback`,
  holds: sql`true`,
});

/** The same on days: those of whoever held a post in the subject when the day of the answer ended. */
function onDays(reach: Reach, { from, to }: DaySpan) {
  const day = sql`(r.answered_at at time zone c.zone)::date`;
  const held = sql`exists (
    select 1 from (
      select o.person_id, o.unit_id, o.since, null::timestamptz as until from posts o
      union all select o.person_id, o.unit_id, o.since, o.until from past_posts o) o
    where o.person_id = s.learner_id and o.unit_id in (select u.id from rooms u)
      and (o.since at time zone c.zone)::date <= ${day} and (o.until is null or ${day} < (o.until at time zone c.zone)::date))`;
  return {
    tables: sql`${roomsOf(reach)}, sitters as (select s.learner_id, s.cohort_id from standings s where ${listedIn(reach.part)})`,
    from: sql`${toDate(reach).from} and r.answered_at >= ${from}::date - 1 and r.answered_at < ${to}::date + 2`,
    holds: sql`${day} between ${from}::date and ${to}::date and ${isSelf(reach.part, reach.viewer) ? sql`true` : held}`,
  };
}

/** First tries that were right, of how many, and of how many people. What nobody answered is left out. */
export async function countTaughtTries(
  tx: Tx,
  reach: Reach,
  of: "modules" | "lessons",
  period: Period,
): Promise<TaughtFigures[]> {
  const { tables, from, holds } = period.kind === "days" ? onDays(reach, period) : toDate(reach);
  return await found(
    tx,
    sql`
    with ${tables}, ${lessonsOf(of, period.kind === "module" ? period.number : null)},
    marks as (
      select k.key, a.learner_id, count(*) as tries, count(*) filter (where r."right") as "right"
      from ${from} join taught k on k.course_id = c.course_id and k.lesson_id = a.lesson_id
      where ${holds} group by k.key, a.learner_id),
    sums as (
      select m.key, sum(m."right")::bigint as part, sum(m.tries)::bigint as whole,
        count(*) filter (where m."right" < m.tries) as stumbled, count(*) as people
      from marks m group by m.key)`,
  );
}

/** Lessons of each module that were completed, of all that its people have, without skipped ones, as of one module alone. */
export const countTaughtLessons = (tx: Tx, reach: Reach): Promise<TaughtFigures[]> =>
  found(
    tx,
    sql`
    with ${allSeats(reach)}, ${lessonsOf("modules", null)},
    sums as (
      select y.key, count(*) filter (where y.done) as part, count(*) as whole, 0::bigint as stumbled, 0::bigint as people from (
        select x.*, ${completed(sql`x.learner_id`, sql`x.lesson_id`, "many")} as done from (
          select distinct k.key, k.lesson_id, s.learner_id from sitters s
          join cohorts c on c.id = s.cohort_id join taught k on k.course_id = c.course_id) x) y
      where y.done or not exists (select 1 from skips z where z.learner_id = y.learner_id and z.lesson_id = y.lesson_id)
      group by y.key)`,
  );

async function found(tx: Tx, tables: SQL): Promise<TaughtFigures[]> {
  return [
    ...(await tx.execute<TaughtFigures & Record<string, unknown>>(sql`${tables}
      select n.title, n.module, s.part, s.whole, s.stumbled, s.people from sums s join named n on n.key = s.key
      order by n.course_id, n.position, n.key`)),
  ];
}
