import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HandleDeps, handle } from "#conversation/handle.ts";
import { listAtRisk } from "#db/figures/at-risk.ts";
import { planDay, planningInstants } from "#delivery/plan.ts";
import { planningInstantsOfSilent } from "#delivery/silence.ts";
import type { BotKey, CohortId, InboxId } from "#domain/ids.ts";
import type { IncomingContent } from "#domain/message.ts";
import { quietUntil } from "#domain/schedule.ts";
import { plainText } from "#domain/text.ts";
import type { Zone } from "#domain/time.ts";
import { commandAction } from "#wording/actions.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { openOfficial } from "../setup/official.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { openWorker } from "../setup/working.ts";

const bot = "zalo-oa:1" as BotKey;
const course = makeCourse("khoa-thu", 20);
const on = (day: number, time: string) => new Date(`2026-03-${String(day).padStart(2, "0")}T${time}:00+07:00`);
const deps: HandleDeps = {
  countsMessages: () => false,
  quotaOf: () => null,
  platformOf: () => "Zalo",
  elsewhere: () => [],
  asksPhone: () => false,
  digits: () => "123456",
  dashboardLink: () => null,
  zone: "Asia/Ho_Chi_Minh" as Zone,
  files: null,
};

let database: TestDatabase;
let now: Date;
let official: ReturnType<typeof openOfficial>;
let worker: Awaited<ReturnType<typeof openWorker>>;
let cohort: Awaited<ReturnType<typeof makeCohort>>;
beforeEach(async () => {
  database = await freshDatabase();
  now = on(2, "00:00"); // a Monday
  await publish(database.db, course, now);
  cohort = await makeCohort(database.db, course, { learners: 1, bot, now, weekdays: [1, 2, 3, 4, 5, 6, 7] });
  official = openOfficial(() => now);
  worker = await openWorker(database.url, official.channel, () => now, { budgetVndPerMonth: 1000 });
});
afterEach(async () => {
  await worker.end();
  await database.end();
});

let updates = 0;
/** The person does something now, as the platform tells it. */
async function person(content: IncomingContent, at = now): Promise<string> {
  const { address } = cohort.learners[0]!;
  official.turn(address, at);
  const incoming = { address: { bot, chat: address }, content, writtenAt: at, interaction: at, displayName: "x" };
  const reply = await database.db.transaction((tx) =>
    handle(deps, tx, { incoming, at, interaction: at, inbox: ++updates as InboxId, now }),
  );
  return (reply?.messages ?? []).map(({ text }) => plainText(text)).join("\n");
}
const says = (text: string) => person({ kind: "text", text });

/** Time passes, half an hour at a step, an hour and a half in the quiet hours; what is said meanwhile. */
async function until(day: number, time: string) {
  const before = official.sent.length;
  while (now < on(day, time)) {
    const step = quietUntil(deps.zone, now) === null ? 1_800_000 : 5_400_000;
    now = new Date(Math.min(now.getTime() + step, on(day, time).getTime()));
    await planDay(database.db, now);
    await worker.work();
  }
  return official.sent
    .slice(before)
    .map(({ at, buttons, text }) => `${stamp(at)} ${buttons.length === 1 ? buttons[0] : text.split(".")[0]}`);
}
const stamp = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(8, 16).replace("T", " ");

