import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Tx } from "#db/connect.ts";
import { planLessons, planReminders } from "#db/delivery/plan.ts";
import { openPlanner, planDay, planningInstants, pushNow } from "#delivery/plan.ts";
import { pushWindow } from "#domain/schedule.ts";
import type { LocalDate, LocalTime, Zone } from "#domain/time.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

let database: TestDatabase;
const at = (time: string) => new Date(`2026-03-02T${time}:00+07:00`);
const course = makeCourse();

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db, course, at("00:00"));
  const cohort = (pushTime: string, learners: number, remindTimes: string[] = [], start = "2026-03-02") =>
    makeCohort(database.db, course, {
      learners,
      pushTime: pushTime as LocalTime,
      remindTimes: remindTimes as LocalTime[],
      start: start as LocalDate,
      now: at("00:00"),
    });
  const [early] = (await cohort("07:30", 4, ["11:30", "19:00"])).learners;
  await cohort("07:30", 3);
  await cohort("09:00", 2);
  await cohort("07:30", 5, [], "2026-03-03");
  await database.db.execute(sql`update people set push_time = '08:15' where id = ${early!.learner}`);
});
afterAll(() => database.end());

test("cohorts, own push times and reminders are planned in one go, each when its time has come", async () => {
  expect(await planDay(database.db, at("07:29"))).toEqual({ lessons: 0, reminders: 0 });
  expect(await planDay(database.db, at("07:30"))).toEqual({ lessons: 6, reminders: 0 });
  expect(await planDay(database.db, at("09:00"))).toEqual({ lessons: 3, reminders: 0 });
  expect(await planDay(database.db, at("11:30"))).toEqual({ lessons: 0, reminders: 0 }); // nobody had a lesson yet
  await database.db.execute(sql`update deliveries set state = 'sent', sent_at = due_at`);
  const kept = sql`(select min(learner_id) from deliveries)`;
  await database.db.execute(
    sql`insert into streak_days (learner_id, day, by) values (${kept}, '2026-03-02', 'lesson')`,
  );
  expect(await planDay(database.db, at("11:30"))).toEqual({ lessons: 0, reminders: 3 });
  expect(await planDay(database.db, at("11:31"))).toEqual({ lessons: 0, reminders: 0 });
  const due = await database.db.execute(sql`
    select distinct to_char(due_at at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as t from deliveries order by 1`);
  expect(due.map((row) => row.t)).toEqual(["07:30", "08:15", "09:00", "11:30"]);
});

test("a demo's clock stops at every time of every cohort, holidays left out", async () => {
  await database.db.execute(sql`insert into holidays (day, name) values ('2026-03-03', 'nghỉ')`);
  const stops = await planningInstants(database.db, at("10:00"), new Date("2026-03-04T07:30:00+07:00"));
  expect(stops.map((stop) => stop.toISOString())).toEqual([
    at("11:30").toISOString(),
    at("19:00").toISOString(),
    new Date("2026-03-04T07:30:00+07:00").toISOString(),
  ]);
});

test("a tick in between asks for nothing; one after a time has come, or half a minute later, plans", async () => {
  await database.db.execute(sql`delete from deliveries`);
  const plan = openPlanner(() => 0);
  expect((await plan(database.db, at("07:29"))).lessons).toBe(0);
  expect((await plan(database.db, new Date(at("07:30").getTime() + 2000))).lessons).toBe(6);
  await database.db.execute(sql`delete from deliveries`);
  expect((await plan(database.db, new Date(at("07:30").getTime() + 7000))).lessons).toBe(0);
  expect((await plan(database.db, new Date(at("07:30").getTime() + 33_000))).lessons).toBe(6);
});

test("a time that comes is planned at once; everybody is gone through again later, as that takes long", async () => {
  await database.db.execute(sql`delete from deliveries`);
  await database.db.execute(sql`delete from streak_days`);
  let [clock, takes] = [0, 10_000];
  const plan = openPlanner(() => {
    clock += takes / 2;
    return clock;
  });
  const later = (seconds: number) => new Date(at("08:00").getTime() + seconds * 1000);
  const planned = async (seconds: number) => (await plan(database.db, later(seconds))).lessons;
  expect(await planned(0)).toBe(6);
  await database.db.execute(sql`delete from deliveries`);
  // 08:15 is the own time of one of them: nobody else is looked at.
  expect(await planned(15 * 60)).toBe(1);
  // It took five seconds, so that a hundred go by: by the planner's clock, not by the one lessons go by.
  expect(await planned(16 * 60)).toBe(0);
  takes = 200_000;
  expect(await planned(17 * 60)).toBe(6);
  await database.db.execute(sql`delete from deliveries`);
  // Twenty times that would be half an hour: five minutes is the longest.
  takes = 0;
  clock += 299_000;
  expect(await planned(18 * 60)).toBe(0);
  clock += 1_000;
  expect(await planned(19 * 60)).toBe(7);
});

