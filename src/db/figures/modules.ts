/** What people have done of one module, to date: they are counted where they are now. */
import { type SQL, sql } from "drizzle-orm";
import { placesOf } from "../reports.ts";
import type { Part, Viewer } from "../scope.ts";
import { completed } from "../unfinished.ts";
import { progress } from "./progress.ts";
import type { Counting } from "./tally.ts";

/**
 * The lessons that each course's module of this number holds as it is taught now; `held` and `pupils` are the people of
 * courses that have it.
 */
const moduleTables = (part: Part, viewer: Viewer, number: number): SQL => sql`${placesOf(part, viewer)},
  modules as (
    select x.course_id, x.lesson_id, x.position from (
      select v.course_id, l.lesson_id, l.position, dense_rank() over (partition by v.id order by m.position) as number
      from course_versions v join course_lessons l on l.course_version_id = v.id
      join (select course_version_id, module_id, min(position) as position from course_lessons group by course_version_id, module_id) m
        on m.course_version_id = v.id and m.module_id = l.module_id
      where v.current) x
    where x.number = ${number}::bigint),
  pupils as (
    select p.id, p.learner_id, p.cohort_id, c.course_id, p.agreed_at, p.erased_at, p.joined_day
    from seats p join cohorts c on c.id = p.cohort_id where c.course_id in (select m.course_id from modules m)),
  held as (
    select p.learner_id, p.unit_id, p.path, p.full_name, p.erased_at from places p
    where p.cohort_id in (select u.cohort_id from pupils u))`;

/** Who has one course only and has taken its lessons in their order, up to one. */
const inorder = sql`${progress},
  inorder as (
    select p.learner_id, min(p.course_id) as course_id, min(g.upto) as upto from pupils p join progress g on g.id = p.id
    group by p.learner_id having count(*) = 1 and bool_and(g.upto is not null))`;

function ofModule(part: Part, viewer: Viewer, number: number, more: SQL, facts: SQL): Counting {
  return {
    tables: sql`${moduleTables(part, viewer, number)},${more}
      facts as (select x.learner_id, null::bigint as cohort_id, null::date as day, x.part, x.whole from (${facts}) x)`,
    on: sql`f.learner_id = h.learner_id`,
    everybody: sql`pupils`,
  };
}

/** Attempts `a` of the module's lessons, begun in a cohort of the subject. */
const attempts = sql`pupils p join modules m on m.course_id = p.course_id
  join attempts a on a.learner_id = p.learner_id and a.cohort_id = p.cohort_id and a.lesson_id = m.lesson_id`;

const facts = {
  /** Who completed a lesson of it. */
  learnt: sql`select distinct a.learner_id, 1 as part, 1 as whole from ${attempts} where a.completed_at is not null`,
  /** Who joined, agreed, is not erased, and has neither completed nor skipped any of it, in whatever cohort. */
  not_learnt: sql`
    select distinct p.learner_id, 1 as part, 1 as whole from pupils p
    where p.agreed_at is not null and p.erased_at is null and p.joined_day is not null and not exists (
      select 1 from modules m where m.course_id = p.course_id and (${completed(sql`p.learner_id`, sql`m.lesson_id`, "many")}
        or exists (select 1 from skips s where s.learner_id = p.learner_id and s.lesson_id = m.lesson_id)))`,
  lessons: sql`select a.learner_id, count(*) as part, 0 as whole from ${attempts} where a.completed_at is not null group by a.learner_id`,
  /** A lesson that two of a person's courses share is one lesson, and counts wherever it was completed. */
  completion: sql`
    select n.learner_id, (select count(*) from modules m where m.course_id = n.course_id and m.position <= n.upto) as part,
      (select count(*) from modules m where m.course_id = n.course_id) as whole
    from inorder n
    union all
    select y.learner_id, count(*) filter (where y.done), count(*) from (
      select x.*, ${completed(sql`x.learner_id`, sql`x.lesson_id`, "many")} as done
      from (select distinct p.learner_id, m.lesson_id from pupils p join modules m on m.course_id = p.course_id
        where p.learner_id not in (select n.learner_id from inorder n)) x) y
    where y.done or not exists (select 1 from skips s where s.learner_id = y.learner_id and s.lesson_id = y.lesson_id)
    group by y.learner_id`,
  score: sql`
    select a.learner_id, count(*) filter (where r."right") as part, count(*) as whole
    from ${attempts} join answers r on r.attempt_id = a.id and not r.comeback group by a.learner_id`,
  points: sql`
    select a.learner_id, sum(l.points) as part, 0 as whole
    from ${attempts} join points_ledger l on l.learner_id = a.learner_id and l.deed like 'attempt:%'
      and split_part(l.deed, ':', 2) = a.id::text group by a.learner_id`,
} as const;

export type ModuleMeasure = keyof typeof facts;

export const countModule = (measure: ModuleMeasure, part: Part, viewer: Viewer, number: number): Counting =>
  ofModule(part, viewer, number, measure === "completion" ? sql`${inorder}, ` : sql``, facts[measure]);
