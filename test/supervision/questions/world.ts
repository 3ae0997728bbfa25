/**
 * A fixed world for the questions: three weeks of learning in two provinces and the Office of the National Assembly, laid
 * as rows into real PostgreSQL. It is a Thursday evening; Tuesday of this week was a holiday.
 */
import { sql } from "drizzle-orm";
import type { Db } from "#db/connect.ts";
import { fold } from "#domain/fold.ts";
import { spellingKey } from "#domain/spelling.ts";
import { cohorts, courses, holiday, lessonsOf } from "./courses.ts";
import { live, type Rows } from "./life.ts";
import { type PlannedPerson, people } from "./people.ts";
import { units } from "./tree.ts";

/** Thursday 26 November 2026, 20:00 in Vietnam. */
export const now = new Date("2026-11-26T13:00:00Z");
export const today = "2026-11-26";

const before = "2026-10-01T02:00:00Z";

/** Rows as JSON, with the columns that the first of them has. */
async function lay(db: Db, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = sql.raw(
    Object.keys(rows[0]!)
      .map((name) => `"${name}"`)
      .join(", "),
  );
  const name = sql.raw(table);
  await db.execute(sql`insert into ${name} (${columns}) overriding system value
    select ${columns} from jsonb_populate_recordset(null::${name}, ${JSON.stringify(rows)}::jsonb)`);
}

/** Lays the whole world into an empty, migrated database. */
export async function layWorld(db: Db): Promise<void> {
  const version = await layCourses(db);
  await lay(db, "units", unitRows());
  await lay(db, "cohorts", cohortRows());
  await lay(db, "holidays", [holiday]);
  await lay(db, "people", people.map(personRow));
  await lay(db, "posts", people.flatMap(postRows));
  await lay(db, "past_posts", people.flatMap(pastPostRows));
  const lives: Rows[] = [];
  for (const [at, person] of people.entries()) {
    const attempts = lives.reduce((sum, rows) => sum + rows.attempts.length, 0);
    lives.push(live(person, at + 1, attempts + 1, version));
  }
  await lay(
    db,
    "enrolments",
    people.flatMap((person, at) => enrolmentRows(person, at + 1, lives[at]!)),
  );
  await lay(db, "chats", people.flatMap(chatRows));
  await lay(db, "pauses", people.flatMap(pauseRows));
  const all = (table: Exclude<keyof Rows, "next">) => lives.flatMap((rows) => rows[table]);
  await lay(db, "attempts", all("attempts"));
  await lay(db, "answers", numbered(all("answers")));
  await lay(db, "points_ledger", numbered(all("points")));
  await lay(db, "streak_days", all("streakDays"));
  await lay(db, "exercises", all("exercises"));
  await lay(db, "skips", all("skips"));
}

const numbered = (rows: readonly Record<string, unknown>[]) => rows.map((row, at) => ({ id: at + 1, ...row }));

async function layCourses(db: Db): Promise<(lesson: string) => number> {
  const points = { rightFirst: 10, rightComeback: 4, lessonCompleted: 5, reviewRight: 3 };
  const content = { questions: [1, 2, 3, 4, 5] };
  const lessons = courses.flatMap((course) =>
    lessonsOf(course).flatMap((module, at) =>
      module.map((lesson) => ({ course: course.id, module: `m${at + 1}`, lesson })),
    ),
  );
  const version = (lesson: string) => lessons.findIndex((one) => one.lesson === lesson) + 1;
  await lay(
    db,
    "course_versions",
    courses.map(({ id, title, modules }, at) => ({
      id: at + 1,
      course_id: id,
      hash: "a",
      title,
      pass_mark: 0.7,
      questions_per_lesson: 3,
      points,
      modules: modules.map(([name], place) => ({ id: `m${place + 1}`, title: name })),
      published_at: before,
    })),
  );
  await lay(
    db,
    "lesson_versions",
    lessons.map(({ course, lesson }) => ({
      id: version(lesson),
      course_id: course,
      lesson_id: lesson,
      hash: "a",
      title: `Bài ${lesson}`,
      content,
      published_at: before,
    })),
  );
  await lay(
    db,
    "course_lessons",
    lessons.map(({ course, module, lesson }, at) => ({
      course_version_id: courses.findIndex(({ id }) => id === course) + 1,
      position: lessons.slice(0, at).filter((one) => one.course === course).length + 1,
      module_id: module,
      lesson_id: lesson,
      lesson_version_id: version(lesson),
    })),
  );
  return version;
}