test("a plan that failed is made again at the next tick", async () => {
  await database.db.execute(sql`delete from deliveries`);
  const plan = openPlanner(() => 0);
  await plan(database.db, at("07:29"));
  const gone = { execute: () => Promise.reject(new Error("the database is away")) } as unknown as typeof database.db;
  const second = 1000;
  await expect(plan(gone, new Date(at("07:30").getTime() + second))).rejects.toThrow("away");
  expect((await plan(database.db, new Date(at("07:30").getTime() + 6 * second))).lessons).toBe(6);
});

test("a lesson pushed in the evening leaves in the morning, and is that morning's only one", async () => {
  const own = await freshDatabase();
  await publish(own.db, course, at("00:00"));
  const cohort = await makeCohort(own.db, course, { learners: 2, now: at("00:00") });
  const zone = "Asia/Ho_Chi_Minh" as Zone;
  const next = (time: string) => new Date(`2026-03-03T${time}:00+07:00`);
  expect(await pushNow(own.db, { id: cohort.id, zone }, null, at("21:45"))).toEqual({ planned: 2, alreadyPlanned: 0 });
  const [late] = await own.db.execute(sql`select min(due_at) as due from deliveries`);
  expect(late).toEqual({ due: next("06:30") });
  await own.db.execute(sql`update deliveries set state = 'sent', sent_at = due_at`);
  expect(await planDay(own.db, next("07:30"))).toEqual({ lessons: 0, reminders: 0 });
  await own.db.execute(sql`update deliveries set state = 'cancelled', reason = 'expired'`);
  expect(await planDay(own.db, next("07:31"))).toEqual({ lessons: 2, reminders: 0 });
  await own.end();
});

test("who has kept the day is not pushed a lesson, however often that is asked for", async () => {
  const own = await freshDatabase();
  await publish(own.db, course, at("00:00"));
  const { id, learners } = await makeCohort(own.db, course, { learners: 2, now: at("00:00") });
  await own.db.execute(sql`
    insert into streak_days (learner_id, day, by) values (${learners[0]!.learner}, '2026-03-02', 'lesson')`);
  const push = () => pushNow(own.db, { id, zone: "Asia/Ho_Chi_Minh" as Zone }, null, at("10:00"));
  expect(await push()).toEqual({ planned: 1, alreadyPlanned: 1 });
  expect(await push()).toEqual({ planned: 0, alreadyPlanned: 2 });
  await own.end();
});

test("reminders that an outage held up together leave as one", async () => {
  const own = await freshDatabase();
  await publish(own.db, course, at("00:00"));
  const remindTimes = ["19:00", "20:00"] as LocalTime[];
  await makeCohort(own.db, course, { learners: 2, remindTimes, now: at("00:00") });
  await planDay(own.db, at("07:30"));
  await own.db.execute(sql`update deliveries set state = 'sent', sent_at = due_at`);
  expect(await planDay(own.db, at("20:10"))).toEqual({ lessons: 0, reminders: 2 });
  expect(await planDay(own.db, at("20:11"))).toEqual({ lessons: 0, reminders: 0 });
  await own.end();
});

test("a crowd's lessons and reminders are planned without reading what was sent and kept before", async () => {
  await using crowd = await freshDatabase({ max: 2 });
  const { db } = crowd;
  await publish(db, course, at("00:00"));
  const people = 2_100;
  const cohort = await makeCohort(db, course, { learners: people, start: "2026-01-05" as LocalDate, now: at("00:00") });
  await db.execute(sql`
    insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, ordinal, state, due_at, sent_at, created_at)
    select 'lesson', 1, h.bot, h.id, h.learner_id, e.cohort_id, d::date, 0, 'sent', d, d, d
    from chats h join enrolments e on e.learner_id = h.learner_id, generate_series('2026-02-20'::timestamptz, '2026-02-27', '1 day') d`);
  await db.execute(
    sql`insert into streak_days (learner_id, day, by) select learner_id, study_day, 'lesson' from deliveries`,
  );
  await db.execute(sql`analyze`);
  const { id } = cohort;
  const window = {
    cohort: id,
    day: "2026-03-02" as LocalDate,
    pushTime: null,
    ...pushWindow("Asia/Ho_Chi_Minh" as Zone, "2026-03-02" as LocalDate, "07:30" as LocalTime),
  };
  const reminding = { ...window, ordinal: 1, dueAt: at("11:30") };
  // The server adds to these what the connection did before and has not reported yet.
  const readSoFar = async (tx: Tx) => {
    const [read] = await tx.execute<{ rows: number }>(sql`
      select coalesce(sum(seq_tup_read), 0)::int as rows from pg_stat_xact_user_tables where relname in ('deliveries', 'streak_days')`);
    return read!.rows;
  };
  const wholeReads = (plan: (tx: Tx) => Promise<number>) =>
    db.transaction(async (tx) => {
      const before = await readSoFar(tx);
      const planned = await plan(tx);
      return { planned, rows: (await readSoFar(tx)) - before };
    });
  const none = { planned: people, rows: 0 };
  expect(await wholeReads((tx) => planLessons(tx, [{ ...window, ordinal: 0 }], at("07:30")))).toEqual(none);
  await db.execute(sql`update deliveries set state = 'sent', sent_at = due_at where state = 'planned'`);
  expect(await wholeReads((tx) => planReminders(tx, [reminding], at("11:30")))).toEqual(none);
});
