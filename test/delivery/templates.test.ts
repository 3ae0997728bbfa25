import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { carryTemplates, readTemplate, usableTemplate } from "#db/delivery/oa-templates.ts";
import { isUnheard } from "#db/delivery/windows.ts";
import { on, openAccount } from "../setup/account.ts";

const template = "412345";
const ample = { budgetVndPerMonth: 100_000, templateId: template };

let account: Awaited<ReturnType<typeof openAccount>>;
/** Learners who turned to the account at noon of the first day, and never again. */
async function school(learners: number, terms: Parameters<typeof account.begins>[0] = ample) {
  account = await openAccount(learners, { wallet: 1_000_000 });
  account.fake.templates.make(template);
  await account.begins(terms);
}

const texts = () => account.fake.messages.filter(({ endpoint }) => endpoint === "template");
const days = () => texts().map(({ at }) => Math.round((at - on(1, "07:30").getTime()) / 86_400_000) + 1);
const rows = async () => [
  ...(await account.database.db.execute<{ day: string; state: string; reason: string | null }>(sql`
    select study_day as day, state, reason from deliveries where kind = 'reminder' and ordinal = 168 order by id`)),
];
const kept = () => readTemplate(account.database.db, account.bot);
const text = () => account.fake.templates.of(template);

afterEach(() => account[Symbol.asyncDispose]());

describe("who is silent for more than seven days", () => {
  test("gets the approved text a week apart, three times, in daytime, and is then left alone; the dong agree", async () => {
    await school(1);
    await account.until(45, ["06:00", "07:30", "12:00", "22:30"]);
    expect(days()).toEqual([11, 18, 25]);
    expect(texts()[0]).toMatchObject({
      text: "Chào Anh/Chị Người 1. Khóa học Khoá thử còn 20 bài đang chờ Anh/Chị.",
      vnd: 154,
    });
    expect(account.fake.messages.filter(({ at }) => at > on(9, "00:00").getTime())).toEqual(texts());
    expect(await account.ours()).toBe(account.billed());
    expect(account.billed()).toBe(3 * 154 + 4 * 55);
    const [heard] = await account.database.db.execute(
      sql`select ${isUnheard(sql`p.id`, account.now())} as unheard from people p limit 1`,
    );
    expect(heard).toEqual({ unheard: true });
  });

  test("begins anew with the next silence once they turned to us", async () => {
    await school(1);
    await account.until(12);
    await account.turns(account.cohort.learners[0]!);
    await account.until(13);
    expect(account.fake.messages.at(-1)).toMatchObject({ endpoint: "v3" });
    await account.until(50);
    expect(days()).toEqual([11, 22, 29, 36]);
  });

  test("gets none where no text is configured, and none with a budget of nothing", async () => {
    await school(2, { budgetVndPerMonth: 100_000 });
    await account.until(30);
    await account.works({ budgetVndPerMonth: 0, templateId: template });
    await account.until(45);
    expect(await rows()).toEqual([]);
    expect(texts()).toEqual([]);
  });

  test("gets none here where another app of theirs reaches them, or while they pause", async () => {
    await school(2);
    const [first, second] = account.cohort.learners;
    await account.database.db.execute(sql`insert into chats (bot, address, learner_id, last_used_at)
      values ('telegram:1', 't1', ${first!.learner}, ${on(1, "06:00").toISOString()}::timestamptz)`);
    await account.database.db.execute(
      sql`insert into pauses (learner_id, from_day, to_day) values (${second!.learner}, '2026-03-01', '2026-04-20')`,
    );
    await account.until(40);
    expect(texts()).toEqual([]);
  });

  test("never takes the month beyond its budget, whoever asks: lessons and texts share one wall", async () => {
    const budget = 4 * 55 * 5 + 3 * 154 + 100;
    await school(5, { budgetVndPerMonth: budget, templateId: template });
    await account.until(31);
    expect(texts()).toHaveLength(3);
    expect(account.billed()).toBeLessThanOrEqual(budget);
    expect(await account.ours()).toBe(account.billed());
    await account.until(38);
    expect(texts().length).toBeGreaterThan(3); // a new month
  });
});

