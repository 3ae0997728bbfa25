import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dealOut, readShares } from "#domain/rehearsal/shares.ts";

const names = ["telegram", "zalo", "zalo-oa"] as const;

describe("shares are read", () => {
  test("from percents, and from a name alone, which is everybody", () => {
    expect(readShares("telegram=60, zalo=39.5%,zalo-oa=0.5", names)).toMatchObject({
      ok: true,
      value: [
        { name: "telegram", share: 0.6 },
        { name: "zalo", share: 0.395 },
        { name: "zalo-oa", share: 0.005 },
      ],
    });
    expect(readShares("zalo", names)).toEqual({ ok: true, value: [{ name: "zalo", share: 1 }] });
  });

  test.each([
    ["telegram=60,zalo=30", "comes to 90 percent, not to 100"],
    ["telegram=60,zalo=60", "comes to 120 percent"],
    ["telegram=60,viber=40", "names none of telegram, zalo, zalo-oa"],
    ["telegram,zalo", "says no percent for telegram"],
    ["telegram=50,telegram=50", "names telegram twice"],
    ["", "names none of"],
    ["telegram=-5,zalo=105", "names none of"],
  ])("or refused with what is wrong: %s", (text, said) => {
    const read = readShares(text, names);
    expect(read.ok ? "" : read.problem).toContain(said);
  });
});

test("people are dealt out by their shares as nearly as whole people allow, the same for the same seed", () => {
  const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(weights, fc.integer({ min: 0, max: 300 }), fc.string(), (given, count, seed) => {
      const sum = given.reduce((all, one) => all + one, 0);
      const shares = given.map((one) => ({ share: one / sum }));
      const dealt = dealOut(shares, count, seed);
      for (const [at, { share }] of shares.entries()) {
        const has = dealt.filter((one) => one === at).length;
        expect(Math.abs(has - share * count)).toBeLessThanOrEqual(1);
      }
      expect(dealOut(shares, count, seed)).toEqual(dealt);
    }),
  );
});
