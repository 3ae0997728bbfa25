import { sql } from "drizzle-orm";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { holdsAhead, setAhead } from "#db/clock.ts";
import { leaveSilentBots } from "#db/delivery/moves.ts";
import { beat } from "#db/delivery/pulses.ts";
import { advanceClock } from "#delivery/advance.ts";
import { type Duty, keepOutageBook } from "#delivery/outages.ts";
import type { BotKey } from "#domain/ids.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const bot = "telegram:1" as BotKey;
const at = (time: string) => new Date(`2026-03-02T${time}+07:00`);
let database: TestDatabase;

/** One learner whose lesson of 07:30 arrived, with its first question open. */
beforeEach(async () => {
  database = await freshDatabase();
  onTestFinished(() => database.end());
  const { db } = database;
  const course = makeCourse();
  await publish(db, course, at("00:00:00"));
  await makeCohort(db, course, { learners: 1, bot, now: at("00:00:00") });
  await db.execute(sql`
    with opened as (
      insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
      select e.learner_id, v.lesson_id, v.id, e.cohort_id, 3, ${at("07:30:10")}::timestamptz
      from enrolments e join lesson_versions v on v.lesson_id = e.next_lesson_id returning *),
    current as (update people set current_attempt_id = opened.id from opened)
    insert into deliveries (kind, lane, bot, chat_id, learner_id, study_day, attempt_id, lesson_version_id, state, due_at, sent_at, created_at)
    select 'lesson', 1, ${bot}, h.id, o.learner_id, '2026-03-02', o.id, o.lesson_version_id, 'sent',
      ${at("07:30:00")}::timestamptz, ${at("07:30:10")}::timestamptz, ${at("07:30:00")}::timestamptz
    from opened o join chats h on h.learner_id = o.learner_id`);
});

const book = (now: string, contact?: string, duties?: readonly Duty[]) =>
  keepOutageBook(database.db, at(now), new Map(contact === undefined ? [] : [[bot, at(contact)]]), duties);

const reoffers = async () =>
  (await database.db.execute(sql`select due_at from deliveries where kind = 'reoffer' order by id`)).length;

test("a question is offered once, though the gap is the program's and each bot's", async () => {
  await book("07:30:00", "07:30:00"); // half a minute old when everything dies
  expect(await book("11:00:00")).toMatchObject([{ what: "program" }]);
  expect(await reoffers()).toBe(1);
  await database.db.execute(sql`
    update deliveries set state = 'sent', sent_at = ${at("11:00:05")}::timestamptz where kind = 'reoffer'`);
  expect(await book("11:00:30", "11:00:25")).toMatchObject([{ what: bot }]);
  expect(await reoffers()).toBe(1);
});

test("a later outage offers it again, a gap of less than half an hour does not", async () => {
  await book("07:30:00", "07:30:00");
  await book("11:00:00", "11:00:00");
  await database.db.execute(sql`
    update deliveries set state = 'sent', sent_at = ${at("11:00:05")}::timestamptz where kind = 'reoffer'`);
  expect(await book("11:29:00", "11:29:00")).toEqual([]);
  await book("12:00:00", "12:00:00");
  expect(await reoffers()).toBe(2);
});

test("a platform that was away alone leaves its chats' questions open, too", async () => {
  await book("07:30:00", "07:30:00");
  for (const now of ["07:55:00", "08:20:00", "08:45:00"]) expect(await book(now)).toEqual([]);
  expect(await book("09:00:00", "08:59:50")).toMatchObject([{ what: bot }]);
  expect(await reoffers()).toBe(1);
});

test("the program is away when nobody sends, or nobody receives, whoever else lives", async () => {
  await book("07:30:00");
  await book("07:50:00", undefined, ["receiving"]);
  await book("08:10:00", undefined, ["receiving"]);
  expect(await book("08:20:00", undefined, ["sending"])).toMatchObject([{ what: "program", fromAt: at("07:30:00") }]);
  await book("08:30:00", undefined, ["sending"]);
  expect(await book("08:45:00", undefined, ["receiving"])).toMatchObject([
    { what: "program", fromAt: at("08:10:00"), toAt: at("08:45:00") },
  ]);
});

