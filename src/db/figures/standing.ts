/** What people are to date: how far they have come, and what may keep them from learning. */
import { type SQL, sql } from "drizzle-orm";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import { type CohortDay, countedOf, daysOf, learningOn, placesOf, skipping, waiting } from "../reports.ts";
import type { Part, Viewer } from "../scope.ts";
import { isUnheard } from "../windows.ts";
import { progress } from "./progress.ts";
import type { Counting } from "./tally.ts";

/** A cohort's day, and how many of its lessons were due by the end of yesterday. */
export interface StandingDay extends CohortDay {
  readonly dueYesterday: number;
}

const held = sql`held as (select learner_id, unit_id, path, full_name, erased_at from places)`;

const ofPerson = sql`f.learner_id = h.learner_id`;

/** Facts of whole people; `facts` is a query of learner_id, part and whole. */
function ofPeople(part: Part, viewer: Viewer, tables: readonly SQL[], facts: SQL): Counting {
  const all = [placesOf(part, viewer), ...tables, held];
  return {
    tables: sql`${sql.join(all, sql`, `)},
      facts as (select x.learner_id, null::bigint as cohort_id, null::date as day, x.part, x.whole from (${facts}) x)`,
    on: ofPerson,
    everybody: sql`seats`,
  };
}

const counts = {
  learnt: sql`today::int as part, 1 as whole`,
  lessons: sql`completed as part, 0 as whole`,
  completion: sql`completed as part, due as whole`,
  score: sql`"right" as part, tries as whole`,
} as const;

/** The figures of a report. `learnt`: on each cohort's today. */
export const countDone = (
  measure: keyof typeof counts,
  part: Part,
  days: readonly CohortDay[],
  now: Date,
  viewer: Viewer,
): Counting =>
  ofPeople(part, viewer, [daysOf(days), countedOf(now)], sql`select learner_id, ${counts[measure]} from counted`);

/** Of a person's places `p`, each with its cohort's day `d`. */
const states = (now: Date) => ({
  people: sql`true`,
  joined: sql`bool_or(p.agreed_at is not null)`,
  not_joined: waiting,
  unreachable: sql`bool_and(p.agreed_at is not null and p.erased_at is null)
    and exists (select 1 from chats h where h.learner_id = p.learner_id)
    and (not exists (select 1 from chats h where h.learner_id = p.learner_id and h.state = 'active')
      or (bool_or(p.next_lesson_id is not null) and ${isUnheard(sql`p.learner_id`, now)}))`,
  paused: sql`bool_or(exists (select 1 from pauses z where z.learner_id = p.learner_id and d.today between z.from_day and z.to_day))`,
  overdue: sql`bool_or(p.agreed_at is not null and p.erased_at is null and p.joined_day is not null and p.next_lesson_id is not null
    and g.done + coalesce(k.skipped, 0) < d."dueYesterday")`,
  finished: sql`bool_and(p.agreed_at is not null and p.next_lesson_id is null)`,
});

export type StateMeasure = keyof ReturnType<typeof states>;

/** Who is in a state now, of all people. */
export function countState(
  measure: StateMeasure,
  part: Part,
  days: readonly StandingDay[],
  now: Date,
  viewer: Viewer,
): Counting {
  const table = sql`days as (select * from jsonb_to_recordset(${JSON.stringify(days)}::jsonb)
    as d(cohort bigint, today date, "dueYesterday" int))`;
  const late = measure === "overdue";
  const more = late
    ? sql`left join progress g on g.id = p.id left join skipping k on k.learner_id = p.learner_id and k.cohort_id = p.cohort_id`
    : sql``;
  return ofPeople(
    part,
    viewer,
    late ? [table, skipping, progress] : [table],
    sql`select p.learner_id, coalesce(${states(now)[measure]}, false)::int as part, 1 as whole
      from seats p left join days d on d.cohort = p.cohort_id ${more} group by p.learner_id`,
  );
}

/** The days of one cohort in which somebody may have been absent, both included. */
export interface AbsenceSpan {
  readonly cohort: CohortId;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/**
 * Who was to learn and kept no day of the span of one of their cohorts: joined it on or before the first day, agreed, not
 * erased, with a lesson left, not paused on the last day.
 * @param spans of the cohorts that have a study day in it; people of others were not to learn
 */
export function countAbsent(part: Part, spans: readonly AbsenceSpan[], viewer: Viewer): Counting {
  const table = sql`spans as (select * from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb)
    as d(cohort bigint, "from" date, "to" date))`;
  return ofPeople(
    part,
    viewer,
    [table],
    sql`select p.learner_id, bool_or(coalesce(${learningOn(sql`d."to"`)} and p.joined_day <= d."from"
        and not exists (select 1 from lifetimes l where l.learner_id = p.learner_id and ${keptWithin(sql`d."from"`, sql`d."to"`)}), false))::int as part,
      1 as whole
      from seats p left join spans d on d.cohort = p.cohort_id group by p.learner_id`,
  );
}

/** True for a lifetime `l` in which a day from `from` to `to`, both included, was kept. */
const keptWithin = (from: SQL, to: SQL): SQL => sql`bit_count(days_between(l.kept_from, l.kept, ${from}, ${to})) > 0`;

/** All points that people ever earned. */
export const countPoints = (part: Part, viewer: Viewer): Counting =>
  ofPeople(
    part,
    viewer,
    [],
    sql`select l.learner_id, l.points as part, 0 as whole from lifetimes l
      where l.learner_id in (select s.learner_id from seats s)`,
  );

/** What was worked out person by person. */
export const countGiven = (
  part: Part,
  viewer: Viewer,
  given: readonly { readonly learner: LearnerId; readonly part: number }[],
): Counting =>
  ofPeople(
    part,
    viewer,
    [],
    sql`select g.learner as learner_id, g.part, 1 as whole
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(learner bigint, part int)`,
  );
