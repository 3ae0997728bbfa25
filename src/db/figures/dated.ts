/**
 * What happened on days. It belongs to the unit in which the person held a post when the day ended, by the clock of the
 * cohort they learn in: a post counts from the day it was got to the day before it was lost.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CohortId } from "#domain/ids.ts";
import type { DaySpan } from "#domain/streak.ts";
import type { LocalDate } from "#domain/time.ts";
import { isSelf, type Part, seen, type Viewer, within } from "../scope.ts";
import { completed } from "../unfinished.ts";
import type { Counting } from "./tally.ts";

/** Where people of the part held posts during the span: a row for each post, with its days. One's own days are all one's own. */
function held(part: Part, viewer: Viewer, { from, to }: DaySpan): SQL {
  const posts = sql`(
    select person_id, unit_id, since, null::timestamptz as until from posts
    union all select person_id, unit_id, since, until from past_posts)`;
  const from_ = isSelf(part, viewer)
    ? sql`left join (select 0::bigint as id, ''::text as path, ''::text as lineage) u on true`
    : sql`join ${posts} o on o.person_id = p.id join units u on u.id = o.unit_id`;
  const days = isSelf(part, viewer)
    ? sql`'-infinity'::date as first_day, 'infinity'::date as last_day`
    : sql`(o.since at time zone c.zone)::date as first_day,
        case when o.until is null then 'infinity'::date else (o.until at time zone c.zone)::date - 1 end as last_day`;
  return sql`
  held as (
    select x.* from (
      select e.learner_id, e.cohort_id, u.id as unit_id, u.path, p.full_name, p.erased_at, ${days}
      from enrolments e join people p on p.id = e.learner_id join cohorts c on c.id = e.cohort_id ${from_}
      where ${within(part)} and ${seen(part, viewer)}) x
    where ${from}::date <= ${to}::date and x.first_day <= x.last_day and x.first_day <= ${to}::date and x.last_day >= ${from}::date),
  seats as (select distinct learner_id, cohort_id from held),
  movers as (select distinct learner_id from held where first_day > ${from}::date or last_day < ${to}::date)`;
}

const sameDay = sql`f.learner_id = h.learner_id and f.day between h.first_day and h.last_day`;
const sameCohort = sql`${sameDay} and f.cohort_id = h.cohort_id`;

/**
 * Lessons completed on the days.
 * @param span at least a day, none later than today
 * @param daily a fact for each day
 */
export function countCompletions(part: Part, viewer: Viewer, span: DaySpan, daily = false): Counting {
  const facts = daily ? completionsBy(span, sql`true`) : completions(span);
  return {
    tables: sql`${held(part, viewer, span)},
      facts as (select c.*, 0::bigint as whole from (${facts}) c)`,
    on: sameCohort,
  };
}

/** Day by day, of those for whom `holds`. */
const completionsBy = ({ from, to }: DaySpan, holds: SQL): SQL => sql`
  select a.learner_id, a.cohort_id, a.day, a.completed::bigint as part
  from study_days a join seats s on s.learner_id = a.learner_id and s.cohort_id = a.cohort_id
  where a.day between ${from}::date and ${to}::date and a.completed > 0 and ${holds}`;

const moved = sql`a.learner_id in (select m.learner_id from movers m)`;

/**
 * Who held the same posts on all the days has one fact for all of them, which is read from the bits of their days; the days
 * with several lessons are few.
 */
const completions = (span: DaySpan): SQL => sql`
  select a.learner_id, a.cohort_id, ${span.to}::date as day, bit_count(a.days) + coalesce(m.more, 0) as part
  from (
    select a.learner_id, a.cohort_id, days_between(a.learnt_from, a.learnt, ${span.from}::date, ${span.to}::date) as days
    from standings a join seats s on s.learner_id = a.learner_id and s.cohort_id = a.cohort_id
    where a.learnt is not null and not ${moved}) a
  left join (
    select a.learner_id, a.cohort_id, sum(a.completed - 1)::bigint as more from study_days a
    where a.completed > 1 and a.day between ${span.from}::date and ${span.to}::date
      and a.learner_id in (select s.learner_id from seats s) group by a.learner_id, a.cohort_id) m using (learner_id, cohort_id)
  where bit_count(a.days) > 0
  union all ${completionsBy(span, moved)}`;

/** A day on which a lesson of a cohort falls due: which of its lessons, from 1, and how many its course has. */
export interface DueDay {
  readonly cohort: CohortId;
  readonly day: LocalDate;
  readonly ordinal: number;
  readonly lessons: number;
}

/** Lessons completed on the days, of those that fell due on them; what somebody skipped is not due for them. */
export function countDue(part: Part, viewer: Viewer, span: DaySpan, due: readonly DueDay[]): Counting {
  return {
    tables: sql`${held(part, viewer, span)},
      due as (select * from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as d(cohort bigint, day date, ordinal int, lessons int)),
      skipping as (
        select p.learner_id, p.cohort_id, count(*) as skipped from seats p join skips s on s.learner_id = p.learner_id
        join cohorts c on c.id = p.cohort_id join course_versions v on v.course_id = c.course_id and v.current
        join course_lessons l on l.course_version_id = v.id and l.lesson_id = s.lesson_id
        where not ${completed(sql`s.learner_id`, sql`s.lesson_id`)}
        group by p.learner_id, p.cohort_id),
      facts as (
        select learner_id, cohort_id, day, sum(part) as part, sum(whole) as whole from (
          select c.*, 0 as whole from (${completions(span)}) c
          union all
          select a.learner_id, a.cohort_id, ${span.to}::date, 0, coalesce(case when k.skipped is null then n.days else (
            select count(*) from due d where d.cohort = a.cohort_id and d.ordinal <= d.lessons - k.skipped) end, 0)
          from seats a left join skipping k on k.learner_id = a.learner_id and k.cohort_id = a.cohort_id
          left join (select cohort, count(*) as days from due group by cohort) n on n.cohort = a.cohort_id where not ${moved}
          union all
          select a.learner_id, a.cohort_id, d.day, 0, 1 from seats a join due d on d.cohort = a.cohort_id
          left join skipping k on k.learner_id = a.learner_id and k.cohort_id = a.cohort_id
          where d.ordinal <= d.lessons - coalesce(k.skipped, 0) and ${moved}) x
        group by learner_id, cohort_id, day)`,
    on: sameCohort,
  };
}

/** First tries on the days, and the right ones among them: the day is that of the answer. */
export function countTries(part: Part, viewer: Viewer, span: DaySpan): Counting {
  return {
    tables: sql`${held(part, viewer, span)},
      facts as (
        select a.learner_id, a.cohort_id, a.day, a."right"::bigint as part, a.tries::bigint as whole
        from study_days a join seats s on s.learner_id = a.learner_id and s.cohort_id = a.cohort_id
        where a.day between ${span.from}::date and ${span.to}::date and a.tries > 0)`,
    on: sameCohort,
  };
}

/** Points earned on the days, in whatever cohort. */
export function countPointsOf(part: Part, viewer: Viewer, span: DaySpan): Counting {
  return {
    tables: sql`${held(part, viewer, span)},
      facts as (
        select l.learner_id, null::bigint as cohort_id, l.day, l.points::bigint as part, 0::bigint as whole
        from earnings l where l.learner_id in (select s.learner_id from seats s)
          and l.day between ${span.from}::date and ${span.to}::date)`,
    on: sameDay,
  };
}
