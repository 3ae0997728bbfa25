/**
 * What happened on days. It belongs to the unit in which the person held a post when the day ended, by the clock of the
 * cohort they learn in: a post counts from the day it was got to the day before it was lost.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CohortId } from "#domain/ids.ts";
import type { DaySpan } from "#domain/streak.ts";
import { addDays, earlier, type LocalDate } from "#domain/time.ts";
import { isSelf } from "../units/scope.ts";
import type { Reach } from "./breadth.ts";
import {
  countDays,
  elsewhereOf,
  isOther,
  learntWithin,
  listedIn,
  listOfRooms,
  ofElsewhere,
  roomsOf,
  singles,
  undue,
} from "./seats.ts";
import type { Counting } from "./tally.ts";

/** The first instants after the days `from` and `to`, and after the first one that matters for what was due, by each cohort's clock. */
const edgesOf = ({ from, to }: DaySpan, dueFrom: LocalDate = from): SQL => sql`
  edges as materialized (
    select c.id as cohort_id, c.zone, (${from}::date + 1)::timestamp at time zone c.zone as begun,
      (${dueFrom}::date + 1)::timestamp at time zone c.zone as due_begun, (${to}::date + 1)::timestamp at time zone c.zone as ended
    from cohorts c)`;

/** True for a standing `s` whose post was got after the span began, by some clock: all others are looked at no closer. */
const isNew = sql`s.held_since >= (select min(g.begun) from edges g)`;

/**
 * Whether a standing `s` of a single has all it did in the span in the post held now: it was held on all the days, or is the
 * first one and nothing was done before it.
 */
const isSettled = sql`(s.held_since < g.begun or (s.first_post and (s.learnt is null
  or s.learnt_from >= (s.held_since at time zone g.zone)::date)))`;

/** What falls due, too, is that of one post alone. */
const isDueSettled = sql`(${isSettled} and (s.held_since < g.due_begun or (s.first_post and s.held_since >= g.ended)))`;

/** The singles who are settled; whoever got their post after the span was in no part of it. */
const settled = (reach: Reach, { from, to }: DaySpan, isSo = isSettled): SQL => sql`
  select s.* from (${singles(reach)}) s
  where ${from}::date <= ${to}::date and (not ${isNew} or (
    select s.held_since < g.ended and ${isSo} from edges g where g.cohort_id = s.cohort_id))`;

/**
 * `held`: where people of the part held posts during the span, a row for each post, with its days. One's own days are all
 * one's own. `segments`: the days of each seat, cut wherever a post began or ended.
 * @param who but for the singles for whom this is true
 */
function held(reach: Reach, { from, to }: DaySpan, who: SQL | "everybody"): SQL {
  const self = isSelf(reach.part, reach.viewer);
  const posts = self
    ? sql`select s.*, coalesce((
        select w.id from posts y join units w on w.id = y.unit_id where y.person_id = s.learner_id order by w.path limit 1), 0) as unit_id,
        '-infinity'::date as first_day, 'infinity'::date as last_day from others s`
    : sql`select s.*, u.id as unit_id, (o.since at time zone s.zone)::date as first_day,
        case when o.until is null then 'infinity'::date else (o.until at time zone s.zone)::date - 1 end as last_day
        from others s join theirs o on o.person_id = s.learner_id join rooms u on u.id = o.unit_id`;
  const all = who === "everybody" || self;
  const candidates = all ? sql`select * from standings s where ${listedIn(reach.part)}` : unsettled(reach);
  const among = all ? sql`true` : sql`(${isOther} or not ${who})`;
  return sql`
  others as materialized (
    select s.learner_id, s.cohort_id, s.erased, s.learnt_from, s.learnt, s.skipped, ${who === "everybody" ? sql`null` : sql`s.tries_by`} as tries_by, g.zone
    from (${candidates}) s join edges g on g.cohort_id = s.cohort_id where ${among}),
  theirs as materialized (
    ${
      all
        ? sql`select o.* from (${postsOf(sql`o.person_id in (select s.learner_id from others s)`)}) o`
        : sql`select o.* from (select distinct s.learner_id from others s) s cross join lateral (${postsOf(sql`o.person_id = s.learner_id`)} offset 0) o`
    }),
  held as materialized (
    select x.learner_id, x.cohort_id, x.unit_id, x.erased, x.first_day, x.last_day from (${posts}) x
    where ${from}::date <= ${to}::date and x.first_day <= x.last_day and x.first_day <= ${to}::date and x.last_day >= ${from}::date),
  seats as (select distinct learner_id, cohort_id from held),
  segments as (${cutOf(sql`learner_id, cohort_id`, { from, to })})`;
}

