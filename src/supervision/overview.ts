import type { Tx } from "#db/connect.ts";
import { countParts, type PeopleCounts } from "#db/figures/reports.ts";
import type { Scope } from "#db/units/scope.ts";
import type { UnitName } from "#db/units/units.ts";
import { listParts } from "#db/units/view.ts";
import type { LearnerId } from "#domain/ids.ts";
import { addDays, dateIn, type LocalDate, type Zone } from "#domain/time.ts";
import { learntByDay } from "./figures.ts";
import { readDays, share } from "./report.ts";

/** Figures of people, each counted once. Rates from 0 to 1; null: nothing due, nothing asked. */
export interface Figures {
  readonly learners: number;
  readonly joined: number;
  readonly completedToday: number;
  readonly active7d: number;
  readonly completionRate: number | null;
  readonly averageScore: number | null;
}

/** A unit, with everything below it. */
export interface PartFigures extends Figures, UnitName {}

/** The figures of a scope, and of units of it in the order given, as far as the viewer may see. */
export async function reportParts(
  tx: Tx,
  scope: Scope,
  parts: readonly UnitName[],
  now: Date,
  viewer: LearnerId,
): Promise<{ readonly whole: Figures; readonly parts: readonly PartFigures[] }> {
  const days = await readDays(tx, scope, now, viewer);
  const ids = parts.map(({ id }) => id);
  const counts = await countParts(tx, ids, scope, days, now, viewer);
  return {
    whole: figuresOf(counts.whole),
    parts: parts.map((part) => ({ ...part, ...figuresOf(counts.parts.get(part.id)) })),
  };
}

function figuresOf(counts: PeopleCounts | undefined): Figures {
  return {
    learners: counts?.learners ?? 0,
    joined: counts?.joined ?? 0,
    completedToday: counts?.completedToday ?? 0,
    active7d: counts?.active7d ?? 0,
    completionRate: counts?.lessonsDue ? share(counts.lessonsCompleted, counts.lessonsDue) : null,
    averageScore: counts?.firstTries ? share(counts.firstTriesRight, counts.firstTries) : null,
  };
}

/** What is listed below all that somebody supervises: the parts of the only unit, else the units themselves. */
export async function partsOf(tx: Tx, units: readonly UnitName[], viewer: LearnerId): Promise<readonly UnitName[]> {
  const parts = units.length === 1 ? await listParts(tx, units[0]!.id, viewer) : [];
  return parts.length > 0 ? parts : units;
}

export interface DayLearnt {
  readonly day: LocalDate;
  readonly learnt: number;
}

/** How many people of a scope learnt on each of the last days, today the last of them. */
export async function recentActivity(
  tx: Tx,
  scope: Scope,
  zone: Zone,
  count: number,
  now: Date,
  viewer: LearnerId,
): Promise<readonly DayLearnt[]> {
  const today = dateIn(zone, now);
  const days = Array.from({ length: count }, (_, at) => addDays(today, at - count + 1));
  const learnt = await learntByDay(tx, scope, { from: days[0]!, to: today }, viewer);
  return days.map((day) => ({ day, learnt: learnt.get(day) ?? 0 }));
}
