import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Base } from "#app/base.ts";
import { itemNote } from "#app/item-note.ts";
import type { Zone } from "#domain/time.ts";
import { freshDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

test("the note names each flagged question once a night, by the application's clock, and says nothing of anybody", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const course = makeCourse("khoa", 1);
  const start = new Date("2026-03-02T01:20:00Z");
  await publish(db, course, start);
  const { id } = await makeCohort(db, course, { learners: 30, now: start });
  await db.execute(sql`
    with opened as (
      insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
      select p.id, v.lesson_id, v.id, ${id}, 3, ${start}::timestamptz from people p, lesson_versions v returning id)
    insert into answers (attempt_id, question, comeback, "right", answered_at)
    select opened.id, q, false, q = 1 or (q = 2 and opened.id % 2 = 0), ${start}::timestamptz from opened, generate_series(0, 2) q`);

  let now = start;
  const log = recordingLog();
  const config = { timezone: "Asia/Ho_Chi_Minh" as Zone };
  const { run, everyMilliseconds } = itemNote({
    config,
    connection: database,
    clock: { now: () => now },
    log,
  } as unknown as Base);
  const noted: string[] = [];
  for (let hour = 0; hour < 48; hour++) {
    const before = log.lines.length;
    await run();
    if (log.lines.length > before) noted.push(now.toISOString());
    now = new Date(now.getTime() + everyMilliseconds);
  }
  expect(noted).toEqual(["2026-03-02T20:20:00.000Z", "2026-03-03T20:20:00.000Z"]);
  const [hard, easy] = course.modules[0]!.lessons[0]!.questions;
  const night = [
    { question: hard!.id, flags: ["too_hard"] },
    { question: easy!.id, flags: ["too_easy"] },
  ].map((facts) => ({ level: "warn", message: "a question to look at: hocvu lessons items", facts }));
  expect(log.lines).toEqual([...night, ...night]);
});
