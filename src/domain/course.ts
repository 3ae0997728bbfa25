import type { Brand } from "./brand.ts";
import type { CourseId, LessonId, ModuleId, PictureHash } from "./ids.ts";
import type { RichText } from "./text.ts";
import type { LocalDate } from "./time.ts";

/** Names a question across versions of its lesson: "<lesson id>#<8 hex digits of its prompt>". */
export type QuestionId = Brand<string, "QuestionId">;

export type QuestionType = "single" | "multiple" | "truefalse" | "short" | "numeric" | "order";

export interface Option {
  /** Plain text, word for word as shown in chat. */
  readonly text: string;
  readonly right: boolean;
  /** What is said to who chose this one; null: only the explanation. */
  readonly feedback: string | null;
}

export interface Question {
  readonly id: QuestionId;
  readonly type: QuestionType;
  /** Plain text. */
  readonly prompt: string;
  /** As written in the file; for `order` in the right order; empty for `short` and `numeric`. */
  readonly options: readonly Option[];
  /** The accepted texts of `short` and `numeric`; empty for the others. */
  readonly accepted: readonly string[];
  /** Plain text. */
  readonly explanation: string;
}

export interface Source {
  readonly text: string;
  /** As in the fact file: "cao" or "TB". */
  readonly confidence: "cao" | "TB";
}

/** A web address or telephone number that a lesson names: kept apart from its text, since it may change. */
export interface Address {
  readonly name: string;
  readonly address: string;
}

/** What was wrong in an earlier version and what is right, in a sentence or two for whoever learnt from it. */
export interface Correction {
  /** When it was made. Another date or another text is another correction. */
  readonly date: LocalDate;
  /** Plain text. */
  readonly text: string;
}

export interface Lesson {
  readonly id: LessonId;
  readonly title: string;
  readonly objective: string;
  /** Components of Thông tư 02/2025/TT-BGDĐT, as a reference: "4.2"; "nền" for what lies under all of them. */
  readonly competences: readonly string[];
  /** Topics 1 to 26. */
  readonly topics: readonly number[];
  readonly level: 1 | 2 | 3;
  readonly audience: readonly string[];
  readonly minutes: number;
  readonly sources: readonly Source[];
  readonly validFrom: LocalDate;
  readonly reviewBy: LocalDate;
  readonly addresses: readonly Address[];
  readonly body: RichText;
  /** The one "Làm ngay". */
  readonly action: RichText;
  readonly questions: readonly Question[];
  /** Absent: no version before this one was so wrong that its learners must be told. */
  readonly correction?: Correction;
  /** From this day on it is not taught; absent: it is. */
  readonly retired?: LocalDate;
  /** The lesson of the course that teaches instead of the retired one. */
  readonly replacedBy?: LessonId;
}

export interface Points {
  readonly rightFirst: number;
  readonly rightComeback: number;
  readonly lessonCompleted: number;
  readonly reviewRight: number;
}

/** What a module comes down to, drawn, and the text that says the same wherever it cannot be shown. */
export interface ModulePicture {
  readonly hash: PictureHash;
  /** What is read out in place of it. */
  readonly alt: string;
  readonly text: RichText;
}

export interface ModuleTitle {
  readonly id: ModuleId;
  readonly title: string;
  readonly picture?: ModulePicture;
}

export interface Module extends ModuleTitle {
  /** In teaching order. */
  readonly lessons: readonly Lesson[];
}

export type Level = Lesson["level"];

/** Part of a placement: a question of each of these lessons shows whether the level is known. */
export interface PlacementStage {
  readonly level: Level;
  /** Share of right answers, 0 to 1, from which on the level is passed. */
  readonly pass: number;
  readonly lessons: readonly LessonId[];
}

/** Who learns what: the lessons for one kind of people, in teaching order. */
export interface Path {
  /** As in a lesson's `audience`. */
  readonly id: string;
  readonly title: string;
  /** In teaching order, those of the paths it includes among them. */
  readonly lessons: readonly LessonId[];
}