/** Standings of the part but for the singles who sat where they sit before the span began. They are few, each found by an index. */
function unsettled({ part, many }: Reach): SQL {
  const may = sql`${listedIn(part)} and (${isOther} or ${isNew})`;
  if (part.kind === "person") return sql`select * from standings s where ${may}`;
  if (many) {
    return sql`
      select * from standings s where ${listedIn(part)} and ${isOther}
      union all
      select * from standings s where ${listedIn(part)} and not ${isOther} and ${isNew}`;
  }
  const there = sql`o.unit_id = any (${listOfRooms})`;
  return sql`
    select s.* from (select o.person_id from posts o where ${there} union select o.person_id from past_posts o where ${there}) t
    join standings s on s.learner_id = t.person_id where ${may}`;
}

/** Posts and past posts `o` for which this is true. */
const postsOf = (holds: SQL): SQL => sql`
  select o.person_id, o.unit_id, o.since, null::timestamptz as until from posts o where ${holds}
  union all
  select o.person_id, o.unit_id, o.since, o.until from past_posts o where ${holds}`;

/** The days of each of these of `held`, cut wherever a post began or ended. */
const cutOf = (whose: SQL, { from, to }: DaySpan): SQL => sql`
  select c.*, coalesce(lead(c.first_day) over (partition by ${whose} order by c.first_day) - 1, ${to}::date) as last_day
  from (
    select ${whose}, greatest(h.first_day, ${from}::date) as first_day from held h
    union
    select ${whose}, h.last_day + 1 from held h where h.last_day < ${to}::date) c`;

const sameDay = sql`f.learner_id = h.learner_id and f.day between h.first_day and h.last_day`;
const sameCohort = sql`${sameDay} and f.cohort_id = h.cohort_id`;

/**
 * Lessons completed on the days.
 * @param span at least a day, none later than today
 */
export const countCompletions = (reach: Reach, span: DaySpan): Counting => ({
  singles: sql`
    select p.learner_id, p.unit_id, p.erased, ${completedBy(sql`${span.from}::date`, sql`${span.to}::date`)} + coalesce(m.more, 0) as part, 0::bigint as whole
    from (${settled(reach, span)}) p ${ofSeveral}`,
  tables: sql`${roomsOf(reach)}, ${edgesOf(span)}, ${severalOf(span)}, ${held(reach, span, isSettled)},
    facts as (select c.*, 0::bigint as whole from (${completions}) c)`,
  on: sameCohort,
});

/** Who completed a lesson on the days. */
export const countLearners = (reach: Reach, span: DaySpan): Counting => ({
  ...countCompletions(reach, span),
  singles: sql`
    select p.learner_id, p.unit_id, p.erased, ${learntWithin(sql`${span.from}::date`, sql`${span.to}::date`)}::int as part, 0 as whole
    from (${settled(reach, span)}) p`,
});

