import { type SQL, sql } from "drizzle-orm";
import type { PersonAtRisk, RiskReason } from "#domain/at-risk.ts";
import type { LearnerId } from "#domain/ids.ts";
import { riskLimits } from "#domain/risk-limits.ts";
import type { Tx } from "../connect.ts";
import { isUnheard } from "../delivery/windows.ts";
import { vietnameseOrder } from "../order.ts";
import type { Scope, Viewer } from "../units/scope.ts";
import { placesOf } from "./reports.ts";

/** One column for each kind of reason; null: it does not apply. */
interface RiskRow extends Record<string, unknown> {
  readonly learnerId: LearnerId;
  readonly fullName: string;
  readonly unit: string;
  readonly notJoined: number | null;
  readonly unreachable: boolean;
  readonly unheard: boolean;
  readonly silent: number | null;
  readonly behind: number | null;
  readonly score: number | null;
  readonly total: number;
}

/**
 * Who of a scope needs help and why, as far as the viewer may see: the most pressing reason first, then by unit and name; at
 * most `limit`, with the number of all. Nobody is in it twice, and the erased are not.
 *
 * Days are the cohort's, in its zone; today does no harm until it is over. Whoever has a lesson left is silent or behind by
 * the first unfinished cohort of theirs in the scope, one that has begun before one that has not, and not while they pause. Due
 * are lessons by the cohort's calendar, as in every report, whenever somebody joined.
 */
export async function listAtRisk(
  tx: Tx,
  scope: Scope,
  now: Date,
  limit: number,
  viewer: Viewer,
): Promise<{ readonly total: number; readonly people: readonly PersonAtRisk[] }> {
  const vietnamese = await vietnameseOrder(tx);
  const rows = await tx.execute<RiskRow>(sql`
    with ${placesOf(scope, viewer)}, ${calendarsOf(now)}, ${waiting(now)}, ${silent}, ${behind}, ${scores},
    facts as (
      select learner_id, full_name, path, null::int as waited, false as lost, null::int as silent, null::int as behind, null::float8 as score
      from places where erased_at is null
      union all select learner_id, null, null, days, false, null, null, null from waiting
      union all select learner_id, null, null, null, true, null, null, null from present s
        where s.agreed_at is not null and s.joined_day is not null
          and (not exists (select 1 from chats h where h.learner_id = s.learner_id and h.state = 'active')
            or (s.next_lesson_id is not null and ${isUnheard(sql`s.learner_id`, now)}))
      union all select learner_id, null, null, null, false, days, null, null from silent
      union all select learner_id, null, null, null, false, null, lessons, null from behind
      union all select learner_id, null, null, null, false, null, null, score from scores),
    who as (
      select learner_id, min(full_name) as full_name, min(path) as path, max(waited) as waited, bool_or(lost) as lost,
        max(silent) as silent, max(behind) as behind, max(score) as score
      from facts group by learner_id)
    select learner_id as "learnerId", coalesce(full_name, '') as "fullName", path as unit, waited as "notJoined", lost as unreachable,
      lost and ${isUnheard(sql`who.learner_id`, now)} as unheard, silent, behind, score, count(*) over () as total
    from who where waited is not null or lost or silent is not null or behind is not null or score is not null
    order by case when waited is not null then 1 when lost then 2 when silent is not null then 3 when behind is not null then 4 else 5 end,
      path ${vietnamese}, full_name ${vietnamese}, learner_id limit ${limit}`);
  return { total: rows[0]?.total ?? 0, people: rows.map(personOf) };
}

/**
 * The places without those of the erased, each once; the cohorts, with the number of study days by the end of each day from
 * the one before their start to yesterday; and the place by which whoever has a lesson left learns now.
 *
 * Nothing here or below joins people with people: the planner takes these lists for short ones, and would compare each with each.
 */
const calendarsOf = (now: Date): SQL => sql`
  present as materialized (
    select distinct id, learner_id, cohort_id, next_lesson_id, joined_day, agreed_at from places where erased_at is null),
  calendars as materialized (
    select c.id as cohort_id, c.zone, c.start_day, c.created_at, v.id as course_version_id,
      (${now}::timestamptz at time zone c.zone)::date as today,
      (select count(*) from course_lessons l where l.course_version_id = v.id)::int as lessons,
      array(select (count(*) filter (where i >= 0 and extract(isodow from c.start_day + i)::int = any(c.weekdays)
          and not exists (select 1 from holidays h where h.day = c.start_day + i)) over (order by i))::int
        from generate_series(-1, (${now}::timestamptz at time zone c.zone)::date - 1 - c.start_day) i order by i) as studied
    from cohorts c left join course_versions v on v.course_id = c.course_id and v.current
    where c.id in (select cohort_id from present)),
  learners as materialized (
    select distinct on (s.learner_id) s.learner_id, s.cohort_id, s.joined_day, k.today, k.start_day, k.lessons, k.studied,
      w.done + w.skipped as done, w.kept_last
    from present s join calendars k on k.cohort_id = s.cohort_id
    join standings w on w.learner_id = s.learner_id and w.cohort_id = s.cohort_id
    where s.agreed_at is not null and s.joined_day is not null and s.next_lesson_id is not null
      and not exists (select 1 from pauses z where z.learner_id = s.learner_id and k.today between z.from_day and z.to_day)
    order by s.learner_id, k.start_day > k.today, s.id)`;

