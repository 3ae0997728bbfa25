/** The streak's rules once more, as plainly and slowly as can be, from instants and wall clocks: 60 lines at most. */
import type { History } from "./histories.ts";

const clocks = new Map<string, Intl.DateTimeFormat>();
const digits = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;

/** What the wall shows: "2026-03-02 07:30". */
function wall(zone: string, at: number): string {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { ...digits, timeZone: zone, hourCycle: "h23" });
  clocks.set(zone, clock);
  return clock.format(at);
}

const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** Which minutes of a gap of 30 minutes or more there were; gaps that meet are one. */
function longGaps({ outages }: History): number[] {
  const away = new Set(
    outages.flatMap(({ from, minutes }) => Array.from({ length: minutes }, (_, n) => from + n * 60_000)),
  );
  const isLong = (at: number) => {
    let [first, last] = [at, at];
    while (away.has(first - 60_000) && last - first < 3_600_000) first -= 60_000;
    while (away.has(last + 60_000) && last - first < 3_600_000) last += 60_000;
    return last - first >= 29 * 60_000;
  };
  return [...away].filter(isLong);
}

/** A letter a day: k kept, f frozen, m missed, o outage, p paused, - off. */
export function slowLedger(history: History): { days: string; current: number; best: number; freezes: number } {
  const { stays, presses, pauses, holidays, now } = history;
  const joined = stays.map(({ zone, from }) => wall(zone, from).slice(0, 10));
  const left = stays.map(({ zone, to }) => (to === null ? "9999-12-31" : wall(zone, to).slice(0, 10)));
  const kept = new Set(presses.map(({ zone, at }) => wall(zone, at).slice(0, 10)));
  const shadows = stays.map(({ zone, pushTime }) => {
    const walls = longGaps(history).map((at) => wall(zone, at));
    return new Set(walls.filter((w) => w.slice(11) >= pushTime && w.slice(11) < "21:30").map((w) => w.slice(0, 10)));
  });
  const today = wall(stays.at(-1)!.zone, now).slice(0, 10);
  let [days, current, best, freezes] = ["", 0, 0, 1];
  const begun = joined.filter((day, n) => day < left[n]!).sort();
  for (let day = begun[0] ?? "9999"; day <= today; day = nextDay(day)) {
    const here = stays.findIndex(({ start }, n) => joined[n]! <= day && day < left[n]! && start <= day);
    const stay = stays[here];
    const off = stay === undefined || !stay.weekdays.includes(new Date(day).getUTCDay() || 7) || holidays.includes(day);
    if (off) days += "-";
    else if (pauses.some(([from, to]) => from <= day && day <= to)) days += "p";
    else if (kept.has(day)) {
      days += "k";
      best = Math.max(best, ++current);
      if (current % 5 === 0 && freezes < 2) freezes++;
    } else if (shadows[here]!.has(day)) days += "o";
    else if (day === today) break;
    else if (best === 0) days += "m";
    else if (freezes > 0) [days, freezes] = [`${days}f`, freezes - 1];
    else [days, current] = [`${days}m`, 0];
  }
  return { days, current, best, freezes };
}
