/** First tries and points on days, each in the unit where its person held a post that day: see `held.ts`. */
import { type SQL, sql } from "drizzle-orm";
import type { DaySpan } from "#domain/streak.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import type { Reach } from "./breadth.ts";
import { cutOf, edgesOf, held, isHeld, ofSettled, sameCohort, sameDay, settled } from "./held.ts";
import { eachSingle, roomsOf } from "./seats.ts";
import type { Counting } from "./tally.ts";

/** How many days back the running totals of everybody reach; they hold a few more, for clocks that differ. */
const daysAddedUp = 35;

/** Whether a span is asked of which everybody's running totals by day tell. @param today the latest day anywhere */
const isAddedUp = ({ from }: DaySpan, today: LocalDate): boolean => from > addDays(today, -daysAddedUp);

/** What running totals by day (`by`) add from the first to the last of the days. */
function addedUp(by: SQL, first: SQL, last: SQL): SQL {
  const upTo = (day: SQL) => sql`coalesce(${by}[least(${day} - date '2000-01-01', array_upper(${by}, 1))], 0)`;
  return sql`(${upTo(last)} - ${upTo(sql`${first} - 1`)})`;
}

/**
 * First tries on the days, and the right ones among them: the day is that of the answer.
 * @param today the latest day anywhere
 */
export function countTries(reach: Reach, span: DaySpan, today: LocalDate): Counting {
  const [from, to] = [sql`${span.from}::date`, sql`${span.to}::date`];
  const tables = sql`${roomsOf(reach)}, ${edgesOf(span)}, ${held(reach, span, isHeld)}`;
  const theirs = (holds: SQL) => settled(reach, span, isHeld, holds);
  if (isAddedUp(span, today)) {
    const [right, all] = [sql`(x.tries & 65535)::bigint`, sql`(x.tries >> 16)::bigint`];
    const split = (holds: SQL) => sql`
      select x.learner_id, x.unit_id, x.erased, ${right} as "right", ${all} as tries from (
        select s.learner_id, s.unit_id, s.erased, ${addedUp(sql`s.tries_by`, from, to)} as tries from (${theirs(holds)}) s offset 0) x`;
    return {
      singles: eachSingle(reach, { part: sql`p."right"`, whole: sql`p.tries`, several: "sum" }, split),
      tables: sql`${tables},
        facts as (
          select x.learner_id, x.cohort_id, x.day, ${right} as part, ${all} as whole from (
            select g.learner_id, g.cohort_id, g.first_day as day, ${addedUp(sql`p.tries_by`, sql`g.first_day`, sql`g.last_day`)} as tries
            from segments g join others p on p.learner_id = g.learner_id and p.cohort_id = g.cohort_id offset 0) x)`,
      on: sameCohort,
    };
  }
  const days = sql`a.day between ${from} and ${to} and a.tries > 0`;
  const sums = sql`sum(a."right")::bigint as "right", sum(a.tries)::bigint as tries`;
  const tried = reach.many
    ? sql`tried a on a.learner_id = p.learner_id and a.cohort_id = p.cohort_id`
    : sql`lateral (select ${sums} from study_days a where a.learner_id = p.learner_id and a.cohort_id = p.cohort_id and ${days}) a on true`;
  return {
    singles: eachSingle(
      reach,
      { joins: sql`left join ${tried}`, part: sql`a."right"`, whole: sql`a.tries`, several: "sum" },
      theirs,
    ),
    tables: sql`${tables},
      tried as (select a.learner_id, a.cohort_id, ${sums} from study_days a where ${days} group by a.learner_id, a.cohort_id),
      facts as (
        select a.learner_id, a.cohort_id, a.day, a."right"::bigint as part, a.tries::bigint as whole
        from study_days a join seats s on s.learner_id = a.learner_id and s.cohort_id = a.cohort_id where ${days})`,
    on: sameCohort,
  };
}

/**
 * Points earned on the days, in whatever cohort.
 * @param today the latest day anywhere
 */
export function countPointsOf(reach: Reach, span: DaySpan, today: LocalDate): Counting {
  const [from, to] = [sql`${span.from}::date`, sql`${span.to}::date`];
  const tables = sql`${roomsOf(reach)}, ${edgesOf(span)}, ${held(reach, span, isHeld)}`;
  const theirs = (points: SQL) =>
    ofSettled(reach, span, isHeld, {
      joins: sql`left join ${points}`,
      part: sql`l.points`,
      whole: sql`0`,
      several: "once",
    });
  if (isAddedUp(span, today)) {
    const added = (first: SQL, last: SQL) =>
      sql`select l.learner_id, ${addedUp(sql`l.points_by`, first, last)}::bigint as points from lifetimes l`;
    return {
      // Of many, what was added is hashed and not the whole row.
      singles: theirs(sql`(${added(from, to)} ${reach.many ? sql`offset 0` : sql``}) l on l.learner_id = p.learner_id`),
      tables: sql`${tables}, stretches as (${cutOf(sql`learner_id`, span)}),
        facts as (
          select g.learner_id, null::bigint as cohort_id, g.first_day as day, l.points as part, 0::bigint as whole
          from stretches g cross join lateral (${added(sql`g.first_day`, sql`g.last_day`)} where l.learner_id = g.learner_id offset 0) l)`,
      on: sameDay,
    };
  }
  const days = sql`l.day between ${from} and ${to}`;
  return {
    singles: theirs(
      reach.many
        ? sql`(select l.learner_id, sum(l.points)::bigint as points from earnings l where ${days} group by l.learner_id) l on l.learner_id = p.learner_id`
        : sql`lateral (select sum(l.points)::bigint as points from earnings l where l.learner_id = p.learner_id and ${days}) l on true`,
    ),
    tables: sql`${tables},
      facts as (
        select l.learner_id, null::bigint as cohort_id, l.day, l.points::bigint as part, 0::bigint as whole
        from earnings l where l.learner_id in (select s.learner_id from seats s) and ${days})`,
    on: sameDay,
  };
}
