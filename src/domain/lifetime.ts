/** The streaks of many people at once: what their days have in common is worked out once. */
import { type Calendar, isStudyDay } from "./calendar.ts";
import type { BotKey } from "./ids.ts";
import { type Outage, outageDays } from "./outage.ts";
import { calendarOf, type LifeDays, type PlaceDays, placePeriods, zoneOf } from "./place.ts";
import { currentStreak, lastDayOf } from "./streak.ts";
import {
  addDays,
  dateIn,
  dayNumber,
  daysBetween,
  instantOf,
  type LocalDate,
  type LocalTime,
  type Zone,
} from "./time.ts";

/** A life, with the days kept as signs. */
export interface Lifetime extends Omit<LifeDays, "kept"> {
  readonly keptFrom: LocalDate;
  /** A sign for each day from `keptFrom` on: "1", it was kept. */
  readonly kept: string;
  /** Bots of every chat they have. */
  readonly bots: readonly BotKey[];
}

/**
 * A streak, and how long it can be told without working it out again, while nothing changes of what decides it. Runs are
 * kept: whoever changes the rules themselves turns `streak_world` in a migration, so that all are worked out by the new ones.
 */
export interface Run {
  /** As long as it runs. */
  readonly days: number;
  /** From the midnight with which the day began on which it was worked out: nothing is told of what was before. */
  readonly from: Date;
  /** From here on it is 0; null: nothing that is known ends it. */
  readonly until: Date | null;
  /** From here on nothing is told: a day kept in advance begins, or nobody looked so far ahead. Null: it is told for good. */
  readonly knownUntil: Date | null;
}

/** So many days ahead it is looked for what ends a streak. */
const horizonDays = 60;

const midnight = "00:00" as LocalTime;

/**
 * Tells the streak at `now` of one life after another.
 * @param outages with the bot they are of; null: the whole program
 */
export function runsAt(
  now: Date,
  outages: readonly (Outage & { readonly bot: BotKey | null })[],
  holidays: ReadonlySet<LocalDate>,
): (life: Lifetime) => Run {
  const dates = memory<LocalDate>();
  const midnights = memory<Date>();
  const gaps = memory<readonly Outage[]>();
  const plans = memory<Plan>();
  const gone = memory<ReadonlySet<LocalDate>>();
  const todayIn = (zone: Zone) => dates(zone, () => dateIn(zone, now));
  const begins = (zone: Zone, day: LocalDate) => midnights(`${zone} ${day}`, () => instantOf(zone, day, midnight));

  /** The study days of a place from its start to the horizon, and which of them an outage excuses. */
  function daysOf(place: PlaceDays, life: Lifetime, today: LocalDate): readonly [Plan, ReadonlySet<LocalDate>] {
    const calendar = calendarOf(place, holidays);
    const pushTime = life.ownTime ?? place.pushTime;
    const bots = life.bots.toSorted().join(" ");
    const key = `${place.startDay} ${place.weekdays} ${place.zone}`;
    const own = gaps(bots, () => outages.filter(({ bot }) => bot === null || life.bots.includes(bot)));
    return [
      plans(`${key} ${today}`, () => planOf(calendar, addDays(today, horizonDays))),
      gone(`${key} ${pushTime} ${bots}`, () => outageDays(own, calendar, pushTime)),
    ];
  }

  return (life) => {
    if (life.places.length === 0) return { days: 0, from: now, until: null, knownUntil: null };
    const zone = zoneOf(life.places);
    const today = todayIn(zone);
    const periods = placePeriods(life.places).map(({ from, to, place }): Stretch => {
      const [plan, excused] = daysOf(place, life, today);
      return { from, to, plan, excused };
    });
    const { days, open, coming } = sortDays(life, periods, today);
    const streak = currentStreak(days, open);
    const last = lastDayOf(streak, coming);
    const isEnded = streak.current === 0 || last !== null;
    const known = nextKept(life, today) ?? (isEnded ? null : addDays(today, horizonDays + 1));
    return {
      days: streak.current,
      from: begins(zone, today),
      until: last === null ? null : begins(zone, addDays(last, 1)),
      knownUntil: known === null ? null : begins(zone, known),
    };
  };
}

/** The first day after today that is kept already. */
function nextKept({ kept, keptFrom }: Lifetime, today: LocalDate): LocalDate | null {
  const at = kept.indexOf("1", Math.max(0, daysBetween(keptFrom, today) + 1));
  return at < 0 ? null : addDays(keptFrom, at);
}

/** The study days of a calendar, each with its number. */
type Plan = readonly { readonly day: LocalDate; readonly number: number }[];

function planOf(calendar: Calendar, to: LocalDate): Plan {
  const days: LocalDate[] = [];
  for (let day = calendar.start; day <= to; day = addDays(day, 1)) if (isStudyDay(calendar, day)) days.push(day);
  return days.map((day) => ({ day, number: dayNumber(day) }));
}

/** From when to when somebody lived by which days, both included; null: until further notice. */
interface Stretch {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly plan: Plan;
  readonly excused: ReadonlySet<LocalDate>;
}

/** The study days up to today that count, whether each was kept, and those from today on that are not kept yet. */
function sortDays(
  { kept, keptFrom, pauses }: Lifetime,
  stretches: readonly Stretch[],
  today: LocalDate,
): { readonly days: readonly boolean[]; readonly open: boolean; readonly coming: readonly LocalDate[] } {
  const first = dayNumber(keptFrom);
  const days: boolean[] = [];
  const coming: LocalDate[] = [];
  let last: LocalDate | null = null;
  for (const { from, to, plan, excused } of stretches) {
    for (const { day, number } of plan) {
      if (day < from || (to !== null && to < day)) continue;
      if (pauses.some((pause) => pause.from <= day && day <= pause.to)) continue;
      const isKept = kept[number - first] === "1";
      if (!isKept && excused.has(day)) continue;
      if (!isKept && day >= today) coming.push(day);
      if (day > today) continue;
      days.push(isKept);
      last = day;
    }
  }
  return { days, open: last === today, coming };
}

/** Makes the value of a key once. */
function memory<Value>(): (key: string, make: () => Value) => Value {
  const made = new Map<string, Value>();
  return (key, make) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make();
      made.set(key, value);
    }
    return value;
  };
}
