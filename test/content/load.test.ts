import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadCatalogue } from "#content/load.ts";
import { edited, goodCourse, goodLesson, goodLessons, goodPath, lessonsFolder } from "./sample.ts";

const good = { "an-toan/course.yaml": goodCourse, [goodPath]: goodLesson };

async function errorsOf(dir: string): Promise<string[]> {
  return (await loadCatalogue(dir)).errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

const errorsIn = async (files: Record<string, string | Uint8Array>) => errorsOf(await lessonsFolder(files));

describe("loading a lessons folder", () => {
  it("gives the course as it is written, with the defaults for what is not", async () => {
    const { catalogue, errors, warnings } = await loadCatalogue(goodLessons);
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    expect(catalogue.courses).toEqual([
      {
        id: "an-toan",
        title: "An toàn số cho đại biểu và cán bộ",
        passMark: 0.8,
        questionsPerLesson: 4,
        sequence: "unfinished",
        points: { rightFirst: 12, rightComeback: 4, lessonCompleted: 5, reviewRight: 3 },
        levels: [],
        paths: [],
        mandatory: [],
        requires: [],
        placement: [],
        confidence: false,
        complete: false,
        modules: [
          {
            id: "01-khoi-dong",
            title: "Khởi động: Quốc hội số và tôi",
            lessons: [expect.objectContaining({ id: "bon-nut-bam", validFrom: "2026-07-01", reviewBy: "2027-06-30" })],
          },
        ],
      },
    ]);
  });

  it("teaches modules in the order of the list and lessons in the order of their names", async () => {
    const lesson = (id: string) => edited(goodLesson, "id: bon-nut-bam", `id: ${id}`);
    const course = "title: T\nmodules: [{ id: 02-sau, title: Sau }, { id: 01-truoc, title: Trước }]";
    const { catalogue, errors } = await loadCatalogue(
      await lessonsFolder({
        "c/course.yaml": course,
        "c/01-truoc/10-b.md": lesson("mot"),
        "c/01-truoc/02-a.md": lesson("hai"),
        "c/02-sau/01-a.md": lesson("ba"),
      }),
    );
    expect(errors).toEqual([]);
    const order = catalogue.courses[0]!.modules.map((module) => [module.id, module.lessons.map(({ id }) => id)]);
    expect(order).toEqual([
      ["02-sau", ["ba"]],
      ["01-truoc", ["hai", "mot"]],
    ]);
  });

  it("keeps the sound lessons beside a bad one and reports every file, sorted", async () => {
    const { catalogue, errors } = await loadCatalogue(
      await lessonsFolder({
        ...good,
        "an-toan/01-khoi-dong/03-c.md": edited(edited(goodLesson, "id: bon-nut-bam", "id: c"), "level: 1", "level: 7"),
        "an-toan/01-khoi-dong/02-b.md": edited(
          edited(goodLesson, "id: bon-nut-bam", "id: b"),
          "- [x] Gấp",
          "- [ ] Gấp",
        ),
      }),
    );
    expect(errors.map(({ file, line }) => `${file}:${line}`)).toEqual([
      "lessons/an-toan/01-khoi-dong/02-b.md:31",
      "lessons/an-toan/01-khoi-dong/03-c.md:7",
    ]);
    expect(catalogue.courses[0]!.modules[0]!.lessons.map(({ id }) => id)).toEqual(["bon-nut-bam"]);
  });

  it("names both files of a lesson id used twice, even where one of them has other faults", async () => {
    const bad = edited(goodLesson, "level: 1", "level: 7");
    expect(await errorsIn({ ...good, "an-toan/01-khoi-dong/02-b.md": bad })).toEqual([
      `lessons/an-toan/01-khoi-dong/02-b.md:2: the id bon-nut-bam is taken by lessons/${goodPath}: write another`,
      "lessons/an-toan/01-khoi-dong/02-b.md:7: level is 7: write 1, 2 or 3",
    ]);
  });

  it("finds a lesson id used twice in two courses", async () => {
    const twice = { ...good, "b/course.yaml": goodCourse, [goodPath.replace("an-toan", "b")]: goodLesson };
    expect(await errorsIn(twice)).toEqual([
      `lessons/b/01-khoi-dong/01-bon-nut-bam.md:2: the id bon-nut-bam is taken by lessons/${goodPath}: write another`,
    ]);
  });

  it("tells of a module without a folder and of a folder that is no module", async () => {
    const course = edited(goodCourse, "  - { id: 01-khoi-dong,", "  - { id: 02-khac,");
    expect(await errorsIn({ ...good, "an-toan/course.yaml": course })).toEqual([
      'lessons/an-toan/01-khoi-dong:1: the folder is not listed: add - { id: 01-khoi-dong, title: "…" } to course.yaml',
      "lessons/an-toan/course.yaml:6: the module 02-khac has no folder: make the folder lessons/an-toan/02-khac",
    ]);
  });

  it("tells when more questions are asked than the smallest bank holds", async () => {
    const course = edited(goodCourse, "questions-per-lesson: 4", "questions-per-lesson: 7");
    expect(await errorsIn({ ...good, "an-toan/course.yaml": course })).toEqual([
      `lessons/an-toan/course.yaml:3: 7 questions are asked per lesson, lessons/${goodPath} has 6: ask fewer or write more`,
    ]);
  });

  it.each([
    ["pass-mark: 0.8", "pass-mark: 80", "2: pass-mark is 80: write a share from 0 to 1, for example 0.7"],
    ["right-first: 12", "right-frist: 12", '4: unknown key "right-frist": did you mean "right-first"?'],
    ["right-first: 12", "right-first: -1", "4: points right-first is -1: write a whole number from 0 to 1000"],
    [
      "id: 01-khoi-dong",
      "id: ../../etc",
      '6: modules item 1 id is "../../etc": write lower-case letters a-z, digits and hyphens, at most 64, for example "bon-nut-bam"',
    ],
    ["points:", "sequence: calendar\npoints:", '4: sequence is "calendar": write unfinished, or leave the key out'],
  ])("tells what is wrong with %j written as %j in course.yaml", async (from, to, error) => {
    const errors = await errorsIn({ ...good, "an-toan/course.yaml": edited(goodCourse, from, to) });
    expect(errors.filter((line) => line.includes("course.yaml:"))).toEqual([`lessons/an-toan/course.yaml:${error}`]);
  });

  it("tells of names that say nothing about the place of a lesson, and of files that belong nowhere", async () => {
    const strays = {
      "an-toan/01-khoi-dong/bai-hai.md": edited(goodLesson, "id: bon-nut-bam", "id: hai"),
      "an-toan/01-khoi-dong/03-anh.png": "x",
      "an-toan/course.yml": "x",
      "README.md": "how to write lessons",
      "note.txt": "x",
      "an-toan/.DS_Store": "x",
    };
    const noLesson = "is no lesson: name it by its place in the module and a slug, for example 01-bon-nut-bam.md";
    expect(await errorsIn({ ...good, ...strays })).toEqual([
      `lessons/an-toan/01-khoi-dong/03-anh.png:1: ${noLesson}`,
      `lessons/an-toan/01-khoi-dong/bai-hai.md:1: ${noLesson}`,
      "lessons/an-toan/course.yml:1: has no place here: a course holds course.yaml and its modules' folders",
      "lessons/note.txt:1: is no course: a course is a folder with a file course.yaml",
    ]);
  });

  it("checks the lessons of a course whose course.yaml is missing", async () => {
    expect(await errorsIn({ [goodPath]: edited(goodLesson, "level: 1", "level: 7") })).toEqual([
      `lessons/${goodPath}:7: level is 7: write 1, 2 or 3`,
      "lessons/an-toan/course.yaml:1: cannot be read (ENOENT): make it a file that this program may read",
    ]);
  });

  it("tells of a folder that is missing or empty", async () => {
    const dir = await lessonsFolder({});
    expect(await errorsOf(dir)).toEqual(["lessons:1: holds no course: make a folder <course> with a file course.yaml"]);
    await rm(dir, { recursive: true });
    expect(await errorsOf(dir)).toEqual(["lessons:1: cannot be read (ENOENT): name the folder that holds the courses"]);
  });
});

describe("the bytes of a lesson file", () => {
  const lessonErrors = (bytes: string | Uint8Array) => errorsIn({ ...good, [goodPath]: bytes });
  const told = (message: string) => [`lessons/${goodPath}:${message}`];

  it("may have a byte order mark, Windows line ends and decomposed accents", async () => {
    const dir = await lessonsFolder({
      ...good,
      [goodPath]: `\ufeff${goodLesson.normalize("NFD").replaceAll("\n", "\r\n")}`,
    });
    expect(await loadCatalogue(dir)).toEqual(await loadCatalogue(goodLessons));
  });

  it("must be UTF-8", async () => {
    const bytes = Buffer.from(edited(goodLesson, "- [x] Gấp", "- [x] G?p"));
    bytes[bytes.indexOf("G?p") + 1] = 0xe2;
    expect(await lessonErrors(bytes)).toEqual(told("35: has bytes that are not UTF-8: save the file as UTF-8"));
    expect(await lessonErrors(Buffer.from(`\ufeff${goodLesson}`, "utf16le"))).toEqual(
      told("1: is written in UTF-16: save it as UTF-8"),
    );
  });

  it.each([
    ["\0", "0000"],
    ["\u200b", "200B"],
    ["\u202e", "202E"],
    ["\x07", "0007"],
  ])("must not hide %j", async (hidden, code) => {
    expect(await lessonErrors(edited(goodLesson, "- [x] Gấp", `- [x] G${hidden}ấp`))).toEqual(
      told(`35: has the invisible character U+${code} at column 8: delete it`),
    );
  });

  it("must be 64 KB or less", async () => {
    expect(await lessonErrors("a".repeat(65_537))).toEqual(
      told("1: has 65537 bytes: keep a file within 65536 bytes (64 KB)"),
    );
  });

  it("must not lie outside the folder, though a link inside it is a file like another", async () => {
    const dir = await lessonsFolder({
      ...good,
      "an-toan/01-khoi-dong/02-b.md": edited(goodLesson, "id: bon", "id: hai"),
    });
    await writeFile(join(dir, "../secret.md"), "secret");
    await symlink("../../../secret.md", join(dir, "an-toan/01-khoi-dong/03-c.md"));
    await symlink("nowhere", join(dir, "an-toan/01-khoi-dong/04-d.md"));
    await mkdir(join(dir, "../outside"));
    await symlink("../../outside", join(dir, "an-toan/05-e"));
    expect(await errorsOf(dir)).toEqual([
      "lessons/an-toan/01-khoi-dong/03-c.md:1: is a link that leads out of the lessons folder: put the file itself here",
      "lessons/an-toan/01-khoi-dong/04-d.md:1: cannot be read (ENOENT): make it a file that this program may read",
      "lessons/an-toan/05-e:1: has no place here: a course holds course.yaml and its modules' folders",
    ]);
  });
});
