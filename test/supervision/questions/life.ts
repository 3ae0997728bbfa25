/** Turns the days of a planned person into the rows that learning would have written. */
import { cohorts, courses, holiday, lessonsOf } from "./courses.ts";
import type { PlannedPerson } from "./people.ts";

const firstDay = "2026-11-09";

/** The day `offset` days after the first. */
const dayAt = (offset: number): string =>
  new Date(Date.parse(`${firstDay}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);

export interface Rows {
  readonly attempts: Record<string, unknown>[];
  readonly answers: Record<string, unknown>[];
  readonly points: Record<string, unknown>[];
  readonly streakDays: Record<string, unknown>[];
  readonly skips: Record<string, unknown>[];
  readonly exercises: Record<string, unknown>[];
  /** What is left of each course, by cohort. */
  readonly next: Map<string, string | null>;
}

interface Writer {
  readonly rows: Rows;
  readonly learner: number;
  attempt: number;
  readonly left: Map<string, string[]>;
  readonly version: (lesson: string) => number;
}

/**
 * @param learner the person's id, @param attempt the first free id of an attempt,
 * @param version the id of a lesson's version
 */
export function live(
  person: PlannedPerson,
  learner: number,
  attempt: number,
  version: (lesson: string) => number,
): Rows {
  const rows: Rows = {
    attempts: [],
    answers: [],
    points: [],
    streakDays: [],
    skips: [],
    exercises: [],
    next: new Map(),
  };
  const left = new Map(person.cohorts.map((key) => [key, lessonsOf(courseOf(key)).flat()]));
  const writer: Writer = { rows, learner, attempt, left, version };
  if (person.is === "placed") place(writer, person);
  for (const [offset, sign] of [...person.days].entries()) {
    const day = dayAt(offset);
    const [first, second = first] = person.cohorts;
    const before = rows.attempts.filter(isCompleted).length;
    const result = /[Dvs]/.test(sign) ? "3" : sign;
    if (/[0-3xDvs]/.test(sign)) study(writer, first!, day, result, lessonOf(writer, first!, sign));
    if (sign === "D") study(writer, second!, day, result, lessonOf(writer, second!, sign));
    const by = sign === "r" ? "review" : rows.attempts.filter(isCompleted).length > before ? "lesson" : null;
    if (by === "review") review(writer, day);
    if (by !== null && isStudyDay(person, day)) rows.streakDays.push({ learner_id: learner, day, by });
  }
  for (const [key, lessons] of left) rows.next.set(key, lessons[0] ?? null);
  return rows;
}

const isCompleted = (attempt: Record<string, unknown>) => attempt.completed_at !== null;

const cohortOf = (key: string) => cohorts.find((cohort) => cohort.key === key)!;
const courseOf = (key: string) => courses.find(({ id }) => id === cohortOf(key).course)!;

/** Of the person's first cohort: nobody of this world lives by their second one. */
function isStudyDay({ cohorts: [key], paused }: PlannedPerson, day: string): boolean {
  const { start, weekdays } = cohortOf(key!);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (paused !== undefined && paused[0] <= day && day <= paused[1]) return false;
  return day >= start && day !== holiday.day && weekdays.includes(weekday === 0 ? 7 : weekday);
}

/** Some learn just after midnight, when it is still yesterday in London; some late in the evening. */
function instant(learner: number, day: string, minutes: number): string {
  const clock = learner % 7 === 0 ? "00:12" : learner % 5 === 0 ? "19:40" : "07:41";
  return new Date(Date.parse(`${day}T${clock}:00+07:00`) + minutes * 60_000).toISOString();
}

/** Which lesson a day's sign is about; undefined: none is left. */
function lessonOf({ rows, left }: Writer, key: string, sign: string): string | undefined {
  return sign === "s" ? String(rows.skips[0]!.lesson_id) : left.get(key)![sign === "v" ? 2 : 0];
}

/** @param sign what comes of it: a digit or `x`; nothing is done without a lesson */
function study(writer: Writer, key: string, day: string, sign: string, lesson: string | undefined): void {
  const { rows, learner, left, version } = writer;
  if (lesson === undefined) return;
  const begun = rows.attempts.find((attempt) => attempt.lesson_id === lesson);
  const today = rows.attempts.filter(({ opened_at }) => String(opened_at).startsWith(day)).length * 4;
  const at = (minutes: number) => instant(learner, day, today + minutes);
  const open = sign === "x";
  // Of a lesson that was begun on another day the first question was answered right, the second wrong.
  const right = begun === undefined ? (open ? 1 : Number(sign)) : 2;
  const attempt = begun ?? {
    id: writer.attempt++,
    learner_id: learner,
    lesson_id: lesson,
    lesson_version_id: version(lesson),
    cohort_id: cohorts.findIndex((cohort) => cohort.key === key) + 1,
    questions: 3,
    opened_at: at(0),
    completed_at: null,
    completed_day: null,
    score: null,
    passed: null,
  };
  const isRight = (question: number) => (begun === undefined ? question < right : question !== 1);
  const id = Number(attempt.id);
  if (begun === undefined) rows.attempts.push(attempt);
  for (let question = begun === undefined ? 0 : 2; question < (open ? 2 : 3); question++)
    answer(writer, id, question, false, isRight(question), day, at(1));
  if (open) return;
  for (const question of [0, 1, 2])
    if (!isRight(question)) answer(writer, id, question, true, question % 2 === 1, day, at(2));
  Object.assign(attempt, { completed_at: at(3), completed_day: day, score: right / 3, passed: right / 3 >= 0.7 });
  earn(writer, "lesson_completed", `attempt:${id}`, 5, day, at(3));
  left.set(
    key,
    left.get(key)!.filter((one) => one !== lesson),
  );
}

function answer(
  writer: Writer,
  attempt: number,
  question: number,
  comeback: boolean,
  right: boolean,
  day: string,
  at: string,
): void {
  writer.rows.answers.push({ attempt_id: attempt, question, comeback, chosen: [0], right, answered_at: at });
  const reason = comeback ? "right_comeback" : "right_first";
  if (right) earn(writer, reason, `attempt:${attempt}:question:${question}`, comeback ? 4 : 10, day, at);
}

function review(writer: Writer, day: string): void {
  earn(writer, "review_right", `review:${writer.learner}:${day}`, 3, day, instant(writer.learner, day, 9));
}

function earn({ rows, learner }: Writer, reason: string, deed: string, points: number, day: string, at: string): void {
  rows.points.push({ learner_id: learner, reason, deed, points, earned_on: day, earned_at: at });
}

/** A placement on the cohort's first day has shown that the course's first module is known. */
function place({ rows, learner, left }: Writer, { cohorts: [key] }: PlannedPerson): void {
  const { start, course } = cohortOf(key!);
  const at = instant(learner, start, 0);
  rows.exercises.push({
    id: learner,
    learner_id: learner,
    kind: "placement",
    course_id: course,
    items: [],
    opened_at: at,
    completed_at: at,
  });
  for (const lesson of lessonsOf(courseOf(key!))[0]!) {
    rows.skips.push({
      learner_id: learner,
      lesson_id: lesson,
      exercise_id: learner,
      skipped_at: at,
      skipped_day: start,
    });
    left.get(key!)!.shift();
  }
}
