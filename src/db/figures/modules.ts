/** What people have done of one module, to date: they are counted where they are now. */
import { type SQL, sql } from "drizzle-orm";
import { completed } from "../learning/unfinished.ts";
import type { Reach } from "./breadth.ts";
import { otherSeats, singles } from "./seats.ts";
import type { Counting } from "./tally.ts";

/** The courses as they are taught now, each with a step after its last lesson. */
const stepTables = sql`
  steps as materialized (
    select c.id as cohort_id, l.lesson_id, l.position from cohorts c
    join course_versions v on v.course_id = c.course_id and v.current join course_lessons l on l.course_version_id = v.id
    union all
    select c.id, '', (select count(*) from course_lessons l where l.course_version_id = v.id) + 1 from cohorts c
    join course_versions v on v.course_id = c.course_id and v.current)`;

/** Of lessons `l` of courses `v` as they are taught: these columns, and as `number` which of its course's modules each is in, from 1. */
export const inModules = (columns: SQL): SQL => sql`
  select ${columns}, dense_rank() over (partition by v.id order by m.position) as number
  from course_versions v join course_lessons l on l.course_version_id = v.id
  join (select course_version_id, module_id, min(position) as position from course_lessons group by course_version_id, module_id) m
    on m.course_version_id = v.id and m.module_id = l.module_id`;

/**
 * The lessons that each course's module of this number holds as it is taught now, how many of them come before each step of the
 * course, and which two courses share.
 */
const moduleTables = (number: number): SQL => sql`
  modules as materialized (
    select x.course_id, x.lesson_id, x.position, dense_rank() over (order by x.course_id) as course from (
      ${inModules(sql`v.course_id, l.lesson_id, l.position`)} where v.current) x
    where x.number = ${number}::bigint),
  classes as materialized (
    select c.id as cohort_id, m.course_id, m.course, count(*) as lessons, array_agg(m.position) as positions
    from cohorts c join modules m on m.course_id = c.course_id group by c.id, m.course_id, m.course),
  paths as materialized (
    select n.*, k.course_id, k.lessons, ${before(sql`k.positions`, sql`n.position`)} as taken, k.course, k.course * ${courseUnit}::bigint + n.position as step
    from classes k join steps n on n.cohort_id = k.cohort_id),
  common as materialized (
    select distinct n.step, x.other, x.lessons, ${before(sql`x.positions`, sql`n.position`)} as taken
    from (
      select m.course as one, n.course as other, count(*) as lessons, array_agg(m.position) as positions
      from modules m join modules n on n.lesson_id = m.lesson_id and n.course > m.course group by m.course, n.course) x
    join paths n on n.course = x.one)`;

/** How many of these positions come before one. */
const before = (positions: SQL, position: SQL): SQL =>
  sql`(select count(*) from unnest(${positions}) q(position) where q.position < ${position})`;

/** A step is told by the number of its course, so many for each, and its position. */
const courseUnit = 100_000;

/** Attempts `a` of the module's lessons, begun in a cohort of the subject. */
const attempts = sql`pupils p join modules m on m.course_id = p.course_id
  join attempts a on a.learner_id = p.learner_id and a.cohort_id = p.cohort_id and a.lesson_id = m.lesson_id`;

const skippedToo = (learner: SQL, lesson: SQL): SQL =>
  sql`exists (select 1 from skips s where s.learner_id = ${learner} and s.lesson_id = ${lesson})`;

