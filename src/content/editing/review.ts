import { realpath } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type Catalogue, isRetired, withoutRetired } from "#domain/course.ts";
import type { CourseId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import { editingFile, type LessonFile, type LoadedCatalogue } from "../load.ts";
import { errorCode, readPlainFile } from "../plain-file.ts";
import { type ContentProblem, notesOn, type ProblemLists, sorted } from "../problem.ts";
import { lineOf } from "../retiring.ts";
import { biasOf, nearlySame, noteBank, noteBias, placed } from "./bank.ts";
import { noteGaps } from "./coverage.ts";
import { noteGivenAway, noteLoneWrong, noteRefusals } from "./given-away.ts";
import { noteProse } from "./prose.ts";
import { noteNamedRetired, noteRetiring } from "./retired.ts";
import { type EditingRules, noRules, readRules } from "./rules.ts";

/**
 * What a good editor would say of lessons that have no fault: none of it keeps them from being taught. A lesson that is
 * retired is left as it was.
 * @param dir the folder that was loaded
 * @param today whether a lesson should have been read again by now, or is retired
 */
export async function reviewLessons(
  { catalogue, files, retiring }: Pick<LoadedCatalogue, "catalogue" | "files" | "retiring">,
  dir: string,
  today: LocalDate,
): Promise<{ readonly errors: readonly ContentProblem[]; readonly warnings: readonly ContentProblem[] }> {
  const lists: ProblemLists = { errors: [], warnings: [] };
  const name = basename(resolve(dir));
  const rules = await rulesOf(dir, name, lists);
  for (const [course, all] of files) {
    const lessons = all.filter(({ lesson }) => !isRetired(lesson, today));
    for (const lesson of lessons) reviewOne(lesson, rules, today, lists);
    for (const lesson of lessons)
      noteRetiring(lesson, lessonsOf(catalogue, course), today, notesOn(lesson.file, lists));
    reviewBank(course, name, lessons, rules, lists);
  }
  for (const course of catalogue.courses) {
    const notes = notesOn(`${name}/${course.id}/course.yaml`, lists);
    noteNamedRetired(retiring.get(course.id) ?? [], today, notes);
    noteGaps(withoutRetired(course, today), 1, notes);
  }
  return { errors: sorted(lists.errors), warnings: sorted(lists.warnings) };
}

const lessonsOf = ({ courses }: Catalogue, id: CourseId) =>
  courses.filter((course) => course.id === id).flatMap(({ modules }) => modules.flatMap(({ lessons }) => lessons));

/** The same of one lesson alone: nothing of what only shows beside others. */
export async function reviewLesson(
  lesson: LessonFile,
  dir: string,
  today: LocalDate,
): Promise<{ readonly warnings: readonly ContentProblem[] }> {
  const lists: ProblemLists = { errors: [], warnings: [] };
  reviewOne(lesson, await rulesOf(dir, basename(resolve(dir)), lists), today, lists);
  return { warnings: sorted(lists.warnings) };
}

async function rulesOf(dir: string, name: string, lists: ProblemLists): Promise<EditingRules> {
  const notes = notesOn(`${name}/${editingFile}`, lists);
  try {
    const root = await realpath(dir);
    await realpath(join(root, editingFile)); // missing: there are none
    const text = await readPlainFile(join(root, editingFile), root, notes);
    return (text === null ? null : readRules(text, notes)) ?? noRules;
  } catch (cause) {
    // Not a folder at all: whoever reads its courses has said so.
    if (!["ENOENT", "ENOTDIR"].includes(errorCode(cause))) notes.error(1, "file-unreadable", errorCode(cause));
    return noRules;
  }
}

function reviewOne(file: LessonFile, rules: EditingRules, today: LocalDate, lists: ProblemLists): void {
  const notes = notesOn(file.file, lists);
  noteProse(file.text, rules, notes);
  noteBank(placed(file), notes);
  noteGivenAway(placed(file), notes);
  const { correction, reviewBy } = file.lesson;
  if (correction !== undefined && correction.date > today)
    notes.warn(lineOf(file.text, "correction"), "correction-to-come", correction.date);
  if (reviewBy < today) notes.warn(lineOf(file.text, "review-by"), "review-due", reviewBy);
}

/** What only shows over a whole course. */
function reviewBank(
  course: CourseId,
  name: string,
  lessons: readonly LessonFile[],
  { refusingWords }: EditingRules,
  lists: ProblemLists,
): void {
  const all = lessons.flatMap(placed);
  for (const [later, earlier] of nearlySame(all)) {
    notesOn(later.file, lists).warn(later.line, "asked-before", earlier.file, earlier.line);
  }
  const questions = all.map(({ question }) => question);
  const notes = notesOn(`${name}/${course}/course.yaml`, lists);
  noteBias(biasOf(questions), 1, notes);
  noteRefusals(questions, refusingWords, 1, notes);
  noteLoneWrong(questions, 1, notes);
}
