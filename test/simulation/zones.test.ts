import { expect, inject, test } from "vitest";
import { templateName } from "../setup/database.ts";
import { openPool } from "./pool.ts";
import type { Verdict } from "./run.ts";

/** Of the process and of its server. */
const zones = ["UTC", "Asia/Ho_Chi_Minh", "America/St_Johns"];

/** One that makes every person learn, and something break. */
const seed = 3;

async function livedIn(zone: string): Promise<Verdict> {
  const wish = { url: inject("databaseUrl"), template: templateName, size: { learners: 3, days: 5 }, zone };
  await using pool = openPool(wish, 1, { TZ: zone });
  let lived: Verdict | null = null;
  await pool.run(seed, 1, (verdict) => {
    lived = verdict;
    return true;
  });
  return lived!;
}

test("a world goes the same way, to the last row and the last message, in three zones of process and server", {
  timeout: 600_000,
}, async () => {
  const [first, ...others] = [await livedIn(zones[0]!), await livedIn(zones[1]!), await livedIn(zones[2]!)];
  expect(first!.figures).toMatchObject({
    answers: expect.toSatisfy((n) => n > 5),
    messages: expect.toSatisfy((n) => n > 20),
  });
  for (const other of others) {
    expect(other.failures).toEqual(first!.failures);
    expect(other.fingerprint).toBe(first!.fingerprint);
    expect(other.rows).toEqual(first!.rows);
    expect(other.messages).toBe(first!.messages);
  }
});