/** Facts of the people in `pupils`. */
const facts = {
  /** Who completed a lesson of it. */
  learnt: sql`select distinct a.learner_id, 1 as part, 1 as whole from ${attempts} where a.completed_at is not null`,
  /** Who joined, agreed, is not erased, and has neither completed nor skipped any of it, in whatever cohort. */
  not_learnt: sql`
    select distinct p.learner_id, 1 as part, 1 as whole from pupils p
    where p.agreed and not p.erased and p.joined_day is not null and not exists (
      select 1 from modules m where m.course_id = p.course_id
        and (${completed(sql`p.learner_id`, sql`m.lesson_id`, "many")} or ${skippedToo(sql`p.learner_id`, sql`m.lesson_id`)}))`,
  lessons: sql`select a.learner_id, count(*) as part, 0 as whole from ${attempts} where a.completed_at is not null group by a.learner_id`,
  /** A lesson that two of a person's courses share is one lesson, and counts wherever it was completed. */
  completion: sql`
    select y.learner_id, count(*) filter (where y.done) as part, count(*) as whole from (
      select x.*, ${completed(sql`x.learner_id`, sql`x.lesson_id`, "many")} as done
      from (select distinct p.learner_id, m.lesson_id from pupils p join modules m on m.course_id = p.course_id) x) y
    where y.done or not ${skippedToo(sql`y.learner_id`, sql`y.lesson_id`)}
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

/**
 * What is said of a seat `p` whose learner took the lessons in their order, `p.taken` of them of the module's `p.lessons`; `here`:
 * only where all of them were completed in this cohort.
 */
const inOrder: Partial<Record<ModuleMeasure, { readonly part: SQL; readonly whole: SQL; readonly here: boolean }>> = {
  learnt: { part: sql`(p.taken > 0)::int`, whole: sql`1`, here: true },
  not_learnt: {
    part: sql`(p.taken = 0 and p.agreed and not p.erased and p.joined_day is not null)::int`,
    whole: sql`1`,
    here: false,
  },
  lessons: { part: sql`p.taken`, whole: sql`0`, here: true },
  completion: { part: sql`p.taken`, whole: sql`p.lessons`, here: false },
};

/** The seats of the module's cohorts, and whether their learners took the lessons of the course in their order, skipping none. */
function walkers(reach: Reach): SQL {
  const of = (seats: SQL, single: boolean) => sql`
    select p.learner_id, p.cohort_id, p.unit_id, p.agreed, p.erased, p.joined_day, p.sole, n.course_id, n.taken, n.lessons, n.step, ${single} as single,
      p.done = n.position - 1 and p.skipped = 0 as ordered, p.elsewhere > 0 as elsewhere
    from (${seats}) p join paths n on n.cohort_id = p.cohort_id and n.lesson_id = coalesce(p.next_lesson_id, '')`;
  return sql`walkers as materialized (${of(singles(reach), true)} union all ${of(sql`select * from seats`, false)})`;
}

/**
 * Who took the lessons in their order is counted by how far they came, also in two courses. Everybody else's lessons are looked
 * up, and those of all where the order says nothing of what is asked.
 */
export function countModule(measure: ModuleMeasure, reach: Reach, number: number): Counting {
  const ordered = inOrder[measure];
  const { part, whole } = ordered ?? { part: sql`0`, whole: sql`0` };
  const walks = ordered ? sql`(p.ordered ${ordered.here ? sql`and not p.elsewhere` : sql``})` : sql`false`;
  const [added, alike] = [
    sql`sum(${part})::bigint as part, sum(${whole})::bigint as whole`,
    sql`max(${part}) as part, max(${whole}) as whole`,
  ];
  // What both courses hold is one lesson, done in both or in neither.
  const once = measure === "completion";
  return {
    singles: sql`
      select p.learner_id, p.unit_id, p.erased, ${part} as part, ${whole} as whole from walkers p where p.single and p.sole and ${walks}
      union all
      select y.learner_id, y.unit_id, y.erased, y.part - ${once ? sql`coalesce(o.taken, 0)` : sql`0`}, y.whole - ${once ? sql`coalesce(o.lessons, 0)` : sql`0`}
      from several y ${once ? sql`left join common o on o.step = y.first and o.other = y.last / ${courseUnit}::bigint` : sql``} where y.walk`,
    tables: sql`${stepTables}, ${moduleTables(number)}, ${otherSeats(reach)}, ${walkers(reach)},
      several as materialized (
        select x.*, x.walks and (x.seats = 1 or (x.seats = 2 and x.first / ${courseUnit}::bigint < x.last / ${courseUnit}::bigint)) as walk from (
          select p.learner_id, p.unit_id, p.erased, ${measure === "lessons" || once ? added : alike},
            bool_and(${walks}) as walks, count(*) as seats, min(p.step) as first, max(p.step) as last
          from walkers p where p.single and not p.sole group by p.learner_id, p.unit_id, p.erased) x),
      pupils as materialized (
        select p.* from walkers p where not ${walks} or (not p.sole and (not p.single or p.learner_id not in (select y.learner_id from several y where y.walk)))),
      held as (
        select p.learner_id, p.unit_id, p.erased from places p where p.cohort_id in (select k.cohort_id from classes k)
        union all
        select p.learner_id, p.unit_id, p.erased from pupils p where p.single),
      facts as (
        select x.learner_id, null::bigint as cohort_id, null::date as day, x.part, x.whole from (
          ${facts[measure]}
          union all
          select p.learner_id, ${part}, ${whole} from walkers p where not p.single and p.sole and ${walks}) x)`,
    on: sql`f.learner_id = h.learner_id`,
  };
}
