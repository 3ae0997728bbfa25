/**
 * Who is counted, read from their standings: a row has where its learner sits beside what they did there. Most people hold
 * one post, so all their rows are in one unit (`singles`), and most of those have one row. Whoever holds several posts, or
 * none, is counted once by way of `seats` and `places`.
 */
import { type SQL, sql } from "drizzle-orm";
import { inside, isSelf, type Part, seen } from "../units/scope.ts";
import type { Reach } from "./breadth.ts";

/** True for a standing `s` that the part may hold: on the roster, and of whom or what it is about. */
export function listedIn(part: Part): SQL {
  switch (part.kind) {
    case "cohort":
      return sql`s.listed and s.cohort_id = ${part.id}`;
    case "person":
      return sql`s.listed and s.learner_id = ${part.id}`;
    case "audience":
      return sql`s.listed and s.cohort_id in (select taught.id from cohorts taught where taught.course_id = ${part.course})`;
    case "unit":
    case "own":
      return sql`s.listed`;
  }
}

/** True for a standing `s` of somebody who holds several posts, or none. */
export const isOther = sql`s.unit_id is null`;

/** `rooms`: the units of the part in which the viewer may see people. Whoever asks about themselves is seen in whatever unit. */
export function roomsOf({ part, viewer, many }: Reach): SQL {
  const isIn = sql`${inside(part)} and ${seen(part, viewer)}`;
  // Said so, the planner takes it to be true of every other unit; else, of none.
  return sql`rooms as materialized (select u.id from units u where ${many ? sql`case when ${isIn} then true else false end` : isIn})`;
}

/** By this list an index finds who sits there, few or many, however many sit elsewhere. */
export const listOfRooms = sql`array(select u.id from rooms u)`;

/** The standings of whoever holds one post, in one of `rooms`; whoever asks about themselves is looked at however they sit. */
export const singles = ({ part, viewer }: Reach, holds = sql`true`): SQL =>
  isSelf(part, viewer)
    ? sql`select s.* from standings s where false`
    : sql`select s.* from standings s where s.unit_id = any (${listOfRooms}) and ${holds} and ${listedIn(part)}`;

/**
 * What a standing `p` says of its learner. Of several standings of one learner `any`, or `all`, must say so; parts and
 * wholes that are numbers are added up (`sum`), or are the person's and the same in each (`once`).
 */
export interface Fact {
  readonly joins?: SQL;
  readonly part: SQL;
  readonly whole: SQL;
  readonly several: "any" | "all" | "sum" | "once";
}

/** What one standing says, and what several of one learner come to. */
function saidOf({ part, whole, several }: Fact): Record<"alone" | "together", SQL> {
  const truth = several === "any" || several === "all";
  const own = truth ? sql`coalesce(${part}, false)` : sql`coalesce(${part}, 0)::bigint`;
  const all = {
    any: sql`bool_or(${own})::int`,
    all: sql`bool_and(${own})::int`,
    sum: sql`sum(${own})::bigint`,
    once: sql`max(${own})`,
  }[several];
  return {
    alone: sql`${truth ? sql`(${own})::int` : own} as part, coalesce(${whole}, 0) as whole`,
    together: sql`${all} as part, coalesce(${several === "sum" ? sql`sum(${whole})` : sql`max(${whole})`}, 0)::bigint as whole`,
  };
}

/**
 * Of `singles`, a row of each person.
 * @param rows the query of those to be counted: of the standings `s` of singles for which this is true
 */
export function eachSingle({ part }: Reach, fact: Fact, rows: (holds: SQL) => SQL): SQL {
  const { alone, together } = saidOf(fact);
  const who = sql`p.learner_id, p.unit_id, p.erased`;
  const joins = fact.joins ?? sql``;
  const each = (of: SQL) => sql`select ${who}, ${alone} from (${of}) p ${joins}`;
  // Nobody has two places in a cohort.
  if (part.kind === "cohort") return each(rows(sql`true`));
  const several = rows(sql`not s.sole`);
  // What is a person's is looked up once for everybody.
  if (fact.several === "once")
    return each(
      sql`select ${who} from (${rows(sql`s.sole`)}) p union all select ${who} from (${several}) p group by ${who}`,
    );
  return sql`${each(rows(sql`s.sole`))} union all select ${who}, ${together} from (${several}) p ${joins} group by ${who}`;
}

