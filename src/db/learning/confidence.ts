import { sql } from "drizzle-orm";
import type { ModuleProgress, Moment, Rating } from "#domain/confidence.ts";
import type { CohortId, CourseId, LearnerId, ModuleId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { type Scope, type Viewer, visible, within } from "../units/scope.ts";
import { completed, unfinished } from "./unfinished.ts";

/**
 * The modules of a cohort's course, in teaching order, with how far the learner is in each. Null: the course does not ask
 * how sure of themselves people are, or the learner is not in that cohort.
 */
export async function readModuleProgress(
  tx: Tx,
  learner: LearnerId,
  cohort: CohortId,
): Promise<{ readonly course: CourseId; readonly modules: readonly ModuleProgress[] } | null> {
  const [whose, lesson] = [sql`t.learner_id`, sql`l.lesson_id`];
  const rows = await tx.execute<{ course: CourseId } & ModuleProgress & Record<string, unknown>>(sql`
    with taught as materialized (
      select e.learner_id, v.course_id, v.id, v.modules from enrolments e join cohorts c on c.id = e.cohort_id
      join course_versions v on v.course_id = c.course_id and v.current and v.confidence
      where e.learner_id = ${learner} and e.cohort_id = ${cohort}),
    lessons as materialized (
      select l.module_id, count(*) filter (where ${completed(whose, lesson)}) as completed, count(*) filter (where ${unfinished(whose, lesson)}) as left
      from taught t join course_lessons l on l.course_version_id = t.id group by l.module_id)
    select t.course_id as course, l.module_id as id, m.module ->> 'title' as title, l.completed, l.left,
      coalesce((select jsonb_agg(r.moment) from confidence_ratings r
        where r.learner_id = t.learner_id and r.course_id = t.course_id and r.module_id = l.module_id), '[]'::jsonb) as rated
    from taught t cross join jsonb_array_elements(t.modules) with ordinality m(module, place)
    join lessons l on l.module_id = m.module ->> 'id' order by m.place`);
  const [first] = rows;
  return first === undefined ? null : { course: first.course, modules: rows };
}

/** The first rating is the one that is kept. */
export async function insertRating(
  tx: Tx,
  learner: LearnerId,
  rated: {
    readonly course: CourseId;
    readonly module: ModuleId;
    readonly moment: Moment;
    readonly rating: Rating;
  },
  at: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into confidence_ratings (learner_id, course_id, module_id, moment, rating, rated_at)
    values (${learner}, ${rated.course}, ${rated.module}, ${rated.moment}, ${rated.rating}, ${at}::timestamptz)
    on conflict on constraint confidence_ratings_pkey do nothing`);
}

/** How sure of themselves people were before and after a module: means from 1 to 5 over those who said both. */
export interface ModuleConfidence {
  readonly course: CourseId;
  readonly module: ModuleId;
  readonly title: string;
  readonly people: number;
  readonly before: number;
  readonly after: number;
}

/**
 * By module, for the scope as far as the viewer may see. A module that fewer than `fewest` people rated twice is left
 * out, so that nobody's own rating can be read from a mean. @param fewest people
 */
export async function readConfidence(
  tx: Tx,
  scope: Scope,
  viewer: Viewer,
  fewest: number,
): Promise<ModuleConfidence[]> {
  return await tx.execute<ModuleConfidence & Record<string, unknown>>(sql`
    with rated as (
      select distinct e.learner_id, c.course_id from enrolments e join people p on p.id = e.learner_id
      join cohorts c on c.id = e.cohort_id join posts o on o.person_id = p.id join units u on u.id = o.unit_id
      where ${within(scope)} and ${visible(viewer)})
    select b.course_id as course, b.module_id as module,
      coalesce((select m ->> 'title' from course_versions v, jsonb_array_elements(v.modules) m
        where v.course_id = b.course_id and v.current and m ->> 'id' = b.module_id), b.module_id) as title, count(*) as people,
      round(avg(b.rating), 2)::float8 as before, round(avg(a.rating), 2)::float8 as after
    from rated r join confidence_ratings b on b.learner_id = r.learner_id and b.course_id = r.course_id and b.moment = 'before'
    join confidence_ratings a on a.learner_id = b.learner_id and a.course_id = b.course_id and a.module_id = b.module_id
      and a.moment = 'after'
    group by b.course_id, b.module_id having count(*) >= ${fewest} order by b.course_id, b.module_id`);
}