describe("a silence", () => {
  test("is asked for one tap before it costs, costs a lesson a day, ends with one last word, and then nothing leaves", async () => {
    now = on(2, "12:00");
    await says("xin chào");
    expect(await until(12, "00:00")).toEqual([
      "02 12:30 Bài 1/20",
      "03 07:30 Bài 1/20",
      "04 07:30 Bài 1/20",
      "04 09:00 Giữ nhịp", // not while the lesson of 07:30 speaks
      "05 07:30 Bài 1/20",
      "06 07:30 Bài 1/20",
      "07 07:30 Bài 1/20",
      "08 07:30 Tiếp tục",
    ]);
    expect(official.bills.get("2026-03")).toEqual({ free: 4, allowance: 0, wallet: 4, templates: 0, vnd: 220 });
    expect(official.refused).toBe(0);
    const risk = await database.db.transaction((tx) =>
      listAtRisk(tx, { kind: "cohort", id: cohort.id as CohortId }, now, 5, null),
    );
    expect(risk.people[0]!.reasons[0]).toEqual({ kind: "unreachable", unheard: true });
  });

  test("ends with anything the person does: today's lesson leaves at once, and the next ones are free", async () => {
    now = on(2, "12:00");
    await says("xin chào");
    await until(12, "10:00");
    await says("xin chào");
    expect(await until(13, "08:00")).toEqual(["12 10:30 Bài 1/20", "13 07:30 Bài 1/20"]);
  });

  test("ends with the button of the last word: the lesson is shown, and not pushed beside that", async () => {
    now = on(2, "12:00");
    await says("xin chào");
    await until(8, "08:00");
    expect(await person({ kind: "tap", action: commandAction("baihoc") })).toContain("Bài 1/20");
    expect(await until(9, "08:00")).toEqual(["09 07:30 Bài 1/20"]);
  });

  test("ends with the words of that button, too", async () => {
    now = on(2, "12:00");
    await says("xin chào");
    await until(8, "08:00");
    expect(await says("tiếp tục")).toContain("Bài 1/20");
    expect(await until(9, "06:30")).toEqual([]);
    expect(await says("tiếp tục")).toContain("không tạm dừng");
  });

  test("of who answers is none: the tap that was to be asked for is taken back", async () => {
    now = on(2, "12:00");
    await says("xin chào");
    await until(4, "08:50");
    now = on(4, "09:00");
    await planDay(database.db, now);
    await says("xin chào");
    expect(await until(4, "20:00")).toEqual([]);
    const [row] = await database.db.execute(sql`select state, reason from deliveries where kind = 'reminder'`);
    expect(row).toEqual({ state: "cancelled", reason: "answered" });
  });

  test("is left alone while the person pauses, and where they have learnt all there is", async () => {
    now = on(2, "12:00");
    await says("tạm dừng 5");
    expect(await until(5, "00:00")).toEqual([]);
    await database.db.execute(sql`delete from pauses`);
    await database.db.execute(sql`update enrolments set next_lesson_id = null`);
    expect(await until(9, "00:00")).toEqual([]);
  });

  test("asks before the quiet hours where 44 hours lie in them", async () => {
    now = on(2, "05:00");
    await says("xin chào");
    expect((await until(4, "00:00")).filter((line) => line.endsWith("Giữ nhịp"))).toEqual(["03 20:30 Giữ nhịp"]);
  });

  test("costs nothing with a budget of nothing: the free ones go on", async () => {
    await worker.end();
    worker = await openWorker(database.url, official.channel, () => now, { budgetVndPerMonth: 0 });
    now = on(2, "12:00");
    await says("xin chào");
    await until(12, "00:00");
    expect(official.bills.get("2026-03")).toEqual({ free: 4, allowance: 0, wallet: 0, templates: 0, vnd: 0 });
  });

  test("of who goes on elsewhere asks nothing here", async () => {
    now = on(2, "12:00");
    await says("xin chào");
    const { learner } = cohort.learners[0]!;
    await database.db.execute(sql`insert into chats (bot, address, learner_id, last_used_at)
      values ('telegram:1', 't1', ${learner}, ${on(2, "13:00").toISOString()}::timestamptz)`);
    expect(await until(9, "00:00")).toEqual(["02 12:30 Bài 1/20"]);
  });
});

describe("a clock that is moved", () => {
  const stops = async (from: Date, to: Date) => (await planningInstantsOfSilent(database.db, from, to)).map(stamp);

  test("stops where a silence may bring something, on days without a lesson, too", async () => {
    now = on(2, "12:00");
    await says("xin chào");
    expect(await stops(now, on(10, "12:00"))).toEqual([
      ...["03 20:30", "04 08:00", "04 09:00", "04 20:30"],
      ...["08 07:30", "09 07:30", "10 07:30"],
    ]);
    expect(await stops(on(8, "07:30"), on(9, "07:30"))).toEqual(["09 07:30"]);
  });

  test("stops nowhere for it where no platform counts silences, and where nobody was ever heard of", async () => {
    expect(await stops(now, on(30, "00:00"))).toEqual([]);
    await says("xin chào");
    await database.db.execute(sql`update lanes set budget_vnd = null`);
    expect(await stops(now, on(30, "00:00"))).toEqual([]);
  });

  test("brings all of it by these stops and the lessons' alone", async () => {
    now = on(2, "12:00");
    await says("xin chào");
    for (;;) {
      const [silent] = await planningInstantsOfSilent(database.db, now, on(12, "00:00"));
      const [lesson] = await planningInstants(database.db, now, on(12, "00:00"));
      if (silent === undefined && lesson === undefined) break;
      now = new Date(Math.min((silent ?? lesson)!.getTime(), (lesson ?? silent)!.getTime()));
      await planDay(database.db, now);
      await worker.work();
    }
    expect(official.sent.map(({ at, buttons }) => `${stamp(at)} ${buttons.length === 1 ? buttons[0] : "Bài"}`)).toEqual(
      [
        ...["03 07:30 Bài", "04 07:30 Bài", "04 09:00 Giữ nhịp", "05 07:30 Bài", "06 07:30 Bài", "07 07:30 Bài"],
        "08 07:30 Tiếp tục",
      ],
    );
  });
});
