import * as z from "zod";
import { type Course, defaultPoints } from "#domain/course.ts";
import type { LessonId, ModuleId } from "#domain/ids.ts";
import { asks, audience, closed, level, listOf, oneLine, slug, wholeNumber } from "./fields.ts";
import type { Notes } from "./problem.ts";
import { check, readYaml } from "./yaml.ts";

/** A path as it is written: it may take over the lessons of others. */
export interface PathLine {
  readonly id: string;
  readonly title: string;
  readonly includes: readonly string[];
  readonly lessons: readonly LessonId[];
  readonly line: number;
}

/** What `course.yaml` says; the lessons of a module lie in the folder of its id. */
export interface CourseFile extends Omit<Course, "id" | "modules" | "paths"> {
  readonly modules: readonly { readonly id: ModuleId; readonly title: string; readonly line: number }[];
  readonly paths: readonly PathLine[];
  /** Where a list of lessons stands: "paths", 2, "lessons", 0. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  /** Where the number of questions is set. */
  readonly questionsLine: number;
}

const points = (standard: number) => wholeNumber(0, 1000).default(standard);
const passMarkRule = asks("share");
const passMark = z.number(passMarkRule).min(0, passMarkRule).max(1, passMarkRule);
const modulesRule = asks("modules");

const levelsRule = asks("levels");
const lessonIds = listOf(slug, "[bon-nut-bam]");

const schema = closed(
  {
    title: oneLine(80),
    "pass-mark": passMark.default(0.7),
    "questions-per-lesson": wholeNumber(1, 20).default(3),
    sequence: z.literal("unfinished", asks("unfinished")).default("unfinished"),
    points: closed(
      {
        "right-first": points(defaultPoints.rightFirst),
        "right-comeback": points(defaultPoints.rightComeback),
        "lesson-completed": points(defaultPoints.lessonCompleted),
        "review-right": points(defaultPoints.reviewRight),
      },
      "{ right-first: 10, right-comeback: 4, lesson-completed: 5, review-right: 3 }",
    ).prefault({}),
    levels: z.array(oneLine(40), levelsRule).length(3, levelsRule).default([]),
    placement: z
      .array(
        closed(
          { level, pass: passMark.default(0.8), lessons: lessonIds },
          "{ level: 1, pass: 0.8, lessons: [bon-nut-bam] }",
        ),
      )
      .default([]),
    confidence: z.boolean(asks("true")).default(false),
    complete: z.boolean(asks("true")).default(false),
    mandatory: lessonIds.default([]),
    requires: z.array(closed({ lesson: slug, first: lessonIds }, "{ lesson: b, first: [a] }")).default([]),
    paths: z
      .array(
        closed(
          {
            id: audience,
            title: oneLine(80),
            includes: listOf(audience, "[tat-ca]").default([]),
            lessons: lessonIds,
          },
          '{ id: dai-bieu, title: "…", includes: [tat-ca], lessons: [bon-nut-bam] }',
        ),
      )
      .default([]),
    modules: z
      .array(closed({ id: slug, title: oneLine(80) }, '{ id: 04-an-toan, title: "An toàn" }'), modulesRule)
      .min(1, modulesRule),
  },
  'title: "An toàn số"',
);

/** Null when the file has faults. */
export function readCourseFile(text: string, notes: Notes): CourseFile | null {
  const yaml = readYaml(text, 1, notes);
  const read = yaml === null ? null : check(yaml, schema, notes);
  if (yaml === null || read === null) return null;
  const modules = read.modules.map(({ id, title }, index) => ({
    id: id as ModuleId,
    title,
    line: yaml.lineOf(["modules", index]),
  }));
  for (const [index, { id, line }] of modules.entries()) {
    if (modules.findIndex((other) => other.id === id) === index) continue;
    notes.error(line, "module-twice", id);
  }
  if (notes.failed()) return null;
  return {
    title: read.title,
    passMark: read["pass-mark"],
    questionsPerLesson: read["questions-per-lesson"],
    sequence: read.sequence,
    points: {
      rightFirst: read.points["right-first"],
      rightComeback: read.points["right-comeback"],
      lessonCompleted: read.points["lesson-completed"],
      reviewRight: read.points["review-right"],
    },
    levels: read.levels,
    placement: read.placement.map((stage) => ({ ...stage, lessons: stage.lessons as LessonId[] })),
    confidence: read.confidence,
    complete: read.complete,
    mandatory: read.mandatory as LessonId[],
    requires: read.requires as { lesson: LessonId; first: LessonId[] }[],
    paths: read.paths.map((path, index) => ({
      ...path,
      lessons: path.lessons as LessonId[],
      line: yaml.lineOf(["paths", index]),
    })),
    lineOf: yaml.lineOf,
    modules,
    questionsLine: yaml.lineOf(["questions-per-lesson"]),
  };
}
