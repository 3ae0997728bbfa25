/** How fast people have learnt lately, and what they have left. */
import { type SQL, sql } from "drizzle-orm";
import type { PaceDay, PaceGroup } from "#domain/forecast.ts";
import type { CohortId, UnitId } from "#domain/ids.ts";
import type { DaySpan } from "#domain/streak.ts";
import { daysBetween, earlier, type LocalDate, later } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import type { Reach } from "./breadth.ts";
import { done, progressJoins, progressTables } from "./progress.ts";
import { allSeats, learntWithin, skipping } from "./seats.ts";
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

/** A sign for each day of the reach: whether it is one of the window's. */
function signsOf({ days }: PaceWindow, { from, to }: DaySpan): string {
  const signs = Array.from({ length: daysBetween(from, to) + 1 }, () => "0");
  for (const day of days) signs[daysBetween(from, day)] = "1";
  return signs.join("");
}

const learns = sql`(p.agreed and not p.erased and p.joined_day is not null and p.next_lesson_id is not null)`;

/** True for a seat `p` and its window `w`: its learner may have learnt on every day of it. */
const isPlain = sql`(${learns} and w.span > 0 and p.joined_day <= w."first" and z.learner_id is null)`;

/** True for a day of a window on which who has the seat `p` could learn. */
const couldLearn = (day: SQL): SQL => sql`(p.joined_day <= ${day} and not exists (
  select 1 from pauses z where z.learner_id = p.learner_id and ${day} between z.from_day and z.to_day))`;

/**
 * The days of who may have learnt on every one of them are read as bits (`learners.days`, of `plain` ones), those of the
 * others one by one; days with several lessons (`several`) are few.
 */
function tables(reach: Reach, windows: readonly PaceWindow[]): SQL {
  const span = spanOf(windows) ?? { from: "1970-01-01" as LocalDate, to: "1970-01-01" as LocalDate };
  const rows = windows.map((window) => ({
    ...window,
    signs: signsOf(window, span),
    span: window.days.length,
    first: window.days.at(-1) ?? null,
  }));
  return sql`
  windows as materialized (select w.*, w.signs::bit varying as mask from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(
    cohort bigint, today date, days date[], "daysAfter" int, "todayCounts" boolean, lessons int, signs text, span int, "first" date)),
  pausers as (select distinct z.learner_id from pauses z),
  ${allSeats(reach)},
  learners as (
    select p.*, ${learns} as learns, ${isPlain} as plain,
      days_between(p.learnt_from, p.learnt, ${span.from}::date, ${span.to}::date) & w.mask as bits
    from sitters p join windows w on w.cohort = p.cohort_id left join pausers z on z.learner_id = p.learner_id),
  several as (
    select a.learner_id, a.cohort_id, a.day, a.completed as lessons from study_days a join windows w on w.cohort = a.cohort_id
    where a.completed > 1 and a.day between ${span.from}::date and ${span.to}::date and a.day = any (w.days))`;
}

/** Everybody's pace in groups of people who are alike, for all together and for each of the units. */
export async function readPaces(
  tx: Tx,
  reach: Reach,
  windows: readonly PaceWindow[],
  units: readonly UnitId[],
): Promise<readonly PaceRow[]> {
  const whole = sql`select 0 as line, x.* from paces x`;
  const spread = sql`
    select n.line, x.* from paces x join lines n on n.unit_id = x.unit_id where x.single
    union all
    select y.line, x.* from paces x join (
      select distinct n.line, o.learner_id, o.cohort_id from places o join lines n using (unit_id)) y using (learner_id, cohort_id)
    where not x.single`;
  return await tx.execute<PaceRow & Record<string, unknown>>(sql`
    with ${tables(reach, windows)}, ${skipping}, ${progressTables}, ${lines(units)},
    extra as (
      select learner_id, cohort_id, sum(lessons - 1) as lessons, sum(lessons * lessons - 1) as squares from several group by learner_id, cohort_id),
    known as (
      select p.learner_id, p.cohort_id, p.unit_id, p.sole and p.unit_id is not null as single, p.learns, p.plain, p.bits, ${done} as done, w.lessons - coalesce(k.skipped, 0) as all_lessons,
        case when not p.learns then 0 when p.plain then w.span
          else w.span - (select count(*) from unnest(w.days) as t(day) where not ${couldLearn(sql`t.day`)}) end as days,
        case when p.learns and not p.plain then (
          select array[coalesce(sum(a.completed), 0), coalesce(sum(a.completed * a.completed), 0)] from study_days a
          where a.learner_id = p.learner_id and a.cohort_id = p.cohort_id and a.completed > 0 and a.day = any (w.days) and ${couldLearn(sql`a.day`)}) end as daily,
        coalesce(m.lessons, 0) as more, coalesce(m.squares, 0) as more_squares,
        w."daysAfter" + (w."todayCounts" and not case when p.sole then ${learntWithin(sql`w.today`, sql`w.today`)}
          else p.learner_id in (select p.learner_id from standings p where not p.sole and ${learntWithin(sql`w.today`, sql`w.today`)}) end)::int as days_left
      from learners p join windows w on w.cohort = p.cohort_id ${progressJoins}
      left join skipping k on k.learner_id = p.learner_id and k.cohort_id = p.cohort_id
      left join extra m on m.learner_id = p.learner_id and m.cohort_id = p.cohort_id),
    paces as (
      select learner_id, cohort_id, unit_id, single, learns, done, all_lessons - done as left, days, days_left,
        case when plain then coalesce(bit_count(bits), 0) + more else coalesce(daily[1], 0) end as lessons,
        case when plain then coalesce(bit_count(bits), 0) + more_squares else coalesce(daily[2], 0) end as squares
      from known)
    select s.line, s.cohort_id as cohort, count(*) as members, s.done::int as done, s.left::int as left, s.learns, s.days::int as days,
      s.lessons::int as lessons, s.squares::int as squares, s.days_left::int as "daysLeft"
    from (${units.length > 0 ? spread : whole}) s
    group by s.line, s.cohort_id, s.done, s.left, s.learns, s.days, s.lessons, s.squares, s.days_left`);
}

