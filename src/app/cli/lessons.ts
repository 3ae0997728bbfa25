import { loadCatalogue } from "#content/load.ts";
import type { Course, Question } from "#domain/course.ts";
import { lessonsFolder } from "../lessons.ts";
import { type Answer, refused } from "./answer.ts";
import { pathFrom } from "./session.ts";

/** Reads the files alone: no database, no configuration. */
export async function check(folder: string | undefined): Promise<Answer> {
  const { catalogue, errors, warnings } = await loadCatalogue(folder === undefined ? lessonsFolder : pathFrom(folder));
  const lessons = catalogue.courses.flatMap((course) => course.modules.flatMap((module) => module.lessons));
  const courses = catalogue.courses.length;
  const questions = lessons.reduce((sum, lesson) => sum + lesson.questions.length, 0);
  const ok = errors.length === 0;
  const lines = [
    ...errors.map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...warnings.map(({ file, line, message }) => `${file}:${line}: warning: ${message}`),
    `courses ${courses}, lessons ${lessons.length}, questions ${questions}, faults ${errors.length}, warnings ${warnings.length}`,
  ];
  const answer = { json: { ok, courses, lessons: lessons.length, questions, errors, warnings }, lines };
  if (ok) return answer;
  const first = `${errors[0]!.file}:${errors[0]!.line}`;
  return {
    ...answer,
    problem: `the lessons have faults (${errors.length}), the first at ${first}: nothing is taught from them until they are mended`,
  };
}

export interface ListOptions {
  readonly course?: string;
  readonly answers?: boolean;
}

export async function list({ course: wanted, answers = false }: ListOptions): Promise<Answer> {
  const { catalogue, errors } = await loadCatalogue(lessonsFolder);
  if (errors.length > 0) return refused(`lessons/ has faults (${errors.length}): hocvu lessons check shows them`);
  const courses = catalogue.courses.filter(({ id }) => wanted === undefined || id === wanted);
  if (wanted !== undefined && courses.length === 0)
    return refused(`there is no course ${wanted}; there is: ${catalogue.courses.map(({ id }) => id).join(", ")}`);
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