/** The same, a fact for each day, of everybody. */
export const completionsDaily = (reach: Reach, span: DaySpan): Omit<Counting, "singles"> => ({
  tables: sql`${roomsOf(reach)}, ${edgesOf(span)}, ${held(reach, span, "everybody")},
    facts as (
      select a.learner_id, a.cohort_id, a.day, a.completed::bigint as part, 0::bigint as whole
      from study_days a join seats s on s.learner_id = a.learner_id and s.cohort_id = a.cohort_id
      where a.day between ${span.from}::date and ${span.to}::date and a.completed > 0)`,
  on: sameCohort,
});

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
  const whole = sql`${completedBy(sql`${span.from}::date`, sql`${span.to}::date`)} + coalesce(m.more, 0)`;
  return {
    singles: sql`
      select p.learner_id, p.unit_id, p.erased, ${whole} as part, coalesce(case when ${undue} = 0 then n.days else (
        select count(*) from due d where d.cohort = p.cohort_id and d.ordinal <= d.lessons - ${undue}) end, 0) as whole
      from (${settled(reach, span, isDueSettled)}) p ${ofSeveral} ${ofElsewhere}
      left join dues n on n.cohort = p.cohort_id`,
    tables: sql`${roomsOf(reach)}, ${edgesOf(span, dueFrom)}, ${severalOf(span)}, ${held(reach, span, isDueSettled)}, ${elsewhereOf(reach)},
      due as materialized (select * from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as d(cohort bigint, day date, ordinal int, lessons int)),
      dues as materialized (select cohort, count(*) as days from due group by cohort),
      facts as (
        select c.*, coalesce(case when ${undue} = 0 and g.last_day - g.first_day = ${span.to}::date - ${span.from}::date then n.days else (
          select count(*) from due d where d.cohort = c.cohort_id and d.day between g.first_day and g.last_day
            and d.ordinal <= d.lessons - ${undue}) end, 0) as whole
        from (${completions}) c join segments g on g.learner_id = c.learner_id and g.cohort_id = c.cohort_id and g.first_day = c.day
        join others p on p.learner_id = c.learner_id and p.cohort_id = c.cohort_id ${ofElsewhere}
        left join dues n on n.cohort = c.cohort_id)`,
    on: sameCohort,
  };
}

/** Whether a standing `s` of a single was in the post held now on all the days. */
const isHeld = sql`s.held_since < g.begun`;

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
  const theirs = settled(reach, span, isHeld);
  const split = sql`(x.tries & 65535)::bigint as part, (x.tries >> 16)::bigint as whole`;
  if (isAddedUp(span, today)) {
    return {
      singles: sql`
        select x.learner_id, x.unit_id, x.erased, ${split}
        from (select p.learner_id, p.unit_id, p.erased, ${addedUp(sql`p.tries_by`, from, to)} as tries from (${theirs}) p offset 0) x`,
      tables: sql`${tables},
        facts as (
          select x.learner_id, x.cohort_id, x.day, ${split} from (
            select g.learner_id, g.cohort_id, g.first_day as day, ${addedUp(sql`p.tries_by`, sql`g.first_day`, sql`g.last_day`)} as tries
            from segments g join others p on p.learner_id = g.learner_id and p.cohort_id = g.cohort_id offset 0) x)`,
      on: sameCohort,
    };
  }
  const days = sql`a.day between ${from} and ${to} and a.tries > 0`;
  const sums = sql`sum(a."right")::bigint as "right", sum(a.tries)::bigint as tries`;
  return {
    singles: sql`
      select p.learner_id, p.unit_id, p.erased, coalesce(a."right", 0) as part, coalesce(a.tries, 0) as whole
      from (${theirs}) p left join ${
        reach.many
          ? sql`(select a.learner_id, a.cohort_id, ${sums} from study_days a where ${days} group by a.learner_id, a.cohort_id) a
              on a.learner_id = p.learner_id and a.cohort_id = p.cohort_id`
          : sql`lateral (select ${sums} from study_days a where a.learner_id = p.learner_id and a.cohort_id = p.cohort_id and ${days}) a on true`
      }`,
    tables: sql`${tables},
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
  const theirs = (points: SQL) => sql`
    select p.learner_id, p.unit_id, p.erased, coalesce(l.points, 0) as part, 0::bigint as whole
    from (${settled(reach, span, isHeld)}) p left join ${points}`;
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
