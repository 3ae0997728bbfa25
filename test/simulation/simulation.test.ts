import { afterAll, describe, expect, inject, test } from "vitest";
import { templateName } from "../setup/database.ts";
import { inWords, openPool } from "./pool.ts";
import type { Verdict } from "./run.ts";

const seeds = Number(process.env.HOCVU_SIMULATION_SEEDS ?? 60);
const first = Number(process.env.HOCVU_SIMULATION_FIRST ?? 1);
const size = { learners: 10, days: 12 };
const chunk = 4;
const minutes = 60_000;

console.log(`simulates ${seeds} seeds from HOCVU_SIMULATION_FIRST=${first} on`);
const pool = openPool({ url: inject("databaseUrl"), template: templateName, size }, 2);
afterAll(() => pool[Symbol.asyncDispose]());

async function verdicts(from: number, count: number): Promise<Verdict[]> {
  const all: Verdict[] = [];
  await pool.run(from, count, (verdict) => all.push(verdict) < 0);
  return all;
}

describe("two weeks of people who learn, processes that die and platforms that misbehave", () => {
  for (let from = first; from < first + seeds; from += chunk) {
    const count = Math.min(chunk, first + seeds - from);
    test(`break no promise: seeds ${from} to ${from + count - 1}`, { timeout: 10 * minutes }, async () => {
      const broken = (await verdicts(from, count)).filter(({ failures }) => failures.length > 0);
      expect(broken.map((verdict) => inWords({ ...verdict, lastEvents: verdict.lastEvents.slice(-60) }, size))).toEqual(
        [],
      );
    });
  }

  test("go the same way when they are lived through again", { timeout: 5 * minutes }, async () => {
    const [one] = await verdicts(first, 1);
    const [again] = await verdicts(first, 1);
    expect(again!.fingerprint).toBe(one!.fingerprint);
    expect(again!.failures).toEqual(one!.failures);
  });
});
