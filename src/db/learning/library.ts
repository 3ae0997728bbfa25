import { sql } from "drizzle-orm";
import type { CohortId, CourseId, LearnerId, LessonId, LessonVersionId, ModuleId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { completed, skipped } from "./unfinished.ts";

/**
 * - `completed`: learnt to the end.
 * - `skipped`: a placement showed it is known.
 * - `open`: begun, or the one that is next.
 * - `ahead`: still to come.
 */
export type LessonState = "completed" | "skipped" | "open" | "ahead";

/** A lesson of a course as it is taught now, and where one learner is with it. */
export interface LibraryLesson {
  readonly course: CourseId;
  readonly module: ModuleId;
  readonly moduleTitle: string;
  readonly id: LessonId;
  readonly title: string;
  /** What is shown of it: the version that an open attempt has, else the newest. */
  readonly version: LessonVersionId;
  readonly questions: number;
  readonly state: LessonState;
}

/** The lessons of a cohort's course in teaching order. */
export async function listLibrary(tx: Tx, learner: LearnerId, cohort: CohortId): Promise<LibraryLesson[]> {
  const mine = [sql`e.learner_id`, sql`l.lesson_id`] as const;
  return await tx.execute<LibraryLesson & Record<string, unknown>>(sql`
    select v.course_id as course, l.module_id as module, coalesce((select m ->> 'title' from jsonb_array_elements(v.modules) m
        where m ->> 'id' = l.module_id), l.module_id) as "moduleTitle",
      l.lesson_id as id, w.title, case when a.completed_at is null then coalesce(a.lesson_version_id, w.id) else w.id end as version,
      jsonb_array_length(w.content -> 'questions') as questions,
      case when ${completed(...mine)} then 'completed' when ${skipped(...mine)} then 'skipped'
        when a.id is not null or l.lesson_id = e.next_lesson_id then 'open' else 'ahead' end as state
    from enrolments e join cohorts c on c.id = e.cohort_id
    join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id join lesson_versions w on w.id = l.lesson_version_id
    left join attempts a on a.learner_id = e.learner_id and a.lesson_id = l.lesson_id
    where e.learner_id = ${learner} and e.cohort_id = ${cohort} order by l.position`);
}
