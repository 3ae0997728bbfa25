import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Channel } from "#channels/channel.ts";
import { openSay } from "#conversation/say.ts";
import { connect } from "#db/connect.ts";
import { openAttempt, readAttempt } from "#db/learning/attempts.ts";
import { Lane } from "#delivery/lane.ts";
import { planDay } from "#delivery/plan.ts";
import type { Course, Lesson } from "#domain/course.ts";
import type { BotKey, LearnerId, LessonId, ProcessId } from "#domain/ids.ts";
import type { SendOutcome } from "#domain/outcome.ts";
import { SlidingBudget } from "#domain/rate.ts";
import { plain, plainText } from "#domain/text.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import type { TurnView } from "#learning/lesson.ts";
import { at, give, openedTurn, rightChoice } from "../learning/pupil.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const bot = "webchat:demo" as BotKey;
const monday = "2026-03-02" as LocalDate;
const whole = makeCourse("khoa", 3);
let database: TestDatabase;
let now: Date;
let monotonic = 0;
let sent: { chat: string; text: string }[];
let script: SendOutcome[];

beforeEach(async () => {
  database = await freshDatabase();
  onTestFinished(() => database.end());
  now = at(monday, "07:30");
  sent = [];
  script = [];
});

/** The course without the lessons left out, its first lesson with another text and perhaps a correction. */
function edition(text: string, more: Partial<Lesson> = {}, without: readonly string[] = []): Course {
  const [module] = whole.modules;
  const lessons = module!.lessons.map((lesson, n) => (n === 0 ? { ...lesson, body: [plain(text)], ...more } : lesson));
  return { ...whole, modules: [{ ...module!, lessons: lessons.filter(({ id }) => !without.includes(id)) }] };
}

const corrected = { correction: { date: monday, text: "Bài ghi 2 năm, đúng là 3 năm." } };

/** Lets leave what is due, as a worker would, and says what it was. */
async function leaves(messagesPerMonth: number | null = null): Promise<string[]> {
  const before = sent.length;
  const channel = {
    name: "webchat",
    bot,
    limits: { text: 4096, buttons: 8 },
    handsOver: { kind: "none" },
    key: () => null,
    read: () => null,
    acknowledge: async () => {},
    probe: async () => ({ ok: true, name: "x" }) as const,
    send: async (to, message) => {
      sent.push({ chat: to.chat, text: plainText(message.text) });
      return script.shift() ?? { kind: "sent", platformId: `m${sent.length}` };
    },
  } satisfies Channel;
  const connection = connect(database.url, { max: 1, applicationName: "lane" });
  const lane = new Lane({
    connection,
    channel,
    process: 1 as ProcessId,
    clock: { now: () => now, fromWall: (instant) => instant },
    monotonic: () => monotonic,
    budget: new SlidingBudget(1000, { maxUnderWay: 8, marginMs: 1 }),
    messagesPerMonth,
    say: openSay(),
    log: recordingLog(),
    answered: () => {},
    contact: () => {},
  });
  await lane.take();
  monotonic += 1600;
  for (let quiet = 0; quiet < 2; ) {
    const wait = await lane.pump();
    await new Promise((resolve) => setImmediate(resolve));
    monotonic += Math.min(wait, 5);
    quiet = wait === 0 || lane.underWay > 0 ? 0 : quiet + 1;
  }
  await connection.end();
  return sent.slice(before).map(({ text }) => text);
}

const plan = () => planDay(database.db, now);

const endings = async () =>
  (await database.db.execute(sql`select kind, state, reason from deliveries order by id`)) as unknown as object[];

