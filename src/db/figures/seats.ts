/**
 * Who is counted, read from their standings: a row has where its learner sits beside what they did there. Most people have
 * one place and one post; each of those has one row and one fact (`singles`). Whoever has several places or posts, or none,
 * is counted once by way of `seats` and `places`.
 */
import { type SQL, sql } from "drizzle-orm";
import { inside, isSelf, type Part, seen } from "../units/scope.ts";
import type { Reach } from "./breadth.ts";
import { elsewhere } from "./elsewhere.ts";

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

/** True for a standing `s` that is its learner's only one, in the only unit they hold a post in. */
const isSingle = sql`s.sole and s.unit_id is not null`;
export const isOther = sql`(s.unit_id is null or not s.sole)`;

/** `rooms`: the units of the part in which the viewer may see people. Whoever asks about themselves is seen in whatever unit. */
export function roomsOf({ part, viewer, many }: Reach): SQL {
  const isIn = sql`${inside(part)} and ${seen(part, viewer)}`;
  // Said so, the planner takes it to be true of every other unit; else, of none.
  return sql`rooms as materialized (select u.id from units u where ${many ? sql`case when ${isIn} then true else false end` : isIn})`;
}

/** By this list an index finds who sits there, few or many, however many sit elsewhere. */
export const listOfRooms = sql`array(select u.id from rooms u)`;

/** Of `rooms`. Whoever asks about themselves is looked at however they sit. */
export const singles = ({ part, viewer }: Reach): SQL =>
  isSelf(part, viewer)
    ? sql`select s.* from standings s where false`
    : sql`select s.* from standings s where s.unit_id = any (${listOfRooms}) and ${isSingle} and ${listedIn(part)}`;

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

/**
 * True for a standing `p` whose learner had a study day from `from` to `to`, both included, by the cohort whose lessons they
 * are sent: the oldest that has begun, with a lesson left. Of who has no other place it is not asked.
 */
export const hadOwnDay = (from: SQL, to: SQL): SQL => sql`(p.sole or exists (
    select 1 from generate_series(0, ${to} - ${from}) i cross join lateral (
      select c.weekdays from enrolments e join cohorts c on c.id = e.cohort_id
      where e.learner_id = p.learner_id and e.left_at is null and e.next_lesson_id is not null
        and e.joined_day <= ${from} + i and c.start_day <= ${from} + i
      order by e.id limit 1) home
    where extract(isodow from ${from} + i)::int = any(home.weekdays)
      and not exists (select 1 from holidays h where h.day = ${from} + i)))`;

/** True for a standing in which a lesson was completed from `from` to `to`, both included. The last bit is always set. */
export const learntWithin = (from: SQL, to: SQL, row = sql`p`): SQL => sql`coalesce(case
    when ${row}.learnt_from + length(${row}.learnt) - 1 between ${from} and ${to} then true
    when ${row}.learnt_from + length(${row}.learnt) - 1 > ${to} then ${countDays(sql`${row}.learnt_from`, sql`${row}.learnt`, from, to)} > 0 end, false)`;

/** True for a standing `p` whose learner kept a day from `from` to `to`, both included. Of days long past their bits are looked up. */
export const keptWithin = (from: SQL, to: SQL): SQL => sql`coalesce(case
    when p.kept_last between ${from} and ${to} then true
    when p.kept_last > ${to} then (select ${countDays(sql`l.kept_from`, sql`l.kept`, from, to)} > 0 from lifetimes l where l.learner_id = p.learner_id) end, false)`;

/** `elsewhere (learner_id, cohort_id, completed)` of those the part may hold: see `elsewhere`. */
export const elsewhereOf = ({ part }: Reach): SQL =>
  elsewhere(sql`select s.learner_id, s.cohort_id from standings s where not s.sole and ${listedIn(part)}`);

export const ofElsewhere = sql`left join elsewhere k on k.learner_id = p.learner_id and k.cohort_id = p.cohort_id`;

/** How many lessons are not due for the learner of a standing `p`: they skipped them, or completed them in another cohort. */
export const undue = sql`(p.skipped + coalesce(k.completed, 0))`;
