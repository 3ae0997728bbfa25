import { describe, expect, test } from "vitest";
import { type Forecast, forecastOf, foresee, type PaceDay, type PaceGroup, priorOf } from "#domain/forecast.ts";

/** Numbers from 0 to 1 that the seed decides (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Behaviour {
  readonly learners: number;
  readonly lessons: number;
  readonly known: number;
  readonly daysLeft: number;
  /** How likely somebody learns on a day, lowest and highest. */
  readonly pace: readonly [number, number];
  /** How likely a second lesson follows. */
  readonly again: number;
  /** By how much everybody's good and bad days go together, 0 to 1. */
  readonly together: number;
}

/** A cohort that learns by known behaviour: its forecast after the known days, and what came of it. */
function live(seed: number, behaviour: Behaviour): { forecast: Forecast; outcome: number } {
  const next = chance(seed);
  const { learners, lessons, known, daysLeft, again, together } = behaviour;
  const [least, most] = behaviour.pace;
  const paces = Array.from({ length: learners }, () => least + next() * (most - least));
  const shared = Array.from({ length: known + daysLeft }, () => 1 + together * (next() * 2 - 1));
  const worked = paces.map((pace) => {
    let done = 0;
    return shared.map((mood) => {
      const first = next() < Math.min(1, pace * mood) ? 1 : 0;
      const today = Math.min(lessons - done, first + (first === 1 && next() < again ? 1 : 0));
      done += today;
      return today;
    });
  });
  const sum = (days: readonly number[]) => days.reduce((total, one) => total + one, 0);
  const groups = worked.map((days): PaceGroup => {
    const past = days.slice(0, known);
    const last = past.slice(-20);
    const done = sum(past);
    const paceDays = { days: last.length, lessons: sum(last), squares: sum(last.map((one) => one ** 2)) };
    return { members: 1, done, left: lessons - done, learns: done < lessons, ...paceDays, daysLeft };
  });
  const days = shared.slice(0, known).map((_, at): PaceDay => {
    const learning = worked.filter((one) => sum(one.slice(0, known)) < lessons);
    return { learners: learning.length, lessons: sum(learning.map((one) => one[at]!)) };
  });
  const done = sum(groups.map((group) => group.done));
  const forecast = forecastOf([foresee(groups, priorOf(groups, days.slice(-20)))], done, learners * lessons);
  return { forecast, outcome: sum(worked.map(sum)) };
}

const steady = {
  learners: 40,
  lessons: 60,
  known: 20,
  daysLeft: 30,
  pace: [0.3, 0.95],
  again: 0,
  together: 0,
} as const;

const behaviours: readonly (readonly [string, Behaviour])[] = [
  ["everybody at their own steady pace", steady],
  ["some learn two lessons a day", { ...steady, again: 0.4 }],
  ["good and bad days are everybody's", { ...steady, together: 0.5 }],
  ["a small unit", { ...steady, learners: 6, together: 0.2 }],
  ["few days known", { ...steady, known: 8, daysLeft: 20, together: 0.2 }],
  [
    "most will be through before the end",
    { ...steady, lessons: 30, known: 15, daysLeft: 25, pace: [0.4, 1], again: 0.2 },
  ],
  ["hardly anybody learns", { ...steady, pace: [0, 0.2], together: 0.3 }],
];

/** Always the same ones: where a share lies near a line, others would now and then fall beyond it by chance alone. */
const cohorts = 1200;
/** Three standard errors of a share near 0.8 among so many. */
const sampling = 3 * Math.sqrt((0.8 * 0.2) / cohorts);

describe("a forecast's range", () => {
  test.each(behaviours)("holds what comes seven to nine times in ten: %s", (_, behaviour) => {
    const lived = Array.from({ length: cohorts }, (__, n) => live(7919 + n, behaviour));
    const held = lived.filter(({ forecast, outcome }) => forecast.low <= outcome && outcome <= forecast.high).length;
    const off =
      lived.reduce((sum, { forecast, outcome }) => sum + (forecast.expected - outcome) / outcome, 0) / cohorts;
    expect(held / cohorts).toBeGreaterThanOrEqual(0.7 - sampling);
    expect(held / cohorts).toBeLessThanOrEqual(0.9 + sampling);
    expect(Math.abs(off)).toBeLessThan(0.05);
  });
});
