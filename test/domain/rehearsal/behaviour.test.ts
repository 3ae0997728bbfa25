import fc from "fast-check";
import { expect, test } from "vitest";
import { answersToday, beginsAt, behaviours, type PersonDay, triesOf } from "#domain/rehearsal/behaviour.ts";

const days = fc.record({
  seed: fc.integer({ min: 0, max: 999_999_999 }),
  person: fc.integer({ min: 0, max: 200_000 }),
  day: fc.integer({ min: 0, max: 400 }),
  first: fc.boolean(),
  behaviour: fc.constantFrom(...Object.values(behaviours)),
});

/** How many of a hundred days of each of a hundred people. */
function counted(behaviour: PersonDay["behaviour"], first: (day: number) => boolean, from = 0): number {
  let count = 0;
  for (let person = 0; person < 100; person++)
    for (let day = from; day < from + 100; day++)
      if (answersToday({ seed: 7, person, behaviour, day, first: first(day) })) count++;
  return count / 100;
}

test("people learn as often as their kind says: the weekly on one day of a week, the fading less and less, the silent never", () => {
  const monday = (day: number) => day % 7 === 0;
  expect(counted(behaviours.diligent, monday)).toBeCloseTo(95, -0.5);
  expect(counted(behaviours.usual, monday)).toBeGreaterThan(62);
  expect(counted(behaviours.usual, monday)).toBeLessThan(68);
  expect(counted(behaviours.weekly, monday)).toBeLessThanOrEqual(15);
  expect(counted(behaviours.weekly, monday)).toBeGreaterThan(12);
  expect(counted(behaviours.fading, monday, 200)).toBeLessThan(counted(behaviours.fading, monday) / 5);
  expect(counted(behaviours.silent, monday)).toBe(0);
});

test("they begin after the message came and before midnight, and try each question once, the wrong ones twice", () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 390, max: 1300 }), fc.integer({ min: 1, max: 8 }), (day, came, questions) => {
      const at = beginsAt(day, came);
      expect(at).toBeGreaterThan(came);
      expect(at).toBeLessThan(24 * 60);
      const tries = triesOf(day, questions);
      expect(tries.length).toBe(questions + tries.slice(0, questions).filter((right) => !right).length);
      expect(triesOf(day, questions)).toEqual(tries);
    }),
  );
});
