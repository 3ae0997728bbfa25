import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "#db/connect.ts";
import { publishCourse } from "#db/learning/catalogue.ts";
import { type Course, defaultPoints, type Lesson, type Question, type QuestionId } from "#domain/course.ts";
import type { BotKey, ChatId, CohortId, CourseId, LearnerId, LessonId, ModuleId } from "#domain/ids.ts";
import { plain } from "#domain/text.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";

const question = (lesson: string, index: number): Question => ({
  id: `${lesson}#${index.toString(16).padStart(8, "0")}` as QuestionId,
  type: "single",
  prompt: `Câu hỏi ${index + 1} của ${lesson}?`,
  options: ["một", "hai", "ba"].map((text, at) => ({ text: `${text} ${index}`, right: at === 0, feedback: null })),
  accepted: [],
  explanation: `Vì một ${index}.`,
});

function makeLesson(id: string, title = `Bài ${id}`): Lesson {
  return {
    id: id as LessonId,
    title,
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
    body: [plain(`Nội dung của ${id}.`)],
    action: [plain("Làm ngay một việc.")],
    questions: Array.from({ length: 5 }, (_, index) => question(id, index)),
  };
}

/** A course of single-choice questions whose first written option is the right one. */
export function makeCourse(id = "khoa-thu", lessons = 5): Course {
  return {
    id: id as CourseId,
    title: "Khoá thử",
    passMark: 0.7,
    questionsPerLesson: 3,
    sequence: "unfinished",
    points: defaultPoints,
    levels: [],
    paths: [],
    mandatory: [],
    requires: [],
    placement: [],
    confidence: false,
    complete: false,
    modules: [
      {
        id: "01-thu" as ModuleId,
        title: "Mô-đun thử",
        lessons: Array.from({ length: lessons }, (_, at) => makeLesson(`${id}-${at + 1}`)),
      },
    ],
  };
}

const hash = (content: unknown): string => createHash("sha256").update(JSON.stringify(content)).digest("hex");

export const publish = (db: Db, course: Course, now: Date): Promise<boolean> =>
  db.transaction((tx) => publishCourse(tx, course, hash(course), hash, now));

export interface Enrolled {
  readonly learner: LearnerId;
  readonly chat: ChatId;
  readonly address: string;
}

/** A cohort of the course, with agreed and joined learners who each have one open chat. Monday to Friday, 07:30. */
export async function makeCohort(
  db: Db,
  course: Course,
  options: {
    learners: number;
    bot?: BotKey;
    start?: LocalDate;
    pushTime?: LocalTime;
    remindTimes?: LocalTime[];
    weekdays?: number[];
    now: Date;
  },
): Promise<{ id: CohortId; learners: Enrolled[] }> {
  const { now, bot = "webchat:demo" as BotKey, start = "2026-03-02" as LocalDate } = options;
  const [cohort] = await db.execute<{ id: CohortId }>(sql`
    insert into cohorts (name, name_key, course_id, start_day, push_time, remind_times, weekdays, zone, questions_per_lesson, join_code, created_at)
    values ('Lớp thử', 'lop thu', ${course.id}, ${start}, ${options.pushTime ?? "07:30"},
      (select coalesce(array_agg(t), '{}') from jsonb_array_elements_text(${JSON.stringify(options.remindTimes ?? [])}::jsonb) t),
      (select array_agg(d::int) from jsonb_array_elements_text(${JSON.stringify(options.weekdays ?? [1, 2, 3, 4, 5])}::jsonb) d),
      'Asia/Ho_Chi_Minh', ${course.questionsPerLesson}, 'JOIN' || (select count(*) from cohorts), ${now}::timestamptz) returning id`);
  const [unit] = await db.execute<{ id: number }>(sql`
    insert into units (name, name_key, lineage, path) values ('Đơn vị thử', 'don vi thu', '', 'Đơn vị thử')
    on conflict (coalesce(parent_id, 0), name_key) where ended_at is null do update set name = excluded.name returning id`);
  await db.execute(sql`update units set lineage = id || '/' where id = ${unit!.id}`);
  const people = await db.execute<{ id: LearnerId; chat: ChatId; address: string }>(sql`
    with born as (
      insert into people (full_name, name_key, agreed_at, created_at)
      select 'Người ' || n, 'nguoi ' || n, ${now}::timestamptz, ${now}::timestamptz from generate_series(1, ${options.learners}) n returning id),
    posted as (insert into posts (person_id, unit_id, role) select id, ${unit!.id}, 'learner' from born),
    enrolled as (
      insert into enrolments (learner_id, cohort_id, joined_day, next_lesson_id)
      select id, ${cohort!.id}, ${start}::date, ${course.modules[0]!.lessons[0]!.id} from born),
    chatting as (
      insert into chats (bot, address, learner_id, last_used_at)
      select ${bot}, 'c' || id, id, ${now}::timestamptz from born returning id, learner_id, address)
    select born.id, chatting.id as chat, chatting.address from born join chatting on chatting.learner_id = born.id order by born.id`);
  return { id: cohort!.id, learners: people.map((row) => ({ learner: row.id, chat: row.chat, address: row.address })) };
}