describe("a correction that leaves", () => {
  test("says the lesson's name and what is right, asks nothing, and changes nothing that is open", async () => {
    const { db } = database;
    await publish(db, edition("Nhiệm kỳ 2 năm."), now);
    const { learners } = await makeCohort(db, whole, { learners: 1, now });
    const { learner } = learners[0]!;
    await plan();
    expect((await leaves())[0]).toContain("Nhiệm kỳ 2 năm.");
    const turn = await openedTurn(db, learner, now);
    now = at(monday, "09:00");
    await publish(db, edition("Nhiệm kỳ 3 năm.", corrected), now);
    await plan();
    const current = sql`select current_attempt_id as id from people where id = ${learner}`;
    await db.execute(sql`update people set current_attempt_id = null`);
    expect(await leaves()).toEqual([
      "Đính chính bài “Bài khoa-1” mà Anh/Chị đã nhận:\n\nBài ghi 2 năm, đúng là 3 năm.",
    ]);
    expect([...(await db.execute(current))]).toEqual([{ id: null }]);
    const attempts = await db.execute(sql`select id, completed_at from attempts`);
    expect([...attempts]).toEqual([{ id: turn.attemptId, completed_at: null }]);
    expect((await openedTurn(db, learner, now)).asked.id).toBe(turn.asked.id);
    await plan();
    expect(await leaves()).toEqual([]);
  });

  test("is still worth a message when the month's are scarce, and counts as one", async () => {
    const { db } = database;
    await publish(db, edition("sai"), now);
    const remindTimes = ["09:00" as LocalTime];
    await makeCohort(db, whole, { learners: 1, remindTimes, now });
    await plan();
    await leaves(10);
    await db.execute(sql`update lanes set month_sent = 8`);
    now = at(monday, "09:00");
    await publish(db, edition("đúng", corrected), now);
    await plan();
    expect(await leaves(10)).toEqual([expect.stringMatching(/^Đính chính/)]);
    expect(await endings()).toMatchObject([
      { kind: "lesson", state: "sent" },
      { kind: "reminder", state: "cancelled", reason: "quota" },
      { kind: "correction", state: "sent" },
    ]);
    expect([...(await db.execute(sql`select month_sent from lanes`))]).toEqual([{ month_sent: 9 }]);
  });

  test("is kept back from who paused, left or blocked since it was planned, and told once that is over", async () => {
    const { db } = database;
    await publish(db, edition("sai"), now);
    const { learners } = await makeCohort(db, whole, { learners: 4, now });
    await plan();
    await leaves();
    await publish(db, edition("đúng", corrected), now);
    await plan();
    const [pauses, leftOne, blocks] = learners as (typeof learners)[number][] & { length: 4 };
    await db.execute(
      sql`insert into pauses (learner_id, from_day, to_day) values (${pauses!.learner}, ${monday}, ${monday})`,
    );
    await db.execute(sql`update enrolments set left_at = ${now}::timestamptz where learner_id = ${leftOne!.learner}`);
    await db.execute(sql`update chats set state = 'blocked' where id = ${blocks!.chat}`);
    expect(await leaves()).toHaveLength(1);
    const reasons = await db.execute(sql`
      select reason from deliveries where kind = 'correction' order by learner_id`);
    expect(reasons.map(({ reason }) => reason)).toEqual(["paused", "left", "gone", null]);
    now = at("2026-03-03", "07:00");
    await db.execute(sql`update chats set state = 'active'`);
    await plan();
    await leaves();
    await plan();
    const told = await db.execute(sql`
      select learner_id from deliveries where kind = 'correction' and state = 'sent' order by 1`);
    expect(told.map(({ learner_id }) => learner_id)).toEqual([pauses!.learner, blocks!.learner, learners[3]!.learner]);
  });

  test("reaches who had the lesson already and learnt it on the same day", async () => {
    const { db } = database;
    await publish(db, edition("sai"), now);
    const { learners } = await makeCohort(db, whole, { learners: 1, now });
    await plan();
    await leaves();
    await db.execute(sql`
      insert into streak_days (learner_id, day, by) values (${learners[0]!.learner}, ${monday}, 'lesson')`);
    await db.execute(
      sql`update attempts set completed_at = ${now}::timestamptz, completed_day = ${monday}, score = 1, passed = true`,
    );
    await publish(db, edition("đúng", corrected), now);
    await plan();
    expect(await leaves()).toHaveLength(1);
  });
});

