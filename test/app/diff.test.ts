import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publishLessons } from "#app/lessons.ts";
import { loadCatalogue } from "#content/load.ts";
import { openAttempt } from "#db/learning/attempts.ts";
import { planDay } from "#delivery/plan.ts";
import { type Course, taughtCourses } from "#domain/course.ts";
import type { CohortId, LearnerId, LessonId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import { edited, goodLesson } from "../content/sample.ts";
import { wipe } from "../learning/pupil.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";
import { makeCohort } from "../setup/school.ts";
import { hocvuInside } from "./hocvu.ts";

const names = ["mot", "hai", "ba", "bon"] as const;
type Name = (typeof names)[number];
/** What an author does to a lesson. */
type Edit = "nothing" | "typo" | "correct" | "retire" | "remove";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-diff-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.end();
});
beforeEach(() => wipe(database));

const lessonText = (name: Name, edit: Edit) => {
  const plain = edited(goodLesson, "id: bon-nut-bam", `id: ${name}`);
  if (edit === "nothing" || edit === "remove") return plain;
  if (edit === "retire") return edited(plain, "level: 1", "level: 1\nretired: 2026-01-01\nreplaced-by: bon");
  const typo = edited(plain, "Bảy giờ tối, điện thoại", "Tám giờ tối, điện thoại");
  if (edit === "typo") return typo;
  return edited(typo, "level: 1", 'level: 1\ncorrection: { date: 2026-11-24, text: "Bài ghi sai, nay đã sửa." }');
};

/** Writes the course with these edits; "bon" is always left as it is, so that something is taught. */
function write(edits: Partial<Record<Name, Edit>>, order: readonly Name[] = names): void {
  const course = path.join(folder, "khoa");
  rmSync(course, { recursive: true, force: true });
  mkdirSync(path.join(course, "01-a"), { recursive: true });
  const there = order.filter((name) => edits[name] !== "remove");
  const along = there.filter((name) => name !== "hai");
  writeFileSync(
    path.join(course, "course.yaml"),
    `title: Khóa\nmodules: [{ id: 01-a, title: A }]\npaths: [{ id: hdnd-xa, title: Xã, lessons: [${along.join(", ")}] }]\n`,
  );
  for (const [at, name] of there.entries())
    writeFileSync(path.join(course, "01-a", `0${at + 1}-${name}.md`), lessonText(name, edits[name] ?? "nothing"));
}

interface Diff {
  readonly ok: boolean;
  readonly courses: readonly { course: string; change: string; fields: string[]; nextLessons: number }[];
  readonly lessons: readonly {
    lesson: string;
    courses: string[];
    change: string;
    fields: string[];
    correction: { isNew: boolean } | null;
    people: { had: number; toCorrect: number; toCorrectLater: number; open: number };
  }[];
}

const run = (...more: string[]) => hocvuInside(["lessons", "diff", folder, ...more], { DATABASE_URL: database.url });

