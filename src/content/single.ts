/** One lesson's file by itself, as its author writes at it: read without the rest of the lessons, so at once. */
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type Course, defaultPoints, type Lesson } from "#domain/course.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import type { LocalDate } from "#domain/time.ts";
import { type CourseFile, readCourseFile } from "./course-file.ts";
import { reviewLesson } from "./editing/review.ts";
import { readLesson } from "./lesson.ts";
import { lessonName } from "./load.ts";
import { readPlainFile } from "./plain-file.ts";
import { type ContentProblem, notesOn, type ProblemLists, sorted } from "./problem.ts";

/** Where a lesson stands: `<dir>/<course>/<module>/<name>`. */
export interface LessonPlace {
  readonly dir: string;
  readonly course: string;
  readonly module: string;
  readonly name: string;
}

export const pathOf = ({ dir, course, module, name }: LessonPlace): string => join(dir, course, module, name);

/** The problem says what is wrong with the path: nothing is there, a folder, a name of no lesson, outside a course. */
export async function placeOf(path: string): Promise<Result<LessonPlace, "missing" | "folder" | "name" | "place">> {
  const file = resolve(path);
  const [module, course, dir] = [dirname(file), dirname(dirname(file)), dirname(dirname(dirname(file)))];
  const found = await kindOf(file);
  if (found === null) return fail("missing");
  if (found === "folder") return fail("folder");
  if (!lessonName.test(basename(file))) return fail("name");
  if ((await kindOf(join(course, "course.yaml"))) !== "file") return fail("place");
  return ok({ dir, course: basename(course), module: basename(module), name: basename(file) });
}

const kindOf = (path: string): Promise<"file" | "folder" | null> =>
  stat(path).then(
    (found) => (found.isDirectory() ? "folder" : "file"),
    () => null,
  );

/** What of a course its lessons' messages tell. */
export type CourseTerms = Pick<Course, "passMark" | "points" | "questionsPerLesson">;

export interface SingleLesson {
  /** Null when the file has a fault. */
  readonly lesson: Lesson | null;
  readonly terms: CourseTerms;
  /** Its place among the course's files, from 1, and how many there are. */
  readonly number: number;
  readonly of: number;
  /** Of the lesson's file, and of its course.yaml. */
  readonly errors: readonly ContentProblem[];
  /** Of the lesson's file; what only shows beside other lessons is not among them. */
  readonly warnings: readonly ContentProblem[];
}

const usualTerms: CourseTerms = { passMark: 0.7, points: defaultPoints, questionsPerLesson: 3 };

/** Never throws: a file may vanish while it is watched. */
export async function readSingle(place: LessonPlace, today: LocalDate): Promise<SingleLesson> {
  const lists: ProblemLists = { errors: [], warnings: [] };
  const root = await realpath(place.dir).catch(() => place.dir);
  const lesson = await readOne(place, root, today, lists);
  const course = await readTerms(place, root, lists);
  const { number, of } = await standing(place, course);
  return { lesson, terms: course ?? usualTerms, number, of, ...lists, errors: sorted(lists.errors) };
}

const nameIn = ({ dir }: LessonPlace, ...parts: readonly string[]): string => [basename(dir), ...parts].join("/");

async function readOne(
  place: LessonPlace,
  root: string,
  today: LocalDate,
  lists: ProblemLists,
): Promise<Lesson | null> {
  const file = nameIn(place, place.course, place.module, place.name);
  const notes = notesOn(file, lists);
  const text = await readPlainFile(join(root, place.course, place.module, place.name), root, notes);
  const lesson = text === null ? null : readLesson(text, notes).lesson;
  if (text === null || lesson === null || notes.failed()) return null;
  const reviewed = await reviewLesson({ file, text, lesson }, place.dir, today);
  lists.warnings.push(...reviewed.warnings.filter((problem) => problem.file === file));
  return lesson;
}

async function readTerms(place: LessonPlace, root: string, lists: ProblemLists): Promise<CourseFile | null> {
  const notes = notesOn(nameIn(place, place.course, "course.yaml"), lists);
  const text = await readPlainFile(join(root, place.course, "course.yaml"), root, notes);
  return text === null ? null : readCourseFile(text, notes);
}

async function standing(place: LessonPlace, course: CourseFile | null): Promise<{ number: number; of: number }> {
  const listed = (course?.modules ?? []).map(({ id }) => id as string);
  const modules = listed.includes(place.module) ? listed : [...listed, place.module];
  const files = await Promise.all(modules.map((module) => lessonsIn(join(place.dir, place.course, module))));
  const all = files.flatMap((names, at) => names.map((name) => `${modules[at]}/${name}`));
  const at = all.indexOf(`${place.module}/${place.name}`);
  return at === -1 ? { number: all.length + 1, of: all.length + 1 } : { number: at + 1, of: all.length };
}

async function lessonsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []); // what is wrong with it, "lessons check" says
  return names.filter((name) => lessonName.test(name)).sort();
}
