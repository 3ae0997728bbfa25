import { afterEach, expect, test, vi } from "vitest";
import { clockOffsetMs } from "#app/figures/parts.ts";
import type { Db } from "#db/connect.ts";

afterEach(() => void vi.useRealTimers());

/** A database whose clock is so far ahead, and whose answers are so long on their way back. */
function databaseOf(aheadMs: number, ...ways: number[]): Db {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-02T01:00:00Z") });
  const execute = async () => {
    const now = new Date(Date.now() + aheadMs);
    vi.setSystemTime(Date.now() + ways.shift()!);
    return [{ now }];
  };
  return { execute } as unknown as Db;
}

test("an answer that was long on its way, as on a busy machine, is no clock that is off", async () => {
  expect(await clockOffsetMs(databaseOf(0, 9_000, 20))).toBe(-10);
  expect(await clockOffsetMs(databaseOf(0, 9_000, 5_000, 7_000))).toBe(-2_500);
});

test("a clock that is off is off however short the way was, and asked for once", async () => {
  expect(await clockOffsetMs(databaseOf(60_000, 20))).toBe(59_990);
});
