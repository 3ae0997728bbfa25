import { sql } from "drizzle-orm";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { publishLessons } from "#app/lessons.ts";
import { retiring } from "#app/retiring.ts";
import type { Clock } from "#domain/time.ts";
import { edited, goodCourse, goodLesson, goodPath, lessonsFolder } from "../content/sample.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";
import { hocvuInside } from "./hocvu.ts";

let database: TestDatabase;
let now: Date;
const clock: Clock = { now: () => now, fromWall: (instant) => instant };

beforeEach(async () => {
  database = await freshDatabase();
  onTestFinished(() => database.end());
});

const taught = async () =>
  (
    await database.db.execute<{ lesson: string }>(sql`
      select l.lesson_id as lesson from course_versions v join course_lessons l on l.course_version_id = v.id
      where v.current order by l.position`)
  ).map(({ lesson }) => lesson);

test("a lesson goes when its day begins in Vietnam, with no start in between, and lessons are read on that day alone", async () => {
  const folder = await lessonsFolder({
    "an-toan/course.yaml": goodCourse,
    [goodPath]: edited(goodLesson, "level: 1\n", "level: 1\nretired: 2026-12-31\n"),
    [goodPath.replace("01-bon-nut-bam", "02-khac")]: edited(goodLesson, "id: bon-nut-bam", "id: khac"),
  });
  let published = 0;
  const publish = async () => {
    published++;
    return publishLessons(database.db, now, recordingLog(), folder);
  };
  now = new Date("2026-12-29T03:00:00Z");
  await publish();
  published = 0;
  const { everyMilliseconds, run } = retiring({ connection: database, clock }, publish);
  const seen: string[] = [];
  for (const end = new Date("2027-01-01T03:00:00Z"); now < end; now = new Date(now.getTime() + 3_600_000)) {
    const before = published;
    await run();
    if (published > before) seen.push(now.toISOString());
  }
  expect(seen).toEqual(["2026-12-30T17:00:00.000Z"]);
  expect(await taught()).toEqual(["khac"]);
  expect(everyMilliseconds).toBeLessThanOrEqual(60_000);
});

test("a publish that failed by chance is tried again at the next tick; faults in the files are said once a day", async () => {
  const folder = await lessonsFolder({
    "an-toan/course.yaml": goodCourse,
    [goodPath]: edited(goodLesson, "level: 1\n", "level: 1\nretired: 2026-12-31\n"),
  });
  now = new Date("2026-12-29T03:00:00Z");
  await publishLessons(database.db, now, recordingLog(), folder);
  now = new Date("2026-12-31T03:00:00Z");
  let calls = 0;
  const { run } = retiring({ connection: database, clock }, async () => {
    if (++calls === 1) throw new Error("the database is away");
    return false;
  });
  await expect(run()).rejects.toThrow("the database is away");
  await run();
  await run();
  expect(calls).toBe(2);
  now = new Date("2027-01-01T03:00:00Z");
  await run();
  expect(calls).toBe(3);
});

test("check and coverage do not count a retired lesson; that a path still names it fails the check alone", async () => {
  const folder = await lessonsFolder({
    "an-toan/course.yaml": `${goodCourse}paths: [{ id: hdnd-xa, title: Xã, lessons: [bon-nut-bam, khac] }]\n`,
    [goodPath]: edited(goodLesson, "level: 1\n", "level: 1\nretired: 2026-01-01\n"),
    [goodPath.replace("01-bon-nut-bam", "02-khac")]: edited(goodLesson, "id: bon-nut-bam", "id: khac"),
  });
  const check = await hocvuInside(["lessons", "check", folder, "--json"]);
  expect(check.code).toBe(1);
  expect(check.stderr).toMatch(/có 1 lỗi, lỗi đầu tiên ở lessons\/an-toan\/course\.yaml:\d+: hãy sửa\n$/);
  expect(JSON.parse(check.stdout)).toMatchObject({
    ok: false,
    lessons: 1,
    errors: [{ message: "mục paths hdnd-xa còn nêu bài bon-nut-bam đã ngừng dạy từ 2026-01-01: xóa tên bài ấy" }],
  });
  const { stdout } = await hocvuInside(["lessons", "coverage", folder, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ courses: [{ lessons: 1, paths: [{ lessons: ["1.1"] }] }] });
  now = new Date("2026-11-24T03:00:00Z");
  await publishLessons(database.db, now, recordingLog(), folder);
  expect(await taught()).toEqual(["khac", "khac"]);
});