describe("a text that the platform does not take", () => {
  test("is not even planned while it is not approved, and leaves once it is", async () => {
    await school(1);
    text().status = "PENDING_REVIEW";
    await account.until(14);
    expect(await rows()).toEqual([]);
    text().status = "ENABLE";
    await account.until(15);
    expect(days()).toEqual([15]);
  });

  test("is held for everybody until the next morning, is not failed, and counts as none", async () => {
    await school(3);
    await account.until(10);
    await account.clock.to(on(11, "07:00").getTime());
    await account.ask();
    text().status = "REJECT"; // nobody has told us yet
    await account.step(11, "07:30");
    expect((await rows()).map(({ reason, state }) => [state, reason])).toEqual(Array(3).fill(["cancelled", "held"]));
    expect(await kept()).toMatchObject({
      heldReason: "Zalo OA error -131: it is not approved",
      heldUntil: on(12, "06:05"),
    });
    expect(await account.ours()).toBe(account.billed());
    text().status = "ENABLE";
    await account.until(40);
    expect(days()).toEqual([12, 12, 12, 19, 19, 19, 26, 26, 26]);
  });

  test.each([
    ["its number of the day", () => Object.assign(text(), { daily: 1 }), -147, 1],
    ["an empty wallet", () => Object.assign(account.fake.purse, { wallet: 153 }), -321, 0],
    ["that it cannot go by id", () => Object.assign(text(), { priceUid: null }), -249, 0],
  ])("for %s is held, too, and the price is free again", async (_, spoil, code, taken) => {
    await school(3);
    await account.until(10);
    await account.clock.to(on(11, "07:00").getTime());
    await account.ask();
    spoil();
    await account.step(11, "07:30");
    expect(texts()).toHaveLength(taken);
    expect((await kept())?.heldReason).toContain(String(code));
    expect((await rows()).filter(({ state }) => state === "failed")).toEqual([]);
    expect(await account.ours()).toBe(account.billed());
  });

  test("of whom it refuses alone leaves the others", async () => {
    await school(2);
    await account.until(10);
    account.fake.person(account.cohort.learners[0]!.address).refusal = -118;
    await account.until(40);
    expect(texts().filter(({ chat }) => chat === account.cohort.learners[1]!.address)).toHaveLength(3);
    expect((await rows()).filter(({ state }) => state === "cancelled")).toHaveLength(1);
  });
});

describe("an answer that is lost", () => {
  test("allows one more try, each paid for, and no third", async () => {
    await school(1);
    await account.until(10);
    account.fake.fault({ kind: "cut", times: 3, accepted: true });
    await account.until(11, ["07:30", "07:31", "07:33", "09:00", "12:00"]);
    expect(texts()).toHaveLength(2);
    expect(await rows()).toMatchObject([{ state: "unknown" }]);
    expect(await account.ours()).toBe(account.billed());
  });
});

test("a change of the configuration's number forgets what was read of the one before", async () => {
  await school(1);
  expect(await kept()).toMatchObject({ id: template, usable: true, priceVnd: 154 });
  await account.works({ ...ample, templateId: "999" });
  expect(await kept()).toMatchObject({ id: "999", usable: false, status: "none" });
});

test("what was read of it lately moves along with a clock that is moved on purpose, and what is old stays old", async () => {
  await school(1);
  const { bot, database } = account;
  const usable = async (at: Date) => (await usableTemplate(database.db, bot, at)) !== null;
  expect(await usable(on(11, "07:30"))).toBe(false);
  await carryTemplates(database.db, on(2, "12:00"), on(11, "07:30"));
  expect((await kept())!.readAt).toEqual(on(10, "07:30"));
  expect(await usable(on(11, "07:30"))).toBe(true);
  await carryTemplates(database.db, on(13, "12:00"), on(20, "07:30"));
  expect(await usable(on(20, "07:30"))).toBe(false);
});
