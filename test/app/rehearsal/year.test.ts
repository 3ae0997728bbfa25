import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { documentOf } from "#app/rehearsal/document.ts";
import { renewNextLesson } from "#db/learning/places.ts";
import { brokenSums } from "#db/sums.ts";
import { type Calendar, studyDaysBetween } from "#domain/calendar.ts";
import { rehearseCost } from "#domain/cost-rehearsal.ts";
import { drawnAfter } from "#domain/rehearsal/behaviour.ts";
import { total } from "#domain/rehearsal/breaks.ts";
import { type BotMonth, lateBy } from "#domain/rehearsal/tally.ts";
import type { LocalDate, LocalTime, Zone } from "#domain/time.ts";
import { messagePriceVnd } from "#domain/zalo-window.ts";
import { freshDatabase } from "../../setup/database.ts";
import { botOf, type Rehearsal, rehearseIn } from "./stage.ts";

const telegram = [botOf("telegram")];
const monday = "2026-03-02" as LocalDate;
const calendar: Calendar = {
  ...{ zone: "Asia/Ho_Chi_Minh" as Zone, start: monday, weekdays: [1, 2, 3, 4, 5], holidays: new Set() },
};

const mixture: Rehearsal = {
  ...{ learners: 40, days: 14, bots: telegram, remind: "11:30,19:00" },
  behaviour: "diligent=40,usual=30,weekly=10,fading=10,silent=10",
};

test("everybody gets one lesson on each study day, and whoever has not learnt each reminder: as counting on fingers says", async () => {
  await using database = await freshDatabase();
  const { months } = await rehearseIn(database.db, { ...mixture, behaviour: "silent" });
  const lessons = 40 * studyDaysBetween(calendar, monday, "2026-03-15" as LocalDate);
  expect(lessons).toBe(400);
  expect(months).toMatchObject([
    { month: "2026-03", planned: 400, lessons: 400, reminders: 800, replies: 0, others: 0 },
  ]);
});

test("points, sums, completions and kept days are what the program's own rules make of the answers", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const { months, setting, world } = await rehearseIn(db, mixture);
  expect(await brokenSums(db)).toEqual([]);
  const [row] = await db.execute<Record<string, number>>(sql`
    select (select sum(points) from points_ledger)::int as points,
      (select count(*) filter (where "right" and not comeback) * 10 + count(*) filter (where "right" and comeback) * 4 from answers)::int as earned,
      (select count(*) from attempts where completed_at is not null)::int as completed,
      (select count(*) from streak_days)::int as kept,
      (select count(*) from answers)::int as answers,
      (select count(*) from deliveries where kind = 'reply' and state = 'sent')::int as replies,
      (select count(*) from deliveries where kind = 'lesson' and state = 'sent')::int as lessons,
      (select count(*) from deliveries where state in ('planned', 'queued', 'sending'))::int as waiting`);
  expect(row!.completed).toBeGreaterThan(150);
  expect(row).toMatchObject({
    points: row!.earned! + 5 * row!.completed!,
    kept: row!.completed,
    waiting: 0,
    lessons: 400,
  });
  expect(row!.replies).toBe(row!.answers);
  expect(total(months, ({ replies }) => replies)).toBe(row!.replies);
  const drawn = drawnAfter(setting.behaviour, 3, ["11:30", "19:00"]);
  const per = (of: (one: BotMonth) => number) => total(months, of) / 400;
  expect(Math.abs(per(({ replies }) => replies) / drawn.replies - 1)).toBeLessThan(0.2);
  expect(Math.abs(per(({ reminders }) => reminders) / drawn.reminders - 1)).toBeLessThan(0.2);
  // The next lesson is what the program itself would find.
  const next = sql`select learner_id, next_lesson_id from enrolments order by learner_id`;
  const before = [...(await db.execute(next))];
  for (const learner of world.people) await db.transaction((tx) => renewNextLesson(tx, learner));
  expect([...(await db.execute(next))]).toEqual(before);
  // Nobody begins a lesson before the one before it is done, and each answer comes after its lesson left.
  const wrong = await db.execute(sql`
    select 1 from answers r join attempts a on a.id = r.attempt_id join deliveries d on d.attempt_id = a.id and d.kind = 'lesson'
    where r.answered_at <= (select min(e.sent_at) from deliveries e where e.attempt_id = a.id and e.kind = 'lesson')
    union all
    select 1 from attempts a join attempts b on b.learner_id = a.learner_id and b.id > a.id
    where a.completed_at is null or b.opened_at < a.completed_at`);
  expect(wrong).toHaveLength(0);
});

