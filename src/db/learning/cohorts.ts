import { sql } from "drizzle-orm";
import type { CohortId, CourseId } from "#domain/ids.ts";
import type { LocalDate, LocalTime, Weekday, Zone } from "#domain/time.ts";
import type { Db, Tx } from "../connect.ts";
import { anybodyOf } from "../figures/reports.ts";
import { type Part, type Viewer, visible } from "../units/scope.ts";

/** A course as it is taught now. */
export interface TaughtCourse {
  readonly id: CourseId;
  readonly title: string;
  readonly lessons: number;
  readonly questionsPerLesson: number;
  /** Questions in the smallest bank of its lessons: more cannot be asked. */
  readonly smallestBank: number;
}

/** Every published course, by id. */
export async function listTaughtCourses(tx: Tx): Promise<TaughtCourse[]> {
  return await tx.execute<TaughtCourse & Record<string, unknown>>(sql`
    select v.course_id as id, v.title, count(*) as lessons, v.questions_per_lesson as "questionsPerLesson",
      min(jsonb_array_length(w.content -> 'questions')) as "smallestBank"
    from course_versions v join course_lessons l on l.course_version_id = v.id
    join lesson_versions w on w.id = l.lesson_version_id
    where v.current group by v.id order by v.course_id`);
}

/** Whether anything was ever published. */
export async function isAnythingTaught(tx: Db): Promise<boolean> {
  const [row] = await tx.execute<{ taught: boolean }>(
    sql`select exists (select 1 from course_versions where current) as taught`,
  );
  return row!.taught;
}

export interface NewCohort {
  readonly name: string;
  /** The name folded. */
  readonly nameKey: string;
  readonly courseId: CourseId;
  readonly startDay: LocalDate;
  readonly pushTime: LocalTime;
  readonly remindTimes: readonly LocalTime[];
  readonly weekdays: readonly Weekday[];
  readonly zone: Zone;
  readonly questionsPerLesson: number;
  readonly joinCode: string;
}

/** Null when the join code is taken; codes of people count too. */
export async function insertCohort(tx: Tx, cohort: NewCohort, now: Date): Promise<CohortId | null> {
  const list = (values: readonly unknown[]) => sql`jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)`;
  const [row] = await tx.execute<{ id: CohortId }>(sql`
    insert into cohorts (name, name_key, course_id, start_day, push_time, remind_times, weekdays, zone,
      questions_per_lesson, join_code, created_at)
    select ${cohort.name}::text, ${cohort.nameKey}::text, ${cohort.courseId}::text, ${cohort.startDay}::date,
      ${cohort.pushTime}::time, array(select * from ${list(cohort.remindTimes)}), array(select value::smallint from ${list(cohort.weekdays)}),
      ${cohort.zone}::text, ${cohort.questionsPerLesson}::smallint, ${cohort.joinCode}::text, ${now}::timestamptz
    where not exists (select 1 from enrolments where invite_code = ${cohort.joinCode})
    on conflict (join_code) do nothing returning id`);
  return row?.id ?? null;
}

export interface CohortRow {
  readonly id: CohortId;
  readonly name: string;
  readonly nameKey: string;
  readonly course: CourseId;
  /** The join code. */
  readonly code: string;
  /** People on the roster whom the viewer may see. */
  readonly learners: number;
  readonly start: LocalDate;
}

/** The cohorts that hold someone the viewer may see; for the operator all, the empty ones too. */
export async function listCohorts(tx: Tx, viewer: Viewer): Promise<CohortRow[]> {
  return await tx.execute<CohortRow & Record<string, unknown>>(sql`
    select c.id, c.name, c.name_key as "nameKey", c.course_id as course, c.join_code as code, c.start_day as start,
      count(distinct e.id) filter (where u.id is not null) as learners
    from cohorts c
    left join enrolments e on e.cohort_id = c.id
    left join people p on p.id = e.learner_id and (e.left_at is null or p.erased_at is not null)
    left join posts o on o.person_id = p.id
    left join units u on u.id = o.unit_id and ${visible(viewer)}
    group by c.id having ${viewer === null ? sql`true` : sql`count(u.id) > 0`} order by c.id`);
}

/** What decides which days of a cohort count, and how many lessons it has. */
export interface CohortDays {
  readonly id: CohortId;
  readonly start: LocalDate;
  readonly weekdays: readonly Weekday[];
  readonly zone: Zone;
  readonly pushTime: LocalTime;
  /** In the course as it is taught now. */
  readonly lessons: number;
}

/**
 * The cohorts that have someone in the part whom the viewer may see.
 * @param held `ever`: or may see in a post that they held before
 */
export async function readCohortDays(
  tx: Tx,
  part: Part,
  viewer: Viewer,
  held: "now" | "ever" = "now",
): Promise<CohortDays[]> {
  const rows = await tx.execute<{
    id: CohortId;
    start: LocalDate;
    weekdays: Weekday[];
    zone: Zone;
    push_time: string;
    lessons: number;
  }>(sql`
    select c.id, c.start_day as start, c.weekdays, c.zone, c.push_time,
      (select count(*) from course_versions v join course_lessons l on l.course_version_id = v.id
       where v.course_id = c.course_id and v.current) as lessons
    from cohorts c cross join lateral (${anybodyOf(part, viewer, sql`e.cohort_id = c.id`, held)}) someone order by c.id`);
  return rows.map(({ push_time, ...row }) => ({ ...row, pushTime: push_time.slice(0, 5) as LocalTime }));
}
