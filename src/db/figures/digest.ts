/** What a digest counts, and whom its offers are about: always of the people the viewer may see now. */
import { type SQL, sql } from "drizzle-orm";
import { type DigestCounts, type DigestDeed, type DigestSpans, silentDays } from "#domain/digest.ts";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { notAwaySince } from "../learning/places.ts";
import { vietnameseOrder } from "../order.ts";
import { visible, within } from "../units/scope.ts";
import { learningOn } from "./reports.ts";
import { countDays, undueOf } from "./seats.ts";

/** A cohort as a digest needs it. */
export interface DigestCohort {
  readonly cohort: CohortId;
  readonly today: LocalDate;
  readonly lessons: number;
  /** Lessons due by the end of the span, and of the one before. */
  readonly due: number;
  readonly dueBefore: number;
  /** There was a study day within the last days before today. */
  readonly studied: boolean;
}

export interface UnitCounts extends DigestCounts {
  /** Null: the whole. Else a unit directly below one that the viewer supervises, with all that lies below it. */
  readonly unit: string | null;
}

const cohortsOf = (cohorts: readonly DigestCohort[]): SQL => sql`
  days as (select * from jsonb_to_recordset(${JSON.stringify(cohorts)}::jsonb)
    as d(cohort bigint, today date, lessons int, due int, "dueBefore" int, studied boolean))`;

/** Every place of somebody the viewer may see: a row for each post that lets them be seen. */
const placesOf = (viewer: LearnerId): SQL => sql`
  places as (
    select e.id, e.learner_id, e.cohort_id, e.next_lesson_id, e.joined_day, e.invite_code, e.invite_spent_at, u.id as unit_id, u.path,
      u.lineage, p.full_name, p.agreed_at, p.erased_at
    from enrolments e join people p on p.id = e.learner_id
    join posts o on o.person_id = p.id join units u on u.id = o.unit_id
    where ${within({ kind: "own" })} and ${visible(viewer)})`;

/** On how many days, both included, a lesson was completed in a standing `w`. @param from null: from the first */
const learntIn = (from: LocalDate | null, to: LocalDate): SQL =>
  sql`coalesce(${countDays(sql`w.learnt_from`, sql`w.learnt`, from === null ? sql`w.learnt_from` : sql`${from}::date`, sql`${to}::date`)}, 0)`;

/**
 * The counts of all that the viewer supervises, first; then those of the units directly below, in no order. A lesson belongs
 * to the cohort in which it was begun, and people to the units they hold a post in now. People are never joined with people:
 * the planner takes these lists for short ones, and would compare each with each.
 */
export async function countDigest(
  tx: Tx,
  viewer: LearnerId,
  spans: DigestSpans,
  cohorts: readonly DigestCohort[],
): Promise<UnitCounts[]> {
  const { before, from, to } = spans;
  const rows = await tx.execute<UnitCounts & Record<string, unknown>>(sql`
    with ${cohortsOf(cohorts)}, ${placesOf(viewer)},
    seats as materialized (select distinct learner_id, cohort_id from places),
    extras as (
      select a.learner_id, a.cohort_id, a.day, a.completed - 1 as more from study_days a where a.completed > 1 and a.day <= ${to}::date),
    several as (
      select x.learner_id, x.cohort_id, sum(x.more) as done, sum(x.more) filter (where x.day >= ${from}::date) as lessons,
        sum(x.more) filter (where x.day <= ${before.to}::date) as done_before,
        sum(x.more) filter (where x.day between ${before.from}::date and ${before.to}::date) as lessons_before
      from extras x group by x.learner_id, x.cohort_id),
    work as (
      select s.learner_id, s.cohort_id, ${learntIn(from, to)} + coalesce(x.lessons, 0) as lessons,
        ${learntIn(before.from, before.to)} + coalesce(x.lessons_before, 0) as lessons_before,
        ${learntIn(null, to)} + coalesce(x.done, 0) as done, ${learntIn(null, before.to)} + coalesce(x.done_before, 0) as done_before,
        ${undueOf(sql`w`)} as undue
      from seats s join standings w on w.learner_id = s.learner_id and w.cohort_id = s.cohort_id
      left join several x on x.learner_id = s.learner_id and x.cohort_id = s.cohort_id
    ), above as (
      -- A lineage names everything above: no person need be compared with every unit.
      select l.lineage, part.path from (select distinct lineage from places) l
      cross join lateral unnest(string_to_array(rtrim(l.lineage, '/'), '/')::bigint[]) up(id) join units part on part.id = up.id
      where part.ended_at is null and part.parent_id in (
        select own.unit_id from posts own where own.person_id = ${viewer} and own.role = 'supervisor')
    ), parts as (select distinct p.learner_id, a.path from places p join above a using (lineage)
    ), counted as (
      select learner_id, sum(lessons) as lessons, sum(lessons_before) as lessons_before, sum(done) as done, sum(due) as due,
        sum(done_before) as done_before, sum(due_before) as due_before, array_agg(path) filter (where path is not null) as paths
      from (
        select w.learner_id, w.lessons, w.lessons_before, w.done, least(d.due, d.lessons - w.undue) as due, w.done_before,
          least(d."dueBefore", d.lessons - w.undue) as due_before, null as path from work w join days d on d.cohort = w.cohort_id
        union all
        select learner_id, 0, 0, 0, 0, 0, 0, path from parts) one
      group by learner_id
    )
    select path as unit, count(*) filter (where lessons > 0) as learnt, count(*) filter (where lessons_before > 0) as "learntBefore",
      coalesce(sum(lessons), 0)::bigint as lessons, coalesce(sum(lessons_before), 0)::bigint as "lessonsBefore",
      coalesce(sum(done), 0)::bigint as done, coalesce(sum(due), 0)::bigint as due,
      coalesce(sum(done_before), 0)::bigint as "doneBefore", coalesce(sum(due_before), 0)::bigint as "dueBefore"
    from counted cross join lateral unnest(array_append(paths, null)) path group by path order by path nulls first`);
  return [...rows];
}