const unitId = (path: string): number => units.findIndex((unit) => unit.path === path) + 1;

function unitRows(): Record<string, unknown>[] {
  return units.map(({ path, ended = null }) => {
    const names = path.split(" / ");
    const above = names.map((_, at) => unitId(names.slice(0, at + 1).join(" / ")));
    const name = names.at(-1)!;
    return {
      id: unitId(path),
      parent_id: above.at(-2) ?? null,
      name,
      name_key: spellingKey(name),
      lineage: `${above.join("/")}/`,
      path,
      ended_at: ended,
    };
  });
}

const cohortRows = () =>
  cohorts.map(({ name, course, start, weekdays }, at) => ({
    id: at + 1,
    name,
    name_key: fold(name),
    course_id: course,
    start_day: start,
    push_time: "07:30",
    remind_times: [],
    weekdays,
    zone: "Asia/Ho_Chi_Minh",
    questions_per_lesson: 3,
    join_code: `JOIN${at + 1}`,
    created_at: before,
  }));

/** When somebody agreed: in the morning of their first day. */
const joinedAt = (day: string) => `${day}T00:05:00Z`;

function joinedDay({ joined, cohorts: [key] }: PlannedPerson): string | null {
  return joined === undefined ? cohorts.find((cohort) => cohort.key === key)!.start : joined;
}

function personRow(person: PlannedPerson, at: number): Record<string, unknown> {
  const day = joinedDay(person);
  const erased = person.is === "erased";
  return {
    id: at + 1,
    full_name: erased ? null : person.name,
    name_key: erased ? null : fold(person.name),
    agreed_at: day === null ? null : joinedAt(day),
    last_active_at: day === null ? null : joinedAt(day),
    erased_at: erased ? "2026-11-17T03:00:00Z" : null,
    created_at: before,
  };
}

const postRows = ({ posts, supervises, since }: PlannedPerson, at: number) =>
  posts.map((path, place) => ({
    person_id: at + 1,
    unit_id: unitId(path),
    role: supervises === true ? "supervisor" : "learner",
    title: null,
    main: place === 0,
    since: since?.[place] ?? "-infinity",
  }));

const pastPostRows = ({ before: post }: PlannedPerson, at: number) =>
  post === undefined
    ? []
    : [{ id: at + 1, person_id: at + 1, unit_id: unitId(post.path), since: "-infinity", until: post.until }];

function enrolmentRows(person: PlannedPerson, learner: number, { next }: Rows): Record<string, unknown>[] {
  return person.cohorts.map((key, place) => ({
    id: learner * 10 + place,
    learner_id: learner,
    cohort_id: cohorts.findIndex((cohort) => cohort.key === key) + 1,
    joined_day:
      place === 0 || person.joined !== undefined ? joinedDay(person) : cohorts.find((c) => c.key === key)!.start,
    next_lesson_id: next.get(key) ?? null,
    left_at: person.is === "left" ? "2026-11-20T02:00:00Z" : null,
  }));
}

/** Every third has a second chat; who is blocked has closed all of theirs, some others one. */
function chatRows(person: PlannedPerson, at: number): Record<string, unknown>[] {
  const day = joinedDay(person);
  if (day === null || person.is === "erased") return [];
  return Array.from({ length: at % 3 === 0 || person.is === "blocked" ? 2 : 1 }, (_, place) => ({
    id: at * 10 + place + 1,
    bot: place === 0 ? "telegram:1" : "zalo:2",
    address: `c${at}`,
    learner_id: at + 1,
    state: person.is === "blocked" || place === 1 ? "blocked" : "active",
    last_used_at: joinedAt(day),
  }));
}

const pauseRows = ({ paused }: PlannedPerson, at: number) =>
  paused === undefined ? [] : [{ id: at + 1, learner_id: at + 1, from_day: paused[0], to_day: paused[1] }];
