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

/** How a streak stands between two study days. */
interface Standing {
  current: number;
  best: number;
  freezes: number;
}

const begin = (): Standing => ({ current: 0, best: 0, freezes: firstFreezes });

/** A study day was kept. True: it earned a freeze. */
function keep(standing: Standing): boolean {
  standing.current++;
  standing.best = Math.max(standing.best, standing.current);
  const earns = standing.current % keptDaysForFreeze === 0 && standing.freezes < mostFreezes;
  if (earns) standing.freezes++;
  return earns;
}

/** A study day went by, neither kept nor excused. */
function miss(standing: Standing): { readonly kind: "frozen" | "missed"; readonly why: StreakWhy } {
  if (standing.best === 0) return { kind: "missed", why: { because: "not_begun" } };
  if (standing.freezes > 0) {
    standing.freezes--;
    return { kind: "frozen", why: { because: "freeze_used", left: standing.freezes } };
  }
  const lost = standing.current;
  standing.current = 0;
  return { kind: "missed", why: { because: "no_freeze_left", lost } };
}

/** The streak at `today` with the reason of every day. Order and repetition of the facts change nothing. */
export function ledger(facts: StreakFacts, today: LocalDate): StreakLedger {
  const classify = classifier(facts);
  const days: StreakDay[] = [];
  const standing = begin();

  for (let date = facts.joined; date <= today; date = addDays(date, 1)) {
    const found = classify(date);
    if (found.kind === "kept") {
      days.push({ date, kind: "kept", why: { because: found.by, earnedFreeze: keep(standing) } });
    } else if (found.kind !== "unkept") {
      days.push({ date, ...found });
    } else if (date === today) {
      break;
    } else {
      days.push({ date, ...miss(standing) });
    }
  }
  return { days, ...standing };
}

/**
 * The streak alone, as `ledger` has it.
 * @param days the study days from the day of joining to today that were neither paused nor, unless kept, outages: true, kept
 * @param open the last of them is today, which does no harm
 */
export function currentStreak(days: readonly boolean[], open: boolean): Pick<StreakLedger, "current" | "freezes"> {
  const standing = begin();
  for (const [at, isKept] of days.entries()) {
    if (isKept) keep(standing);
    else if (!open || at < days.length - 1) miss(standing);
  }
  return standing;
}

/**
 * The day with whose end a streak is 0 if nothing more is kept: each day that may be missed takes a freeze, and the next
 * one the streak. Null: it is 0, or these days are too few.
 * @param coming the study days from today on, in order, that are neither kept, nor paused, nor outages
 */
export function lastDayOf(
  { current, freezes }: Pick<StreakLedger, "current" | "freezes">,
  coming: Iterable<LocalDate>,
): LocalDate | null {
  if (current === 0) return null;
  let left = freezes;
  for (const day of coming) if (left-- === 0) return day;
  return null;
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