/** Somebody an offer is about, in a unit of theirs. */
export interface OfferedPerson {
  readonly learnerId: LearnerId;
  readonly fullName: string;
  readonly unit: string;
  /** The code they can still join with; null where it was used. */
  readonly invite: string | null;
}

/** How many people one offer would be about. */
export interface OfferGroup {
  readonly kind: DigestDeed;
  /** Null: all of them. */
  readonly unit: UnitId | null;
  readonly name: string | null;
  readonly people: number;
  /** The first of them by name, at most three. */
  readonly names: readonly string[];
}

/**
 * Whom something can be done for, by kind, once in each unit of theirs: `nudge`, who was to learn and kept none of the last days
 * though there were study days, and can be reached; `invite`, who joined no cohort; `reach`, who joined and has no open
 * chat. The viewer is not among them.
 */
const needs: SQL = sql`
  people as (
    select p.*, bool_or(p.joined_day is not null and p.agreed_at is not null) over (partition by p.learner_id) as joined,
      exists (select 1 from chats h where h.learner_id = p.learner_id and h.state = 'active') as reachable
    from places p where p.erased_at is null),
  needs as materialized (
    select distinct 'nudge' as kind, p.learner_id, p.unit_id, p.path, p.full_name, null as invite
    from people p join days d on d.cohort = p.cohort_id
    where ${learningOn(sql`d.today`)} and d.studied and p.joined_day <= d.today - ${silentDays}::int and p.reachable
      and ${notAwaySince(sql`d.today - ${silentDays}::int`)}
      and not exists (select 1 from streak_days s
        where s.learner_id = p.learner_id and s.day between d.today - ${silentDays}::int and d.today)
    union all
    select 'invite', learner_id, unit_id, path, full_name, min(invite_code) filter (where invite_spent_at is null)
    from people where not joined group by learner_id, unit_id, path, full_name
    union all
    select distinct 'reach', learner_id, unit_id, path, full_name, null from people where joined and not reachable)`;

/** How many people there are for each kind, in each unit that has some and in all; the largest first. */
export async function countOffers(tx: Tx, viewer: LearnerId, cohorts: readonly DigestCohort[]): Promise<OfferGroup[]> {
  const vietnamese = await vietnameseOrder(tx);
  const rows = await tx.execute<OfferGroup & Record<string, unknown>>(sql`
    with ${cohortsOf(cohorts)}, ${placesOf(viewer)}, ${needs}
    select kind, unit_id as unit, path as name, count(distinct learner_id) as people,
      (array_agg(distinct full_name ${vietnamese} order by full_name ${vietnamese}))[1:3] as names from needs
    where learner_id <> ${viewer}
    group by grouping sets ((kind), (kind, unit_id, path)) order by people desc, path nulls first, unit_id`);
  return [...rows];
}

/** The people of one offer, by unit and name; at most `limit`, with the number of all. A unit outside the viewer's has none. */
export async function listOffered(
  tx: Tx,
  kind: OfferGroup["kind"],
  unit: UnitId | null,
  viewer: LearnerId,
  cohorts: readonly DigestCohort[],
  limit: number,
): Promise<{ readonly total: number; readonly people: readonly OfferedPerson[] }> {
  const vietnamese = await vietnameseOrder(tx);
  const rows = await tx.execute<OfferedPerson & { total: number } & Record<string, unknown>>(sql`
    with ${cohortsOf(cohorts)}, ${placesOf(viewer)}, ${needs}
    select learner_id as "learnerId", min(coalesce(full_name, '')) as "fullName", min(path) as unit, min(invite) as invite,
      count(*) over () as total
    from needs where kind = ${kind} and learner_id <> ${viewer} and ${unit === null ? sql`true` : sql`unit_id = ${unit}`}
    group by learner_id order by min(path) ${vietnamese}, min(full_name) ${vietnamese}, learner_id limit ${limit}`);
  return { total: rows[0]?.total ?? 0, people: rows.map(({ total: _, ...person }) => person) };
}
