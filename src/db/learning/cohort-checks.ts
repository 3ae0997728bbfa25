import { sql } from "drizzle-orm";
import type { CohortId, CourseId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Db } from "../connect.ts";

/** What an operator may have forgotten about a cohort. */
export interface CohortCheck {
  readonly id: CohortId;
  readonly course: CourseId;
  readonly start: LocalDate;
  /** Lessons that its course teaches now; 0: nothing is ever sent. */
  readonly lessons: number;
  /** People on its roster, and how many of them have agreed: whoever has not gets nothing. */
  readonly people: number;
  readonly joined: number;
}

/** Every cohort, by id; who left or was erased is not counted. */
export async function listCohortChecks(db: Db): Promise<CohortCheck[]> {
  return await db.execute<CohortCheck & Record<string, unknown>>(sql`
    select c.id, c.course_id as course, c.start_day as start,
      (select count(*) from course_versions v join course_lessons l on l.course_version_id = v.id
       where v.course_id = c.course_id and v.current) as lessons,
      count(p.id) as people, count(p.agreed_at) as joined
    from cohorts c
    left join enrolments e on e.cohort_id = c.id and e.left_at is null
    left join people p on p.id = e.learner_id and p.erased_at is null
    group by c.id order by c.id`);
}

/** Whether a day of this year is known as a holiday. */
export async function knowsHolidays(db: Db, year: number): Promise<boolean> {
  const [row] = await db.execute<{ known: boolean }>(
    sql`select exists (select 1 from holidays where extract(year from day) = ${year}::int) as known`,
  );
  return row!.known;
}