test("in another zone a question waits for that zone's morning", async () => {
  await database.db.execute(sql`update cohorts set zone = 'Europe/Berlin'`);
  await book("07:30:00");
  await book("09:00:00"); // three in the morning in Berlin
  const [reoffer] = await database.db.execute(sql`select due_at as due from deliveries where kind = 'reoffer'`);
  expect(reoffer).toEqual({ due: new Date("2026-03-02T06:30:00+01:00") });
});

test("what a silent platform cannot have goes to the learner's other chat, and not before it is silent for long", async () => {
  const { db } = database;
  const other = "zalo:2" as BotKey;
  await db.execute(sql`
    insert into chats (bot, address, learner_id, last_used_at) select ${other}, 'z1', id, '2026-01-01' from people`);
  await db.execute(sql`
    update deliveries set state = 'planned', sends = 0, created_at = ${at("07:30:00")}::timestamptz, due_at = ${at("07:41:00")}::timestamptz`);
  const beats = (own: string, others: string) =>
    keepOutageBook(
      db,
      at(others),
      new Map([
        [bot, at(own)],
        [other, at(others)],
      ]),
    );
  await beats("07:31:00", "07:39:00");
  expect(await leaveSilentBots(db, at("07:40:00"))).toBe(0);
  await beats("07:31:00", "07:42:00");
  await db.execute(sql`update deliveries set unknowns = 1`);
  expect(await leaveSilentBots(db, at("07:42:30"))).toBe(0); // it may have arrived
  await db.execute(sql`update deliveries set unknowns = 0`);
  expect(await leaveSilentBots(db, at("07:42:30"))).toBe(1);
  expect(await db.execute(sql`select d.bot, h.address from deliveries d join chats h on h.id = d.chat_id`)).toEqual([
    { bot: other, address: "z1" },
  ]);
  expect(await leaveSilentBots(db, at("08:10:00"))).toBe(0); // both are silent: nowhere is better
});

test("a demo's jump is no outage, whoever began to say that they live before it", async () => {
  const { db } = database;
  const [day, now] = [86_400_000, new Date()];
  const later = (ms: number) => new Date(now.getTime() + day + ms);
  const outages = () => db.execute(sql`select what from outages`);
  await db.execute(sql`update enrolments set left_at = ${now}::timestamptz`); // so that nothing has to be sent on the way
  await setAhead(db, day); // and this process has not heard of it yet
  expect(await keepOutageBook(db, now, new Map([[bot, now]]), ["sending"], 0)).toEqual([]);
  await keepOutageBook(db, later(0), new Map([[bot, later(0)]]), ["sending"], day);
  expect(await outages()).toEqual([]);
  let moved: Promise<void> = Promise.resolve();
  await db.transaction(async (tx) => {
    expect(await holdsAhead(tx, day)).toBe(true);
    moved = advanceClock(db, later(0), later(day), true);
    await eventually("it waits", async () => {
      const waiting = await db.execute(sql`
        select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`);
      return waiting.length > 0;
    });
    await beat(tx, "zalo:2", later(0)); // its first
  });
  await moved;
  await beat(db, "zalo:2", later(day + 1000));
  expect(await outages()).toEqual([]);
});

test("whatever a process heard of first, it says so in one order: two at the same second never wait for each other", async () => {
  const other = "zalo:1" as BotKey;
  const heard = (...bots: BotKey[]) => new Map(bots.map((one) => [one, at("07:30:00")]));
  await keepOutageBook(database.db, at("07:30:00"), heard(bot, other));
  let slow: Promise<unknown> = Promise.resolve();
  await database.db.transaction(async (tx) => {
    await tx.execute(sql`select from pulses where what = ${bot} for update`);
    slow = keepOutageBook(database.db, at("07:30:30"), heard(other, bot));
    await eventually("it waits", async () => {
      const waiting = await database.db.execute(sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      return waiting.length > 0;
    });
    await tx.execute(sql`select from pulses where what = ${other} for update nowait`);
  });
  expect(await slow).toEqual([]);
});
