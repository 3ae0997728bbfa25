import type { Lesson } from "#domain/course.ts";
import type { LocalDate } from "#domain/time.ts";
import type { CourseFile } from "./course-file.ts";
import type { LessonFile } from "./load.ts";
import { nearest } from "./nearest.ts";
import type { Notes } from "./problem.ts";

/** A line of `course.yaml` that names a lesson which is retired, or will be. */
export interface NamedRetiring {
  readonly line: number;
  /** "mandatory", "placement", "requires", "paths dai-bieu". */
  readonly where: string;
  readonly lesson: Lesson & { readonly retired: LocalDate };
}

/** Where a course names lessons that have a last day. Whether it has come is a question of the day it is asked on. */
export function namedRetiring(file: CourseFile, lessons: readonly Lesson[]): NamedRetiring[] {
  const retiring = new Map(
    lessons.flatMap((lesson) =>
      lesson.retired === undefined ? [] : [[lesson.id, { ...lesson, retired: lesson.retired }] as const],
    ),
  );
  const among = (ids: readonly Lesson["id"][], where: string, ...at: PropertyKey[]): NamedRetiring[] =>
    ids.flatMap((id, index) => {
      const lesson = retiring.get(id);
      return lesson === undefined ? [] : [{ line: file.lineOf([...at, index]), where, lesson }];
    });
  return [
    ...among(file.mandatory, "mandatory", "mandatory"),
    ...file.placement.flatMap(({ lessons }, index) => among(lessons, "placement", "placement", index, "lessons")),
    ...file.requires.flatMap(({ lesson, first }, index) => [
      ...among([lesson], "requires", "requires", index),
      ...among(first, "requires", "requires", index, "first"),
    ]),
    ...file.paths.flatMap(({ id, lessons }, index) => among(lessons, `paths ${id}`, "paths", index, "lessons")),
  ];
}

/** Notes a replacement that the course has not. @param known the ids of all its lessons, faulty ones too */
export function noteReplacement({ lesson, text }: LessonFile, known: ReadonlySet<Lesson["id"]>, notes: Notes): void {
  const { replacedBy } = lesson;
  if (replacedBy === undefined || known.has(replacedBy)) return;
  notes.error(lineOf(text, "replaced-by"), "no-such-lesson", replacedBy, nearest(replacedBy, [...known]));
}

/** The line of a key of the front matter; 1 where it is written in a way of its own. */
export const lineOf = (text: string, key: string): number =>
  Math.max(
    0,
    text.split("\n").findIndex((line) => line.startsWith(`${key}:`)),
  ) + 1;
