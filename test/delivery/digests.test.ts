import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { planDay, planningInstants } from "#delivery/plan.ts";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import type { LocalDate, Zone } from "#domain/time.ts";
import { at } from "../learning/pupil.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { depart } from "../setup/departing.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";

const course = makeCourse();
const monday = "2026-03-02";
let database: TestDatabase;
let minh: Enrolled;
let hoa: Enrolled;
let top: UnitId;

/** Two people of one unit, of whom Minh supervises it. */
beforeEach(async () => {
  database = await freshDatabase();
  onTestFinished(() => database.end());
  await publish(database.db, course, at("2026-02-02"));
  const made = await makeCohort(database.db, course, {
    learners: 2,
    start: "2026-02-02" as LocalDate,
    now: at("2026-02-02"),
  });
  [minh, hoa] = made.learners as [Enrolled, Enrolled];
  const [unit] = await database.db.execute<{ id: UnitId }>(sql`select id from units`);
  top = unit!.id;
  await supervises(minh.learner, top);
});

const supervises = (person: LearnerId, unit: UnitId) =>
  database.db.execute(sql`
    insert into posts (person_id, unit_id, role, main) values (${person}, ${unit}, 'supervisor', false)
    on conflict (person_id, unit_id) do update set role = 'supervisor'`);

async function unitBelow(parent: UnitId | null, name: string): Promise<UnitId> {
  const [unit] = await database.db.execute<{ id: UnitId }>(sql`
    insert into units (parent_id, name, name_key, lineage, path) values (${parent}, ${name}, ${name}, ${`x${name}/`}, ${name}) returning id`);
  await database.db.execute(sql`
    update units u set lineage = coalesce((select p.lineage from units p where p.id = u.parent_id), '') || u.id || '/' where id = ${unit!.id}`);
  return unit!.id;
}

async function planned(now: Date): Promise<{ learner: LearnerId; day: string; due: Date; until: Date }[]> {
  await planDay(database.db, now, "Asia/Ho_Chi_Minh" as Zone);
  return [
    ...(await database.db.execute<{ learner: LearnerId; day: string; due: Date; until: Date }>(sql`
      select learner_id as learner, study_day as day, due_at as due, expires_at as until from deliveries
      where kind = 'digest' and state = 'planned' order by learner_id`)),
  ];
}

const row = { learner: 0, day: monday, due: at(monday, "07:30"), until: at(monday, "21:30") };

