/** How fast people have learnt lately, and what they have left. */
import { type SQL, sql } from "drizzle-orm";
import type { PaceDay, PaceGroup } from "#domain/forecast.ts";
import type { CohortId, UnitId } from "#domain/ids.ts";
import type { DaySpan } from "#domain/streak.ts";
import { daysBetween, earlier, type LocalDate, later } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import type { Reach } from "./breadth.ts";
import { allSeats, learns, learntWithin } from "./seats.ts";
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
  /** Lessons they have completed and have left, all together. */
  readonly all: number;
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

/** What is read of every seat `p` with its window `w`: see `tables`. */
const ofSeat = (from: SQL, width: SQL): SQL => sql`
  p.learner_id, p.cohort_id, p.unit_id, p.unit_id is not null as single, ${learns} as learns,
  p.done, w.lessons - p.skipped as all_lessons,
  w."daysAfter" + (w."todayCounts" and not case when p.sole then ${learntWithin(sql`w.today`, sql`w.today`)}
    else o.learner_id is not null end)::int as days_left,
  greatest(p.joined_day, ${from}) as joined, case when b.days is not null then p.learner_id end as paused,
  case when ${learns} then w.mask & ~coalesce(b.days, w.none) & (w.every >> greatest(p.joined_day - ${from}, 0)) else w.none end as could,
  case when p.learnt_from <= ${from} then substring(p.learnt from ${from} - p.learnt_from + 1)::${width}
    when p.learnt_from is not null then p.learnt::${width} >> (p.learnt_from - ${from}) else w.none end as learnt`;

/**
 * Days are bits, as many as there are in the windows: of each seat of `learners`, those on which its learner could learn
 * (`could`: in its window, joined, not paused) and those of them on which they completed a lesson (`kept`). Days with several
 * lessons (`several`) are few.
 */
function tables(reach: Reach, windows: readonly PaceWindow[]): SQL {
  const span = spanOf(windows) ?? nothing;
  const rows = windows.map((window) => ({ ...window, signs: signsOf(window, span) }));
  const length = daysBetween(span.from, span.to) + 1;
  const width = sql.raw(`bit(${length})`);
  const [from, to] = [sql`${span.from}::date`, sql`${span.to}::date`];
  const every = sql`repeat('1', ${length}::int)::${width}`;
  return sql`
  windows as materialized (
    select w.*, w.signs::${width} as mask, ${every} as every, ~${every} as none
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(
      cohort bigint, today date, days date[], "daysAfter" int, "todayCounts" boolean, lessons int, signs text)),
  ${allSeats(reach)},
  learnt_today as materialized (${learntToday(reach, windows)}),
  breaks as (
    select z.learner_id, bit_or((${every} >> greatest(z.from_day - ${from}, 0)) & (${every} << greatest(${to} - z.to_day, 0))) as days
    from pauses z where z.from_day <= ${to} and z.to_day >= ${from} group by z.learner_id),
  learners as materialized (
    select x.*, x.could & x.learnt as kept from (
      select ${ofSeat(from, width)}
      from sitters p join windows w on w.cohort = p.cohort_id left join breaks b on b.learner_id = p.learner_id
        left join learnt_today o on o.learner_id = p.learner_id and o.today = w.today
      offset 0) x),
  several as materialized (
    select a.learner_id, a.cohort_id, a.day, a.completed as lessons from study_days a
    join learners p on p.learner_id = a.learner_id and p.cohort_id = a.cohort_id
    where a.completed > 1 and a.day between ${from} and ${to} and get_bit(p.could, a.day - ${from}) = 1)`;
}

/** Who has learnt today, of whoever has several standings: in any of them. Of cohorts whose today counts. */
function learntToday({ many }: Reach, windows: readonly PaceWindow[]): SQL {
  const todays = [...new Set(windows.filter((window) => window.todayCounts).map(({ today }) => today))];
  const few = many ? sql`true` : sql`s.learner_id in (select p.learner_id from sitters p)`;
  const on = (today: SQL) => sql`
    select s.learner_id, ${today} as today from standings s where not s.sole and ${learntWithin(today, today, sql`s`)} and ${few} group by s.learner_id`;
  const found = todays.map((today) => on(sql`${today}::date`));
  return sql.join(
    found.length > 0 ? found : [sql`select null::bigint as learner_id, null::date as today`],
    sql` union all `,
  );
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
    with ${tables(reach, windows)}, ${lines(units)}, ${groupTables(units)}, ${dayTables(windows)}
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
  const [members = 0, done = 0, all = 0, left = 0, learning, days = 0, lessons = 0, squares = 0, daysLeft = 0] = row;
  return { line, cohort, members, done, all, left, learns: learning === 1, days, lessons, squares, daysLeft };
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
    paces as (
      select p.learner_id, p.cohort_id, p.unit_id, p.single, p.learns, p.done, p.all_lessons,
        case when p.learns and p.days_left > 0 then p.all_lessons - p.done else 0 end as left, case when p.learns then p.days_left else 0 end as days_left,
        bit_count(p.could) as days, bit_count(p.kept) + coalesce(m.lessons, 0) as lessons, bit_count(p.kept) + coalesce(m.squares, 0) as squares
      from learners p left join extra m on m.learner_id = p.learner_id and m.cohort_id = p.cohort_id),
    grouped as (
      select g.line, g.cohort_id as cohort, json_agg(json_build_array(g.members, g.done, g.all, g.left, g.learns::int, g.days, g.lessons, g.squares, g.days_left)) as groups
      from (
        select s.line, s.cohort_id, count(*) as members, sum(s.done) as done, sum(s.all_lessons) as all, s.left, s.learns, s.days, s.lessons, s.squares, s.days_left
        from (${units.length > 0 ? spread : whole}) s
        group by s.line, s.cohort_id, s.left, s.learns, s.days, s.lessons, s.squares, s.days_left) g
      group by g.line, g.cohort_id)`;
}

/** `daily (cohort, days)`: of each study day how many could learn, and how many lessons they completed. */
function dayTables(windows: readonly PaceWindow[]): SQL {
  const { from } = spanOf(windows) ?? nothing;
  const days = [...new Set(windows.flatMap((window) => window.days))];
  const list = sql`array(select value::date from jsonb_array_elements_text(${JSON.stringify(days)}::jsonb))`;
  const counts = days.map((day) => sql`sum(get_bit(p.kept, ${daysBetween(from, day)}::int))`);
  return sql`
    alike as (
      select p.cohort_id, bit_or(p.could) as could, count(*) as people, array[${sql.join(counts, sql`, `)}]::bigint[] as lessons
      from learners p where p.learns group by p.cohort_id, p.joined, p.paused),
    sums as (
      select x.cohort_id, x.day, sum(x.people)::bigint as people, sum(x.lessons)::bigint as lessons from (
        select c.cohort_id, t.day, c.people * get_bit(c.could, t.day - ${from}::date) as people, t.lessons
        from alike c cross join unnest(${list}, c.lessons) as t(day, lessons)
        union all
        select s.cohort_id, s.day, 0, s.lessons - 1 from several s) x
      group by x.cohort_id, x.day),
    daily as (
      select w.cohort, json_agg(json_build_array(coalesce(d.people, 0), coalesce(d.lessons, 0))) as days
      from windows w cross join unnest(w.days) as t(day) left join sums d on d.cohort_id = w.cohort and d.day = t.day
      group by w.cohort)`;
}