/** The same of whoever else has `seats`: their facts, in no unit. */
export const eachOther = (fact: Fact): SQL => sql`
  select p.learner_id, null::bigint as cohort_id, null::date as day, ${saidOf(fact).together} from seats p ${fact.joins ?? sql``} group by p.learner_id`;

/** True for a standing `s` of somebody with a post in one of few `rooms`, who is no single; of many, true of all such people. */
const isOtherThere = ({ many }: Reach): SQL => (many ? isOther : sql`${isOther} and s.unit_ids && ${listOfRooms}`);

/**
 * `rooms`, and whoever is not among the singles: `places`, a row for each post that lets them be seen, and `seats`, their
 * standings.
 */
export function otherSeats(reach: Reach): SQL {
  const self = isSelf(reach.part, reach.viewer);
  const posts = self
    ? sql`standings s left join posts o on o.person_id = s.learner_id left join rooms u on u.id = o.unit_id where true`
    : sql`standings s cross join unnest(s.unit_ids) as o(unit_id) join rooms u on u.id = o.unit_id where ${isOtherThere(reach)}`;
  return sql`
    ${roomsOf(reach)},
    places as materialized (
      select s.learner_id, s.cohort_id, s.erased, coalesce(u.id, 0) as unit_id from ${posts} and ${listedIn(reach.part)}),
    seats as (
      select s.* from standings s
      where ${self ? listedIn(reach.part) : isOther} and (s.learner_id, s.cohort_id) in (select o.learner_id, o.cohort_id from places o))`;
}

/** `rooms`, and everybody's standings, each once, singles and others alike: `sitters`. */
export const allSeats = (reach: Reach): SQL => sql`
  ${otherSeats(reach)},
  sitters as (${singles(reach)} union all select s.* from seats s)`;

/** How many of the days from `from` to `to`, both included, are set of those that begin with `begins`. */
export const countDays = (begins: SQL, days: SQL, from: SQL, to: SQL): SQL => sql`bit_count(substring(
  ${days} from greatest(${from} - ${begins}, 0) + 1 for greatest(${to} - greatest(${begins}, ${from}) + 1, 0)))`;

/** True for a standing `p` whose learner is to learn: agreed, joined, not erased, with a lesson left. */
export const learns = sql`(p.agreed and not p.erased and p.joined_day is not null and p.next_lesson_id is not null)`;

/** True for a standing in which a lesson was completed from `from` to `to`, both included. The last bit is always set. */
export const learntWithin = (from: SQL, to: SQL, row = sql`p`): SQL => sql`coalesce(case
    when ${row}.learnt_from + length(${row}.learnt) - 1 between ${from} and ${to} then true
    when ${row}.learnt_from + length(${row}.learnt) - 1 > ${to} then ${countDays(sql`${row}.learnt_from`, sql`${row}.learnt`, from, to)} > 0 end, false)`;

/** True for a standing `p` whose learner kept a day from `from` to `to`, both included. Of days long past their bits are looked up. */
export const keptWithin = (from: SQL, to: SQL): SQL => sql`coalesce(case
    when p.kept_last between ${from} and ${to} then true
    when p.kept_last > ${to} then (select ${countDays(sql`l.kept_from`, sql`l.kept`, from, to)} > 0 from lifetimes l where l.learner_id = p.learner_id) end, false)`;

/** How many lessons are not due for the learner of a standing: they skipped them, or completed them in another cohort. */
export const undueOf = (row: SQL): SQL => sql`(${row}.skipped + ${row}.elsewhere)`;
export const undue = undueOf(sql`p`);