async function diff(): Promise<Diff> {
  const { code, stderr, stdout } = await run("--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Diff;
}

const publish = () => publishLessons(database.db, new Date(), recordingLog(), folder);

async function cohorts(learners: number) {
  const { catalogue } = await loadCatalogue(folder);
  const courses = taughtCourses(catalogue, "2026-11-24" as LocalDate);
  const make = (course: Course) =>
    makeCohort(database.db, course, { learners, start: "2026-01-05" as LocalDate, now: new Date() });
  return [await make(courses[0]!), await make(courses[1]!)] as const;
}

const open = (learner: LearnerId, cohort: CohortId, lesson: Name) =>
  database.db.transaction((tx) => openAttempt(tx, learner, cohort, lesson as string as LessonId, new Date()));

const complete = (learner: LearnerId, lesson: Name) =>
  database.db.execute(sql`
    update attempts set completed_at = opened_at, completed_day = '2026-11-24', score = 1, passed = true
    where learner_id = ${learner} and lesson_id = ${lesson}`);

const nexts = async () =>
  new Map(
    (
      await database.db.execute<{ id: number; next: string | null }>(sql`
        select e.id, e.next_lesson_id as next from enrolments e join people p on p.id = e.learner_id
        where e.left_at is null and p.erased_at is null`)
    ).map(({ id, next }) => [id, next]),
  );

describe("hocvu lessons diff", () => {
  test("says what is new, what changed and what nothing changes, and for whom", async () => {
    write({});
    expect((await diff()).courses).toMatchObject([
      { course: "khoa", change: "new", nextLessons: 0 },
      { course: "khoa-hdnd-xa", change: "new" },
    ]);
    await publish();
    expect((await run()).stdout).toBe("không có gì thay đổi: máy đang dạy đúng như trong các tệp\n");
    const [main, along] = await cohorts(2);
    await open(main.learners[0]!.learner, main.id, "mot");
    await open(along.learners[0]!.learner, along.id, "mot");
    await open(along.learners[0]!.learner, along.id, "ba");
    await complete(along.learners[0]!.learner, "mot");
    await database.db.execute(sql`
      update chats set state = 'blocked' where learner_id = ${along.learners[0]!.learner}`);
    write({ mot: "correct", ba: "retire" });
    const { courses, lessons, ok } = await diff();
    expect(ok).toBe(true);
    expect(lessons).toMatchObject([
      {
        lesson: "mot",
        courses: ["khoa", "khoa-hdnd-xa"],
        change: "changed",
        fields: ["correction", "text"],
        correction: { isNew: true },
        people: { had: 2, toCorrect: 1, toCorrectLater: 1, open: 1 },
      },
      {
        lesson: "ba",
        courses: ["khoa", "khoa-hdnd-xa"],
        change: "retired",
        retired: "2026-01-01",
        replacedBy: "bon",
        people: { had: 1, open: 1 },
      },
    ]);
    expect(courses.map(({ course, fields }) => [course, fields])).toEqual([
      ["khoa", ["order"]],
      ["khoa-hdnd-xa", ["order"]],
    ]);
    const { stdout } = await run();
    const title = "Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian";
    expect(stdout.split("\n")).toEqual([
      `bài sửa: mot (${title})`,
      "  trong khoa, khoa-hdnd-xa",
      "  sửa ở: mục correction, nội dung",
      "  lời đính chính ngày 24/11/2026: Bài ghi sai, nay đã sửa.",
      "  số người: đã nhận bản trước 2, đang học dở và học nốt bản đã thấy 1, nhận lời đính chính ngay 1, nhận sau 1",
      "",
      `bài ngừng dạy: ba (${title}) từ 01/01/2026, bài dạy thay là bon`,
      "  trong khoa, khoa-hdnd-xa",
      "  số người: đã nhận bản trước 1, đang học dở và học nốt bản đã thấy 1",
      "",
      "khóa sửa: khoa (Khóa): 3 bài, chỗ học có bài tiếp theo khác đi 0; sửa ở: các bài hoặc thứ tự bài",
      "khóa sửa: khoa-hdnd-xa (Khóa: Xã): 2 bài, chỗ học có bài tiếp theo khác đi 1; sửa ở: các bài hoặc thứ tự bài",
      "",
    ]);
  });

  test("tells a lesson that stands elsewhere from those that only make room for it", async () => {
    write({});
    await publish();
    write({}, ["hai", "ba", "bon", "mot"]);
    expect((await diff()).lessons.map(({ change, courses, lesson }) => [change, lesson, courses])).toEqual([
      ["moved", "mot", ["khoa", "khoa-hdnd-xa"]],
    ]);
  });

  test("fails with the faults of the files, and asks no database then", async () => {
    write({});
    writeFileSync(path.join(folder, "khoa", "01-a", "09-hong.md"), "nothing");
    const { code, stderr, stdout } = await hocvuInside(["lessons", "diff", folder, "--json"], {});
    expect(code).toBe(1);
    expect(stderr).toMatch(/bài học có 1 lỗi, lỗi đầu tiên ở .*09-hong\.md:1: sửa hết lỗi thì bản mới mới được dạy/);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, errors: [{ line: 1 }] });
  });

  test("counts just those whom the publish then concerns, and writes nothing", async () => {
    const edit = fc.constantFrom<Edit>("nothing", "typo", "correct", "retire", "remove");
    const person = fc.record({
      shown: fc.subarray(["mot", "hai", "ba"] as const),
      done: fc.subarray(["mot", "hai", "ba"] as const),
      is: fc.constantFrom("there", "there", "blocked", "paused", "left", "erased"),
    });
    const story = fc.record({
      edits: fc.record({ mot: edit, hai: edit, ba: edit }),
      people: fc.array(person, { minLength: 6, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ edits, people }) => {
        await wipe(database);
        write({});
        await publish();
        const places = (await cohorts(3)).flatMap(({ id, learners }) => learners.map((one) => ({ ...one, id })));
        for (const [at, { done, is, shown }] of people.entries()) {
          const { chat, id, learner } = places[at]!;
          for (const lesson of shown) if (at < 3 || lesson !== "hai") await open(learner, id, lesson);
          for (const lesson of done) await complete(learner, lesson);
          if (is === "blocked") await database.db.execute(sql`update chats set state = 'blocked' where id = ${chat}`);
          if (is === "paused")
            await database.db.execute(sql`
              insert into pauses (learner_id, from_day, to_day) values (${learner}, current_date - 1, current_date + 3)`);
          if (is === "left")
            await database.db.execute(sql`update enrolments set left_at = now() where learner_id = ${learner}`);
          if (is === "erased")
            await database.db.execute(sql`
              update people set full_name = null, name_key = null, erased_at = now() where id = ${learner}`);
        }
        await database.db.execute(sql`
          update enrolments e set next_lesson_id = (select l.lesson_id from cohorts c
            join course_versions v on v.course_id = c.course_id and v.current join course_lessons l on l.course_version_id = v.id
            where c.id = e.cohort_id and not exists (select 1 from attempts a
              where a.learner_id = e.learner_id and a.lesson_id = l.lesson_id and a.completed_at is not null)
            order by l.position limit 1)`);
        const before = await nexts();
        write(edits);
        const sums = () =>
          database.db.execute(sql`
          select (select count(*) from lesson_versions) as v, (select count(*) from corrections) as c,
            (select max(xmin::text::bigint) from enrolments) as e, (select count(*) from deliveries) as d`);
        const quiet = await sums();
        const said = await diff();
        expect(await sums()).toEqual(quiet);
        await publish();
        expect((await run()).stdout).toBe("không có gì thay đổi: máy đang dạy đúng như trong các tệp\n");
        await planDay(database.db, new Date());
        const [planned] = await database.db.execute(
          sql`select count(*) as n from deliveries where kind = 'correction'`,
        );
        const sum = (of: (one: Diff["lessons"][number]) => number) =>
          said.lessons.reduce((all, one) => all + of(one), 0);
        expect(planned).toEqual({ n: sum(({ people: of }) => of.toCorrect) });
        await database.db.execute(sql`delete from pauses`);
        await database.db.execute(sql`update chats set state = 'active'`);
        await planDay(database.db, new Date());
        const [all] = await database.db.execute(sql`select count(*) as n from deliveries where kind = 'correction'`);
        expect(all).toEqual({ n: sum(({ people: of }) => of.toCorrect + of.toCorrectLater) });
        const after = await nexts();
        const changed = [...after].filter(([id, next]) => before.get(id) !== next).length;
        expect(said.courses.reduce((n, { nextLessons }) => n + nextLessons, 0)).toBe(changed);
        for (const { change, lesson, people: of } of said.lessons) {
          if (change !== "changed") continue;
          const [shown] = await database.db.execute(sql`
            select count(*) as had, count(*) filter (where a.completed_at is null) as open from attempts a
            join people p on p.id = a.learner_id and p.erased_at is null where a.lesson_id = ${lesson}`);
          expect({ had: of.had, open: of.open }).toEqual(shown);
        }
      }),
      { numRuns: 8 },
    );
  });
});
