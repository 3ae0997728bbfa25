import fc from "fast-check";
import { expect, test } from "vitest";
import { addMinutes } from "#domain/time.ts";
import { floodFrom, lockedUntil, type WrongCodes } from "#domain/wrong-codes.ts";

const first = new Date("2026-03-02T01:00:00Z");

/** How many of the tries, each so many minutes after the one before, are looked at. */
function lookedAt(gaps: readonly number[], everywhere: number): Date[] {
  const seen: Date[] = [];
  let now = first;
  let wrong = null as WrongCodes | null;
  for (const gap of gaps) {
    now = addMinutes(now, gap);
    if (wrong !== null && now >= addMinutes(wrong.since, 24 * 60)) wrong = null;
    if (lockedUntil(wrong, everywhere, now) !== null) continue;
    seen.push(now);
    wrong = wrong === null ? { count: 1, since: now } : { ...wrong, count: wrong.count + 1 };
  }
  return seen;
}

const most = (times: readonly Date[], minutes: number) =>
  Math.max(0, ...times.map((from) => times.filter((t) => t >= from && t < addMinutes(from, minutes)).length));

test("however it is spread, a chat is never right or wrong more than ten times in a day of its own", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 80 }), (gaps) => {
      const times = lookedAt(gaps, 0);
      const [start] = times;
      if (start === undefined) return;
      expect(times.filter((t) => t < addMinutes(start, 60)).length).toBeLessThanOrEqual(5);
      expect(times.filter((t) => t < addMinutes(start, 24 * 60)).length).toBeLessThanOrEqual(10);
      // Days are counted from a first wrong code, so two of them may touch.
      expect(most(times, 24 * 60)).toBeLessThanOrEqual(20);
    }),
  );
});

test("while somebody guesses from many chats, each has two a day", () => {
  expect(lookedAt(Array(500).fill(2), floodFrom)).toHaveLength(2);
  expect(lookedAt(Array(500).fill(2), floodFrom - 1)).toHaveLength(10);
  expect(lookedAt([0], floodFrom)).toHaveLength(1);
});

test("a lock ends when it says", () => {
  const five = { count: 5, since: first };
  expect(lockedUntil(five, 0, addMinutes(first, 59))).toEqual(addMinutes(first, 60));
  expect(lockedUntil(five, 0, addMinutes(first, 60))).toBeNull();
  expect(lockedUntil({ count: 10, since: first }, 0, addMinutes(first, 61))).toEqual(addMinutes(first, 24 * 60));
});
