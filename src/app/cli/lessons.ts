import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Coverage, coverageOf } from "#content/editing/coverage.ts";
import { mended } from "#content/editing/mend.ts";
import { reviewLessons } from "#content/editing/review.ts";
import { type LoadedCatalogue, loadCatalogue } from "#content/load.ts";
import { type Course, type Question, taughtCourses, withoutRetired } from "#domain/course.ts";
import { coverageWords } from "#wording/author-figures.ts";
import { bankWords } from "#wording/bank.ts";
import { checkWords } from "#wording/check.ts";
import { lessonDay } from "../home.ts";
import { lessonsFolder } from "../lessons.ts";
import { told, toldLine } from "../told.ts";
import { type Answer, refused } from "./answer.ts";
import { pathFrom } from "./session.ts";

export interface CheckOptions {
  /** Mend what is only a slip of the keyboard. */
  readonly fix?: boolean;
}

/** Reads the files alone: no database, no configuration. */
export async function check(folder: string | undefined, { fix = false }: CheckOptions): Promise<Answer> {
  const dir = folder === undefined ? lessonsFolder : pathFrom(folder);
  const found = await loadCatalogue(dir);
  const fixed = fix ? mendFiles(path.dirname(path.resolve(dir)), found) : [];
  const loaded = fixed.length > 0 ? await loadCatalogue(dir) : found;
  const { catalogue } = loaded;
  const today = lessonDay(new Date());
  const reviewed = await reviewLessons(loaded, dir, today);
  const errors = told([...loaded.errors, ...reviewed.errors]);
  const warnings = told([...loaded.warnings, ...reviewed.warnings]);
  const lessons = catalogue.courses.flatMap((course) => lessonsIn(withoutRetired(course, today)));
  const courses = catalogue.courses.length;
  const questions = lessons.reduce((sum, lesson) => sum + lesson.questions.length, 0);
  const ok = errors.length === 0;
  const lines = [
    ...fixed.map(checkWords.mended),
    ...errors.map(toldLine),
    ...warnings.map(({ file, line, message }) => checkWords.remark(file, line, message)),
    checkWords.counted(courses, lessons.length, questions, errors.length, warnings.length),
  ];
  const json = { ok, courses, lessons: lessons.length, questions, errors, warnings, ...(fix ? { fixed } : {}) };
  const answer = { json, lines };
  if (ok) return answer;
  const first = `${errors[0]!.file}:${errors[0]!.line}`;
  const problem = loaded.errors.length > 0 ? checkWords.untaught : checkWords.toMend;
  return { ...answer, problem: problem(errors.length, first) };
}

const lessonsIn = ({ modules }: Course) => modules.flatMap(({ lessons }) => lessons);

/** Writes the sound lessons that read better mended, and returns which; one with a fault is its author's to mend first. */
function mendFiles(root: string, { files }: LoadedCatalogue): string[] {
  return [...files.values()].flat().flatMap(({ file }) => {
    const place = path.join(root, file);
    const before = readFileSync(place, "utf8");
    const after = mended(before);
    if (after === before) return [];
    writeFileSync(place, after);
    return [file];
  });
}

/** What each course teaches: topics, competences, levels, paths; and how its right answers could be guessed. */
export async function coverage(folder: string | undefined): Promise<Answer> {
  const { catalogue, errors } = await loadCatalogue(folder === undefined ? lessonsFolder : pathFrom(folder));
  if (errors.length > 0) return refused(checkWords.faulty(errors.length));
  const today = lessonDay(new Date());
  const courses = catalogue.courses.map((course) => {
    const { id, title } = course;
    return { id, title, ...coverageOf(withoutRetired(course, today)) };
  });
  return { json: { courses }, lines: courses.flatMap(coverageLines) };
}

/** Markdown, so that it can stand in a document as it is. */
function coverageLines(course: Coverage & { readonly id: string; readonly title: string }): string[] {
  const { bias, competences, levels, paths, topics } = course;
  const row = (what: string | number, lessons: readonly string[]) =>
    `| ${what} | ${lessons.length} | ${lessons.join(", ")} |`;
  const table = (title: string, rows: readonly string[]) => [
    `| ${title} | ${coverageWords.lessons} | |`,
    "| --- | --- | --- |",
    ...rows,
    "",
  ];
  const longest = bias.questions === 0 ? 0 : Math.round((100 * bias.longest) / bias.questions);
  return [
    coverageWords.course(course.title, course.id, course.lessons, course.questions),
    "",
    ...table(
      coverageWords.topic,
      topics.map(({ topic, lessons }) => row(topic, lessons)),
    ),
    ...table(
      coverageWords.competence,
      competences.map(({ competence, lessons }) => row(competence, lessons)),
    ),
    ...table(
      coverageWords.level,
      levels.map(({ level, title, lessons }) => row(title === "" ? level : `${level} ${title}`, lessons)),
    ),
    ...table(
      coverageWords.path,
      paths.map(({ title, lessons }) => row(title, lessons)),
    ),
    coverageWords.bias(bias.questions, bias.longest, longest, bias.places),
  ];
}

export interface ListOptions {
  readonly course?: string;
  readonly answers?: boolean;
}

export async function list({ course: wanted, answers = false }: ListOptions): Promise<Answer> {
  const { catalogue, errors } = await loadCatalogue(lessonsFolder);
  if (errors.length > 0) return refused(checkWords.faulty(errors.length));
  const all = taughtCourses(catalogue, lessonDay(new Date()));
  const courses = all.filter(({ id }) => wanted === undefined || id === wanted);
  if (wanted !== undefined && courses.length === 0)
    return refused(
      bankWords.noCourse(
        wanted,
        all.map(({ id }) => id),
      ),
    );
  const listed = courses.map((course) => listCourse(course, answers));
  return { json: { courses: listed }, lines: listed.flatMap(linesOf) };
}

interface ListedQuestion extends Pick<Question, "id" | "type" | "prompt"> {
  readonly options: readonly string[];
  readonly correct?: readonly number[] | readonly string[];
}

const listCourse = ({ id, title, modules }: Course, answers: boolean) => ({
  id,
  title,
  lessons: modules.flatMap((module) =>
    module.lessons.map((lesson) => ({
      id: lesson.id,
      title: lesson.title,
      module: module.id,
      questions: lesson.questions.map((question) => listQuestion(question, answers)),
    })),
  ),
});

function listQuestion(question: Question, answers: boolean): ListedQuestion {
  const { id, type, prompt } = question;
  const listed = { id, type, prompt, options: question.options.map(({ text }) => text) };
  return answers ? { ...listed, correct: correctOf(question) } : listed;
}

/** Options by their index as written, for `order` in the right order; else the accepted texts. */
function correctOf({ type, options, accepted }: Question): readonly number[] | readonly string[] {
  if (type === "short" || type === "numeric") return accepted;
  return options.flatMap(({ right }, index) => (type === "order" || right ? [index] : []));
}

function linesOf({ id, title, lessons }: ReturnType<typeof listCourse>): string[] {
  const lines = [`${title} (${id})`];
  for (const lesson of lessons) {
    lines.push("", `  ${lesson.title} (${lesson.id}, ${lesson.module})`);
    for (const { type, prompt, options, correct = [] } of lesson.questions) {
      const right = new Set<number | string>(correct);
      lines.push(`    ${prompt.replaceAll("\n", " ")} [${type}]`);
      if (type === "short" || type === "numeric") lines.push(...correct.map((text) => `      = ${text}`));
      else
        lines.push(
          ...options.map((text, index) => `      ${right.has(index) && type !== "order" ? "x" : "-"} ${text}`),
        );
    }
  }
  return lines;
}
