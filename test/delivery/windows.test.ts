import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect } from "#db/connect.ts";
import { noteBudget, readMonths, takeFromBudget } from "#db/delivery/charges.ts";
import { readLane } from "#db/delivery/lanes.ts";
import { firstChat, isSilenced, mayLeave, noteInteraction, withWindow } from "#db/delivery/windows.ts";
import { planDay } from "#delivery/plan.ts";
import type { BotKey, ChatId } from "#domain/ids.ts";
import type { LocalTime } from "#domain/time.ts";
import { messagePriceVnd, passageOf, type Silence } from "#domain/zalo-window.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { openOfficial } from "../setup/official.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { openWorker } from "../setup/working.ts";

const bot = "zalo-oa:1" as BotKey;
const telegram = "telegram:1" as BotKey;
const course = makeCourse("khoa-thu", 20);
const on = (day: number, time: string) => new Date(`2026-03-${String(day).padStart(2, "0")}T${time}:00+07:00`);

let database: TestDatabase;
let now: Date;
beforeEach(async () => {
  database = await freshDatabase();
  now = on(2, "00:00"); // a Monday
  await publish(database.db, course, now);
});
afterEach(() => database.end());

/** Learners on the Official Account who turned to it at `last`; null: never. */
async function cohortOf(learners: number, last: Date | null, remindTimes: LocalTime[] = []) {
  const cohort = await makeCohort(database.db, course, {
    learners,
    bot,
    remindTimes,
    now,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
  });
  if (last !== null) for (const { chat } of cohort.learners) await turn(chat, last);
  return cohort;
}

const turn = (chat: ChatId, at: Date) => database.db.transaction((tx) => noteInteraction(tx, chat, at));
const openLane = (budgetVnd: number, key = bot) =>
  database.db.transaction(async (tx) => {
    await readLane(tx, key);
    await noteBudget(tx, key, budgetVnd);
  });
const rows = () =>
  database.db.execute<{ kind: string; state: string; reason: string | null; bot: BotKey; ordinal: number }>(
    sql`select kind, state, reason, bot, ordinal from deliveries order by id`,
  );
const spent = async () => {
  const [row] = await database.db.execute<{ vnd: number; rows: number }>(sql`
    select (select spent_vnd from lanes where bot = ${bot}) as vnd, (select coalesce(sum(vnd), 0)::int from charges) as rows`);
  return row!;
};
const alsoOnTelegram = (learner: number, at: Date) =>
  database.db.execute(sql`insert into chats (bot, address, learner_id, last_used_at)
    values (${telegram}, 't' || ${learner}::text, ${learner}, ${at.toISOString()}::timestamptz)`);

test("what SQL lets leave is what the law lets leave, at random instants", async () => {
  const { learners } = await cohortOf(1, null);
  await openLane(10_000);
  const { chat } = learners[0]!;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(9 * 24 * 60),
      fc.option(fc.constantFrom("refused_at", "paused_at"), { freq: 4 }),
      fc.boolean(),
      async (minutes, ended, known) => {
        const last = known ? on(2, "12:00") : null;
        const at = new Date(on(2, "12:00").getTime() + minutes * 60_000);
        await database.db.execute(sql`delete from silences`);
        if (last !== null) await turn(chat, last);
        if (last !== null && ended !== null)
          await database.db.execute(sql`update silences set ${sql.raw(ended)} = now()`);
        const silence: Silence = {
          lastInteraction: last,
          refused: last !== null && ended === "refused_at",
          paused: last !== null && ended === "paused_at",
        };
        const [row] = await database.db.execute(sql`
          select ${mayLeave("lesson", at)} is true as lesson, ${mayLeave("other", at)} is true as other, ${isSilenced(at)} is true as shut
          from chats h ${withWindow} order by ${firstChat(at)}`);
        const law = (kind: "lesson" | "nudge") => passageOf(kind, 0, silence, at);
        expect(row).toEqual({
          lesson: law("lesson") !== "closed",
          other: law("nudge") !== "closed" && law("lesson") === "free",
          shut: law("lesson") === "closed",
        });
      },
    ),
    { numRuns: 150 },
  );
});

