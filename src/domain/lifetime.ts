/** The streaks of many people at once: what their days have in common is worked out once. */
import { type Calendar, isStudyDay } from "./calendar.ts";
import type { BotKey } from "./ids.ts";
import { type Outage, outageDays } from "./outage.ts";
import { calendarOf, type LifeDays, ledgerOf, placePeriods, zoneOf } from "./place.ts";
import { currentStreak } from "./streak.ts";
import { addDays, dateIn, instantOf, type LocalDate, type LocalTime, type Zone } from "./time.ts";

/** A life, with the days kept as signs. */
export interface Lifetime extends Omit<LifeDays, "kept"> {
  readonly keptFrom: LocalDate;
  /** A sign for each day from `keptFrom` on: "1", it was kept. */
  readonly kept: string;
  /** Bots of every chat they have. */
  readonly bots: readonly BotKey[];
}

/** Days counted from 1 January 1970. */
const numberOf = (day: LocalDate): number => Date.parse(day) / 86_400_000;

/**
 * Tells the streak at `now` of one life after another.
 * @param outages with the bot they are of; null: the whole program
 */
export function streaksAt(
  now: Date,
  outages: readonly (Outage & { readonly bot: BotKey | null })[],
  holidays: ReadonlySet<LocalDate>,
): (life: Lifetime) => number {
  const dates = memory<LocalDate>();
  const gaps = memory<readonly Outage[]>();
  const plans = memory<Plan>();
  const gone = memory<ReadonlySet<LocalDate>>();
  const todayIn = (zone: Zone) => dates(zone, () => dateIn(zone, now));

  return (life) => {
    const bots = life.bots.toSorted().join(" ");
    const own = gaps(bots, () => outages.filter(({ bot }) => bot === null || life.bots.includes(bot)));
    const [sole, ...others] = life.places;
    if (sole === undefined || others.length > 0 || sole.leftDay !== null) return general(life, own);
    if (sole.joinedDay === null) return 0;
    const pushTime = life.ownTime ?? sole.pushTime;
    const calendar = calendarOf(sole, holidays);
    const key = `${sole.startDay} ${sole.weekdays} ${sole.zone}`;
    const today = todayIn(sole.zone);
    const plan = plans(key, () => planOf(calendar, today));
    const excused = gone(`${key} ${pushTime} ${bots}`, () => outageDays(own, calendar, pushTime));
    return regular(life, sole.joinedDay, plan, excused, today);
  };

  function general(life: Lifetime, own: readonly Outage[]): number {
    const [first] = placePeriods(life.places);
    if (first === undefined) return 0;
    const since = instantOf(first.place.zone, first.from, "00:00" as LocalTime);
    const kept = [...life.kept].flatMap((sign, at) =>
      sign === "1" ? [{ date: addDays(life.keptFrom, at), by: "lesson" as const }] : [],
    );
    const counted = own.filter(({ to }) => to >= since);
    return ledgerOf({ ...life, kept }, counted, holidays, todayIn(zoneOf(life.places))).current;
  }
}

/** The study days of a calendar, up to today, each with its number. */
type Plan = readonly { readonly day: LocalDate; readonly number: number }[];

function planOf(calendar: Calendar, today: LocalDate): Plan {
  const days: LocalDate[] = [];
  for (let day = calendar.start; day <= today; day = addDays(day, 1)) if (isStudyDay(calendar, day)) days.push(day);
  return days.map((day) => ({ day, number: numberOf(day) }));
}

/** Of somebody who has had one place and has it still. */
function regular(
  { kept, keptFrom, pauses }: Lifetime,
  joined: LocalDate,
  plan: Plan,
  gone: ReadonlySet<LocalDate>,
  today: LocalDate,
): number {
  const first = numberOf(keptFrom);
  const days: boolean[] = [];
  let last: LocalDate | null = null;
  for (const { day, number } of plan) {
    if (day < joined || pauses.some(({ from, to }) => from <= day && day <= to)) continue;
    const isKept = kept[number - first] === "1";
    if (!isKept && gone.has(day)) continue;
    days.push(isKept);
    last = day;
  }
  return currentStreak(days, last === today);
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
