/** Lessons completed on days, each in the unit where its person held a post that day: see `held.ts`. */
import { type SQL, sql } from "drizzle-orm";
import type { CohortId } from "#domain/ids.ts";
import type { DaySpan } from "#domain/streak.ts";
import { earlier, type LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import type { Reach } from "./breadth.ts";
import { edgesOf, held, isDueSettled, isSettled, ofSettled, sameCohort } from "./held.ts";
import { countDays, learntWithin, roomsOf, undue } from "./seats.ts";
import type { Counting } from "./tally.ts";

/**
 * Lessons completed on the days.
 * @param span at least a day, none later than today
 */
export const countCompletions = (reach: Reach, span: DaySpan): Counting => ({
  singles: ofSettled(reach, span, isSettled, {
    joins: ofSeveral,
    part: sql`${completedBy(sql`${span.from}::date`, sql`${span.to}::date`)} + coalesce(m.more, 0)`,
    whole: sql`0`,
    several: "sum",
  }),
  tables: sql`${roomsOf(reach)}, ${edgesOf(span)}, ${severalOf(span)}, ${held(reach, span, isSettled)},
    facts as (select c.*, 0::bigint as whole from (${completions}) c)`,
  on: sameCohort,
});

/** Who completed a lesson on the days. */
export const countLearners = (reach: Reach, span: DaySpan): Counting => ({
  ...countCompletions(reach, span),
  singles: ofSettled(reach, span, isSettled, {
    part: learntWithin(sql`${span.from}::date`, sql`${span.to}::date`),
    whole: sql`0`,
    several: "any",
  }),
});

/**
 * How many people completed a lesson on each day; days without anybody are left out. Each post is looked at with the days of its
 * person alone: two lists of people, which the planner takes for short ones, would be compared each with each.
 */
export async function countLearnersDaily(tx: Tx, reach: Reach, span: DaySpan): Promise<ReadonlyMap<LocalDate, number>> {
  const rows = await tx.execute<{ day: LocalDate; people: number }>(sql`
    with ${roomsOf(reach)}, ${edgesOf(span)}, ${held(reach, span, "everybody")}
    select a.day, count(distinct a.learner_id) as people from held h
    join study_days a on a.learner_id = h.learner_id and a.cohort_id = h.cohort_id and a.day between h.first_day and h.last_day
    where a.completed > 0 and a.day between ${span.from}::date and ${span.to}::date group by a.day`);
  return new Map(rows.map(({ day, people }) => [day, people]));
}

/** The days of the span on which somebody completed several lessons: all but the first of each. They are few. */
const severalOf = ({ from, to }: DaySpan): SQL => sql`
  extras as materialized (
    select a.learner_id, a.cohort_id, a.day, (a.completed - 1)::bigint as more from study_days a
    where a.completed > 1 and a.day between ${from}::date and ${to}::date),
  several as (select x.learner_id, x.cohort_id, sum(x.more)::bigint as more from extras x group by x.learner_id, x.cohort_id)`;

const ofSeveral = sql`left join several m on m.learner_id = p.learner_id and m.cohort_id = p.cohort_id`;

/** On how many of the days somebody with the standing `p` completed lessons. */
const completedBy = (from: SQL, to: SQL): SQL =>
  sql`coalesce(${countDays(sql`p.learnt_from`, sql`p.learnt`, from, to)}, 0)`;

/** Of the others: a fact for each segment of their days, which lies wholly in what posts they held then. */
const completions = sql`
  select g.learner_id, g.cohort_id, g.first_day as day, ${completedBy(sql`g.first_day`, sql`g.last_day`)} + coalesce(m.more, 0) as part
  from segments g join others p on p.learner_id = g.learner_id and p.cohort_id = g.cohort_id
  left join (
    select g.learner_id, g.cohort_id, g.first_day, sum(x.more)::bigint as more from segments g
    join extras x on x.learner_id = g.learner_id and x.cohort_id = g.cohort_id and x.day between g.first_day and g.last_day
    group by g.learner_id, g.cohort_id, g.first_day) m
    on m.learner_id = g.learner_id and m.cohort_id = g.cohort_id and m.first_day = g.first_day`;

/** A day on which a lesson of a cohort falls due: which of its lessons, from 1, and how many its course has. */
export interface DueDay {
  readonly cohort: CohortId;
  readonly day: LocalDate;
  readonly ordinal: number;
  readonly lessons: number;
}

/** Lessons completed on the days, of those that fell due on them; what somebody skipped, or completed elsewhere, is not due for them. */
export function countDue(reach: Reach, span: DaySpan, due: readonly DueDay[]): Counting {
  const dueFrom = due.reduce((first, { day }) => earlier(first, day), span.to);
  return {
    singles: ofSettled(reach, span, isDueSettled, {
      joins: sql`${ofSeveral} left join dues n on n.cohort = p.cohort_id`,
      part: sql`${completedBy(sql`${span.from}::date`, sql`${span.to}::date`)} + coalesce(m.more, 0)`,
      whole: sql`case when ${undue} = 0 then n.days else (
        select count(*) from due d where d.cohort = p.cohort_id and d.ordinal <= d.lessons - ${undue}) end`,
      several: "sum",
    }),
    tables: sql`${roomsOf(reach)}, ${edgesOf(span, dueFrom)}, ${severalOf(span)}, ${held(reach, span, isDueSettled)},
      due as materialized (select * from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as d(cohort bigint, day date, ordinal int, lessons int)),
      dues as materialized (select cohort, count(*) as days from due group by cohort),
      facts as (
        select c.*, coalesce(case when ${undue} = 0 and g.last_day - g.first_day = ${span.to}::date - ${span.from}::date then n.days else (
          select count(*) from due d where d.cohort = c.cohort_id and d.day between g.first_day and g.last_day
            and d.ordinal <= d.lessons - ${undue}) end, 0) as whole
        from (${completions}) c join segments g on g.learner_id = c.learner_id and g.cohort_id = c.cohort_id and g.first_day = c.day
        join others p on p.learner_id = c.learner_id and p.cohort_id = c.cohort_id
        left join dues n on n.cohort = c.cohort_id)`,
    on: sameCohort,
  };
}
