/** How fast people have learnt lately, and what they have left. */
import { type SQL, sql } from "drizzle-orm";
import type { PaceDay, PaceGroup } from "#domain/forecast.ts";
import type { CohortId, UnitId } from "#domain/ids.ts";
import type { DaySpan } from "#domain/streak.ts";
import { daysBetween, earlier, type LocalDate, later } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import type { Reach } from "./breadth.ts";
import { done, progressJoins, progressTables } from "./progress.ts";
import { allSeats, learns, learntWithin, skipping } from "./seats.ts";
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
function spanOf(windows: readonly PaceWindow[]): DaySpan | null {
  const days = windows.flatMap((window) => window.days);
  if (days.length === 0) return null;
  return { from: days.reduce(earlier), to: days.reduce(later) };
}

/** Where there is no day, whatever day there is none of. */
const nothing: DaySpan = { from: "1970-01-01" as LocalDate, to: "1970-01-01" as LocalDate };

/** A sign for each day of the reach: whether it is one of the window's. */
function signsOf({ days }: PaceWindow, { from, to }: DaySpan): string {
  const signs = Array.from({ length: daysBetween(from, to) + 1 }, () => "0");
  for (const day of days) signs[daysBetween(from, day)] = "1";
  return signs.join("");
}

/** True for a seat `p` and its window `w`: its learner may have learnt on every day of it. */
const isPlain = sql`(${learns} and w.span > 0 and p.joined_day <= w."first" and p.learner_id not in (select z.learner_id from pauses z))`;

/** True for a day of a window on which who has the seat `p` could learn. */
const couldLearn = (day: SQL): SQL => sql`(p.joined_day <= ${day} and not exists (
  select 1 from pauses z where z.learner_id = p.learner_id and ${day} between z.from_day and z.to_day))`;

/**
 * The days of who may have learnt on every one of them are read as bits (`learners.days`, of `plain` ones; as many as there
 * are days in the windows), those of the others one by one; days with several lessons (`several`) are few.
 */
function tables(reach: Reach, windows: readonly PaceWindow[]): SQL {
  const span = spanOf(windows) ?? nothing;
  const rows = windows.map((window) => ({
    ...window,
    signs: signsOf(window, span),
    span: window.days.length,
    first: window.days.at(-1) ?? null,
  }));
  const width = sql.raw(`bit(${daysBetween(span.from, span.to) + 1})`);
  const from = sql`${span.from}::date`;
  return sql`
  windows as materialized (select w.*, w.signs::${width} as mask from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(
    cohort bigint, today date, days date[], "daysAfter" int, "todayCounts" boolean, lessons int, signs text, span int, "first" date)),
  ${allSeats(reach)},
  learners as materialized (
    select p.learner_id, p.cohort_id, p.unit_id, p.sole, p.completed, p.next_lesson_id, p.joined_day, p.learnt_from, p.learnt,
      ${learns} as learns, ${isPlain} as plain, w.mask & case when p.learnt_from <= ${from}
      then substring(p.learnt from ${from} - p.learnt_from + 1)::${width} else p.learnt::${width} >> (p.learnt_from - ${from}) end as bits
    from sitters p join windows w on w.cohort = p.cohort_id),
  several as (
    select a.learner_id, a.cohort_id, a.day, a.completed as lessons from study_days a join windows w on w.cohort = a.cohort_id
    where a.completed > 1 and a.day between ${from} and ${span.to}::date and a.day = any (w.days))`;
}

/** How a part learns. */
export interface Paces {
  /** Everybody's pace in groups of people who are alike, for all together and for each of the units. */
  readonly groups: readonly PaceRow[];
  /** The last study days of each cohort, in no order. */
  readonly days: readonly (PaceDay & { readonly cohort: CohortId })[];
}

/** Of all together and of each of the units. One statement, since each person is read once for both. */
export async function readPaces(
  tx: Tx,
  reach: Reach,
  windows: readonly PaceWindow[],
  units: readonly UnitId[],
): Promise<Paces> {
  // Thousands of groups: as one text they come ten times faster than as rows.
  const found = await tx.execute<{
    line: UnitId | null;
    cohort: CohortId;
    groups: readonly (readonly number[])[];
  }>(sql`
    with ${tables(reach, windows)}, ${skipping(reach)}, ${progressTables}, ${lines(units)}, ${groupTables(units)}, ${dayTables(windows)}
    select line, cohort, groups from grouped union all select null, cohort, days from daily`);
  const groups: PaceRow[] = [];
  const days: (PaceDay & { cohort: CohortId })[] = [];
  for (const { line, cohort, groups: rows } of found) {
    if (line === null) days.push(...rows.map(([learners = 0, lessons = 0]) => ({ cohort, learners, lessons })));
    else groups.push(...rows.map((row) => groupOf(line, cohort, row)));
  }
  return { groups, days };
}

function groupOf(line: UnitId, cohort: CohortId, row: readonly number[]): PaceRow {
  const [members = 0, done = 0, left = 0, learning, days = 0, lessons = 0, squares = 0, daysLeft = 0] = row;
  return { line, cohort, members, done, left, learns: learning === 1, days, lessons, squares, daysLeft };
}

