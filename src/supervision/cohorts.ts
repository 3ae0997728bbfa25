import type { Tx } from "#db/connect.ts";
import {
  type CohortRow,
  insertCohort,
  listCohorts,
  listTaughtCourses,
  type NewCohort,
  type TaughtCourse,
} from "#db/learning/cohorts.ts";
import { recordDeeds } from "#db/records/audit.ts";
import type { Viewer } from "#db/units/scope.ts";
import { fold } from "#domain/fold.ts";
import type { CohortId, CourseId } from "#domain/ids.ts";
import { inertName } from "#domain/name.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { isAllowedPushTime } from "#domain/schedule.ts";
import { type LocalTime, parseLocalDate, parseLocalTime, parseZone, type Weekday } from "#domain/time.ts";

/** A cohort as an operator asks for it, in the words of the command line. */
export interface CohortWish {
  readonly name: string;
  readonly course: string;
  /** YYYY-MM-DD */
  readonly start: string;
  /** HH:mm */
  readonly at: string;
  /** HH:mm, at most two, separated by commas. */
  readonly remind?: string | undefined;
  /** mon,tue,…; Monday to Friday when not given. */
  readonly days?: string | undefined;
  readonly zone: string;
  /** Questions asked per lesson; the course's own number when not given. */
  readonly questions?: string | undefined;
}

export interface CreatedCohort {
  readonly id: CohortId;
  readonly name: string;
  readonly course: CourseId;
  /** The join code. */
  readonly code: string;
}

/** Creates a cohort. The problem is one line that names the option, its fault and a right example. */
export async function createCohort(
  tx: Tx,
  wish: CohortWish,
  now: Date,
  joinCodes: () => string,
): Promise<Result<CreatedCohort, string>> {
  const courses = await listTaughtCourses(tx);
  const read = readWish(wish, courses);
  if (!read.ok) return read;
  for (;;) {
    const code = joinCodes();
    const id = await insertCohort(tx, { ...read.value, joinCode: code }, now);
    if (id === null) continue;
    await recordDeeds(tx, [{ at: now, actor: "operator", deed: "cohort", subject: `cohort:${id}` }]);
    return ok({ id, name: read.value.name, course: read.value.courseId, code });
  }
}

function readWish(wish: CohortWish, courses: readonly TaughtCourse[]): Result<Omit<NewCohort, "joinCode">, string> {
  const name = inertName(wish.name);
  if (name === "") return fail("--name is empty: write the cohort's name, for example --name 'Lớp 1'");
  const course = courses.find(({ id }) => id === wish.course);
  if (course === undefined) {
    const known = courses.map(({ id }) => id).join(", ") || "none is published yet, see `hocvu lessons check`";
    return fail(`--course is no published course; there is: ${known}`);
  }
  const startDay = parseLocalDate(wish.start);
  if (startDay === null) return fail("--start is no day: write it as YYYY-MM-DD, for example --start 2026-03-02");
  const pushTime = readTime(wish.at);
  if (pushTime === null) return fail(`--at ${timeFault}, for example --at 07:30`);
  const remindTimes = splitList(wish.remind).map(readTime);
  if (remindTimes.length > 2)
    return fail("--remind names more than two times: at most two a day, for example --remind 11:30,19:00");
  if (!remindTimes.every((time) => time !== null))
    return fail(`--remind ${timeFault}, for example --remind 11:30,19:00`);
  const weekdays = splitList(wish.days ?? "mon,tue,wed,thu,fri").map(
    (day) => weekdayNames.indexOf(day.toLowerCase()) + 1,
  );
  if (weekdays.length === 0 || weekdays.includes(0))
    return fail("--days is no list of weekdays: write for example --days mon,wed,fri");
  const zone = parseZone(wish.zone);
  if (zone === null) return fail("--tz is no zone this machine knows: write for example --tz Asia/Ho_Chi_Minh");
  const questions = Number(wish.questions ?? Math.min(course.questionsPerLesson, course.smallestBank));
  if (!Number.isInteger(questions) || questions < 1 || questions > course.smallestBank)
    return fail(
      `--questions is not from 1 to ${course.smallestBank}, the smallest bank of this course: write for example --questions 3`,
    );
  return ok({
    name,
    nameKey: fold(name),
    courseId: course.id,
    startDay,
    pushTime,
    remindTimes: [...new Set(remindTimes)].sort(),
    weekdays: [...new Set(weekdays as Weekday[])].sort(),
    zone,
    questionsPerLesson: questions,
  });
}

const weekdayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const timeFault = "is no time from 06:30 to 21:29: nothing leaves in the quiet hours; write HH:mm";

const splitList = (text = "") =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function readTime(text: string): LocalTime | null {
  const time = parseLocalTime(text);
  return time !== null && isAllowedPushTime(time) ? time : null;
}

/** The cohort meant by its id, or by its name in any case and without accents, among those the viewer may see. */
export async function findCohorts(tx: Tx, text: string, viewer: Viewer): Promise<readonly CohortRow[]> {
  const cohorts = await listCohorts(tx, viewer);
  const byId = cohorts.filter(({ id }) => String(id) === text.trim());
  return byId.length > 0 ? byId : cohorts.filter(({ nameKey }) => nameKey === fold(text));
}
