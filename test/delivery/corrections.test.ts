import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openAttempt } from "#db/learning/attempts.ts";
import { planDay } from "#delivery/plan.ts";
import type { Course, Lesson } from "#domain/course.ts";
import type { CohortId, CourseId, LearnerId, LessonId } from "#domain/ids.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import { at } from "../learning/pupil.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const monday = "2026-03-02" as LocalDate;
const dayAfter = (days: number, time = "10:00") => at(addDays(monday, days), time);
const lessonId = "khoa-1" as LessonId;
const whole = makeCourse("khoa", 3);
let database: TestDatabase;

beforeEach(async () => {
  database = await freshDatabase();
  onTestFinished(() => database.end());
});

/** The course with another text and, where it is given, a correction in its first lesson; as the path of that name. */
function edition(text: string, correction: string | null = null, path: string | null = null): Course {
  const [module] = whole.modules;
  const [first, ...rest] = module!.lessons;
  const corrected: Lesson = {
    ...first!,
    objective: text,
    ...(correction === null ? {} : { correction: { date: monday, text: correction } }),
  };
  const id = path === null ? whole.id : (`${whole.id}-${path}` as CourseId);
  return { ...whole, id, modules: [{ ...module!, lessons: [corrected, ...rest] }] };
}

const cohort = (course: Course, learners: number) =>
  makeCohort(database.db, course, { learners, start: addDays(monday, -7), now: dayAfter(-7) });

const show = (learner: LearnerId, of: CohortId, now = dayAfter(0, "08:00")) =>
  database.db.transaction((tx) => openAttempt(tx, learner, of, lessonId, now));

/** Plans; whom it tells what, and at which instants. */
async function told(now: Date): Promise<[LearnerId, string][]> {
  await planDay(database.db, now);
  const rows = await database.db.execute<{ learner: LearnerId; text: string }>(sql`
    select d.learner_id as learner, c.text from deliveries d join corrections c on c.id = d.ordinal
    where d.kind = 'correction' and d.state = 'planned' order by 1, 2`);
  return rows.map(({ learner, text }) => [learner, text]);
}

const arrive = (now: Date) =>
  database.db.execute(sql`
    update deliveries set state = 'sent', sent_at = ${now}::timestamptz, sends = 1
    where kind = 'correction' and state = 'planned' and due_at <= ${now}::timestamptz`);