/** `grouped (line, cohort, groups)`: see `groupOf`. */
function groupTables(units: readonly UnitId[]): SQL {
  const whole = sql`select 0 as line, x.* from paces x`;
  const spread = sql`
    select n.line, x.* from paces x join lines n on n.unit_id = x.unit_id where x.single
    union all
    select y.line, x.* from paces x join (
      select distinct n.line, o.learner_id, o.cohort_id from places o join lines n using (unit_id)) y using (learner_id, cohort_id)
    where not x.single`;
  return sql`
    extra as (
      select learner_id, cohort_id, sum(lessons - 1) as lessons, sum(lessons * lessons - 1) as squares from several group by learner_id, cohort_id),
    known as (
      select p.learner_id, p.cohort_id, p.unit_id, p.sole and p.unit_id is not null as single, p.learns, p.plain, ${done} as done, w.lessons - coalesce(k.skipped, 0) as all_lessons, bit_count(p.bits) as kept,
        case when not p.learns then 0 when p.plain then w.span
          else w.span - (select count(*) from unnest(w.days) as t(day) where not ${couldLearn(sql`t.day`)}) end as days,
        case when p.learns and not p.plain then (
          select array[coalesce(sum(a.completed), 0), coalesce(sum(a.completed * a.completed), 0)] from study_days a
          where a.learner_id = p.learner_id and a.cohort_id = p.cohort_id and a.completed > 0 and a.day = any (w.days) and ${couldLearn(sql`a.day`)}) end as daily,
        coalesce(m.lessons, 0) as more, coalesce(m.squares, 0) as more_squares,
        w."daysAfter" + (w."todayCounts" and not case when p.sole then ${learntWithin(sql`w.today`, sql`w.today`)}
          else exists (select 1 from standings o where o.learner_id = p.learner_id and ${learntWithin(sql`w.today`, sql`w.today`, sql`o`)}) end)::int as days_left
      from learners p join windows w on w.cohort = p.cohort_id ${progressJoins}
      left join skipping k on k.learner_id = p.learner_id and k.cohort_id = p.cohort_id
      left join extra m on m.learner_id = p.learner_id and m.cohort_id = p.cohort_id offset 0),
    paces as (
      select learner_id, cohort_id, unit_id, single, learns, done, all_lessons - done as left, days, days_left,
        case when plain then coalesce(kept, 0) + more else coalesce(daily[1], 0) end as lessons,
        case when plain then coalesce(kept, 0) + more_squares else coalesce(daily[2], 0) end as squares
      from known),
    grouped as (
      select g.line, g.cohort_id as cohort, json_agg(json_build_array(g.members, g.done, g.left, g.learns::int, g.days, g.lessons, g.squares, g.days_left)) as groups
      from (
        select s.line, s.cohort_id, count(*) as members, s.done, s.left, s.learns, s.days, s.lessons, s.squares, s.days_left
        from (${units.length > 0 ? spread : whole}) s
        group by s.line, s.cohort_id, s.done, s.left, s.learns, s.days, s.lessons, s.squares, s.days_left) g
      group by g.line, g.cohort_id)`;
}

/** `daily (cohort, days)`: of each study day how many could learn, and how many lessons they completed. */
function dayTables(windows: readonly PaceWindow[]): SQL {
  const { from } = spanOf(windows) ?? nothing;
  const days = [...new Set(windows.flatMap((window) => window.days))];
  const counts = days.map((day) => sql`sum(get_bit(p.plain_bits, ${daysBetween(from, day)}::int))`);
  return sql`
    starts as materialized (
      select p.cohort_id, p.joined_day, count(*) as people, array[${sql.join(counts, sql`, `)}]::bigint[] as lessons
      from (select cohort_id, joined_day, case when plain then bits end as plain_bits from learners where learns) p
      group by p.cohort_id, p.joined_day),
    strays as materialized (select learner_id, cohort_id, joined_day, bits from learners where learns and not plain),
    pausing as (
      select p.cohort_id, t.day, count(*) as people from strays p join windows w on w.cohort = p.cohort_id cross join unnest(w.days) as t(day)
      where p.joined_day <= t.day and not ${couldLearn(sql`t.day`)} group by p.cohort_id, t.day),
    sums as (
      select x.cohort_id, x.day, sum(x.lessons) as lessons from (
        select c.cohort_id, t.day, t.lessons from starts c
        cross join unnest(array(select value::date from jsonb_array_elements_text(${JSON.stringify(days)}::jsonb)), c.lessons) as t(day, lessons)
        union all
        select p.cohort_id, t.day, 1 from strays p join windows w on w.cohort = p.cohort_id cross join unnest(w.days) as t(day)
        where get_bit(p.bits, t.day - ${from}::date) = 1 and ${couldLearn(sql`t.day`)}
        union all
        select s.cohort_id, s.day, s.lessons - 1 from several s join learners p on p.learner_id = s.learner_id and p.cohort_id = s.cohort_id
        where p.learns and (p.plain or ${couldLearn(sql`s.day`)})) x
      group by x.cohort_id, x.day),
    daily as (
      select w.cohort, json_agg(json_build_array(
        coalesce((select sum(s.people) from starts s where s.cohort_id = w.cohort and s.joined_day <= t.day), 0) - coalesce(z.people, 0),
        coalesce(d.lessons, 0))) as days
      from windows w cross join unnest(w.days) as t(day)
      left join pausing z on z.cohort_id = w.cohort and z.day = t.day left join sums d on d.cohort_id = w.cohort and d.day = t.day
      group by w.cohort)`;
}
