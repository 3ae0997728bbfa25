import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Pace } from "#domain/pace.ts";

/** When messages leave that are always there, by a clock whose timers are up to `late` milliseconds late. */
function leave(pace: Pace, messages: number, late: () => number): number[] {
  const left: number[] = [];
  for (let now = 0; left.length < messages; ) {
    const wait = pace.waitMs(now);
    if (wait > 0) now += wait + late();
    else {
      pace.leaves(now);
      left.push(now);
    }
  }
  return left;
}

describe("the pace of a push", () => {
  test("spreads a whole budget over most of a second, also the first", () => {
    const left = leave(new Pace(30), 30, () => 0);
    expect(left.at(-1)! - left[0]!).toBeGreaterThan(700);
  });

  test("is faster than the budget, so that it never keeps a slot waiting for long, however late the timers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 0, max: 5 }), (perSecond, late) => {
        const left = leave(new Pace(perSecond), perSecond + 1, () => late);
        expect(left.at(-1)! - left[0]!).toBeLessThanOrEqual(1000);
      }),
    );
  });

  test("never makes up for more than a moment", () => {
    const pace = new Pace(100); // one in 8 ms
    expect(pace.roomBy(100_000)).toBe(2);
    for (let n = 0; n < 2; n++) pace.leaves(100_000);
    expect(pace.roomBy(100_000)).toBe(0);
    expect(pace.waitMs(100_000)).toBeCloseTo(6);
    expect(pace.roomBy(100_000 + 6)).toBe(1);
  });
});

test("leaves a quarter of a minute's budget for answers", () => {
  const pace = new Pace(90, 60_000);
  let pushed = 0;
  for (let now = 0; now < 60_000; now += 10) {
    if (pace.waitMs(now) > 0) continue;
    pace.leaves(now);
    pushed += 1;
  }
  expect(pushed).toBeGreaterThanOrEqual(66);
  expect(pushed).toBeLessThanOrEqual(68);
});
