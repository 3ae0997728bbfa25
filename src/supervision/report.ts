import type { Tx } from "#db/connect.ts";
import { type MonthCost, readCosts } from "#db/delivery/charges.ts";
import { expectBreadth, expectLittle } from "#db/figures/breadth.ts";
import { countUnits, type PeopleCounts } from "#db/figures/reports.ts";
import type { StandingDay } from "#db/figures/standing.ts";
import { type CohortDays, readCohortDays } from "#db/learning/cohorts.ts";
import { type ModuleConfidence, readConfidence } from "#db/learning/confidence.ts";
import { readHolidays } from "#db/learning/holidays.ts";
import type { Part, Viewer } from "#db/units/scope.ts";
import { type Calendar, isStudyDay, studyDaysBetween } from "#domain/calendar.ts";
import { csvText } from "#domain/csv.ts";
import { byName } from "#domain/name.ts";
import { addDays, dateIn, type LocalDate, timeIn } from "#domain/time.ts";
import { reportHead, reportTotal } from "#wording/report.ts";
import type { NamedScope } from "./scope.ts";

/** Figures of some people, each counted once. */
interface Figures {
  readonly learners: number;
  readonly joined: number;
  readonly completedToday: number;
  /** Lessons completed ÷ lessons due to date, over `learners`; 0 to 1. */
  readonly completionRate: number;
  /** First tries that were right ÷ first tries; 0 to 1. */
  readonly averageScore: number;
  /** Lessons that a placement showed to be known: neither completed nor due. */
  readonly lessonsSkipped: number;
}

export interface UnitReport extends Figures {
  /** The unit's path; who holds a post in it, not those of the units below it. Whoever holds several is in each. */
  readonly unit: string;
}

export interface Report extends Figures {
  /** The cohort's id; null in a unit's report. */
  readonly cohort: number | null;
  /** The name of the cohort, or the path of the unit. */
  readonly name: string;
  readonly asOf: Date;
  readonly active7d: number;
  /** How sure of themselves people were before and after each module, where enough of them said both. */
  readonly confidence: readonly ModuleConfidence[];
  /** What messages to them cost, month by month, the latest first; empty where no platform takes money. */
  readonly costs: readonly MonthCost[];
  /** By path, as a Vietnamese index would have it. */
  readonly units: readonly UnitReport[];
}

/**
 * The figures of a cohort, or of a unit and everything below it, as far as the viewer may see. Completing ahead of the
 * plan makes no rate greater than 1. Null when the viewer may see nobody of it, which is also what a scope that does not
 * exist gives; the operator gets an empty report of an empty cohort.
 */
export async function report(tx: Tx, { scope, name }: NamedScope, now: Date, viewer: Viewer): Promise<Report | null> {
  const days = await readDays(tx, scope, now, viewer);
  await expectBreadth(tx, scope, viewer);
  const { whole, units } = await countUnits(tx, scope, days, now, viewer);
  await expectLittle(tx);
  if (units.length === 0 && viewer !== null) return null;
  return {
    cohort: scope.kind === "cohort" ? scope.id : null,
    name,
    asOf: now,
    ...rates(whole),
    active7d: whole.active7d,
    confidence: await readConfidence(tx, scope, viewer, fewestForMeans),
    costs: await readCosts(tx, scope, viewer),
    units: units.map((counts) => ({ unit: counts.unit, ...rates(counts) })).sort((a, b) => byName(a.unit, b.unit)),
  };
}

/** From a mean over fewer people one could guess what somebody said. */
const fewestForMeans = 5;

/** A cohort with the day it is for it. */
export type DatedCohort = CohortDays & StandingDay & { readonly calendar: Calendar };

/**
 * What day it is for the cohorts of a part; today's lesson is due once the cohort's push time has come.
 * @param held `ever`: for the cohorts of those, too, who were in the part before
 */
export async function readDays(
  tx: Tx,
  part: Part,
  now: Date,
  viewer: Viewer,
  held: "now" | "ever" = "now",
): Promise<DatedCohort[]> {
  const cohorts = await readCohortDays(tx, part, viewer, held);
  const holidays = await readHolidays(tx);
  return cohorts.map((cohort) => {
    const calendar: Calendar = { ...cohort, holidays };
    return { ...cohort, calendar, ...dayOf(cohort, calendar, now) };
  });
}

function dayOf(cohort: CohortDays, calendar: Calendar, now: Date): StandingDay {
  const today = dateIn(cohort.zone, now);
  const yesterday = addDays(today, -1);
  const last = timeIn(cohort.zone, now) >= cohort.pushTime ? today : yesterday;
  const dueBy = (day: LocalDate) => Math.min(studyDaysBetween(calendar, cohort.start, day), cohort.lessons);
  return {
    cohort: cohort.id,
    today,
    due: dueBy(last),
    dueYesterday: dueBy(yesterday),
    lessons: cohort.lessons,
    studyDay: isStudyDay(calendar, today),
  };
}

export const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.min(1, part / whole));

function rates({ learners, joined, completedToday, lessonsSkipped, ...counts }: PeopleCounts): Figures {
  return {
    learners,
    joined,
    completedToday,
    completionRate: share(counts.lessonsCompleted, counts.lessonsDue),
    averageScore: share(counts.firstTriesRight, counts.firstTries),
    lessonsSkipped,
  };
}

/** The report as a CSV file: a row for each unit, the total last. */
export function reportCsv({ units, ...whole }: Report): string {
  const row = (name: string, figures: Figures) => [
    name,
    figures.learners,
    figures.joined,
    figures.completedToday,
    round(figures.completionRate),
    round(figures.averageScore),
    figures.lessonsSkipped,
  ];
  return csvText([[...reportHead], ...units.map((unit) => row(unit.unit, unit)), row(reportTotal, whole)]);
}

const round = (rate: number) => Math.round(rate * 10_000) / 10_000;
