import { sql } from "drizzle-orm";
import type { CohortId, CourseId, LessonId } from "#domain/ids.ts";
import type { Tx } from "./connect.ts";
import { placesOf } from "./reports.ts";
import type { Scope, Viewer } from "./scope.ts";

export interface TaughtLesson {
  /** From 1: taught on the cohort's study day of this number. */
  readonly position: number;
  readonly title: string;
}

/** The lessons of a cohort's course as it is taught now, in teaching order. */
export async function listCohortLessons(tx: Tx, cohort: CohortId): Promise<TaughtLesson[]> {
  return [
    ...(await tx.execute<TaughtLesson & Record<string, unknown>>(sql`
      select l.position, w.title from cohorts c join course_versions v on v.course_id = c.course_id and v.current
      join course_lessons l on l.course_version_id = v.id join lesson_versions w on w.id = l.lesson_version_id
      where c.id = ${cohort} order by l.position`)),
  ];
}

/** How the people of a scope did in one lesson of a course. */
export interface LessonFigures {
  readonly course: CourseId;
  readonly courseTitle: string;
  readonly lesson: LessonId;
  readonly title: string;
  /** From 1. */
  readonly position: number;
  /** Who learns the course. */
  readonly people: number;
  readonly completed: number;
  readonly firstTries: number;
  readonly firstTriesRight: number;
}

/** Every lesson that is taught to someone of the scope whom the viewer may see, by course and in teaching order. */
export async function countLessons(tx: Tx, scope: Scope, viewer: Viewer): Promise<LessonFigures[]> {
  return [
    ...(await tx.execute<LessonFigures & Record<string, unknown>>(sql`
      with ${placesOf(scope, viewer)},
      work as (
        select c.course_id, a.lesson_id, count(distinct a.learner_id) filter (where a.completed_at is not null) as completed,
          sum(f.tries) as tries, sum(f."right") as "right"
        from attempts a join seats s on s.learner_id = a.learner_id and s.cohort_id = a.cohort_id
        join cohorts c on c.id = a.cohort_id
        left join (select w.attempt_id, count(*) as tries, count(*) filter (where w."right") as "right"
          from answers w where not w.comeback group by w.attempt_id) f on f.attempt_id = a.id
        group by c.course_id, a.lesson_id
      ), classes as (
        select c.course_id, count(distinct s.learner_id) as people from seats s join cohorts c on c.id = s.cohort_id group by c.course_id
      )
      select k.course_id as course, v.title as "courseTitle", l.lesson_id as lesson, w.title, l.position, k.people,
        coalesce(x.completed, 0) as completed, coalesce(x.tries, 0)::bigint as "firstTries",
        coalesce(x."right", 0)::bigint as "firstTriesRight"
      from classes k join course_versions v on v.course_id = k.course_id and v.current
      join course_lessons l on l.course_version_id = v.id join lesson_versions w on w.id = l.lesson_version_id
      left join work x on x.course_id = k.course_id and x.lesson_id = l.lesson_id
      order by v.title, k.course_id, l.position`)),
  ];
}