describe("a lesson that waits to be sent while its course is published anew", () => {
  test("leaves as it is taught now, and its row says so; who has it open sees what they were shown", async () => {
    const { db } = database;
    await publish(db, edition("cũ"), now);
    const { id, learners } = await makeCohort(db, whole, { learners: 2, now });
    await db.transaction((tx) => openAttempt(tx, learners[0]!.learner, id, "khoa-1" as LessonId, now));
    await plan();
    await publish(db, edition("mới"), now);
    const [open, fresh] = await leaves();
    expect([open, fresh]).toEqual([expect.stringContaining("cũ"), expect.stringContaining("mới")]);
    const rows = await db.execute(sql`
      select d.lesson_version_id = a.lesson_version_id as same, w.content -> 'body' -> 0 -> 0 ->> 'text' as body
      from deliveries d join attempts a on a.id = d.attempt_id join lesson_versions w on w.id = a.lesson_version_id order by d.learner_id`);
    expect([...rows]).toEqual([
      { same: true, body: "cũ" },
      { same: true, body: "mới" },
    ]);
  });

  test("becomes the next lesson when it is no longer taught", async () => {
    const { db } = database;
    await publish(db, edition("cũ"), now);
    await makeCohort(db, whole, { learners: 1, now });
    await plan();
    await publish(db, edition("cũ", {}, ["khoa-1"]), now);
    const [text] = await leaves();
    expect(text).toMatch(/^Bài 1\/2\. Bài khoa-2/);
    expect([...(await db.execute(sql`select lesson_id from attempts`))]).toEqual([{ lesson_id: "khoa-2" }]);
  });

  test("does not leave when it was in hand just then, and neither does a reminder of it", async () => {
    const { db } = database;
    await publish(db, edition("cũ"), now);
    await makeCohort(db, whole, { learners: 1, remindTimes: ["09:00" as LocalTime], now });
    await plan();
    await leaves();
    now = at(monday, "09:00");
    await plan();
    const [{ lesson_version_id: old }] = (await db.execute(sql`
      select lesson_version_id from deliveries where kind = 'lesson'`)) as unknown as [{ lesson_version_id: number }];
    await publish(db, edition("cũ", {}, ["khoa-1"]), now);
    // Written by whoever read the course a moment before it changed.
    await db.execute(sql`
      update deliveries set lesson_version_id = ${old}, state = 'planned', expires_at = null`);
    expect(await leaves()).toEqual([]);
    expect(await endings()).toMatchObject([
      { kind: "lesson", state: "cancelled", reason: "retired" },
      { kind: "reminder", state: "cancelled", reason: "retired" },
    ]);
  });

  test("that is retired may be finished by who has it open, and counts", async () => {
    const { db } = database;
    await publish(db, edition("cũ"), now);
    const { learners } = await makeCohort(db, whole, { learners: 1, now });
    const learner = learners[0]!.learner as LearnerId;
    const turn = await openedTurn(db, learner, now);
    await publish(db, edition("cũ", {}, ["khoa-1"]), now);
    const attempt = (await db.transaction((tx) => readAttempt(tx, turn.attemptId, learner)))!;
    expect(attempt).toMatchObject({ position: 0, lessons: 2 });
    const verdicts = [];
    for (let next: TurnView | null = turn; next !== null; ) {
      const given = await give(db, learner, next, rightChoice(next.asked), now);
      if (given.kind !== "verdict") throw new Error(`no verdict but ${given.kind}`);
      verdicts.push(given);
      next = given.next;
    }
    expect(verdicts.at(-1)!.summary).toMatchObject({ right: 3, asked: 3, passed: true, streak: { current: 1 } });
    expect([
      ...(await db.execute(sql`select completed_day as day, score from attempts where id = ${turn.attemptId}`)),
    ]).toEqual([{ day: monday, score: 1 }]);
    expect((await openedTurn(db, learner, now)).asked.id).toMatch(/^khoa-2#/);
  });
});