test("an interaction only goes forward, and ends what the silence brought", async () => {
  const { learners } = await cohortOf(1, null);
  const { chat } = learners[0]!;
  expect(await turn(chat, on(2, "08:00"))).toBe("closed");
  expect(await turn(chat, on(2, "09:00"))).toBe("free");
  expect(await turn(chat, on(2, "08:30"))).toBeNull();
  expect(await turn(chat, on(2, "09:00"))).toBeNull();
  expect(await turn(chat, on(5, "09:00"))).toBe("paid");
  await database.db.execute(sql`update silences set refused_at = now(), paused_at = now(), nudged_at = now()`);
  expect(await turn(chat, on(5, "09:01"))).toBe("closed");
  const [row] = await database.db.execute(sql`select last_interaction, nudged_at, paused_at, refused_at from silences`);
  expect(row).toEqual({ last_interaction: on(5, "09:01"), nudged_at: null, paused_at: null, refused_at: null });
});

describe("planning", () => {
  test("reaches who may be written to for nothing, and with a budget who may be for money; nobody after that", async () => {
    await cohortOf(3, on(2, "12:00"));
    await openLane(0);
    expect((await planDay(database.db, on(3, "07:30"))).lessons).toBe(3);
    expect((await planDay(database.db, on(5, "07:30"))).lessons).toBe(0);
    await openLane(messagePriceVnd);
    expect((await planDay(database.db, on(5, "07:31"))).lessons).toBe(3);
    await openLane(1_000_000);
    expect((await planDay(database.db, on(10, "07:30"))).lessons).toBe(0);
  });

  test("goes to another chat of who is silent here", async () => {
    const { learners } = await cohortOf(2, on(2, "12:00"));
    await openLane(1000);
    await alsoOnTelegram(learners[0]!.learner, on(1, "00:00"));
    expect((await planDay(database.db, on(10, "07:30"))).lessons).toBe(1);
    expect(await rows()).toMatchObject([{ kind: "lesson", bot: telegram }]);
  });

  test("reminders are for the free hours alone", async () => {
    await cohortOf(2, on(2, "12:00"), ["11:30" as LocalTime]);
    await openLane(1000);
    await planDay(database.db, on(4, "07:30"));
    await planDay(database.db, on(5, "07:30"));
    await database.db.execute(sql`update deliveries set state = 'sent', sent_at = due_at`);
    expect((await planDay(database.db, on(5, "11:30"))).reminders).toBe(0);
    expect((await planDay(database.db, on(4, "11:30"))).reminders).toBe(0); // 47.5 hours
  });

  test("platforms that count nothing are asked nothing", async () => {
    await makeCohort(database.db, course, { learners: 2, bot: telegram, now });
    expect((await planDay(database.db, on(10, "07:30"))).lessons).toBe(2);
  });
});