/** How many study days of a calendar `row` there were by the end of a day, from the one before its start to yesterday. */
const studiedBy = (row: SQL, day: SQL): SQL => sql`${row}.studied[${day} - ${row}.start_day + 2]`;

/** On the roster since their row or the cohort was made, whichever came later. */
const waiting = (now: Date): SQL => sql`
  waiting as (
    select s.learner_id, max((${now}::timestamptz at time zone k.zone)::date
      - (greatest(p.created_at, k.created_at) at time zone k.zone)::date) as days
    from present s join calendars k on k.cohort_id = s.cohort_id join people p on p.id = s.learner_id
    group by s.learner_id
    having bool_and(s.joined_day is null or s.agreed_at is null)
      and max((${now}::timestamptz at time zone k.zone)::date
        - (greatest(p.created_at, k.created_at) at time zone k.zone)::date) >= ${riskLimits.notJoinedDays}::int)`;

/** Study days since the last one that was kept, or since they joined or were brought back; paused ones are none. */
const silent: SQL = sql`
  since as materialized (
    select l.*, greatest(l.start_day - 1, least(l.today - 1,
      greatest(l.joined_day - 1, l.kept_last,
        (select (e.away -> -1 ->> 'to')::date from enrolments e
          where e.learner_id = l.learner_id and e.cohort_id = l.cohort_id and e.away <> '[]')))) as day
    from learners l where l.today >= l.start_day),
  silent as (
    select learner_id, sum(days)::int as days from (
      select s.learner_id, ${studiedBy(sql`s`, sql`(s.today - 1)`)} - ${studiedBy(sql`s`, sql`s.day`)} as days from since s
      union all
      select learner_id, -count(*) from (
        select distinct s.learner_id, s.day + i as rested from since s join pauses z on z.learner_id = s.learner_id
        cross join lateral generate_series(1, s.today - 1 - s.day) i
        where s.day + i between z.from_day and z.to_day
          and ${studiedBy(sql`s`, sql`(s.day + i)`)} > ${studiedBy(sql`s`, sql`(s.day + i - 1)`)}) rest
      group by learner_id) counted
    group by learner_id having sum(days) >= ${riskLimits.silentStudyDays}::int)`;

/** A lesson completed or skipped in whatever course is done. */
const behind: SQL = sql`
  behind as (
    select learner_id, lessons from (
      select l.learner_id, least(${studiedBy(sql`l`, sql`(l.today - 1)`)}, l.lessons) - l.done as lessons from learners l where l.today >= l.start_day) due
    where lessons >= ${riskLimits.lessonsBehind}::int)`;

/** Of the lessons completed last in the scope's cohorts; no others are read. Comebacks are no first tries. */
const scores: SQL = sql`
  recent as (
    select s.learner_id, a.score, a.questions from (select learner_id, array_agg(distinct cohort_id) as cohorts from present group by learner_id) s
    cross join lateral (
      select y.score, y.questions from attempts y
      where y.learner_id = s.learner_id and y.score is not null and y.cohort_id = any (s.cohorts)
      order by y.completed_at desc, y.id desc limit ${riskLimits.scoredLessons}) a),
  scores as (
    select r.learner_id, sum(round(r.score * r.questions)) / sum(r.questions)::float8 as score from recent r
    group by r.learner_id
    having count(*) >= ${riskLimits.fewestScoredLessons}::int
      and sum(round(r.score * r.questions)) < ${riskLimits.score}::float8 * sum(r.questions))`;

function personOf({ learnerId, fullName, unit, ...why }: RiskRow): PersonAtRisk {
  const reasons: RiskReason[] = [];
  if (why.notJoined !== null) reasons.push({ kind: "not_joined", days: why.notJoined });
  if (why.unreachable) reasons.push(why.unheard ? { kind: "unreachable", unheard: true } : { kind: "unreachable" });
  if (why.silent !== null) reasons.push({ kind: "silent", studyDays: why.silent });
  if (why.behind !== null) reasons.push({ kind: "behind", lessons: why.behind });
  if (why.score !== null) reasons.push({ kind: "low_score", score: why.score });
  return { learnerId, fullName, unit, reasons };
}
