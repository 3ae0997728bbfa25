import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMilliseconds, onceEach, pause } from "#channels/pause.ts";

test("pauses grow from a second to a minute, never beyond", () => {
  const failures = fc.integer({ min: 1, max: 10_000 });
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(failures, chance, (count, luck) => {
      const wait = backoffMilliseconds(count, luck);
      expect(wait).toBeGreaterThanOrEqual(1_000);
      expect(wait).toBeLessThanOrEqual(60_000);
      expect(backoffMilliseconds(count + 1, luck)).toBeGreaterThanOrEqual(wait);
    }),
  );
  expect([1, 2, 3, 4].map((count) => backoffMilliseconds(count, 0))).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test("a pause ends when the program does", async () => {
  const stop = new AbortController();
  const waiting = pause(3_600_000, stop.signal);
  stop.abort();
  await expect(waiting).resolves.toBeUndefined();
  await expect(pause(3_600_000, stop.signal)).resolves.toBeUndefined();
});

test("says a thing once until something else happens", () => {
  const said: string[] = [];
  const complaints = onceEach((text) => said.push(text));
  complaints.say("a");
  complaints.say("a");
  complaints.say("b");
  complaints.forget();
  complaints.say("b");
  expect(said).toEqual(["a", "b", "b"]);
});
