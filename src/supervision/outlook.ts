import type { Tx } from "#db/connect.ts";
import { type PaceRow, type PaceWindow, readPaces } from "#db/figures/pace.ts";
import { isStudyDay, studyDaysBetween } from "#domain/calendar.ts";
import { forecastOf, foresee, priorOf } from "#domain/forecast.ts";
import type { CohortId, UnitId } from "#domain/ids.ts";
import type { Value } from "#domain/question.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import type { Asked } from "./measures.ts";
import type { DatedCohort } from "./report.ts";

/** As many study days back as a pace is taken from. */
const paceDays = 20;

const everybody = 0 as UnitId;

/** The forecast of everybody of the part, and of each of the units that holds somebody, with what lies below it. */
export async function outlook(
  tx: Tx,
  asked: Asked,
  units: readonly UnitId[],
): Promise<{ readonly total: Value; readonly units: ReadonlyMap<UnitId, Value> }> {
  const windows = asked.cohorts.map(windowOf);
  const paces = await readPaces(tx, asked, windows, units);
  const days = groupBy(paces.days, ({ cohort }) => cohort);
  const lines = groupBy(paces.groups, ({ line }) => line);
  const whole = groupBy(lines.get(everybody) ?? [], ({ cohort }) => cohort);
  const priors = new Map([...whole].map(([cohort, groups]) => [cohort, priorOf(groups, days.get(cohort) ?? [])]));
  const values = new Map([...lines].map(([line, groups]) => [line, foreseen(groups, priors)]));
  return { total: values.get(everybody) ?? { part: 0, whole: 0, range: { low: 0, high: 0 } }, units: values };
}

function foreseen(rows: readonly PaceRow[], priors: ReadonlyMap<CohortId, ReturnType<typeof priorOf>>): Value {
  const sum = (of: (row: PaceRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const done = sum((row) => row.done);
  const all = sum((row) => row.all);
  const parts = [...groupBy(rows, ({ cohort }) => cohort)].map(([cohort, of]) => foresee(of, priors.get(cohort)!));
  const { expected, low, high } = forecastOf(parts, done, all);
  return { part: expected, whole: all, range: { low, high } };
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function windowOf({ cohort, calendar, start, today, lessons }: DatedCohort): PaceWindow {
  const days: LocalDate[] = [];
  for (let day = addDays(today, -1); day >= start && days.length < paceDays; day = addDays(day, -1)) {
    if (isStudyDay(calendar, day)) days.push(day);
  }
  const past = studyDaysBetween(calendar, start, addDays(today, -1));
  const left = Math.max(0, lessons - past);
  const todayCounts = left > 0 && today >= start && isStudyDay(calendar, today);
  return { cohort, today, days, daysAfter: left - (todayCounts ? 1 : 0), todayCounts, lessons };
}