/** So many bits are counted together: each of their patterns, and what it consists of afterwards. */
const chunk = 7;

/** The last study days of each cohort, in no order. */
export async function readPaceDays(
  tx: Tx,
  reach: Reach,
  windows: readonly PaceWindow[],
): Promise<readonly (PaceDay & { readonly cohort: CohortId })[]> {
  const span = spanOf(windows);
  if (span === null) return [];
  const chunks = Array.from({ length: Math.ceil((daysBetween(span.from, span.to) + 1) / chunk) }, (_, at) => at);
  const patterns = sql.join(
    chunks.map(
      (at) =>
        sql`substring(p.bits from ${sql.raw(String(at * chunk + 1))} for ${sql.raw(String(chunk))}) as ${sql.raw(`c${at}`)}`,
    ),
    sql`, `,
  );
  const sets = sql.join(
    chunks.map((at) => sql.raw(`(cohort_id, c${at})`)),
    sql`, `,
  );
  const names = sql.raw(chunks.map((at) => `c${at}`).join(", "));
  const which = sql.raw(`case ${chunks.map((at) => `when grouping(c${at}) = 0 then ${at}`).join(" ")} end`);
  return await tx.execute<PaceDay & { cohort: CohortId } & Record<string, unknown>>(sql`
    with ${tables(reach, windows)},
    starts as materialized (select cohort_id, joined_day, count(*) as people from learners where learns group by cohort_id, joined_day),
    pausing as (
      select p.cohort_id, t.day, count(distinct p.learner_id) as people from learners p join windows w on w.cohort = p.cohort_id
      join pauses z on z.learner_id = p.learner_id, unnest(w.days) as t(day)
      where p.learns and p.joined_day <= t.day and t.day between z.from_day and z.to_day group by p.cohort_id, t.day),
    patterns as (
      select cohort_id, ${which} as at, coalesce(${names}) as pattern, count(*) as people
      from (select p.cohort_id, ${patterns} from learners p where p.plain and p.bits is not null) x group by grouping sets (${sets})),
    sums as (
      select x.cohort_id, x.day, sum(x.lessons) as lessons from (
        select c.cohort_id, ${span.from}::date + c.at * ${chunk}::int + i as day, c.people as lessons
        from patterns c, generate_series(0, ${chunk - 1}::int) i where i < length(c.pattern) and get_bit(c.pattern, i) = 1
        union all
        select s.cohort_id, s.day, s.lessons - 1 from several s join learners p on p.learner_id = s.learner_id and p.cohort_id = s.cohort_id and p.plain
        union all
        select a.cohort_id, a.day, a.completed from study_days a
        join learners p on p.learner_id = a.learner_id and p.cohort_id = a.cohort_id and p.learns and not p.plain join windows w on w.cohort = p.cohort_id
        where a.completed > 0 and a.day between ${span.from}::date and ${span.to}::date and a.day = any (w.days) and ${couldLearn(sql`a.day`)}) x
      group by x.cohort_id, x.day)
    select w.cohort, (coalesce((select sum(s.people) from starts s where s.cohort_id = w.cohort and s.joined_day <= t.day), 0)
        - coalesce(z.people, 0))::int as learners, coalesce(d.lessons, 0)::int as lessons
    from windows w cross join unnest(w.days) as t(day)
    left join pausing z on z.cohort_id = w.cohort and z.day = t.day left join sums d on d.cohort_id = w.cohort and d.day = t.day`);
}
