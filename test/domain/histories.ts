/** Histories of learners as they might have happened, told in instants: a seed decides each. */
import type { Chance } from "../simulation/chance.ts";

/** A cohort that somebody was in, from one instant to another; null: still. */
export interface Stay {
  readonly zone: string;
  readonly from: number;
  readonly to: number | null;
  readonly start: string;
  readonly weekdays: readonly number[];
  readonly pushTime: string;
}

export interface History {
  /** One after another: who travels moves to a cohort of another zone. */
  readonly stays: readonly Stay[];
  /** When a lesson was completed, by whose clock; as the program hears of them: late, twice, in any order. */
  readonly presses: readonly { readonly zone: string; readonly at: number }[];
  /** Days, both included. */
  readonly pauses: readonly (readonly [string, string])[];
  readonly outages: readonly { readonly from: number; readonly minutes: number }[];
  readonly holidays: readonly string[];
  readonly now: number;
}

const minute = 60_000;
const day = 1440 * minute;
const zones = Intl.supportedValuesOf("timeZone");
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Tết of four years, as an operator would enter it; other days off are drawn. */
const tet = [
  ["2024-02-08", 7],
  ["2025-01-25", 9],
  ["2026-02-14", 9],
  ["2028-01-25", 7],
] as const;

/** Begins: before leap days, before clocks change, or on any day of five years. */
const begins = ["2024-02-20", "2028-02-15", "2026-03-01", "2025-10-15", "2024-01-20"];

function holidaysOf(chance: Chance, begin: number, length: number): string[] {
  const drawn = Array.from({ length: chance.whole(0, 4) }, () => dateOf(begin + chance.whole(0, length) * day));
  const feasts = tet.flatMap(([first, days]) =>
    Array.from({ length: days }, (_, n) => dateOf(Date.parse(first) + n * day)),
  );
  return chance.of(0.8) ? [...drawn, ...feasts] : drawn;
}

/** Who travels does so mostly once; some there and back within a day. */
function staysOf(chance: Chance, begin: number, length: number): Stay[] {
  const leaving = chance.of(0.6) ? [] : [begin + chance.whole(1, length * 1440) * minute];
  if (leaving.length > 0 && chance.of(0.6)) leaving.push(leaving[0]! + chance.whole(1, 20 * 60) * minute);
  const home = chance.pick(zones);
  return [begin, ...leaving].map((from, n) => ({
    zone: n === 1 ? chance.pick(zones) : home,
    from,
    to: leaving[n] ?? null,
    start: dateOf(begin + chance.whole(-3, n === 0 ? 12 : 2) * day),
    weekdays: chance.pick([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5, 6, 7],
      [1, 3, 5],
      [6, 7],
    ]),
    pushTime: chance.pick(["06:30", "07:30", "12:00", "20:45"]),
  }));
}

/** The zone whose clock counts at an instant: that of the cohort somebody is in, by the first that they have not left. */
const zoneAt = (stays: readonly Stay[], at: number): string =>
  (stays.find(({ to }) => to === null || at < to) ?? stays[0]!).zone;

function pressesOf(chance: Chance, stays: readonly Stay[], begin: number, length: number): History["presses"] {
  const diligence = chance.pick([0.3, 0.7, 0.9, 0.97]);
  const presses: { zone: string; at: number }[] = [];
  for (let n = 0; n < length; n++) {
    if (!chance.of(diligence)) continue;
    // About midnight somewhere, or at any time.
    const at =
      begin +
      n * day +
      (chance.of(0.3) ? chance.whole(0, 47) * 30 * minute - chance.whole(0, 2) : chance.whole(0, day));
    presses.push({ zone: zoneAt(stays, at), at });
  }
  const again = presses.filter(() => chance.of(0.1));
  return chance.of(0.2) ? chance.shuffled([...presses, ...again]) : [...presses, ...again];
}

export function drawHistory(chance: Chance): History {
  const begin = chance.of(0.5)
    ? Date.parse(chance.pick(begins)) + chance.whole(0, 1440) * minute
    : Date.parse("2023-06-01") + chance.whole(0, 5 * 365 * 1440) * minute;
  const length = chance.whole(5, 420);
  const some = <Item>(most: number, make: () => Item) => Array.from({ length: chance.whole(0, most) }, make);
  const stays = staysOf(chance, begin, length);
  return {
    stays,
    presses: pressesOf(chance, stays, begin, length),
    pauses: some(2, () => {
      const from = begin + chance.whole(0, length) * day;
      return [dateOf(from), dateOf(from + chance.whole(-1, 9) * day)] as const;
    }),
    outages: some(3, () => ({
      from: Math.floor(begin / minute) * minute + chance.whole(0, length * 1440) * minute,
      minutes: chance.pick([5, 29, 30, 31, 90, 600, 1700]),
    })),
    holidays: holidaysOf(chance, begin, length),
    now: begin + length * day + chance.whole(0, 1439) * minute,
  };
}
