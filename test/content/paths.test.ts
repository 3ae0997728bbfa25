import { describe, expect, it } from "vitest";
import { told } from "#app/told.ts";
import { loadCatalogue } from "#content/load.ts";
import { taughtCourses } from "#domain/course.ts";
import type { LocalDate } from "#domain/time.ts";
import { edited, goodLesson, lessonsFolder } from "./sample.ts";

const lesson = (id: string) => edited(goodLesson, "id: bon-nut-bam", `id: ${id}`);

async function load(course: string, broken = "") {
  return loadCatalogue(
    await lessonsFolder({
      "c/course.yaml": `title: Khóa\nmodules: [{ id: 01-a, title: A }, { id: 02-b, title: B }]\n${course}`,
      "c/01-a/01-mot.md": lesson("mot"),
      "c/01-a/02-hai.md": lesson("hai") + broken,
      "c/02-b/01-ba.md": lesson("ba"),
    }),
  );
}

const errorsOf = async (course: string, broken = "") =>
  told((await load(course, broken)).errors).map(({ file, line, message }) => `${file}:${line}: ${message}`);

const paths = `paths:
  - { id: tat-ca, title: Lõi, lessons: [mot] }
  - { id: dai-bieu, title: Đại biểu, includes: [tat-ca], lessons: [ba] }
`;

describe("a path", () => {
  it("holds its lessons and those of what it includes, in teaching order", async () => {
    const { catalogue, errors } = await load(paths.replace("lessons: [ba]", "lessons: [ba, hai]"));
    expect(errors).toEqual([]);
    expect(catalogue.courses[0]!.paths).toEqual([
      { id: "tat-ca", title: "Lõi", lessons: ["mot"] },
      { id: "dai-bieu", title: "Đại biểu", lessons: ["mot", "hai", "ba"] },
    ]);
  });

  it("is taught as a course of its own beside the whole one", async () => {
    const { catalogue } = await load(paths);
    const taught = taughtCourses(catalogue, "2026-11-24" as LocalDate).map(({ id, title, modules }) => [
      id,
      title,
      modules.map((module) => [module.id, module.lessons.map(({ id: one }) => one)]),
    ]);
    expect(taught).toEqual([
      [
        "c",
        "Khóa",
        [
          ["01-a", ["mot", "hai"]],
          ["02-b", ["ba"]],
        ],
      ],
      ["c-tat-ca", "Khóa: Lõi", [["01-a", ["mot"]]]],
      [
        "c-dai-bieu",
        "Khóa: Đại biểu",
        [
          ["01-a", ["mot"]],
          ["02-b", ["ba"]],
        ],
      ],
    ]);
  });

  it.each([
    [
      "names a lesson that there is not",
      "lessons: [ba]",
      "lessons: [bb]",
      [6, "khóa không có bài nào mã “bb”: sửa thành ba"],
    ],
    [
      "includes what is not listed",
      "includes: [tat-ca]",
      "includes: [hdnd-xa]",
      [
        5,
        "lộ trình dai-bieu lấy thêm bài của hdnd-xa, mà chưa có lộ trình hdnd-xa: thêm lộ trình ấy, hoặc bỏ khỏi includes",
      ],
    ],
    ["is listed twice", "id: dai-bieu", "id: tat-ca", [5, "lộ trình tat-ca đã nêu ở trên: xóa một trong hai dòng"]],
  ] as const)("is refused when it %s", async (_, from, to, [line, message]) => {
    expect(await errorsOf(edited(paths, from, to))).toEqual([
      `lessons/c/course.yaml:${from === "lessons: [ba]" ? 5 : line}: ${message}`,
    ]);
  });

  it("has what is mandatory, and what its lessons require", async () => {
    expect(await errorsOf(`mandatory: [hai]\n${paths}`)).toEqual([
      "lessons/c/course.yaml:5: lộ trình tat-ca thiếu bài bắt buộc hai: thêm hai vào lessons",
      "lessons/c/course.yaml:6: lộ trình dai-bieu thiếu bài bắt buộc hai: thêm hai vào lessons",
    ]);
    expect(await errorsOf(`requires: [{ lesson: ba, first: [hai] }]\n${paths}`)).toEqual([
      "lessons/c/course.yaml:6: lộ trình dai-bieu có bài ba mà thiếu bài hai phải học trước: thêm hai vào lessons",
    ]);
  });

  it("is not blamed for a lesson that has a fault of its own", async () => {
    const errors = await errorsOf(
      `mandatory: [hai]\n${paths.replaceAll("lessons: [", "lessons: [hai, ")}`,
      "\n### Câu thiếu\n",
    );
    expect(errors.every((error) => error.startsWith("lessons/c/01-a/02-hai.md"))).toBe(true);
    expect(errors.length).toBeGreaterThan(0);
  });
});

