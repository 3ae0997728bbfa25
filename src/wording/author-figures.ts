/** What `hocvu lessons diff`, `items` and `coverage` say to authors; what is data alone is said the same in `--json`. */
import type { Change, CourseChange, LessonChange } from "#domain/edition.ts";
import type { ItemFlag } from "#domain/item-statistics.ts";
import type { LocalDate } from "#domain/time.ts";
import { dateInWords, numberInWords, percentInWords } from "./format.ts";

const changes: Readonly<Record<Change, string>> = {
  new: "bài mới",
  changed: "bài sửa",
  retired: "bài ngừng dạy",
  removed: "bài bỏ khỏi khóa",
  moved: "bài đổi chỗ",
};

/** What has no key in the file. */
const fields: Readonly<Record<string, string>> = {
  text: "nội dung",
  action: "phần Làm ngay",
  place: "chỗ trong khóa",
  order: "các bài hoặc thứ tự bài",
};

const fieldInWords = (field: string): string => fields[field] ?? `mục ${field}`;

export interface Retiring {
  readonly since: LocalDate;
  readonly replacedBy: string | null;
}

const since = ({ since: day, replacedBy }: Retiring): string =>
  ` từ ${dateInWords(day)}${replacedBy === null ? "" : `, bài dạy thay là ${replacedBy}`}`;

export const diffWords = {
  nothing: "không có gì thay đổi: máy đang dạy đúng như trong các tệp",
  /** @param retiring of a lesson whose file says so */
  lesson: ({ change, lesson, title }: Pick<LessonChange, "change" | "lesson" | "title">, retiring: Retiring | null) =>
    `${changes[change]}: ${lesson} (${title})${change === "retired" && retiring !== null ? since(retiring) : ""}`,
  courses: (courses: readonly string[]) => `  trong ${courses.join(", ")}`,
  fields: ({ fields: changed, questions }: Pick<LessonChange, "fields" | "questions">, retiring: Retiring | null) => {
    const named = changed.map((field) => {
      if (field === "questions")
        return `câu hỏi (thêm ${questions.added}, bỏ ${questions.removed}, sửa ${questions.changed})`;
      return field === "retired" && retiring !== null ? `ngừng dạy${since(retiring)}` : fieldInWords(field);
    });
    return `  sửa ở: ${named.join(", ")}`;
  },
  correction: (date: LocalDate, text: string) => `  lời đính chính ngày ${dateInWords(date)}: ${text}`,
  people: (had: number, open: number) =>
    `  số người: đã nhận bản trước ${numberInWords(had)}, đang học dở và học nốt bản đã thấy ${numberInWords(open)}`,
  told: (now: number, later: number) =>
    `, nhận lời đính chính ngay ${numberInWords(now)}, nhận sau ${numberInWords(later)}`,
  course: (
    { change, course, fields: changed, title }: Pick<CourseChange, "change" | "course" | "fields" | "title">,
    lessons: number,
    nextLessons: number,
  ) => {
    const what = changed.length === 0 ? "" : `; sửa ở: ${changed.map(fieldInWords).join(", ")}`;
    return `khóa ${change === "new" ? "mới" : "sửa"}: ${course} (${title}): ${lessons} bài, chỗ học có bài tiếp theo khác đi ${numberInWords(nextLessons)}${what}`;
  },
} as const;

const flags: Readonly<Record<ItemFlag, string>> = {
  too_hard: "quá khó",
  too_easy: "quá dễ",
  negative_discrimination: "người giỏi hay sai",
};

const thousandths = new Intl.NumberFormat("vi-VN", { minimumFractionDigits: 3, maximumFractionDigits: 3 });

export const itemWords = {
  nothing: "chưa dạy bài nào: hocvu up đưa các bài vào dạy",
  noCourse: (course: string, taught: readonly string[]) =>
    `không có khóa ${course}; đang dạy các khóa: ${taught.join(", ")}`,
  heads: ["số lượt", "đúng ngay", "độ phân biệt", "số giây", "cần xem", "mã câu", "câu hỏi"],
  right: percentInWords,
  discrimination: (value: number) => thousandths.format(value),
  flags: (found: readonly ItemFlag[]) => found.map((flag) => flags[flag]).join(", "),
  notes: (enoughAnswers: number) => [
    `độ phân biệt, và câu quá khó hay quá dễ: chỉ tính khi có từ ${enoughAnswers} lượt trả lời`,
    "số giây: một nửa số lượt trả lời lâu hơn thế; câu đầu của bài đến cùng với bài nên không đo được",
  ],
} as const;

export const coverageWords = {
  course: (title: string, id: string, lessons: number, questions: number) =>
    `${title} (${id}): ${lessons} bài, ${questions} câu hỏi`,
  lessons: "số bài",
  topic: "chủ đề",
  competence: "năng lực",
  level: "mức",
  path: "lộ trình",
  /** @param places how often the right one of four stands first, second, … */
  bias: (questions: number, longest: number, percent: number, places: readonly number[]) =>
    `Câu chọn một: ${questions} câu; ý đúng là ý dài nhất ở ${longest} câu (${percent}%); ` +
    `trong câu bốn ý, ý đúng đứng ở ${places.map((count, place) => `${"ABCD"[place]} ${count}`).join(", ")} lần.`,
} as const;
