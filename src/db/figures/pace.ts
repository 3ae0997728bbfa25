/** How fast people have learnt lately, and what they have left. */
import { sql } from "drizzle-orm";
import type { PaceDay, PaceGroup } from "#domain/forecast.ts";
import type { CohortId, UnitId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { placesOf, skipping } from "../reports.ts";
import type { Part, Viewer } from "../scope.ts";
import { progress } from "./progress.ts";
import { lines } from "./tally.ts";

/** The last study days of a cohort that are over, and what is to come. */
export interface PaceWindow {
  readonly cohort: CohortId;
  readonly today: LocalDate;
  /** None: it has just begun. */
  readonly days: readonly LocalDate[];
  /** Study days after today until the last lesson falls due. */
  readonly daysAfter: number;
  /** Today is one of them. */
  readonly todayCounts: boolean;
  /** Lessons of its course. */
  readonly lessons: number;
}

export interface PaceRow extends PaceGroup {
  /** The unit, with what lies below it; 0: everybody. */
  readonly line: UnitId;
  readonly cohort: CohortId;
}

const tables = (part: Part, viewer: Viewer, windows: readonly PaceWindow[]) => sql`
  windows as (select * from jsonb_to_recordset(${JSON.stringify(windows)}::jsonb) as w(cohort bigint, today date, days date[],
    "daysAfter" int, "todayCounts" boolean, lessons int)),
  ${placesOf(part, viewer)}, ${skipping},
  learners as (
    select p.*, w.*, p.agreed_at is not null and p.erased_at is null and p.joined_day is not null and p.next_lesson_id is not null as learns
    from seats p join windows w on w.cohort = p.cohort_id),
  daily as (
    select a.learner_id, a.cohort_id, a.day, a.completed as lessons from study_days a
    join learners p on p.learner_id = a.learner_id and p.cohort_id = a.cohort_id and p.learns
    where a.completed > 0 and a.day = any (p.days) and p.joined_day <= a.day and not exists (
      select 1 from pauses z where z.learner_id = a.learner_id and a.day between z.from_day and z.to_day))`;

/** Everybody's pace in groups of people who are alike, for all together and for each of the units. */
export async function readPaces(
  tx: Tx,
  part: Part,
  viewer: Viewer,
  windows: readonly PaceWindow[],
  units: readonly UnitId[],
): Promise<readonly PaceRow[]> {
  return await tx.execute<PaceRow & Record<string, unknown>>(sql`
    with ${tables(part, viewer, windows)}, ${progress}, ${lines(units)},
    absent as (
      select p.id, count(*) as days from learners p, unnest(p.days) as t(day)
      where p.learns and (p.joined_day > p.days[cardinality(p.days)] or p.learner_id in (select z.learner_id from pauses z))
        and (t.day < p.joined_day or exists (
          select 1 from pauses z where z.learner_id = p.learner_id and t.day between z.from_day and z.to_day))
      group by p.id),
    past as (
      select learner_id, cohort_id, sum(lessons) as lessons, sum(lessons * lessons) as squares from daily group by learner_id, cohort_id),
    paces as (
      select p.learner_id, p.cohort_id, p.learns, coalesce(o.done, 0) as done,
        p.lessons - coalesce(o.done, 0) - coalesce(k.skipped, 0) as left, case when p.learns then cardinality(p.days) - coalesce(n.days, 0) else 0 end as days,
        coalesce(h.lessons, 0) as lessons, coalesce(h.squares, 0) as squares,
        p."daysAfter" + (p."todayCounts" and not exists (select 1 from study_days a
          where a.learner_id = p.learner_id and a.day = p.today and a.completed > 0))::int as days_left
      from learners p left join progress o using (id)
      left join skipping k on k.learner_id = p.learner_id and k.cohort_id = p.cohort_id
      left join absent n on n.id = p.id
      left join past h on h.learner_id = p.learner_id and h.cohort_id = p.cohort_id),
    spread as (select distinct n.line, s.learner_id, s.cohort_id from places s join lines n using (unit_id))
    select s.line, s.cohort_id as cohort, count(*) as members, x.done::int as done, x.left::int as left, x.learns, x.days::int as days,
      x.lessons::int as lessons, x.squares::int as squares, x.days_left::int as "daysLeft"
    from spread s join paces x using (learner_id, cohort_id)
    group by s.line, s.cohort_id, x.done, x.left, x.learns, x.days, x.lessons, x.squares, x.days_left`);
}

/** The last study days of each cohort, in no order. */
export async function readPaceDays(
  tx: Tx,
  part: Part,
  viewer: Viewer,
  windows: readonly PaceWindow[],
): Promise<readonly (PaceDay & { readonly cohort: CohortId })[]> {
  return await tx.execute<PaceDay & { cohort: CohortId } & Record<string, unknown>>(sql`
    with ${tables(part, viewer, windows)},
    starts as (select cohort_id, joined_day, count(*) as people from learners where learns group by cohort_id, joined_day),
    pausing as (
      select p.cohort_id, t.day, count(distinct p.id) as people from learners p join pauses z on z.learner_id = p.learner_id, unnest(p.days) as t(day)
      where p.learns and p.joined_day <= t.day and t.day between z.from_day and z.to_day group by p.cohort_id, t.day),
    sums as (select cohort_id, day, sum(lessons) as lessons from daily group by cohort_id, day)
    select w.cohort, (coalesce((select sum(s.people) from starts s where s.cohort_id = w.cohort and s.joined_day <= t.day), 0)
        - coalesce(z.people, 0))::int as learners, coalesce(d.lessons, 0)::int as lessons
    from windows w cross join unnest(w.days) as t(day)
    left join pausing z on z.cohort_id = w.cohort and z.day = t.day left join sums d on d.cohort_id = w.cohort and d.day = t.day`);
}
