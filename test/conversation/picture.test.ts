import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { ModulePicture } from "#domain/course.ts";
import type { LessonId, ModuleId, PictureHash } from "#domain/ids.ts";
import { bold, plain, plainText } from "#domain/text.ts";
import { makeCourse, publish } from "../setup/school.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

const picture: ModulePicture = {
  hash: "a1b2c3" as PictureHash,
  alt: "Bốn nút bấm của kẻ gian",
  text: [bold("Học phần 1. Thử"), [], plain("Dừng lại.")],
};
let w: ChatWorld;

/** Two lessons in a module with a picture, the other three in one without. */
beforeEach(async () => {
  w = await chatWorld();
  const course = makeCourse();
  const { lessons } = course.modules[0]!;
  await publish(
    w.database.db,
    {
      ...course,
      modules: [
        { id: "01-thu" as ModuleId, title: "Có hình", picture, lessons: lessons.slice(0, 2) },
        { id: "02-thu" as ModuleId, title: "Không hình", lessons: lessons.slice(2) },
      ],
    },
    w.now,
  );
  const { code } = await w.invite("Nguyễn Thị Lan", "Phòng Nội vụ");
  await w.types("a", code);
  await w.types("a", "đồng ý");
  return () => w.database.end();
});

/** Learns the next lesson to its end; what the last answer brought, each message by itself. */
async function learnsNext() {
  const before = (await w.replies("a")).length;
  let text = await w.types("a", "/baihoc");
  for (let question = 0; question < 3; question++) {
    text = await w.types("a", /([A-C])\. một/.exec(text.slice(text.lastIndexOf("Câu")))![1]!);
  }
  return (await w.replies("a")).slice(before + 3);
}

test("the last lesson of a module brings its picture as a second message, the others do not", async () => {
  expect(await learnsNext()).toHaveLength(1);
  const [summary, shown, ...more] = await learnsNext();
  expect(more).toEqual([]);
  expect(summary).not.toHaveProperty("picture");
  expect(plainText(summary!.text)).toContain("đã học xong bài");
  expect(shown).toMatchObject({ picture: { hash: picture.hash, alt: picture.alt }, buttons: [], typedHint: null });
  expect(plainText(shown!.text)).toMatch(/^Anh\/Chị đã học xong một học phần.*\n\nHọc phần 1\. Thử\n\nDừng lại\.$/);
  const parts = await w.database.db.execute(sql`
    select kind, lane, ordinal from deliveries where inbox_id = (select max(id) from inbox) order by ordinal`);
  expect(parts).toEqual([
    { kind: "reply", lane: 0, ordinal: 0 },
    { kind: "reply", lane: 0, ordinal: 1 },
  ]);
});

test("a module without a picture ends without a second message", async () => {
  for (const messages of [1, 2, 1, 1, 1]) expect(await learnsNext()).toHaveLength(messages);
});

test("a lesson that need not be taken holds no picture back; whichever is completed last brings it", async () => {
  const { db } = w.database;
  const [exercise] = await db.execute<{ id: number }>(sql`
    insert into exercises (learner_id, kind, course_id, items, opened_at)
    select id, 'placement', 'khoa-thu', '[]', ${w.now}::timestamptz from people returning id`);
  await db.execute(sql`
    insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day)
    select id, ${"khoa-thu-2" as LessonId}, ${exercise!.id}, ${w.now}::timestamptz, '2026-03-02' from people`);
  expect(await learnsNext()).toHaveLength(2);
});

test("a module of the library is shown with its picture, then with its lessons", async () => {
  const asked = async (text: string) => {
    const before = (await w.replies("a")).length;
    await w.types("a", text);
    return (await w.replies("a")).slice(before);
  };
  const [shown, list, ...more] = await asked("/thuvien 1");
  expect(more).toEqual([]);
  expect(shown).toMatchObject({ picture: { hash: picture.hash, alt: picture.alt } });
  expect(plainText(shown!.text)).toBe("Học phần 1. Thử\n\nDừng lại.");
  expect(plainText(list!.text)).toContain("Có hình");
  expect(await asked("/thuvien 2")).toEqual([expect.not.objectContaining({ picture: expect.anything() })]);
});

test("the same last answer twice brings the picture once", async () => {
  await learnsNext();
  await learnsNext();
  const before = (await w.replies("a")).length;
  await w.types("a", "A");
  expect((await w.replies("a")).slice(before).filter((message) => message.picture !== undefined)).toEqual([]);
});
