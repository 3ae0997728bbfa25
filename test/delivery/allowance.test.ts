import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { connect } from "#db/connect.ts";
import {
  carryAllowance,
  markAllowance,
  putAllowance,
  readAllowance,
  takeFromAllowance,
} from "#db/delivery/allowance.ts";
import { readLane } from "#db/delivery/lanes.ts";
import { noteTemplate, putTemplate, readTemplate } from "#db/delivery/oa-templates.ts";
import { allowanceMargin } from "#domain/zalo-window.ts";
import { on, openAccount } from "../setup/account.ts";

let account: Awaited<ReturnType<typeof openAccount>>;
afterEach(() => account[Symbol.asyncDispose]());

const nothing = { budgetVndPerMonth: 0 };
const rich = 1_000_000;
const paidBy = (type: string | null) => account.fake.messages.filter(({ quotaType }) => quotaType === type).length;
const left = async () => (await readAllowance(account.database.db, account.bot))?.left ?? null;
const reasons = async () =>
  (
    await account.database.db.execute<{ reason: string }>(sql`select reason from deliveries where reason is not null`)
  ).map(({ reason }) => reason);

describe("what the package holds beyond the free hours", () => {
  test("is used with a budget of nothing, eight at a time, and never to its end: it costs nothing at all", async () => {
    account = await openAccount(60, { allowance: allowanceMargin + 25, wallet: rich });
    await account.begins(nothing);
    await account.until(9);
    expect(account.billed()).toBe(0);
    expect(await account.ours()).toBe(0);
    expect(account.fake.purse).toMatchObject({ allowance: allowanceMargin, wallet: rich });
    expect(paidBy("sub_quota")).toBe(25);
    expect(paidBy(null)).toBe(0);
    expect(await left()).toBe(0);
    expect(new Set(await reasons())).toEqual(new Set(["budget"]));
  });

  test("pays before the budget does", async () => {
    account = await openAccount(30, { allowance: allowanceMargin + 10, wallet: rich });
    await account.begins({ budgetVndPerMonth: 5 * 55 });
    await account.until(9);
    expect([paidBy("sub_quota"), paidBy(null)]).toEqual([allowanceMargin + 10, 5]); // what is left to others pays before money does
    expect(account.billed()).toBe(275);
    expect(await account.ours()).toBe(275);
  });

  test("is not touched when too little is left, when it was not told lately, and where the package has none", async () => {
    account = await openAccount(5, { allowance: allowanceMargin, wallet: rich });
    await account.begins(nothing);
    await account.until(4);
    expect(paidBy("sub_quota")).toBe(0);
    Object.assign(account.fake.purse, { allowance: 500 });
    await account.ask();
    expect(await left()).toBe(500 - allowanceMargin);
    await account.step(5, "07:30"); // nine hours later
    expect(paidBy("sub_quota")).toBe(0);
    await account.ask();
    await account.step(5, "07:31");
    expect(paidBy("sub_quota")).toBe(5);
  });

  test("that others use up between two questions stops at the first sign of it: what was under way is billed and counted, no more", async () => {
    account = await openAccount(60, { allowance: 500, wallet: rich });
    await account.begins(nothing);
    await account.until(3);
    await account.clock.to(on(4, "07:28").getTime());
    await account.ask();
    Object.assign(account.fake.purse, { allowance: 3 }); // the staff wrote to 477 people by hand
    await account.step(4, "07:30");
    const billed = account.billed();
    expect(billed).toBeLessThanOrEqual(16 * 55);
    expect(await left()).toBe(0);
    await account.step(4, "07:40");
    expect(account.billed()).toBe(billed);
    expect(await account.ours()).toBe(billed);
  });

  test("is given back by what did not leave, and not by what perhaps did", async () => {
    account = await openAccount(3, { allowance: allowanceMargin + 10, wallet: rich });
    await account.begins(nothing);
    await account.until(3);
    const [first, second] = account.cohort.learners;
    account.fake.fault({ kind: "cut", chat: first!.address, accepted: true });
    account.fake.person(second!.address).refusal = -213;
    await account.clock.to(on(4, "07:29").getTime());
    await account.ask();
    await account.step(4, "07:30");
    expect(paidBy("sub_quota")).toBe(2);
    expect(await left()).toBe(10 - 2);
    await account.step(4, "07:31"); // the lost one once more
    expect(await left()).toBe(10 - 3);
    expect(paidBy("sub_quota")).toBe(3);
    expect(account.billed()).toBe(0);
  });
});

describe("its count", () => {
  test("is a wall for many who take at once, and what is taken while the platform is asked is not counted twice or forgotten", async () => {
    account = await openAccount(1);
    const { bot, database, now } = account;
    const { db } = database;
    await db.transaction((tx) => readLane(tx, bot));
    const until = on(2, "00:00");
    await putAllowance(db, bot, { remain: 120, until }, (await markAllowance(db, bot))!, 20);
    const pools = Array.from({ length: 4 }, () => connect(database.url, { max: 4, applicationName: "hocvu tests" }));
    const taken = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        pools[at % 4]!.db.transaction((tx) => takeFromAllowance(tx, bot, 1 + (at % 4), now())),
      ),
    );
    await Promise.all(pools.map((pool) => pool.end()));
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(100);
    const mark = (await markAllowance(db, bot))!;
    await putAllowance(db, bot, { remain: 500, until }, mark, 20); // a new month
    await db.transaction((tx) => takeFromAllowance(tx, bot, 7, now()));
    await putAllowance(db, bot, { remain: 500, until }, mark, 20); // told before these seven
    expect(await left()).toBe(500 - 20 - 7);
  });
});

test("what is known of it moves along with a clock that is moved on purpose, to the month's end and not beyond", async () => {
  account = await openAccount(1);
  const { bot, database } = account;
  const { db } = database;
  const put = async (until: Date) => {
    await db.transaction((tx) => readLane(tx, bot));
    await putAllowance(db, bot, { remain: 120, until }, (await markAllowance(db, bot))!, 20);
  };
  const carried = async (from: Date, to: Date) => {
    await carryAllowance(db, from, to);
    return await readAllowance(db, bot);
  };
  await put(on(3, "12:20"));
  expect(await carried(on(3, "12:00"), on(8, "07:30"))).toEqual({ left: 100, until: on(8, "07:50") });
  // The platform was asked before the clock was moved, and answers after.
  await put(on(3, "12:25"));
  expect(await readAllowance(db, bot)).toEqual({ left: 100, until: on(8, "07:50") });
  await noteTemplate(db, bot, "412345");
  for (const read of [on(8, "07:30"), on(3, "12:00")]) await putTemplate(db, bot, "412345", null, read);
  expect(await readTemplate(db, bot)).toMatchObject({ readAt: on(8, "07:30") });
  expect(await carried(on(8, "07:55"), on(9, "07:30"))).toEqual({ left: 100, until: on(8, "07:50") }); // old already
  await put(on(30, "12:20"));
  expect(await carried(on(30, "12:00"), on(33, "07:30"))).toEqual({ left: 100, until: on(32, "00:00") });
});
