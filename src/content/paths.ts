import type { Path } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";
import type { CourseFile } from "./course-file.ts";
import { nearest } from "./nearest.ts";
import type { Notes } from "./problem.ts";

/**
 * The paths of a course with all their lessons, in teaching order. Notes lessons that there are not, and prerequisites
 * that come too late or that a path leaves out.
 * @param taught the course's sound lessons in teaching order
 * @param known the faulty ones too
 */
export function readPaths(
  file: CourseFile,
  taught: readonly LessonId[],
  known: ReadonlySet<LessonId>,
  notes: Notes,
): Path[] {
  const place = new Map(taught.map((lesson, index) => [lesson, index]));
  const noteUnknown = (lessons: readonly LessonId[], ...at: PropertyKey[]) => {
    for (const [index, lesson] of lessons.entries()) {
      if (known.has(lesson)) continue;
      notes.error(file.lineOf([...at, index]), "no-such-lesson", lesson, nearest(lesson, taught));
    }
  };
  noteUnknown(file.mandatory, "mandatory");
  for (const [index, { lessons }] of file.placement.entries()) noteUnknown(lessons, "placement", index, "lessons");
  notePlacement(file, notes);
  for (const [index, { lessons }] of file.paths.entries()) noteUnknown(lessons, "paths", index, "lessons");
  for (const [index, { lesson, first }] of file.requires.entries()) {
    noteUnknown([lesson], "requires", index);
    noteUnknown(first, "requires", index, "first");
    const late = first.find((one) => (place.get(one) ?? -1) > (place.get(lesson) ?? taught.length));
    if (late !== undefined) notes.error(file.lineOf(["requires", index]), "required-too-late", lesson, late);
  }
  const paths = file.paths.map(({ id, title }) => {
    const lessons = lessonsOf(file, id, new Set());
    return { id, title, lessons: taught.filter((lesson) => lessons.has(lesson)) };
  });
  noteLeftOut(file, notes);
  return paths;
}

const placementQuestions = { fewest: 5, most: 8 };

/** Whoever passes a level is asked about the next, so the levels rise; one question for each lesson named. */
function notePlacement({ placement, lineOf }: CourseFile, notes: Notes): void {
  if (placement.length === 0) return;
  const { fewest, most } = placementQuestions;
  const lessons = placement.flatMap((stage) => stage.lessons);
  const first = placement[0]!.lessons.length;
  if (first < fewest || lessons.length > most)
    notes.error(lineOf(["placement"]), "placement-count", first, lessons.length, fewest, most);
  const twice = lessons.find((lesson, index) => lessons.indexOf(lesson) < index);
  if (twice !== undefined) notes.error(lineOf(["placement"]), "placement-twice", twice);
  const fallen = placement.findIndex(({ level }, index) => index > 0 && level <= placement[index - 1]!.level);
  if (fallen > 0) notes.error(lineOf(["placement", fallen]), "placement-falls");
}

/** The path's own lessons and, once each, those of the paths it includes. */
function lessonsOf(file: CourseFile, id: string, seen: Set<string>): Set<LessonId> {
  const path = file.paths.find((one) => one.id === id);
  if (path === undefined || seen.has(id)) return new Set();
  seen.add(id);
  return new Set([...path.lessons, ...path.includes.flatMap((other) => [...lessonsOf(file, other, seen)])]);
}

function noteLeftOut(file: CourseFile, notes: Notes): void {
  for (const [index, { id, includes, line }] of file.paths.entries()) {
    if (file.paths.findIndex((other) => other.id === id) < index) notes.error(line, "path-twice", id);
    const unknown = includes.find((other) => !file.paths.some((path) => path.id === other));
    if (unknown !== undefined) notes.error(line, "path-includes-unlisted", id, unknown);
    const lessons = lessonsOf(file, id, new Set());
    for (const required of file.mandatory) {
      if (!lessons.has(required)) notes.error(line, "path-without-mandatory", id, required);
    }
    const unasked = file.placement.flatMap((stage) => stage.lessons).find((lesson) => !lessons.has(lesson));
    if (unasked !== undefined) notes.error(line, "path-without-placement", id, unasked);
    for (const { lesson, first } of file.requires) {
      const missing = lessons.has(lesson) ? first.find((one) => !lessons.has(one)) : undefined;
      if (missing !== undefined) notes.error(line, "path-without-required", id, lesson, missing);
    }
  }
}
