/** How fast people have learnt lately, and what they have left. */
import { type SQL, sql } from "drizzle-orm";
import type { PaceDay, PaceGroup } from "#domain/forecast.ts";
import type { CohortId, UnitId } from "#domain/ids.ts";
import type { DaySpan } from "#domain/streak.ts";
import { daysBetween, earlier, type LocalDate, later } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { learntOn, placesOf, skipping } from "../reports.ts";
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

/** The first and the last of the days of all windows; null: there is none. */
function reachOf(windows: readonly PaceWindow[]): DaySpan | null {
  const days = windows.flatMap((window) => window.days);
  if (days.length === 0) return null;
  return { from: days.reduce(earlier), to: days.reduce(later) };
}

/** A sign for each day of the reach: whether it is one of the window's. */
function signsOf({ days }: PaceWindow, { from, to }: DaySpan): string {
  const signs = Array.from({ length: daysBetween(from, to) + 1 }, () => "0");
  for (const day of days) signs[daysBetween(from, day)] = "1";
  return signs.join("");
}

/**
 * `learners`: `plain` is who may have learnt on every day of the window. Their days are read as bits (`plain`), those of the
 * others one by one (`daily`); days with several lessons (`several`) are few.
 */
function tables(part: Part, viewer: Viewer, windows: readonly PaceWindow[]): SQL {
  const reach = reachOf(windows) ?? { from: "1970-01-01" as LocalDate, to: "1970-01-01" as LocalDate };
  const rows = windows.map((window) => ({ ...window, signs: signsOf(window, reach) }));
  return sql`
  windows as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(cohort bigint, today date, days date[],
    "daysAfter" int, "todayCounts" boolean, lessons int, signs text)),
  ${placesOf(part, viewer)}, ${skipping},
  learners as (
    select p.*, w.*, x.learns, x.learns and cardinality(w.days) > 0 and p.joined_day <= w.days[cardinality(w.days)]
      and p.learner_id not in (select z.learner_id from pauses z) as plain
    from seats p join windows w on w.cohort = p.cohort_id
    cross join lateral (select p.agreed_at is not null and p.erased_at is null and p.joined_day is not null and p.next_lesson_id is not null as learns) x),
  plain as (
    select p.learner_id, p.cohort_id, days_between(a.learnt_from, a.learnt, ${reach.from}::date, ${reach.to}::date) & p.signs::bit varying as days
    from learners p join standings a on a.learner_id = p.learner_id and a.cohort_id = p.cohort_id where p.plain and a.learnt is not null),
  several as (
    select a.learner_id, a.cohort_id, a.day, a.completed as lessons from study_days a
    join learners p on p.learner_id = a.learner_id and p.cohort_id = a.cohort_id and p.plain
    where a.completed > 1 and a.day between ${reach.from}::date and ${reach.to}::date and a.day = any (p.days)),
  daily as (
    select a.learner_id, a.cohort_id, a.day, a.completed as lessons from study_days a
    join learners p on p.learner_id = a.learner_id and p.cohort_id = a.cohort_id and p.learns and not p.plain
    where a.completed > 0 and a.day between ${reach.from}::date and ${reach.to}::date and a.day = any (p.days) and p.joined_day <= a.day and not exists (
      select 1 from pauses z where z.learner_id = a.learner_id and a.day between z.from_day and z.to_day))`;
}

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
    today as (
      select distinct p.id from learners p join standings a on a.learner_id = p.learner_id where ${learntOn(sql`p.today`)}),
    past as (
      select a.learner_id, a.cohort_id, bit_count(a.days) + coalesce(m.lessons, 0) as lessons, bit_count(a.days) + coalesce(m.squares, 0) as squares
      from plain a left join (
        select learner_id, cohort_id, sum(lessons - 1) as lessons, sum(lessons * lessons - 1) as squares from several group by learner_id, cohort_id
      ) m using (learner_id, cohort_id)
      union all
      select learner_id, cohort_id, sum(lessons), sum(lessons * lessons) from daily group by learner_id, cohort_id),
    paces as (
      select p.learner_id, p.cohort_id, p.learns, coalesce(o.done, 0) as done,
        p.lessons - coalesce(o.done, 0) - coalesce(k.skipped, 0) as left, case when p.learns then cardinality(p.days) - coalesce(n.days, 0) else 0 end as days,
        coalesce(h.lessons, 0) as lessons, coalesce(h.squares, 0) as squares,
        p."daysAfter" + (p."todayCounts" and t.id is null)::int as days_left
      from learners p left join progress o using (id)
      left join skipping k on k.learner_id = p.learner_id and k.cohort_id = p.cohort_id
      left join absent n on n.id = p.id left join today t on t.id = p.id
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
  const reach = reachOf(windows);
  if (reach === null) return [];
  const days = [...new Set(windows.flatMap((window) => window.days))];
  const counts = days.map((day) => sql`sum(get_bit(a.days, ${daysBetween(reach.from, day)}))`);
  return await tx.execute<PaceDay & { cohort: CohortId } & Record<string, unknown>>(sql`
    with ${tables(part, viewer, windows)},
    starts as materialized (select cohort_id, joined_day, count(*) as people from learners where learns group by cohort_id, joined_day),
    pausing as (
      select p.cohort_id, t.day, count(distinct p.id) as people from learners p join pauses z on z.learner_id = p.learner_id, unnest(p.days) as t(day)
      where p.learns and p.joined_day <= t.day and t.day between z.from_day and z.to_day group by p.cohort_id, t.day),
    sums as (
      select x.cohort_id, x.day, sum(x.lessons) as lessons from (
        select c.cohort_id, t.day, t.lessons from (
          select a.cohort_id, array[${sql.join(counts, sql`, `)}] as lessons from plain a group by a.cohort_id) c
        cross join unnest(array(select value::date from jsonb_array_elements_text(${JSON.stringify(days)}::jsonb)), c.lessons) as t(day, lessons)
        union all select s.cohort_id, s.day, s.lessons - 1 from several s
        union all select d.cohort_id, d.day, d.lessons from daily d) x
      group by x.cohort_id, x.day)
    select w.cohort, (coalesce((select sum(s.people) from starts s where s.cohort_id = w.cohort and s.joined_day <= t.day), 0)
        - coalesce(z.people, 0))::int as learners, coalesce(d.lessons, 0)::int as lessons
    from windows w cross join unnest(w.days) as t(day)
    left join pausing z on z.cohort_id = w.cohort and z.day = t.day left join sums d on d.cohort_id = w.cohort and d.day = t.day`);
}
