/**
 * The streak is worked out from what happened, never counted up: whatever comes late, twice or in another order, the
 * same facts give the same ledger.
 *
 * A study day is `kept`, or an `outage` day, or it takes a freeze (`frozen`), or it is `missed` and the streak starts
 * again at 0. `off` and `paused` days are no study days: they cost nothing, and what is completed on them earns nothing
 * here. Today is left out of the ledger while it is still open, so it does no harm until it is over.
 */
import { type Calendar, offReason } from "./calendar.ts";
import { addDays, type LocalDate } from "./time.ts";

/** From `from` to `to`, both included; one that ends before it begins holds no day. */
export interface DaySpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The calendar a learner lives by from `from` to `to`, both included; null: until further notice. */
export interface CalendarPeriod {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly calendar: Calendar;
}

export interface KeptDay {
  readonly date: LocalDate;
  readonly by: "lesson" | "review";
}

export interface StreakFacts {
  /** The first day that can count. */
  readonly joined: LocalDate;
  /** Where two cover a day, the one that began later counts. No two begin on one day. */
  readonly periods: readonly CalendarPeriod[];
  readonly kept: readonly KeptDay[];
  readonly pauses: readonly DaySpan[];
  /** Days touched by an outage: see `outageDays`. What was kept all the same is kept. */
  readonly outageDays: ReadonlySet<LocalDate>;
}

export type StreakWhy =
  | { readonly because: "lesson" | "review"; readonly earnedFreeze: boolean }
  /** `left`: freezes after this one was taken. */
  | { readonly because: "freeze_used"; readonly left: number }
  /** `lost`: the streak that ended here, 0 when there was none. */
  | { readonly because: "no_freeze_left"; readonly lost: number }
  /** Missed before the first kept day: it took nothing. */
  | { readonly because: "not_begun" }
  | { readonly because: "no_cohort" | "before_start" | "weekday" | "holiday" }
  | { readonly because: "paused" }
  | { readonly because: "outage" };

export type StreakKind = "kept" | "frozen" | "missed" | "off" | "outage" | "paused";

export interface StreakDay {
  readonly date: LocalDate;
  readonly kind: StreakKind;
  readonly why: StreakWhy;
}

export interface StreakLedger {
  /** From the day of joining to today, without a gap; today only once it is decided. */
  readonly days: readonly StreakDay[];
  /** Kept study days in a row. */
  readonly current: number;
  readonly best: number;
  /** 0 to 2. */
  readonly freezes: number;
}

const firstFreezes = 1;
const mostFreezes = 2;
const keptDaysForFreeze = 5;

/** The streak at `today` with the reason of every day. Order and repetition of the facts change nothing. */
export function ledger(facts: StreakFacts, today: LocalDate): StreakLedger {
  const classify = classifier(facts);
  const days: StreakDay[] = [];
  let [current, best, freezes] = [0, 0, firstFreezes];
  const add = (date: LocalDate, kind: StreakKind, why: StreakWhy) => days.push({ date, kind, why });

  for (let date = facts.joined; date <= today; date = addDays(date, 1)) {
    const found = classify(date);
    if (found.kind === "kept") {
      current++;
      best = Math.max(best, current);
      const earnedFreeze = current % keptDaysForFreeze === 0 && freezes < mostFreezes;
      if (earnedFreeze) freezes++;
      add(date, "kept", { because: found.by, earnedFreeze });
    } else if (found.kind !== "unkept") {
      add(date, found.kind, found.why);
    } else if (date === today) {
      break;
    } else if (best === 0) {
      add(date, "missed", { because: "not_begun" });
    } else if (freezes > 0) {
      freezes--;
      add(date, "frozen", { because: "freeze_used", left: freezes });
    } else {
      add(date, "missed", { because: "no_freeze_left", lost: current });
      current = 0;
    }
  }
  return { days, current, best, freezes };
}

/** What a day was, as far as it does not depend on the days before it. */
type DayFact =
  | { readonly kind: "off" | "paused" | "outage"; readonly why: StreakWhy }
  | { readonly kind: "kept"; readonly by: KeptDay["by"] }
  | { readonly kind: "unkept" };

function classifier({ periods, kept, pauses, outageDays }: StreakFacts): (date: LocalDate) => DayFact {
  const newestFirst = periods.toSorted((a, b) => (a.from < b.from ? 1 : -1));
  const keptBy = new Map<LocalDate, KeptDay["by"]>();
  for (const { date, by } of kept) if (keptBy.get(date) !== "lesson") keptBy.set(date, by);

  return (date) => {
    const period = newestFirst.find(({ from, to }) => from <= date && (to === null || date <= to));
    const off = period === undefined ? "no_cohort" : offReason(period.calendar, date);
    if (off !== null) return { kind: "off", why: { because: off } };
    if (pauses.some(({ from, to }) => from <= date && date <= to))
      return { kind: "paused", why: { because: "paused" } };
    const by = keptBy.get(date);
    if (by !== undefined) return { kind: "kept", by };
    return outageDays.has(date) ? { kind: "outage", why: { because: "outage" } } : { kind: "unkept" };
  };
}
