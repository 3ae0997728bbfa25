import type { Tx } from "#db/connect.ts";
import { countPointsOf, countTries } from "#db/figures/added-up.ts";
import type { Reach } from "#db/figures/breadth.ts";
import { countCompletions, countDue, countLearners, type DueDay } from "#db/figures/dated.ts";
import { countModule } from "#db/figures/modules.ts";
import { countAbsent, countDone, countPoints, countState, countStreaks } from "#db/figures/standing.ts";
import type { Counting, Tally } from "#db/figures/tally.ts";
import { isStudyDay, studyDaysBetween } from "#domain/calendar.ts";
import type { Measure, Period, Value } from "#domain/question.ts";
import type { DaySpan } from "#domain/streak.ts";
import { addDays, earlier, type LocalDate, later, timeIn } from "#domain/time.ts";
import { absenceSpans } from "./absent.ts";
import { type DatedCohort, readDays } from "./report.ts";
import { staleStreaks } from "./streaks.ts";

/** A part of the roster as it is asked about: who asks, and what day it is for its cohorts. */
export interface Asked extends Reach {
  readonly cohorts: readonly DatedCohort[];
  /** The latest day that has begun for anybody. */
  readonly today: LocalDate;
  readonly now: Date;
}

/** Everything but the forecast, which is no count. */
export type Counted = Exclude<Measure, "forecast">;

/** What is to be added up for a measure. The period is one that the measure has. */
export async function countingOf(tx: Tx, measure: Counted, period: Period, asked: Asked): Promise<Counting> {
  switch (measure) {
    case "people":
    case "joined":
    case "not_joined":
    case "unreachable":
    case "paused":
    case "overdue":
    case "finished":
      return countState(measure, asked, asked.cohorts, asked.now);
    case "streak":
      return countStreaks(asked, await staleStreaks(tx, asked.part, asked.viewer, asked.now), asked.now);
    case "learnt":
    case "not_learnt":
    case "lessons":
    case "completion":
    case "score":
    case "points":
      if (period.kind === "module") return countModule(measure, asked, period.number);
      return period.kind === "now" ? countToDate(measure, asked) : await countDays(tx, measure, period, asked);
  }
}

type Dated = "learnt" | "not_learnt" | "lessons" | "completion" | "score" | "points";

function countToDate(measure: Dated, asked: Asked): Counting {
  if (measure === "points") return countPoints(asked);
  if (measure !== "not_learnt") return countDone(measure, asked, asked.cohorts);
  return countAbsent(
    asked,
    absenceSpans(asked.cohorts, (today) => ({ from: today, to: today })),
  );
}

async function countDays(tx: Tx, measure: Dated, { from, to }: DaySpan, asked: Asked): Promise<Counting> {
  const span: DaySpan = { from, to: earlier(to, asked.today) };
  switch (measure) {
    case "learnt":
      return countLearners(asked, span);
    case "lessons":
      return countCompletions(asked, span);
    case "not_learnt":
      return countAbsent(
        asked,
        absenceSpans(asked.cohorts, () => ({ from, to })),
      );
    case "completion": {
      const ever = await readDays(tx, asked.part, asked.now, asked.viewer, "ever");
      const due = ever.flatMap((cohort) => dueDays(cohort, span, asked.now));
      return countDue(asked, span, due);
    }
    case "score":
      return countTries(asked, span, asked.today);
    case "points":
      return countPointsOf(asked, span, asked.today);
  }
}

/** The days of the span on which a lesson has fallen due; today's is due once the cohort's push time has come. */
function dueDays(
  { cohort, calendar, start, lessons, today, zone, pushTime }: DatedCohort,
  span: DaySpan,
  now: Date,
): DueDay[] {
  const first = later(span.from, start);
  const last = timeIn(zone, now) >= pushTime ? today : addDays(today, -1);
  let ordinal = studyDaysBetween(calendar, start, addDays(first, -1));
  const due: DueDay[] = [];
  for (let day = first; day <= span.to && day <= last && ordinal < lessons; day = addDays(day, 1)) {
    if (isStudyDay(calendar, day)) due.push({ cohort, day, ordinal: ++ordinal, lessons });
  }
  return due;
}

/** How a measure's figure is read from its tally: people of people, a rate (one that stops at 1 is `capped`), or a sum. */
export type Kind = "people" | "rate" | "capped" | "sum";

/** @param alone of one person: their streak is a number of days */
export function kindOf(measure: Measure, alone: boolean): Kind {
  switch (measure) {
    case "completion":
      return "capped";
    case "score":
    case "forecast":
      return "rate";
    case "lessons":
    case "points":
      return "sum";
    case "streak":
      return alone ? "sum" : "people";
    case "people":
    case "joined":
    case "not_joined":
    case "learnt":
    case "not_learnt":
    case "unreachable":
    case "paused":
    case "overdue":
    case "finished":
      return "people";
  }
}

export function valueOfTally(kind: Kind, { people, counted, part, whole }: Tally): Value {
  switch (kind) {
    case "people":
      return { part: counted, whole: people };
    case "rate":
      return { part, whole };
    case "capped":
      return { part: Math.min(part, whole), whole };
    case "sum":
      return { part, whole: null };
  }
}
