import { describe, expect, it } from "vitest";
import { coverageOf } from "#content/editing/coverage.ts";
import { reviewLessons } from "#content/editing/review.ts";
import { loadCatalogue } from "#content/load.ts";
import { taughtCourses, withoutRetired } from "#domain/course.ts";
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

const say = (problems: readonly { file: string; line: number; message: string }[]) =>
  problems.map(({ file, line, message }) => `${file.replace("lessons/c/", "")}:${line}: ${message}`);

const errorsOf = async (more: string, course = "") => say((await load(more, course)).loaded.errors);

/** What is said of it today that is not said of every sample lesson. */
async function reviewed(more: string, course = "", day = today) {
  const { folder, loaded } = await load(more, course);
  expect(loaded.errors).toEqual([]);
  const { errors, warnings } = await reviewLessons(loaded, folder, day);
  const about = /retired|correction/;
  return { errors: say(errors), warnings: say(warnings.filter(({ message }) => about.test(message))) };
}

const everywhere = `mandatory: [hai]
requires: [{ lesson: ba, first: [hai] }]
paths:
  - { id: hdnd-xa, title: Xã, lessons: [mot, hai, ba] }
`;

describe("a correction in a lesson file", () => {
  const date = "write a day of the calendar as YYYY-MM-DD, for example 2026-07-01";
  const text = "write one line of text, 1 to 300 characters, in double quotes";

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
    ["without a date", 'correction: { text: "Sai." }', `correction date is missing: ${date}`],
    ["without a text", "correction: { date: 2026-11-24 }", `correction text is missing: ${text}`],
    [
      "of a day that is none",
      'correction: { date: 2026-11-31, text: "S" }',
      `correction date is "2026-11-31": ${date}`,
    ],
    [
      "too long",
      `correction: { date: 2026-11-24, text: "${"ă".repeat(301)}" }`,
      `correction text has 301 characters: ${text}`,
    ],
    [
      "as a text alone",
      'correction: "Sai."',
      'correction is "Sai.": write its keys, for example { date: 2026-11-24, text: "…" }',
    ],
  ])("is told of when it is %s", async (_, more, message) => {
    expect(await errorsOf(`${more}\n`)).toEqual([`01-a/02-hai.md:8: ${message}`]);
  });

  it("that is yet to come is doubted", async () => {
    const tomorrow = 'correction: { date: 2026-11-25, text: "Sai." }\n';
    expect((await reviewed(tomorrow)).warnings).toEqual([
      "01-a/02-hai.md:8: the correction is of 2026-11-25, which is yet to come: write the day on which it is made",
    ]);
    expect((await reviewed(tomorrow, "", "2026-11-25" as LocalDate)).warnings).toEqual([]);
  });
});

describe("a lesson's last day", () => {
  it.each([
    ["is none", "retired: mai", 'retired is "mai": write a day of the calendar as YYYY-MM-DD, for example 2026-07-01'],
    [
      "is missing beside a replacement",
      "replaced-by: ba",
      'replaced-by stands without retired: write since when, for example "retired: 2026-12-31"',
    ],
    [
      "has a replacement that is not there",
      "retired: 2026-12-31\nreplaced-by: bba",
      'this course has no lesson "bba": did you mean "ba"?',
    ],
    [
      "has itself as its replacement",
      "retired: 2026-12-31\nreplaced-by: hai",
      "hai is replaced by itself: write the id of another lesson",
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
    const at = (line: number, where: string, what: string) => `course.yaml:${line}: ${where} names hai, ${what}`;
    const gone = await reviewed("retired: 2026-11-24\nreplaced-by: mot\n", everywhere);
    expect(gone.errors).toEqual([
      at(3, "mandatory", "which is retired since 2026-11-24: name mot instead"),
      at(4, "requires", "which is retired since 2026-11-24: name mot instead"),
      at(6, "the path hdnd-xa", "which is retired since 2026-11-24: name mot instead"),
    ]);
    const soon = await reviewed("retired: 2026-11-25\nreplaced-by: mot\n", everywhere);
    expect(soon.errors).toEqual([]);
    expect(soon.warnings[0]).toBe(at(3, "mandatory", "which is retired from 2026-11-25 on: name mot instead by then"));
    expect((await reviewed("retired: 2027-11-25\n", everywhere)).warnings).toEqual([]);
  });

  it("within thirty days asks for what replaces it, unless something does by then", async () => {
    const gap =
      "is retired from 2026-12-24 on, and nothing replaces it: write a lesson and replaced-by: its-id, or set another day";
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