test("whoever has completed the course gets nothing more, and the streak is the days in a row", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const { world } = await rehearseIn(db, { ...mixture, learners: 6, days: 110, behaviour: "diligent" });
  const rows = await db.execute<{ lessons: number; completed: number; until: LocalDate }>(sql`
    select (select count(*) from deliveries d where d.learner_id = e.learner_id and d.kind = 'lesson')::int as lessons,
      s.completed, (select max(a.completed_day) from attempts a where a.learner_id = e.learner_id) as until
    from enrolments e join standings s on s.learner_id = e.learner_id where e.next_lesson_id is null`);
  expect(rows).toHaveLength(6);
  for (const { completed, lessons, until } of rows) {
    expect(completed).toBe(world.taught.lessons.length);
    expect(lessons).toBe(studyDaysBetween(calendar, monday, until));
  }
});

test("a month's messages are used up on the day that arithmetic says, and with a new month lessons go on", async () => {
  await using database = await freshDatabase();
  const bots = [botOf("zalo", { perMonth: 100 })];
  const given = { learners: 30, days: 14, behaviour: "silent", bots, start: "2026-03-23" };
  const done = await rehearseIn(database.db, given);
  // 23, 24, 25 March: 90 of 30 each; ten more on the 26th. Then 20, and 30 on the 27th, 30th and 31st. In April 90 on three days.
  expect(done.months).toMatchObject([
    { month: "2026-03", planned: 210, lessons: 100, stopped: 110 },
    { month: "2026-04", planned: 90, lessons: 90, stopped: 0, usedUp: null },
  ]);
  const { breaks } = documentOf(done.setting, 14, { ...done, reached: [], modules: [], sizes: [], seconds: 1 });
  expect(breaks).toMatchObject([{ what: "month used up", platform: "zalo", lessons: 110 }]);
  expect(breaks[0]!.said).toContain("used up on day 4 (2026-03-26 07:30, zalo:1), and in 1 of 2 months: 110 lessons");
  expect(breaks[0]!.said).toContain("takes about 210 messages: have 3 bots");
  const rows = await database.db.execute(sql`select 1 from deliveries where reason = 'expired'`);
  expect(rows).toHaveLength(110);
});

test("what a budget cannot carry within three hours moves to the next study day", async () => {
  await using database = await freshDatabase();
  const bots = [botOf("zalo", { perMinute: 1 })];
  const { months, play } = await rehearseIn(database.db, { learners: 200, days: 7, behaviour: "silent", bots });
  expect(months).toMatchObject([{ planned: 1000, lessons: 5 * 180, late: 5 * 20 }]);
  expect(play.tally.worst).toMatchObject({ lessons: 180, peak: 1 });
  expect([lateBy(play.tally, 0.5), lateBy(play.tally, 1)]).toEqual([89, 179]);
});

test("silence on an Official Account costs what rehearse-cost reckons", async () => {
  await using database = await freshDatabase();
  const bots = [botOf("zalo-oa", { vndPerMonth: 1_000_000 })];
  const { db } = database;
  const { months } = await rehearseIn(db, { learners: 10, days: 12, behaviour: "silent", bots });
  const reckoned = rehearseCost(calendar, "07:30" as LocalTime, monday, 12, "silent");
  expect(total(months, ({ paid }) => paid)).toBe(10 * reckoned.paid);
  expect(total(months, ({ lessons, reminders }) => lessons + reminders)).toBe(10 * (reckoned.paid + reckoned.free));
  const [row] = await db.execute<{ vnd: number; spent: number }>(sql`
    select (select sum(vnd) from charges)::int as vnd, (select spent_vnd from lanes) as spent`);
  expect(row).toEqual({ vnd: 10 * reckoned.vnd, spent: 10 * reckoned.paid * messagePriceVnd });
});

test("the same seed tells the same, another one something else", async () => {
  const told: string[] = [];
  for (const seed of [1, 1, 2]) {
    await using database = await freshDatabase();
    const done = await rehearseIn(database.db, { ...mixture, learners: 20, seed });
    const { run: _, ...json } = documentOf({ ...done.setting, seed: 0 }, 14, {
      ...done,
      reached: [],
      modules: [],
      sizes: [],
      seconds: 1,
    });
    told.push(JSON.stringify(json));
  }
  expect(told[0]).toBe(told[1]);
  expect(told[0]).not.toBe(told[2]);
});
