import {
  type Course,
  defaultPoints,
  type Lesson,
  type Option,
  type Question,
  type QuestionId,
} from "#domain/course.ts";
import type { CourseId, LessonId, ModuleId } from "#domain/ids.ts";
import { plain } from "#domain/text.ts";
import type { LocalDate } from "#domain/time.ts";

/** Every question carries a name like "K1L3Q2" in its prompt and its explanation, so that whoever reads a chat knows it. */
export const questionName = /K\d+L\d+Q\d+/;

const option = (text: string, right: boolean): Option => ({ text, right, feedback: null });

/** Question 1 of lesson 1 has one right option, question 2 is true or false, and so on in turn. */
function question(lesson: string, at: number, turn: number): Question {
  const name = `${lesson}Q${at}`;
  const base = {
    id: `${lesson.toLowerCase()}#${at.toString(16).padStart(8, "0")}` as QuestionId,
    prompt: `Điều nào đúng về ${name}?`,
    explanation: `Lời giải ${name}.`,
    accepted: [] as string[],
  };
  switch (turn % 6) {
    case 1:
      return { ...base, type: "truefalse", options: [option("Đúng", at % 2 === 0), option("Sai", at % 2 === 1)] };
    case 3: {
      const texts = ["hỏi lại", "gọi số cũ", "bấm ngay"];
      return { ...base, type: "multiple", options: texts.map((text, i) => option(`${text} ở ${name}`, i < 2)) };
    }
    case 4:
      return at % 2 === 0
        ? { ...base, type: "short", options: [], accepted: [`khoá ${name}`] }
        : { ...base, type: "numeric", options: [], accepted: ["1.945"] };
    case 5: {
      const texts = ["trước", "giữa", "sau"];
      return { ...base, type: "order", options: texts.map((text) => option(`bước ${text} ${name}`, true)) };
    }
    default: {
      const texts = ["kiểm tra", "bỏ qua", "chuyển tiếp"];
      return { ...base, type: "single", options: texts.map((text, i) => option(`${text} việc ${name}`, i === 0)) };
    }
  }
}

function lesson(course: number, at: number): Lesson {
  const name = `K${course}L${at}`;
  return {
    id: `k${course}-l${at}` as LessonId,
    title: `Chuyện ${name}`,
    objective: "Biết một điều.",
    competences: ["4.2"],
    topics: [7],
    level: 1,
    audience: ["tat-ca"],
    minutes: 3,
    sources: [],
    addresses: [],
    validFrom: "2026-01-01" as LocalDate,
    reviewBy: "2030-01-01" as LocalDate,
    body: [plain(`Nội dung của ${name}.`)],
    action: [plain("Làm ngay một việc.")],
    questions: Array.from({ length: 4 }, (_, i) => question(name, i + 1, at + i)),
  };
}

/** A course of `lessons` lessons of four questions each, two of them asked. */
export function courseOf(number: number, lessons: number): Course {
  return {
    id: `khoa-${number}` as CourseId,
    title: `Khoá ${number}`,
    passMark: 0.7,
    questionsPerLesson: 2,
    sequence: "unfinished",
    points: defaultPoints,
    levels: [],
    paths: [],
    placement: [],
    confidence: false,
    mandatory: [],
    requires: [],
    complete: false,
    modules: [
      {
        id: "01-thu" as ModuleId,
        title: "Mô-đun thử",
        lessons: Array.from({ length: lessons }, (_, at) => lesson(number, at + 1)),
      },
    ],
  };
}
