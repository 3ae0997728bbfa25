/**
 * Where people held posts on days. What happened belongs to the unit in which the person held a post when the day ended, by the
 * clock of the cohort they learn in: a post counts from the day it was got to the day before it was lost.
 */
import { type SQL, sql } from "drizzle-orm";
import type { DaySpan } from "#domain/streak.ts";
import type { LocalDate } from "#domain/time.ts";
import { isSelf } from "../units/scope.ts";
import type { Reach } from "./breadth.ts";
import { eachSingle, type Fact, isOther, listedIn, listOfRooms, singles } from "./seats.ts";

/** The first instants after the days `from` and `to`, and after the first one that matters for what was due, by each cohort's clock. */
export const edgesOf = ({ from, to }: DaySpan, dueFrom: LocalDate = from): SQL => sql`
  edges as materialized (
    select c.id as cohort_id, c.zone, (${from}::date + 1)::timestamp at time zone c.zone as begun,
      (${dueFrom}::date + 1)::timestamp at time zone c.zone as due_begun, (${to}::date + 1)::timestamp at time zone c.zone as ended
    from cohorts c)`;

/** True for a standing `s` whose post was got after the span began, by some clock: all others are looked at no closer. */
const isNew = sql`s.held_since >= (select min(g.begun) from edges g)`;

/**
 * Whether a standing `s` of a single who has no other has all it did in the span in the post held now: it was held on all the
 * days, or is the first one and nothing was done before it.
 */
export const isSettled = sql`(s.held_since < g.begun or (s.first_post and (s.learnt is null
  or s.learnt_from >= (s.held_since at time zone g.zone)::date)))`;

/** What falls due, too, is that of one post alone. */
export const isDueSettled = sql`(${isSettled} and (s.held_since < g.due_begun or (s.first_post and s.held_since >= g.ended)))`;

/** Whether a standing `s` of a single was in the post held now on all the days. */
export const isHeld = sql`s.held_since < g.begun`;

/**
 * Standings `s` of singles that are settled, and for which `holds`; whoever got their post after the span was in no part of it. Of
 * whoever has several standings all are, or none.
 */
export const settled = (reach: Reach, { from, to }: DaySpan, isSo: SQL, holds: SQL): SQL => sql`
  select s.* from (${singles(reach, holds)}) s
  where ${from}::date <= ${to}::date and (not ${isNew} or (s.sole and (
    select s.held_since < g.ended and ${isSo} from edges g where g.cohort_id = s.cohort_id)))`;

/** A fact of each single who is settled. */
export const ofSettled = (reach: Reach, span: DaySpan, isSo: SQL, fact: Fact): SQL =>
  eachSingle(reach, fact, (holds) => settled(reach, span, isSo, holds));

/**
 * `held`: where people of the part held posts during the span, a row for each post, with its days. One's own days are all
 * one's own. `segments`: the days of each seat, cut wherever a post began or ended.
 * @param who but for the singles for whom this is true
 */
export function held(reach: Reach, { from, to }: DaySpan, who: SQL | "everybody"): SQL {
  const self = isSelf(reach.part, reach.viewer);
  const posts = self
    ? sql`select s.*, coalesce((
        select w.id from posts y join units w on w.id = y.unit_id where y.person_id = s.learner_id order by w.path limit 1), 0) as unit_id,
        '-infinity'::date as first_day, 'infinity'::date as last_day from others s`
    : sql`select s.*, u.id as unit_id, (o.since at time zone s.zone)::date as first_day,
        case when o.until is null then 'infinity'::date else (o.until at time zone s.zone)::date - 1 end as last_day
        from others s join theirs o on o.person_id = s.learner_id join rooms u on u.id = o.unit_id`;
  const everybody = who === "everybody";
  const all = self || (everybody && reach.many);
  const candidates = all
    ? sql`select * from standings s where ${listedIn(reach.part)}`
    : everybody
      ? everHeld(reach)
      : unsettled(reach);
  const among = all || everybody ? sql`true` : sql`(${isOther} or not s.sole or not ${who})`;
  return sql`
  others as materialized (
    select s.learner_id, s.cohort_id, s.erased, s.learnt_from, s.learnt, s.skipped, s.elsewhere, ${everybody ? sql`null` : sql`s.tries_by`} as tries_by, g.zone
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
function unsettled(reach: Reach): SQL {
  if (!reach.many) return everHeld(reach, sql`(${isOther} or ${isNew})`);
  const listed = listedIn(reach.part);
  return sql`
    select * from standings s where ${listed} and ${isOther}
    union all
    select * from standings s where ${listed} and not ${isOther} and ${isNew}`;
}

/** Standings `s` of the part, for which `holds`, of whoever holds or held a post there: looked up by the units, which are few. */
function everHeld({ part }: Reach, holds = sql`true`): SQL {
  const may = sql`${listedIn(part)} and ${holds}`;
  if (part.kind === "person") return sql`select * from standings s where ${may}`;
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
export const cutOf = (whose: SQL, { from, to }: DaySpan): SQL => sql`
  select c.*, coalesce(lead(c.first_day) over (partition by ${whose} order by c.first_day) - 1, ${to}::date) as last_day
  from (
    select ${whose}, greatest(h.first_day, ${from}::date) as first_day from held h
    union
    select ${whose}, h.last_day + 1 from held h where h.last_day < ${to}::date) c`;

export const sameDay = sql`f.learner_id = h.learner_id and f.day between h.first_day and h.last_day`;
export const sameCohort = sql`${sameDay} and f.cohort_id = h.cohort_id`;
