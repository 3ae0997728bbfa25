import type { Brand } from "./brand.ts";
import type { CourseId, LessonId, ModuleId } from "./ids.ts";
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
}

export interface Points {
  readonly rightFirst: number;
  readonly rightComeback: number;
  readonly lessonCompleted: number;
  readonly reviewRight: number;
}

export interface Module {
  readonly id: ModuleId;
  readonly title: string;
  /** In teaching order. */
  readonly lessons: readonly Lesson[];
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
  /** In teaching order. */
  readonly modules: readonly Module[];
}

export interface Catalogue {
  readonly courses: readonly Course[];
}

export const defaultPoints: Points = { rightFirst: 10, rightComeback: 4, lessonCompleted: 5, reviewRight: 3 };