describe("a digest is planned", () => {
  test("on Monday at the cohort's time, or their own, for who supervises; once", async () => {
    expect(await planned(at("2026-03-01", "10:00"))).toEqual([]);
    expect(await planned(at(monday, "07:29"))).toEqual([]);
    expect(await planned(at(monday, "07:30"))).toEqual([{ ...row, learner: minh.learner }]);
    await Promise.all([planned(at(monday, "07:31")), planned(at(monday, "07:31"))]);
    await supervises(hoa.learner, top);
    await database.db.execute(sql`update people set push_time = '09:15' where id = ${hoa.learner}`);
    expect(await planned(at(monday, "09:14"))).toHaveLength(1);
    expect(await planned(at(monday, "09:15"))).toEqual([
      { ...row, learner: minh.learner },
      { ...row, learner: hoa.learner, due: at(monday, "09:15") },
    ]);
  });

  test("at 08:00 at home for who learns in no cohort", async () => {
    await database.db.execute(sql`update enrolments set left_at = ${at("2026-02-20")}::timestamptz`);
    expect(await planned(at(monday, "07:59"))).toEqual([]);
    expect(await planned(at(monday, "08:00"))).toEqual([{ ...row, learner: minh.learner, due: at(monday, "08:00") }]);
  });

  test("on a holiday too, and for who supervises two units once", async () => {
    await database.db.execute(sql`insert into holidays (day, name) values (${monday}, 'nghỉ')`);
    await supervises(minh.learner, await unitBelow(null, "Đơn vị khác"));
    expect(await planned(at(monday, "07:30"))).toHaveLength(1);
  });

  test("by the zone's own clock, on the Monday after it changed", async () => {
    await database.db.execute(sql`update cohorts set zone = 'Europe/Berlin'`);
    const due = new Date("2026-03-30T05:30:00Z"); // 07:30 of the summer that began the night before
    expect(await planned(new Date(due.getTime() - 1))).toEqual([]);
    const [first] = await planned(due);
    expect(first).toEqual({ learner: minh.learner, day: "2026-03-30", due, until: new Date("2026-03-30T19:30:00Z") });
  });

  test("on Tuesday morning after an outage, within a day of its time and not at night", async () => {
    expect(await planned(at(monday, "22:00"))).toEqual([]);
    expect(await planned(at("2026-03-03", "06:29"))).toEqual([]);
    const morning = { due: at("2026-03-03", "06:30"), until: at("2026-03-03", "07:30") };
    expect(await planned(at("2026-03-03", "06:30"))).toEqual([{ ...row, learner: minh.learner, ...morning }]);
    await database.db.execute(sql`delete from deliveries`);
    expect(await planned(at("2026-03-03", "07:30"))).toEqual([]);
  });

  test("again in the morning where Monday's hours were over, never where it may have arrived or messages are scarce", async () => {
    await planned(at(monday, "20:00"));
    const ends = (reason: string, unknowns = 0) =>
      database.db.execute(sql`
        update deliveries set state = ${unknowns > 0 ? "unknown" : "cancelled"}, reason = ${reason}, unknowns = ${unknowns} where kind = 'digest'`);
    await ends("expired");
    expect(await planned(at("2026-03-03", "06:31"))).toHaveLength(1);
    await ends("quota");
    expect(await planned(at("2026-03-03", "06:32"))).toEqual([]);
    await ends("unknown twice", 2);
    expect(await planned(at("2026-03-03", "06:33"))).toEqual([]);
  });

  test("not for who stopped it, pauses, has not agreed, cannot be reached or supervises nothing", async () => {
    const { db } = database;
    const none = async (undo: ReturnType<typeof sql>) => {
      expect(await planned(at(monday, "08:00"))).toEqual([]);
      await db.execute(undo);
    };
    await db.execute(sql`update people set wants_digest = false`);
    await none(sql`update people set wants_digest = true`);
    await db.execute(
      sql`insert into pauses (learner_id, from_day, to_day) values (${minh.learner}, ${monday}, ${monday})`,
    );
    await none(sql`delete from pauses`);
    await db.execute(sql`update people set agreed_at = null`);
    await none(sql`update people set agreed_at = created_at`);
    await db.execute(sql`update chats set state = 'blocked'`);
    await none(sql`update chats set state = 'active'`);
    await db.execute(sql`update posts set role = 'learner'`);
    await none(sql`update posts set role = 'supervisor' where person_id = ${minh.learner}`);
    expect(await planned(at(monday, "08:00"))).toHaveLength(1);
  });

  test("on the month's first Monday alone for who looks after units two levels down", async () => {
    await supervises(hoa.learner, await unitBelow(await unitBelow(top, "Xã"), "Thôn"));
    await database.db.execute(sql`delete from posts where person_id = ${hoa.learner} and unit_id = ${top}`);
    const who = async (day: string) => (await planned(at(day, "07:30"))).map(({ learner, day: of }) => [learner, of]);
    expect(await who(monday)).toEqual([
      [minh.learner, monday],
      [hoa.learner, monday],
    ]);
    expect(await who("2026-03-09")).toContainEqual([hoa.learner, "2026-03-09"]);
    expect(await who("2026-03-09")).not.toContainEqual([minh.learner, "2026-03-09"]);
    await database.db.execute(sql`update units set ended_at = ${at("2026-03-10")}::timestamptz where name = 'Thôn'`);
    expect(await who("2026-03-16")).toContainEqual([minh.learner, "2026-03-16"]);
  });

  test("at instants at which a demo's clock stops", async () => {
    await database.db.execute(sql`update people set push_time = '10:10' where id = ${minh.learner}`);
    await database.db.execute(sql`update cohorts set weekdays = '{3}'`);
    const stops = await planningInstants(database.db, at("2026-03-01"), at("2026-03-10", "00:00"));
    expect(stops).toContainEqual(at(monday, "10:10"));
    expect(stops).toContainEqual(at("2026-03-09", "10:10"));
    expect(stops.some((stop) => stop > at("2026-03-09", "10:10"))).toBe(false);
  });
});

describe("a digest leaves", () => {
  const ending = async () => {
    const [found] = await database.db.execute(sql`select state, reason from deliveries where kind = 'digest'`);
    return found;
  };

  test("after the lesson, with the figures of that moment", async () => {
    await planned(at(monday, "07:30"));
    const sent = (await depart(database.url, at(monday, "07:31"))).filter(({ chat }) => chat === minh.address);
    expect(sent.map(({ text }) => text.split("\n")[0])).toEqual([
      "Bài 1/5. Bài khoa-thu-1",
      "Bản tin tuần: Đơn vị thử",
    ]);
    expect(sent[1]!.text).toContain("1. Nhắc 1 người chưa học trong 7 ngày qua ở Đơn vị thử: Người 2");
    expect(await ending()).toEqual({ state: "sent", reason: null });
  });

  test.each([
    ["the right was taken away", sql`update posts set role = 'learner'`, "no right"],
    ["it was stopped", sql`update people set wants_digest = false`, "no right"],
    [
      "they pause",
      sql`insert into pauses (learner_id, from_day, to_day) select id, ${monday}, ${monday} from people`,
      "paused",
    ],
  ])("not any more once %s", async (_, deed, reason) => {
    await planned(at(monday, "07:30"));
    await database.db.execute(deed);
    const sent = await depart(database.url, at(monday, "07:31"));
    expect(sent.filter(({ text }) => text.startsWith("Bản tin"))).toEqual([]);
    expect(await ending()).toEqual({ state: "cancelled", reason });
  });

  test("not when little is left of the month's messages", async () => {
    await planned(at(monday, "07:30"));
    await database.db.execute(sql`insert into lanes (bot, month, month_sent) values ('webchat:demo', '2026-03', 80)`);
    await depart(database.url, at(monday, "07:31"), 100);
    expect(await ending()).toEqual({ state: "cancelled", reason: "quota" });
  });
});
