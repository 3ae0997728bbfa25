import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shuffled } from "#domain/shuffle.ts";

describe("shuffling by a seed", () => {
  test.each([
    ["1/asked", "FGBAEHDC"],
    ["2/asked", "DCEAGHFB"],
    ["9007199254740991/asked", "AFDHBGEC"],
    ["42/an-toan#0a1b2c3d/0", "AHFCBDGE"],
    ["", "CBEFHAGD"],
  ])("%j gives for ever %j: stored attempts depend on it", (seed, order) => {
    expect(shuffled([..."ABCDEFGH"], seed).join("")).toBe(order);
  });

  test("the same seed gives the same order, of the same items, and leaves the list alone", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.string(), (items, seed) => {
        const before = [...items];
        expect(shuffled(items, seed)).toEqual(shuffled(items, seed));
        expect(shuffled(items, seed).toSorted()).toEqual(items.toSorted());
        expect(items).toEqual(before);
      }),
    );
  });

  /** Chi-square of the counts against equal shares. */
  const unevenness = (counts: readonly number[]): number => {
    const share = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    return counts.reduce((sum, count) => sum + (count - share) ** 2 / share, 0);
  };

  test.each([
    ["attempts numbered in a row", (n: number) => `${n}/asked`],
    ["one attempt's questions", (n: number) => `7/lesson#${n.toString(16).padStart(8, "0")}/0`],
    ["attempts far apart", (n: number) => `${2 ** 40 + n * 1009}/asked`],
  ])("every order of four is as likely as any other for %s", (_, seed) => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 24_000; n++) {
      const order = shuffled(["a", "b", "c", "d"], seed(n)).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: above 58 with a chance of 1 in 10,000.
    expect(unevenness([...counts.values()])).toBeLessThan(58);
  });

  test("the orders under two neighbouring seeds have nothing in common", () => {
    const pairs = Array.from({ length: 9 }, () => 0);
    for (let n = 0; n < 18_000; n++) {
      const first = shuffled([0, 1, 2], `${n}/x`)[0]!;
      const second = shuffled([0, 1, 2], `${n + 1}/x`)[0]!;
      pairs[first * 3 + second]!++;
    }
    // 8 degrees of freedom: above 32 with a chance of 1 in 10,000.
    expect(unevenness(pairs)).toBeLessThan(32);
  });
});