export interface Course {
  readonly id: CourseId;
  readonly title: string;
  /** 0 to 1. */
  readonly passMark: number;
  readonly questionsPerLesson: number;
  /** `unfinished`: each learner gets the first lesson they have not completed. */
  readonly sequence: "unfinished";
  readonly points: Points;
  /** What levels 1, 2 and 3 are called; empty where the course does not say. */
  readonly levels: readonly string[];
  readonly paths: readonly Path[];
  /** Lessons that nobody may skip. */
  readonly mandatory: readonly LessonId[];
  /** Lessons that build on others, which come before them. */
  readonly requires: readonly { readonly lesson: LessonId; readonly first: readonly LessonId[] }[];
  /** Asked once, before learning, the lowest level first; empty: the course has none. */
  readonly placement: readonly PlacementStage[];
  /** Whether people are asked before and after each module how sure of themselves they are. */
  readonly confidence: boolean;
  /** Whether it claims to cover every topic and every component of competence. */
  readonly complete: boolean;
  /** In teaching order. */
  readonly modules: readonly Module[];
}

export interface Catalogue {
  readonly courses: readonly Course[];
}

/**
 * The courses that people can be taught on a day: each as it is written, all its lessons in a row, then for each of its
 * paths one with the path's lessons alone. What a person has learnt in one is learnt in all. Whatever asks people
 * something asks only what is taught: a lesson that is retired by then is in none of them, so neither are its questions
 * in a review.
 */
export const taughtCourses = ({ courses }: Catalogue, today: LocalDate): Course[] =>
  courses.flatMap((whole) => {
    const course = withoutRetired(whole, today);
    return [course, ...course.paths.map((path) => along(course, path))];
  });

/** Whether the lesson is not taught on that day any more. */
export const isRetired = ({ retired }: Pick<Lesson, "retired">, today: LocalDate): boolean =>
  retired !== undefined && retired <= today;

/** The course as it is on that day, modules that have no lesson left out; as it was written where none is retired. */
export function withoutRetired(course: Course, today: LocalDate): Course {
  const left = course.modules.map(({ lessons }) => lessons.filter((lesson) => !isRetired(lesson, today)));
  const ids = new Set(left.flat().map(({ id }) => id));
  const named = (lessons: readonly LessonId[]) => lessons.filter((id) => ids.has(id));
  return {
    ...course,
    paths: course.paths.map((path) => ({ ...path, lessons: named(path.lessons) })),
    mandatory: named(course.mandatory),
    placement: course.placement.map((stage) => ({ ...stage, lessons: named(stage.lessons) })),
    requires: course.requires.flatMap(({ lesson, first }) => {
      const before = named(first);
      return ids.has(lesson) && before.length > 0 ? [{ lesson, first: before }] : [];
    }),
    modules: course.modules
      .map((module, at) => ({ ...module, lessons: left[at]! }))
      .filter(({ lessons }, at) => lessons.length > 0 || course.modules[at]!.lessons.length === 0),
  };
}

/** "hoc-vu-so" and the path "dai-bieu" are the course "hoc-vu-so-dai-bieu". */
export const pathCourseId = (course: CourseId, path: string): CourseId => `${course}-${path}` as CourseId;

function along(course: Course, { id, title, lessons }: Path): Course {
  const modules = course.modules.map((module) => ({
    ...module,
    lessons: module.lessons.filter((lesson) => lessons.includes(lesson.id)),
  }));
  return {
    ...course,
    id: pathCourseId(course.id, id),
    title: `${course.title}: ${title}`,
    paths: [],
    complete: false,
    modules: modules.filter((module) => module.lessons.length > 0),
  };
}

export const defaultPoints: Points = { rightFirst: 10, rightComeback: 4, lessonCompleted: 5, reviewRight: 3 };
