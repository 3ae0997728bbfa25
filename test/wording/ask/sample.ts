import type { Bound } from "#domain/bound.ts";
import type { CohortId, CourseId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Form, Period, Question, Subject } from "#domain/question.ts";
import type { LocalDate } from "#domain/time.ts";
import { audienceOf } from "#wording/ask/audiences.ts";
import { readQuestion } from "#wording/ask/read-question.ts";
import type { Vocabulary } from "#wording/ask/vocabulary.ts";

const province = "Tỉnh Bình An";
const paths = [
  [1, province],
  [2, `${province} / Xã Tân Lập`],
  [3, `${province} / Xã Tân Lập / Tổ 1`],
  [4, `${province} / Xã Tân Lập / Tổ 2`],
  [5, `${province} / Xã Học Tốt`],
  [6, `${province} / Xã Học Tốt / Tổ 1`],
  [7, `${province} / Phường Hòa Bình`],
  [8, `${province} / Sở Nội vụ`],
  [9, `${province} / Sở Nội vụ / Phòng Kế hoạch - Tài chính`],
  [10, `${province} / Văn phòng HĐND`],
  [11, `${province} / Xã Tân Lập / Tổ Chưa Học`],
  [12, `${province} / Thị trấn Đông Anh`],
] as const;

const former: Readonly<Record<number, readonly string[]>> = { 7: ["Xã Hòa Lạc", "Xã Yên Sơn"] };

/** A province as its head sees it, on Saturday 28/11/2026. */
export const province1: Vocabulary = {
  units: paths.map(([id, path]) => ({
    id: id as UnitId,
    name: path.split(" / ").at(-1)!,
    path,
    formerNames: former[id] ?? [],
  })),
  own: [{ id: 1 as UnitId, name: province, path: province }],
  cohorts: [
    { id: 1 as CohortId, name: "Lớp Bồi dưỡng 2026" },
    { id: 2 as CohortId, name: "Lớp K2" },
  ],
  audiences: [
    audienceOf({ id: "hoc-vu-so-dai-bieu" as CourseId, title: "Bình dân học vụ số: Đại biểu Quốc hội" })!,
    audienceOf({ id: "hoc-vu-so-van-phong" as CourseId, title: "Bình dân học vụ số: Cán bộ, công chức văn phòng" })!,
  ],
  modules: [
    { course: "hoc-vu-so-dai-bieu" as CourseId, number: 1, title: "Khởi động: Quốc hội số và tôi" },
    { course: "hoc-vu-so-dai-bieu" as CourseId, number: 2, title: "AI có trách nhiệm trong hoạt động dân cử" },
    { course: "hoc-vu-so-van-phong" as CourseId, number: 1, title: "Khởi động: Quốc hội số và tôi" },
    { course: "hoc-vu-so-van-phong" as CourseId, number: 2, title: "Văn bản điện tử và họp số" },
  ],
  people: (
    [
      [101, "Nguyễn Thị Lan", `${province} / Xã Tân Lập / Tổ 1`],
      [102, "Trần Văn Minh", `${province} / Sở Nội vụ`],
      [103, "Lê Thị Lan", `${province} / Phường Hòa Bình`],
      [104, "Đỗ Quốc Nam", `${province} / Xã Học Tốt`],
      [105, "Vũ Hoàng Anh", `${province} / Văn phòng HĐND`],
    ] as const
  ).map(([id, fullName, unitPath]) => ({ id: id as LearnerId, fullName, unitPath })),
  today: "2026-11-28" as LocalDate,
};

/** The same person without any right over others. */
export const learner1: Vocabulary = {
  ...province1,
  units: [],
  own: [],
  cohorts: [],
  audiences: [],
  modules: [],
  people: [],
};

const day = (date: string): string => date.slice(5);

const periodOf = (period: Period): string => {
  if (period.kind === "module") return `hp${period.number}`;
  if (period.kind === "now") return "now";
  return period.from === period.to ? day(period.from) : `${day(period.from)}..${day(period.to)}`;
};

const subjectOf = (subject: Subject): string => {
  if (subject.kind === "audience") return `audience:${subject.course.replace("hoc-vu-so-", "")}`;
  return "id" in subject ? `${subject.kind}:${subject.id}` : subject.kind;
};

const signs = { below: "<", at_most: "<=", at_least: ">=", above: ">" } as const;

const lineOf = (beyond: Bound | undefined): string =>
  beyond === undefined
    ? ""
    : ` ${signs[beyond.side]} ${beyond.line}${beyond.in === "percent" ? "%" : ""}${lineOf(beyond.to)}`;

const formOf = (form: Form): string => {
  switch (form.kind) {
    case "total":
    case "names":
      return form.kind;
    case "ranking":
      return `${form.best ? "best" : "last"} ${form.limit} ${form.of}${form.level.map((word) => ` ${word}`).join("")}${form.by === undefined ? "" : ` by ${form.by}`}${lineOf(form.beyond)}`;
    case "place":
      return "place";
    case "reached":
      return `reached${lineOf(form.beyond)}`;
    case "taught":
      return `${form.best ? "best" : "worst"} ${form.limit} ${form.of} by ${form.by}`;
    case "comparison":
      return `vs ${subjectOf(form.with.subject)} ${periodOf(form.with.period)}`;
  }
};

/** A question on one line: "not_learnt own 11-28 names". */
export const inShort = ({ measure, subject, period, form }: Question): string =>
  `${measure} ${subjectOf(subject)} ${periodOf(period)} ${formOf(form)}`;

/** What a text is read as, on one line; several choices parted by " | ". */
export function read(text: string, vocabulary: Vocabulary = province1, before: Question | null = null): string {
  const result = readQuestion(text, vocabulary, before);
  switch (result.kind) {
    case "question":
      return inShort(result.question);
    case "which":
      return `? ${result.choices.map(({ question }) => inShort(question)).join(" | ")}`;
    case "unknown_subject":
      return "unknown";
    case "none":
      return "none";
  }
}
