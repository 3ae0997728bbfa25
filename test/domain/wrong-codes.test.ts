import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMinutes } from "#domain/time.ts";
import { floodFrom, linkCodeDigits, lockedUntil, shortCodesUntil, type WrongCodes } from "#domain/wrong-codes.ts";

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

/**
 * A million tries of so many chats in turn, spread over so many days: how many are looked at on each day, in all and in the
 * chat in which most are, and how many of them while codes of six digits were good.
 */
function guess(chats: number, days: number) {
  const dayMs = 24 * 60 * 60_000;
  const wrong: (WrongCodes | null)[] = Array.from({ length: chats }, () => null);
  /** Chats in the order of the first wrong code of theirs that counts. */
  let begun: number[] = [];
  let everywhere = 0;
  const byDay = Array.from({ length: days }, () => ({ all: 0, most: 0, short: 0 }));
  const inDay = new Map<string, number>();
  for (let n = 0; n < 1_000_000; n++) {
    const passed = Math.floor((n * days * dayMs) / 1_000_000);
    const now = new Date(first.getTime() + passed);
    let over = 0;
    for (; over < begun.length && now.getTime() - wrong[begun[over]!]!.since.getTime() >= dayMs; over++) {
      everywhere -= wrong[begun[over]!]!.count;
      wrong[begun[over]!] = null;
    }
    if (over > 0) begun = begun.slice(over);
    const chat = n % chats;
    const mine = wrong[chat]!;
    if (lockedUntil(mine, Math.min(everywhere, floodFrom), now) !== null) continue;
    const day = byDay[Math.floor(passed / dayMs)]!;
    const key = `${chat} ${Math.floor(passed / dayMs)}`;
    inDay.set(key, (inDay.get(key) ?? 0) + 1);
    day.all++;
    day.most = Math.max(day.most, inDay.get(key)!);
    if (linkCodeDigits(everywhere) === 6) day.short++;
    everywhere++;
    if (mine === null) begun.push(chat);
    wrong[chat] = mine === null ? { count: 1, since: now } : { ...mine, count: mine.count + 1 };
  }
  return byDay;
}

describe("a million wrong codes", () => {
  test("of one chat come to ten looks a day", () => {
    for (const { all } of guess(1, 10)) expect(all).toBeLessThanOrEqual(10);
  });

  test("of five thousand chats come to two looks a day in each, and a hundred a day at six digits", () => {
    const days = guess(5_000, 10);
    expect(days[0]!.all).toBeGreaterThan(floodFrom);
    for (const { all, most, short } of days) {
      expect(all).toBeLessThanOrEqual(floodFrom + 2 * 5_000);
      expect(most).toBeLessThanOrEqual(10);
      expect(short).toBeLessThanOrEqual(shortCodesUntil);
    }
    // What docs/operations.md says of a guesser's chances in a day, with 100,000 invites or one code of /lienket open.
    const most = Math.max(...days.map(({ all }) => all));
    expect((most * 100_000) / 25 ** 8).toBeLessThan(0.0075);
    expect(shortCodesUntil / 10 ** 6 + most / 10 ** 9).toBeLessThan(0.000_12);
  });
});

test("a code of /lienket has six digits until a hundred wrong ones were tried within a day, then nine", () => {
  expect([0, shortCodesUntil - 1, shortCodesUntil, 1_000_000].map(linkCodeDigits)).toEqual([6, 6, 9, 9]);
});
