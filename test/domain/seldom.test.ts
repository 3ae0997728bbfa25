import { expect, test } from "vitest";
import { seldom } from "#domain/seldom.ts";

test("the same is said at once and then once a minute, with how often it was left unsaid", () => {
  const often = seldom(60_000);
  const said = Array.from({ length: 121 }, (_, second) => often("ECONNREFUSED", second * 1000));
  expect(said.flatMap((unsaid, second) => (unsaid === null ? [] : [[second, unsaid]]))).toEqual([
    [0, 0],
    [60, 59],
    [120, 59],
  ]);
});

test("another reason is said at once, and what was said before stays so", () => {
  const often = seldom(60_000);
  expect([often("a", 0), often("b", 1000), often("a", 2000), often("b", 3000)]).toEqual([0, 0, null, null]);
  for (let reason = 0; reason < 1000; reason++) expect(often(`c${reason}`, 4000)).toBe(0);
});