describe("a correction", () => {
  test("is told once to everybody who was shown an earlier version, whatever courses they are in", async () => {
    const { db } = database;
    await publish(db, edition("sai"), dayAfter(0));
    await publish(db, edition("sai", null, "xa"), dayAfter(0));
    const main = await cohort(edition("sai"), 3);
    const along = await cohort(edition("sai", null, "xa"), 2);
    const [opened, done, never] = main.learners.map(({ learner }) => learner);
    const [fromPath, later] = along.learners.map(({ learner }) => learner);
    await db.execute(sql`
      insert into enrolments (learner_id, cohort_id, joined_day, next_lesson_id) values (${opened!}, ${along.id}, ${monday}, ${lessonId})`);
    await show(opened!, main.id);
    await show(done!, main.id);
    await db.execute(sql`
      update attempts set completed_at = opened_at, completed_day = ${monday}, passed = true where learner_id = ${done!}`);
    await show(fromPath!, along.id);
    await publish(db, edition("đúng", "Sai là 1, đúng là 2."), dayAfter(1));
    await publish(db, edition("đúng", "Sai là 1, đúng là 2.", "xa"), dayAfter(1));
    await show(later!, along.id, dayAfter(1));
    const everybody = [opened!, done!, fromPath!].map((learner) => [learner, "Sai là 1, đúng là 2."]);
    expect(await told(dayAfter(1))).toEqual(everybody);
    expect(await told(dayAfter(1, "10:01"))).toEqual(everybody);
    await arrive(dayAfter(1, "10:02"));
    await publish(db, edition("đúng, không lỗi chính tả", "Sai là 1, đúng là 2."), dayAfter(2));
    await publish(db, edition("đúng, không lỗi chính tả"), dayAfter(3));
    await show(never!, main.id, dayAfter(3));
    expect(await told(dayAfter(3))).toEqual([]);
    const versions = await db.execute(sql`
      select a.learner_id, w.content ->> 'objective' as text from attempts a join lesson_versions w on w.id = a.lesson_version_id
      where a.completed_at is null and a.learner_id = ${opened!}`);
    expect(versions).toEqual([{ learner_id: opened, text: "sai" }]);
  });

  test("is not there where a lesson changes without one, or is published with one for the first time", async () => {
    const { db } = database;
    await publish(db, edition("sai", "Đã có từ đầu."), dayAfter(0));
    const { id, learners } = await cohort(whole, 1);
    await show(learners[0]!.learner, id);
    await publish(db, edition("sai chính tả", "Đã có từ đầu."), dayAfter(1));
    expect(await told(dayAfter(1))).toEqual([]);
  });

  test("tells of each of two, and who was shown the version between them only of the second", async () => {
    const { db } = database;
    await publish(db, edition("sai"), dayAfter(0));
    const { id, learners } = await cohort(whole, 2);
    const [first, second] = learners.map(({ learner }) => learner);
    await show(first!, id);
    await publish(db, edition("đúng hơn", "Một."), dayAfter(1));
    await show(second!, id, dayAfter(1));
    await publish(db, edition("đúng hẳn", "Hai."), dayAfter(2));
    expect(await told(dayAfter(2))).toEqual([
      [first, "Hai."],
      [first, "Một."],
      [second, "Hai."],
    ]);
  });

  test("reaches whoever is shown the old version in the very moment of the publish", async () => {
    const { db } = database;
    await publish(db, edition("sai"), dayAfter(0));
    const { id, learners } = await cohort(whole, 1);
    const [{ learner }] = learners as [(typeof learners)[number]];
    await db.transaction(async (tx) => {
      await openAttempt(tx, learner, id, lessonId, dayAfter(1, "09:59"));
      await publish(db, edition("đúng", "Một."), dayAfter(1));
      expect(await told(dayAfter(1))).toEqual([]); // what was shown is not committed yet
    });
    expect(await told(dayAfter(1, "10:01"))).toEqual([[learner, "Một."]]);
  });

  test("waits for the lesson that is still on its way", async () => {
    const { db } = database;
    await publish(db, edition("sai"), dayAfter(0));
    const { id, learners } = await cohort(whole, 1);
    const [{ learner, chat }] = learners as [(typeof learners)[number]];
    const attempt = await show(learner, id);
    await db.execute(sql`
      insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, attempt_id, state, due_at, created_at)
      values ('lesson', 1, 'webchat:demo', ${chat}, ${learner}, ${id}, ${monday}, ${attempt}, 'sending', ${dayAfter(0)}::timestamptz, ${dayAfter(0)}::timestamptz)`);
    await publish(db, edition("đúng", "Một."), dayAfter(1, "06:40"));
    expect(await told(dayAfter(1, "06:40"))).toEqual([]);
    await db.execute(sql`update deliveries set state = 'sent' where kind = 'lesson'`);
    expect(await told(dayAfter(1, "06:41"))).toEqual([[learner, "Một."]]);
  });

  test("leaves outside the quiet hours of the learner's cohort", async () => {
    const { db } = database;
    await publish(db, edition("sai"), dayAfter(0));
    const here = await cohort(whole, 1);
    const abroad = await cohort(whole, 1);
    await db.execute(sql`update cohorts set zone = 'Europe/Berlin' where id = ${abroad.id}`);
    for (const { id, learners } of [here, abroad]) await show(learners[0]!.learner, id);
    await publish(db, edition("đúng", "Một."), dayAfter(1, "22:00"));
    await told(dayAfter(1, "22:00"));
    expect(
      await db.execute(sql`
        select study_day as day, due_at as due, expires_at as until from deliveries where kind = 'correction' order by learner_id`),
    ).toEqual([
      { day: addDays(monday, 2), due: dayAfter(2, "06:30"), until: dayAfter(2, "09:30") },
      {
        day: addDays(monday, 1),
        due: dayAfter(1, "22:00"),
        until: new Date(`${addDays(monday, 1)}T19:00:00+01:00`),
      },
    ]);
  });

  test("waits for who pauses or cannot be reached, for a month at most, and never reaches who has gone", async () => {
    const { db } = database;
    await publish(db, edition("sai"), dayAfter(0));
    const { id, learners } = await cohort(whole, 5);
    const [pauses, blocked, lost, leaves, erased] = learners as (typeof learners)[number][] & { length: 5 };
    for (const { learner } of learners) await show(learner, id);
    await db.execute(sql`
      insert into pauses (learner_id, from_day, to_day) values (${pauses!.learner}, ${monday}, ${addDays(monday, 3)})`);
    await db.execute(sql`update chats set state = 'blocked' where id in (${blocked!.chat}, ${lost!.chat})`);
    await db.execute(
      sql`update enrolments set left_at = ${dayAfter(0)}::timestamptz where learner_id = ${leaves!.learner}`,
    );
    await db.execute(sql`
      update people set full_name = null, name_key = null, erased_at = ${dayAfter(0)}::timestamptz where id = ${erased!.learner}`);
    await publish(db, edition("đúng", "Một."), dayAfter(1));
    expect(await told(dayAfter(1))).toEqual([]);
    expect(await told(dayAfter(3, "21:00"))).toEqual([]);
    expect(await told(dayAfter(3, "21:40"))).toEqual([[pauses!.learner, "Một."]]); // for the first morning after it
    await arrive(dayAfter(4, "06:31"));
    expect(await told(dayAfter(30))).toEqual([]);
    await db.execute(sql`update chats set state = 'active' where id = ${blocked!.chat}`);
    expect(await told(dayAfter(31, "09:59"))).toEqual([[blocked!.learner, "Một."]]);
    const [row] = await db.execute(sql`
      select expires_at as until from deliveries where kind = 'correction' and state = 'planned'`);
    expect(row).toEqual({ until: dayAfter(31) });
    await arrive(dayAfter(31, "09:59"));
    await db.execute(sql`update chats set state = 'active' where id = ${lost!.chat}`);
    expect(await told(dayAfter(31, "10:01"))).toEqual([]);
  });

  test("that did not arrive is planned again; one that arrived, or perhaps did, is not", async () => {
    const { db } = database;
    await publish(db, edition("sai"), dayAfter(0));
    const { id, learners } = await cohort(whole, 4);
    for (const { learner } of learners) await show(learner, id);
    await publish(db, edition("đúng", "Một."), dayAfter(1));
    await told(dayAfter(1));
    const [expired, perhaps, refused, sent] = learners.map(({ learner }) => learner);
    const end = (learner: LearnerId, state: string, unknowns: number) =>
      db.execute(sql`
        update deliveries set state = ${state}, unknowns = ${unknowns}, reason = 'expired' where learner_id = ${learner} and kind = 'correction'`);
    await end(expired!, "cancelled", 0);
    await end(perhaps!, "unknown", 2);
    await end(refused!, "failed", 0);
    await end(sent!, "sent", 0);
    expect(await told(dayAfter(2))).toEqual([[expired, "Một."]]);
    const [row] = await db.execute(sql`
      select due_at as due, study_day as day, reason from deliveries where kind = 'correction' and state = 'planned'`);
    expect(row).toEqual({ due: dayAfter(2), day: addDays(monday, 2), reason: null });
  });

  test("that is taken back by teaching the earlier version again is told to nobody else", async () => {
    const { db } = database;
    await publish(db, edition("sai"), dayAfter(0));
    const { id, learners } = await cohort(whole, 2);
    const [one, two] = learners as [(typeof learners)[number], (typeof learners)[number]];
    await show(one.learner, id);
    await publish(db, edition("đúng", "Một."), dayAfter(1));
    expect(await told(dayAfter(1))).toHaveLength(1);
    await arrive(dayAfter(1));
    await publish(db, edition("sai"), dayAfter(2));
    await show(two.learner, id, dayAfter(2));
    expect(await told(dayAfter(2))).toEqual([]);
  });

  test("is not told to who first had the right text in a path that is taught only since", async () => {
    const { db } = database;
    await publish(db, edition("sai"), dayAfter(0));
    await publish(db, edition("đúng", "Một."), dayAfter(1));
    await publish(db, edition("đúng"), dayAfter(2)); // the author took the line out again
    await publish(db, edition("đúng", null, "xa"), dayAfter(2));
    const { id, learners } = await cohort(edition("đúng", null, "xa"), 1);
    await show(learners[0]!.learner, id, dayAfter(3));
    expect(await told(dayAfter(3))).toEqual([]);
  });

  test("is owed exactly to those who saw what it corrects, in whatever order things happen", async () => {
    const { db } = database;
    /** What an author publishes in turn: a new correction with every second one. */
    const deed = fc.oneof(
      { weight: 3, arbitrary: fc.record({ what: fc.constant("publish" as const), path: fc.boolean() }) },
      { weight: 5, arbitrary: fc.record({ what: fc.constant("show" as const), who: fc.nat(5) }) },
      {
        weight: 2,
        arbitrary: fc.record({ what: fc.constantFrom("block" as const, "unblock" as const), who: fc.nat(5) }),
      },
      { weight: 4, arbitrary: fc.record({ what: fc.constant("plan" as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 30 }), async (deeds) => {
        await db.execute(sql`
          truncate people, units, cohorts, course_versions, lesson_versions, corrections, chats restart identity cascade`);
        const names = [null, "xa"] as const;
        const editionOf = (n: number, path: (typeof names)[number]) =>
          edition(`bản ${n}`, n < 2 ? null : `Đính chính ${n - (n % 2)}.`, path);
        const taught = [0, 0];
        const cohorts = [];
        for (const path of names) await publish(db, editionOf(0, path), dayAfter(0));
        for (const path of names) cohorts.push(await cohort(editionOf(0, path), 3));
        const people = cohorts.flatMap(({ id, learners }, course) =>
          learners.map(({ learner, chat }) => ({ id, course, learner, chat, saw: null as number | null, open: true })),
        );
        const heard = new Map<LearnerId, string[]>();
        let minute = 0;
        const now = () => new Date(dayAfter(1, "08:00").getTime() + minute * 60_000);
        const plan = async () => {
          for (const [learner, text] of await told(now())) heard.set(learner, [...(heard.get(learner) ?? []), text]);
          await arrive(now());
          await db.execute(sql`update deliveries set state = 'sent' where kind <> 'correction' and state = 'planned'`);
        };
        for (const one of deeds) {
          minute++;
          const person = "who" in one ? people[one.who]! : null;
          if (one.what === "publish") {
            const course = one.path ? 1 : 0;
            taught[course]!++;
            await publish(db, editionOf(taught[course]!, names[course]!), now());
          } else if (one.what === "plan") await plan();
          else if (one.what === "show") {
            await show(person!.learner, person!.id, now());
            person!.saw ??= taught[person!.course]!;
          } else {
            person!.open = one.what === "unblock";
            await db.execute(sql`
              update chats set state = ${person!.open ? "active" : "blocked"} where id = ${person!.chat}`);
          }
        }
        await db.execute(sql`update chats set state = 'active'`);
        minute++;
        await plan();
        const newest = Math.max(...taught);
        for (const { learner, saw } of people) {
          const owed = [];
          for (let n = 2; saw !== null && n <= newest; n += 2) if (saw < n) owed.push(`Đính chính ${n}.`);
          expect((heard.get(learner) ?? []).toSorted()).toEqual(owed.toSorted());
        }
      }),
      { numRuns: 40 },
    );
  });
});