describe("the budget", () => {
  test("is a hard wall for many who take at once", async () => {
    await openLane(100 * messagePriceVnd + 54);
    const pools = Array.from({ length: 4 }, () => connect(database.url, { max: 4, applicationName: "hocvu tests" }));
    const taken = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        pools[at % 4]!.db.transaction((tx) => takeFromBudget(tx, bot, "2026-03", messagePriceVnd, 1 + (at % 4))),
      ),
    );
    await Promise.all(pools.map((pool) => pool.end()));
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(100);
    expect((await spent()).vnd).toBe(100 * messagePriceVnd);
  });

  test("begins anew with the month, and an earlier one opens nothing", async () => {
    await openLane(2 * messagePriceVnd);
    const take = (month: string) => database.db.transaction((tx) => takeFromBudget(tx, bot, month, messagePriceVnd, 5));
    expect(await take("2026-03")).toBe(2);
    expect(await take("2026-04")).toBe(2);
    expect(await take("2026-03")).toBe(0);
  });

  test("holds back the price, and is settled to what was charged: the allowance gives it back", async () => {
    await cohortOf(4, on(2, "12:00"));
    const official = openOfficial(() => now, { allowance: 1 });
    const worker = await openWorker(database.url, official.channel, () => now, {
      budgetVndPerMonth: 3 * messagePriceVnd,
    });
    now = on(5, "07:30");
    await planDay(database.db, now);
    for (const { address } of await chats()) official.turn(address, on(2, "12:00"));
    await worker.work();
    await worker.end();
    expect(official.bills.get("2026-03")).toEqual({ free: 0, allowance: 1, wallet: 2, templates: 0, vnd: 110 });
    expect(await spent()).toEqual({ vnd: 110, rows: 110 });
    const states = (await rows()).map(({ state, reason }) => [state, reason]);
    expect(states.filter(([state]) => state === "sent")).toHaveLength(3);
    expect(states.filter(([, reason]) => reason === "budget")).toHaveLength(1);
    expect(await readMonths(database.db)).toEqual([
      { bot, month: "2026-03", messages: 3, free: 0, allowance: 1, wallet: 2, unknown: 0, vnd: 110 },
    ]);
  });

  test("counts what perhaps arrived as spent, also after a crash, and is never passed", async () => {
    await cohortOf(40, on(2, "12:00"));
    const official = openOfficial(() => now);
    for (const { address } of await chats()) official.turn(address, on(2, "12:00"));
    const budgetVndPerMonth = 30 * messagePriceVnd;
    now = on(5, "07:30");
    await openLane(budgetVndPerMonth);
    await planDay(database.db, now);
    for (let life = 0; life < 6; life++) {
      const worker = await openWorker(database.url, official.channel, () => now, { budgetVndPerMonth });
      official.script.push("cut", "unreached", "cut");
      await worker.lane.pump();
      await new Promise<void>((done) => setImmediate(done));
      if (life % 2 === 0) await worker.die();
      else {
        await worker.work();
        await worker.end();
      }
      now = new Date(now.getTime() + 60_000);
    }
    const { vnd, rows: sum } = await spent();
    expect(vnd).toBe(sum);
    expect(vnd).toBeLessThanOrEqual(budgetVndPerMonth);
    expect(official.bills.get("2026-03")!.vnd).toBeLessThanOrEqual(vnd);
    expect(official.bills.get("2026-03")!.vnd).toBeGreaterThan(10 * messagePriceVnd);
  });

  test("of nothing lets go what is free", async () => {
    await cohortOf(3, on(2, "12:00"));
    const official = openOfficial(() => now);
    for (const { address } of await chats()) official.turn(address, on(2, "12:00"));
    const worker = await openWorker(database.url, official.channel, () => now);
    for (const day of [3, 4, 5, 6]) {
      now = on(day, "07:30");
      await planDay(database.db, now);
      await worker.work();
    }
    await worker.end();
    expect(official.bills.get("2026-03")).toEqual({ free: 6, allowance: 0, wallet: 0, templates: 0, vnd: 0 });
    expect(await spent()).toEqual({ vnd: 0, rows: 0 });
  });
});

describe("a window that turns out to be shut", () => {
  async function refusedOnce() {
    const official = openOfficial(() => now);
    for (const { address } of await chats()) official.turn(address, on(2, "12:00"));
    official.script.push("closed");
    now = on(3, "07:30");
    const worker = await openWorker(database.url, official.channel, () => now);
    await planDay(database.db, now);
    await worker.work();
    now = on(3, "07:45");
    await planDay(database.db, now);
    await worker.work();
    await worker.end();
    return official;
  }

  test("ends the lesson, keeps the chat, and nothing is planned there until the person turns to us", async () => {
    const { learners } = await cohortOf(1, on(2, "12:00"));
    const official = await refusedOnce();
    expect(official.refused).toBe(1);
    expect(await rows()).toMatchObject([{ state: "cancelled", reason: "window" }]);
    expect(await database.db.execute(sql`select state from chats`)).toEqual([{ state: "active" }]);
    expect((await planDay(database.db, on(4, "07:30"))).lessons).toBe(0);
    await turn(learners[0]!.chat, on(4, "08:00"));
    expect((await planDay(database.db, on(4, "08:01"))).lessons).toBe(1);
  });

  test("sends the lesson to the learner's other chat, once", async () => {
    const { learners } = await cohortOf(1, on(2, "12:00"));
    await alsoOnTelegram(learners[0]!.learner, on(1, "00:00"));
    await refusedOnce();
    expect(await rows()).toMatchObject([{ kind: "lesson", state: "planned", bot: telegram }]);
  });
});

const chats = () => database.db.execute<{ address: string }>(sql`select address from chats where bot = ${bot}`);
