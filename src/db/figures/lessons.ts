import { sql } from "drizzle-orm";
import type { CohortId, CourseId, LessonId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { completed } from "../learning/unfinished.ts";
import type { Scope, Viewer } from "../units/scope.ts";
import { placesOf } from "./reports.ts";

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
  /** Of these, for whom the lesson is: not who skipped it, or completed it in another cohort. */
  readonly due: number;
  readonly completed: number;
  readonly firstTries: number;
  readonly firstTriesRight: number;
}

/**
 * Every lesson that is taught to someone of the scope whom the viewer may see, by course and in teaching order. Work on a lesson
 * belongs to the cohort in which it was begun.
 */
export async function countLessons(tx: Tx, scope: Scope, viewer: Viewer): Promise<LessonFigures[]> {
  return [
    ...(await tx.execute<LessonFigures & Record<string, unknown>>(sql`
      with ${placesOf(scope, viewer)},
      pupils as materialized (
        select c.course_id, s.learner_id, array_agg(s.cohort_id) as cohorts from seats s join cohorts c on c.id = s.cohort_id
        group by c.course_id, s.learner_id
      ), tried as (
        select p.course_id, a.lesson_id, a.cohort_id = any (p.cohorts) as here, a.completed_at is not null as completed, f.tries, f."right"
        from pupils p join attempts a on a.learner_id = p.learner_id
        left join (select w.attempt_id, count(*) as tries, count(*) filter (where w."right") as "right"
          from answers w where not w.comeback group by w.attempt_id) f on f.attempt_id = a.id
      ), work as (
        select course_id, lesson_id, count(*) filter (where here and completed) as completed,
          count(*) filter (where completed and not here) as elsewhere,
          sum(tries) filter (where here) as tries, sum("right") filter (where here) as "right"
        from tried group by course_id, lesson_id
      ), skipping as (
        select p.course_id, k.lesson_id, count(*) as skipped from pupils p join skips k on k.learner_id = p.learner_id
        where not ${completed(sql`k.learner_id`, sql`k.lesson_id`)} group by p.course_id, k.lesson_id
      ), classes as (
        select course_id, count(*) as people from pupils group by course_id
      )
      select k.course_id as course, v.title as "courseTitle", l.lesson_id as lesson, w.title, l.position, k.people,
        k.people - coalesce(x.elsewhere, 0) - coalesce(z.skipped, 0) as due, coalesce(x.completed, 0) as completed, coalesce(x.tries, 0)::bigint as "firstTries",
        coalesce(x."right", 0)::bigint as "firstTriesRight"
      from classes k join course_versions v on v.course_id = k.course_id and v.current
      join course_lessons l on l.course_version_id = v.id join lesson_versions w on w.id = l.lesson_version_id
      left join work x on x.course_id = k.course_id and x.lesson_id = l.lesson_id
      left join skipping z on z.course_id = k.course_id and z.lesson_id = l.lesson_id
      order by v.title, k.course_id, l.position`)),
  ];
}
