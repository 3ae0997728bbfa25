import { describe, expect, it } from "vitest";
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
  (await load(course, broken)).errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);

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
      [6, 'this course has no lesson "bb": did you mean "ba"?'],
    ],
    [
      "includes what is not listed",
      "includes: [tat-ca]",
      "includes: [hdnd-xa]",
      [5, "the path dai-bieu includes hdnd-xa, which is not listed: list it"],
    ],
    [
      "is listed twice",
      "id: dai-bieu",
      "id: tat-ca",
      [5, "the path tat-ca is listed a second time: delete one of the two"],
    ],
  ] as const)("is refused when it %s", async (_, from, to, [line, message]) => {
    expect(await errorsOf(edited(paths, from, to))).toEqual([
      `lessons/c/course.yaml:${from === "lessons: [ba]" ? 5 : line}: ${message}`,
    ]);
  });

  it("has what is mandatory, and what its lessons require", async () => {
    expect(await errorsOf(`mandatory: [hai]\n${paths}`)).toEqual([
      "lessons/c/course.yaml:5: the path tat-ca leaves out hai, which is mandatory: add it",
      "lessons/c/course.yaml:6: the path dai-bieu leaves out hai, which is mandatory: add it",
    ]);
    expect(await errorsOf(`requires: [{ lesson: ba, first: [hai] }]\n${paths}`)).toEqual([
      "lessons/c/course.yaml:6: the path dai-bieu has ba without hai, which it requires: add it",
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
      "lessons/c/course.yaml:3: mot comes before ba, which it requires: teach it later",
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
    expect((await loadCatalogue(folder)).errors).toEqual([
      {
        file: "lessons/c-tat-ca",
        line: 1,
        message: "is the name of the path tat-ca of the course c: rename the folder",
      },
    ]);
  });
});

describe("a placement", () => {
  const stage = (level: number, lessons: string) => `placement: [{ level: ${level}, lessons: [${lessons}] }]`;

  it("asks about 5 to 8 lessons of the course, each once", async () => {
    expect(await errorsOf(stage(1, "mot, hai, ba"))).toEqual([
      "lessons/c/course.yaml:3: the placement asks 3 to 3 questions, one for each lesson: name 5 to 8 lessons, at least 5 at its first level",
    ]);
    expect(await errorsOf(stage(1, "mot, hai, ba, bon, nam"))).toEqual([
      'lessons/c/course.yaml:3: this course has no lesson "bon": write the id of a lesson',
      'lessons/c/course.yaml:3: this course has no lesson "nam": write the id of a lesson',
    ]);
    const again = "placement: [{ level: 1, lessons: [mot, hai, ba] }, { level: 2, lessons: [mot] }]";
    expect(await errorsOf(again)).toContain("lessons/c/course.yaml:3: the placement names mot twice: name another");
  });

  it("rises from level to level", async () => {
    const fallen = "placement: [{ level: 2, lessons: [mot, hai] }, { level: 1, lessons: [ba] }]";
    expect(await errorsOf(fallen)).toContain(
      "lessons/c/course.yaml:3: the levels of a placement rise: write the lowest level first, each once",
    );
    expect(await errorsOf(stage(4, "mot"))).toEqual([
      "lessons/c/course.yaml:3: placement item 1 level is 4: write 1, 2 or 3",
    ]);
  });

  it("asks about nothing that a path leaves out", async () => {
    expect(await errorsOf(`${paths}${stage(1, "mot, ba")}`)).toContain(
      "lessons/c/course.yaml:4: the path tat-ca leaves out ba, which the placement asks about: add it, or ask another",
    );
  });
});