describe("a prerequisite", () => {
  it("comes first", async () => {
    expect(await errorsOf("requires: [{ lesson: mot, first: [ba] }]")).toEqual([
      "lessons/c/course.yaml:3: bài mot dựa trên bài ba mà lại dạy trước: chuyển mot ra sau ba",
    ]);
    expect(await errorsOf("requires: [{ lesson: ba, first: [mot] }]")).toEqual([]);
  });
});

describe("a folder", () => {
  it("does not take the name of a path", async () => {
    const folder = await lessonsFolder({
      "c/course.yaml": `title: Khóa\nmodules: [{ id: 01-a, title: A }]\npaths: [{ id: tat-ca, title: L, lessons: [mot] }]`,
      "c/01-a/01-mot.md": lesson("mot"),
      "c-tat-ca/course.yaml": "title: Khác\nmodules: [{ id: 01-a, title: A }]",
      "c-tat-ca/01-a/01-hai.md": lesson("hai"),
    });
    expect(told((await loadCatalogue(folder)).errors)).toEqual([
      {
        file: "lessons/c-tat-ca",
        line: 1,
        message: "tên thư mục này trùng với lộ trình tat-ca của khóa c: đặt tên khác cho thư mục",
      },
    ]);
  });
});

describe("a placement", () => {
  const stage = (level: number, lessons: string) => `placement: [{ level: ${level}, lessons: [${lessons}] }]`;

  it("asks about 5 to 8 lessons of the course, each once", async () => {
    expect(await errorsOf(stage(1, "mot, hai, ba"))).toEqual([
      "lessons/c/course.yaml:3: câu hỏi xếp mức đang có 3 câu, mỗi bài một câu: nêu từ 5 đến 8 bài, riêng mức đầu ít nhất 5 bài",
    ]);
    expect(await errorsOf(stage(1, "mot, hai, ba, bon, nam"))).toEqual([
      "lessons/c/course.yaml:3: khóa không có bài nào mã “bon”: viết đúng mã (mục id) của một bài trong khóa",
      "lessons/c/course.yaml:3: khóa không có bài nào mã “nam”: viết đúng mã (mục id) của một bài trong khóa",
    ]);
    const again = "placement: [{ level: 1, lessons: [mot, hai, ba] }, { level: 2, lessons: [mot] }]";
    expect(await errorsOf(again)).toContain(
      "lessons/c/course.yaml:3: mục placement nêu bài mot hai lần: thay một chỗ bằng bài khác",
    );
  });

  it("rises from level to level", async () => {
    const fallen = "placement: [{ level: 2, lessons: [mot, hai] }, { level: 1, lessons: [ba] }]";
    expect(await errorsOf(fallen)).toContain(
      "lessons/c/course.yaml:3: các mức trong placement phải tăng dần: viết mức thấp trước, mỗi mức một lần",
    );
    expect(await errorsOf(stage(4, "mot"))).toEqual([
      "lessons/c/course.yaml:3: mục placement thứ 1, level đang là 4: viết một trong các từ 1, 2, 3",
    ]);
  });

  it("asks about nothing that a path leaves out", async () => {
    expect(await errorsOf(`${paths}${stage(1, "mot, ba")}`)).toContain(
      "lessons/c/course.yaml:4: lộ trình tat-ca thiếu bài ba mà câu hỏi xếp mức có hỏi: thêm ba vào lessons, hoặc đổi bài trong placement",
    );
  });
});
