import { type Competence, competences } from "#domain/competence.ts";
import type { Course, Lesson } from "#domain/course.ts";
import type { Notes } from "../problem.ts";
import { type Bias, biasOf } from "./bank.ts";

/** What a course teaches, counted. Lessons are named by module and place, "1.3", as people speak of them. */
export interface Coverage {
  readonly lessons: number;
  readonly questions: number;
  readonly topics: readonly { readonly topic: number; readonly lessons: readonly string[] }[];
  /** The 24 components of Thông tư 02/2025/TT-BGDĐT, as a reference. */
  readonly competences: readonly { readonly competence: Competence; readonly lessons: readonly string[] }[];
  readonly levels: readonly {
    readonly level: 1 | 2 | 3;
    readonly title: string;
    readonly lessons: readonly string[];
  }[];
  readonly paths: readonly { readonly path: string; readonly title: string; readonly lessons: readonly string[] }[];
  readonly bias: Bias;
}

export function coverageOf({ modules, levels, paths }: Course): Coverage {
  const named = modules.flatMap(({ lessons }, module) =>
    lessons.map((lesson, place) => ({ lesson, name: `${module + 1}.${place + 1}` })),
  );
  const those = (wanted: (lesson: Lesson) => boolean) =>
    named.filter(({ lesson }) => wanted(lesson)).map(({ name }) => name);
  const questions = named.flatMap(({ lesson }) => lesson.questions);
  return {
    lessons: named.length,
    questions: questions.length,
    topics: Array.from({ length: 26 }, (_, index) => index + 1).map((topic) => ({
      topic,
      lessons: those((lesson) => lesson.topics.includes(topic)),
    })),
    competences: competences.map((competence) => ({
      competence,
      lessons: those((lesson) => lesson.competences.includes(competence)),
    })),
    levels: ([1, 2, 3] as const).map((level) => ({
      level,
      title: levels[level - 1] ?? "",
      lessons: those((lesson) => lesson.level === level),
    })),
    paths: paths.map(({ id, title, lessons }) => ({
      path: id,
      title,
      lessons: those((lesson) => lessons.includes(lesson.id)),
    })),
    bias: biasOf(questions),
  };
}

/** Notes what a course that claims to cover everything leaves out. */
export function noteGaps(course: Course, line: number, notes: Notes): void {
  if (!course.complete) return;
  const { competences, levels, topics } = coverageOf(course);
  const untaught = ({ lessons }: { readonly lessons: readonly string[] }) => lessons.length === 0;
  for (const { topic } of topics.filter(untaught)) notes.warn(line, "gap", "topic", topic);
  for (const { competence } of competences.filter(untaught)) notes.warn(line, "gap", "competence", competence);
  for (const { level } of levels.filter(untaught)) notes.warn(line, "gap", "level", level);
}
