import { describe, expect, it } from "vitest";
import { told } from "#app/told.ts";
import { coverageOf } from "#content/editing/coverage.ts";
import { reviewLessons } from "#content/editing/review.ts";
import { loadCatalogue } from "#content/load.ts";
import type { ContentProblem } from "#content/problem.ts";
import { taughtCourses, withoutRetired } from "#domain/course.ts";
import type { Fault } from "#domain/lesson-fault.ts";
import type { LocalDate } from "#domain/time.ts";
import { edited, goodLesson, lessonsFolder } from "./sample.ts";

const today = "2026-11-24" as LocalDate;

const lesson = (id: string, more = "") =>
  edited(edited(goodLesson, "id: bon-nut-bam", `id: ${id}`), "level: 1\n", `level: 1\n${more}`);

/** Three lessons, of which the second has these lines more in its front matter; what `course.yaml` says more. */
async function load(more: string, course = "") {
  const folder = await lessonsFolder({
    "c/course.yaml": `title: Khóa\nmodules: [{ id: 01-a, title: A }, { id: 02-b, title: B }]\n${course}`,
    "c/01-a/01-mot.md": lesson("mot"),
    "c/01-a/02-hai.md": lesson("hai", more),
    "c/02-b/01-ba.md": lesson("ba"),
  });
  return { folder, loaded: await loadCatalogue(folder) };
}

const say = (problems: readonly ContentProblem[]) =>
  told(problems).map(({ file, line, message }) => `${file.replace("lessons/c/", "")}:${line}: ${message}`);

const errorsOf = async (more: string, course = "") => say((await load(more, course)).loaded.errors);

const about: readonly Fault[0][] = ["correction-to-come", "names-retiring", "retired-unreplaced"];

/** What is said of it today that is not said of every sample lesson. */
async function reviewed(more: string, course = "", day = today) {
  const { folder, loaded } = await load(more, course);
  expect(loaded.errors).toEqual([]);
  const { errors, warnings } = await reviewLessons(loaded, folder, day);
  return { errors: say(errors), warnings: say(warnings.filter(({ fault: [code] }) => about.includes(code))) };
}

const everywhere = `mandatory: [hai]
requires: [{ lesson: ba, first: [hai] }]
paths:
  - { id: hdnd-xa, title: Xã, lessons: [mot, hai, ba] }
`;

describe("a correction in a lesson file", () => {
  const date = "viết một ngày có thật theo năm-tháng-ngày, ví dụ 2026-07-01";
  const text = 'viết trên một dòng, từ 1 đến 300 ký tự, trong dấu nháy kép thẳng, ví dụ text: "…"';

  it("is part of the lesson, which without one is what it was", async () => {
    const [module] = (await load('correction: { date: 2026-11-24, text: "Sai. Đúng." }\n')).loaded.catalogue.courses[0]!
      .modules;
    expect(module!.lessons.map(({ correction }) => correction)).toEqual([
      undefined,
      { date: "2026-11-24", text: "Sai. Đúng." },
    ]);
    expect(Object.keys(module!.lessons[0]!)).not.toContain("correction");
  });

  it.each([
    ["without a date", 'correction: { text: "Sai." }', `mục correction date còn thiếu: ${date}`],
    ["without a text", "correction: { date: 2026-11-24 }", `mục correction text còn thiếu: ${text}`],
    [
      "of a day that is none",
      'correction: { date: 2026-11-31, text: "S" }',
      `mục correction date đang là "2026-11-31": ${date}`,
    ],
    [
      "too long",
      `correction: { date: 2026-11-24, text: "${"ă".repeat(301)}" }`,
      `mục correction text đang dài 301 ký tự: ${text}`,
    ],
    [
      "as a text alone",
      'correction: "Sai."',
      'mục correction đang là "Sai.": viết các mục con, ví dụ { date: 2026-11-24, text: "…" }',
    ],
  ])("is told of when it is %s", async (_, more, message) => {
    expect(await errorsOf(`${more}\n`)).toEqual([`01-a/02-hai.md:8: ${message}`]);
  });

  it("that is yet to come is doubted", async () => {
    const tomorrow = 'correction: { date: 2026-11-25, text: "Sai." }\n';
    expect((await reviewed(tomorrow)).warnings).toEqual([
      "01-a/02-hai.md:8: ngày đính chính 2026-11-25 chưa tới: viết ngày thật sự đính chính",
    ]);
    expect((await reviewed(tomorrow, "", "2026-11-25" as LocalDate)).warnings).toEqual([]);
  });
});

