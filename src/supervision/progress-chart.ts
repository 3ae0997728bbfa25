import type { Tx } from "#db/connect.ts";
import { expectBreadth, expectLittle } from "#db/figures/breadth.ts";
import type { RolledUp } from "#db/figures/rollup.ts";
import { countDone } from "#db/figures/standing.ts";
import { listUnitsOf } from "#db/figures/subjects.ts";
import { tally } from "#db/figures/tally.ts";
import { readHolidays } from "#db/learning/holidays.ts";
import type { Viewer } from "#db/units/scope.ts";
import { isStudyDay } from "#domain/calendar.ts";
import { byName } from "#domain/name.ts";
import { addDays, dateIn, type LocalDate, type LocalTime, timeIn, type Zone } from "#domain/time.ts";
import { learntByDay } from "./figures.ts";
import { type Report, readDays, type UnitReport } from "./report.ts";
import type { NamedScope } from "./scope.ts";

/** A bar of the picture: a unit with everything below it, or those who are in a unit itself beside the units below it. */
export interface ChartUnit {
  /** The unit's path. */
  readonly unit: string;
  /** Only who holds a post in the unit itself. */
  readonly itself: boolean;
  readonly learners: number;
  /** Lessons completed ÷ lessons due, 0 to 1; null: nothing is due. */
  readonly rate: number | null;
}

export interface ChartDay {
  readonly day: LocalDate;
  /** How many completed a lesson on it. */
  readonly people: number;
}

/** What the picture of a scope's progress shows. */
export interface ProgressPicture {
  /** The cohort or unit it is about. */
  readonly scope: string;
  /** A minute on the wall. */
  readonly asOf: { readonly day: LocalDate; readonly time: LocalTime };
  readonly learners: number;
  /** Lessons completed ÷ lessons due, 0 to 1; null: nothing is due. */
  readonly rate: number | null;
  /** Highest completion first. */
  readonly units: readonly ChartUnit[];
  /** The study days up to today, oldest first; at most 14. */
  readonly days: readonly ChartDay[];
}

const mostDays = 14;
/** So far back study days are looked for: longer than the holidays of a new year. */
const farthestDays = 60;

/**
 * What the picture beside a report shows, of the same people: the units one step below what the whole report is about,
 * highest completion first, and how many people learnt on each study day.
 * @param whole the scope's report, of the same viewer and instant
 * @param zone where today is told
 */
export async function pictureOf(
  tx: Tx,
  { scope }: NamedScope,
  whole: Report,
  zone: Zone,
  viewer: Viewer,
): Promise<ProgressPicture> {
  const cohorts = await readDays(tx, scope, whole.asOf, viewer);
  const { units: rolledUp, due } = await rollUp(tx, scope, cohorts, viewer);
  const asOf = { day: dateIn(zone, whole.asOf), time: timeIn(zone, whole.asOf) };
  return {
    scope: whole.name,
    asOf,
    learners: whole.learners,
    rate: due > 0 ? whole.completionRate : null,
    units: topUnits(rolledUp, whole.units),
    days: await lastDays(tx, scope, cohorts, asOf.day, viewer),
  };
}

type Bar = Pick<RolledUp, "unit" | "learners" | "lessonsCompleted" | "lessonsDue">;

/** The units of the scope that hold somebody, and how many lessons are due in all. */
async function rollUp(
  tx: Tx,
  scope: NamedScope["scope"],
  cohorts: Awaited<ReturnType<typeof readDays>>,
  viewer: Viewer,
): Promise<{ readonly units: readonly Bar[]; readonly due: number }> {
  const units = await listUnitsOf(tx, scope, viewer);
  const reach = await expectBreadth(tx, scope, viewer);
  const ids = units.map(({ id }) => id);
  const found = await tally(tx, countDone("completion", reach, cohorts), ids);
  await expectLittle(tx);
  const rolledUp = units.flatMap(({ id, path }): Bar[] => {
    const { people = 0, part = 0, whole = 0 } = found.units.get(id) ?? {};
    return people === 0 ? [] : [{ unit: path, learners: people, lessonsCompleted: part, lessonsDue: whole }];
  });
  return { units: rolledUp, due: found.total.whole };
}

async function lastDays(
  tx: Tx,
  scope: NamedScope["scope"],
  cohorts: Awaited<ReturnType<typeof readDays>>,
  today: LocalDate,
  viewer: Viewer,
): Promise<ChartDay[]> {
  const holidays = await readHolidays(tx);
  const days: LocalDate[] = [];
  for (let back = 0; back < farthestDays && days.length < mostDays; back++) {
    const day = addDays(today, -back);
    if (cohorts.some((cohort) => isStudyDay({ ...cohort, holidays }, day))) days.unshift(day);
  }
  const [from] = days;
  const people = from === undefined ? null : await learntByDay(tx, scope, { from, to: today }, viewer);
  return days.map((day) => ({ day, people: people?.get(day) ?? 0 }));
}

/**
 * The highest level at which there are several units to compare; a single unit at the top tells what the whole tells. Who
 * holds a post in a unit that was left for those below it is a bar of their own: nobody is left out.
 */
function topUnits(all: readonly Bar[], own: readonly UnitReport[]): readonly ChartUnit[] {
  const paths = new Set(all.map(({ unit }) => unit));
  const isBelow = (parent: string) => (one: Bar) => parentOf(one.unit) === parent;
  let shown = all.filter(({ unit }) => !paths.has(parentOf(unit)));
  const left: ChartUnit[] = [];
  for (let only = shown[0]; only !== undefined && shown.length === 1; only = shown[0]) {
    const below = all.filter(isBelow(only.unit));
    if (below.length === 0) break;
    const itself = own.find(({ unit }) => unit === only!.unit);
    if (itself !== undefined) left.push(barOfItself(itself, only));
    shown = below;
  }
  const bars = [...shown.map(bar), ...left];
  return bars.sort((a, b) => (b.rate ?? -1) - (a.rate ?? -1) || byName(a.unit, b.unit));
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf(" / ")));

const bar = ({ unit, learners, lessonsCompleted, lessonsDue }: Bar): ChartUnit => ({
  unit,
  itself: false,
  learners,
  rate: lessonsDue === 0 ? null : Math.min(1, lessonsCompleted / lessonsDue),
});

const barOfItself = ({ unit, learners, completionRate }: UnitReport, whole: Bar): ChartUnit => ({
  unit,
  itself: true,
  learners,
  rate: whole.lessonsDue === 0 ? null : completionRate,
});