describe("a lesson's last day", () => {
  it.each([
    [
      "is none",
      "retired: mai",
      'mục retired đang là "mai": viết một ngày có thật theo năm-tháng-ngày, ví dụ 2026-07-01',
    ],
    [
      "is missing beside a replacement",
      "replaced-by: ba",
      "có replaced-by mà chưa có retired: thêm dòng nêu ngày ngừng dạy, ví dụ retired: 2026-12-31",
    ],
    [
      "has a replacement that is not there",
      "retired: 2026-12-31\nreplaced-by: bba",
      "khóa không có bài nào mã “bba”: sửa thành ba",
    ],
    [
      "has itself as its replacement",
      "retired: 2026-12-31\nreplaced-by: hai",
      "bài hai không thể dạy thay chính nó: viết ở replaced-by mã của bài khác",
    ],
  ])("is told of when it %s", async (_, more, message) => {
    const line = more.includes("\n") ? 9 : 8;
    expect(await errorsOf(`${more}\n`)).toEqual([`01-a/02-hai.md:${line}: ${message}`]);
  });

  it("takes it out of everything that is taught from that day on, and not before", async () => {
    const { catalogue } = (await load("retired: 2026-12-31\n", everywhere)).loaded;
    const taught = (day: string) =>
      taughtCourses(catalogue, day as LocalDate).map(({ id, mandatory, modules, requires }) => ({
        id,
        lessons: modules.flatMap(({ lessons }) => lessons.map((one) => one.id)),
        mandatory: mandatory.length,
        requires: requires.length,
      }));
    expect(taught("2026-12-30")).toEqual([
      { id: "c", lessons: ["mot", "hai", "ba"], mandatory: 1, requires: 1 },
      { id: "c-hdnd-xa", lessons: ["mot", "hai", "ba"], mandatory: 1, requires: 1 },
    ]);
    expect(taught("2026-12-31")).toEqual([
      { id: "c", lessons: ["mot", "ba"], mandatory: 0, requires: 0 },
      { id: "c-hdnd-xa", lessons: ["mot", "ba"], mandatory: 0, requires: 0 },
    ]);
    expect(coverageOf(withoutRetired(catalogue.courses[0]!, "2026-12-31" as LocalDate)).lessons).toBe(2);
    expect(JSON.stringify(withoutRetired(catalogue.courses[0]!, today))).toBe(JSON.stringify(catalogue.courses[0]));
  });

  it("is a fault once it has come where the course still names it, and says what to do; a reminder before", async () => {
    const at = (line: number, where: string, what: string) =>
      `course.yaml:${line}: mục ${where} còn nêu bài hai ${what}`;
    const gone = await reviewed("retired: 2026-11-24\nreplaced-by: mot\n", everywhere);
    expect(gone.errors).toEqual([
      at(3, "mandatory", "đã ngừng dạy từ 2026-11-24: viết mot thay vào"),
      at(4, "requires", "đã ngừng dạy từ 2026-11-24: viết mot thay vào"),
      at(6, "paths hdnd-xa", "đã ngừng dạy từ 2026-11-24: viết mot thay vào"),
    ]);
    const soon = await reviewed("retired: 2026-11-25\nreplaced-by: mot\n", everywhere);
    expect(soon.errors).toEqual([]);
    expect(soon.warnings[0]).toBe(at(3, "mandatory", "sẽ ngừng dạy từ 2026-11-25: trước ngày ấy, viết mot thay vào"));
    expect((await reviewed("retired: 2027-11-25\n", everywhere)).warnings).toEqual([]);
  });

  it("within thirty days asks for what replaces it, unless something does by then", async () => {
    const gap =
      "bài ngừng dạy từ 2026-12-24 mà chưa có bài dạy thay: viết bài mới rồi thêm dòng replaced-by: ma-bai-moi, hoặc đổi ngày";
    expect((await reviewed("retired: 2026-12-24\n")).warnings).toEqual([`01-a/02-hai.md:8: ${gap}`]);
    expect((await reviewed("retired: 2026-12-25\n")).warnings).toEqual([]);
    expect((await reviewed("retired: 2026-12-24\nreplaced-by: ba\n")).warnings).toEqual([]);
    expect((await reviewed("retired: 2026-11-24\n")).warnings).toEqual([]); // it is too late
  });

  it("spares it what a course must fulfil: its size, its coverage, the day of its next reading", async () => {
    const { folder, loaded } = await load("retired: 2026-11-24\n", "questions-per-lesson: 6\ncomplete: true\n");
    expect(loaded.errors).toEqual([]);
    const { warnings } = await reviewLessons(loaded, folder, "2028-01-01" as LocalDate);
    expect(warnings.filter(({ file }) => file.endsWith("02-hai.md"))).toEqual([]);
    expect(warnings.filter(({ file }) => file.endsWith("01-mot.md"))).not.toEqual([]);
  });
});
