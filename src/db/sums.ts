/**
 * What must hold between tables that no constraint can hold: each query counts the rows that break one rule. Zero
 * everywhere, whatever died in between, or a promise was broken.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "./connect.ts";
import { unfinished } from "./learning/unfinished.ts";

/** The answers of each attempt: first tries, the right ones among them, comebacks. */
const tries = sql`
  select a.*, w.course_id,
    count(r.id) filter (where not r.comeback) as firsts, count(r.id) filter (where not r.comeback and r."right") as right_firsts,
    count(r.id) filter (where r.comeback) as comebacks
  from attempts a join lesson_versions w on w.id = a.lesson_version_id left join answers r on r.attempt_id = a.id
  group by a.id, w.course_id`;

/** True where every version of the course gave points for it: then a deed without its row is a loss. */
const alwaysEarns = (reason: string): SQL => sql`not exists (select 1 from course_versions v
  where v.course_id = w.course_id and coalesce((v.points ->> ${reason})::int, 0) = 0)`;

/** What running totals by day (`by`) add on each of their days; the first has all that came before. */
const eachDay = (table: SQL, key: SQL, by: SQL): SQL => sql`
  select ${key}, date '2000-01-01' + n as day, ${by}[n] - coalesce(${by}[n - 1], 0) as amount
  from ${table}, generate_subscripts(${by}, 1) n`;

/** The day `d.day`, or the first one of these running totals. */
const noEarlier = (by: SQL): SQL => sql`greatest(d.day, date '2000-01-01' + array_lower(${by}, 1))`;

const rules: Readonly<Record<string, SQL>> = {
  "right answers without their points": sql`
    select count(*) as n from answers r join attempts a on a.id = r.attempt_id join lesson_versions w on w.id = a.lesson_version_id
    where r."right" and ${alwaysEarns("rightFirst")} and ${alwaysEarns("rightComeback")} and not exists (
      select 1 from points_ledger l where l.learner_id = a.learner_id
        and l.reason = case when r.comeback then 'right_comeback' else 'right_first' end
        and l.deed = 'attempt:' || a.id || ':question:' || r.question)`,
  "points without their right answer": sql`
    select count(*) as n from points_ledger l where l.reason in ('right_first', 'right_comeback') and not exists (
      select 1 from answers r where r."right" and r.comeback = (l.reason = 'right_comeback')
        and r.attempt_id = split_part(l.deed, ':', 2)::bigint and r.question = split_part(l.deed, ':', 4)::int)`,
  "completed lessons without their points": sql`
    select count(*) as n from attempts a join lesson_versions w on w.id = a.lesson_version_id
    where a.completed_at is not null and ${alwaysEarns("lessonCompleted")} and not exists (
      select 1 from points_ledger l where l.learner_id = a.learner_id and l.reason = 'lesson_completed' and l.deed = 'attempt:' || a.id)`,
  "points for lessons not completed": sql`
    select count(*) as n from points_ledger l where l.reason = 'lesson_completed' and not exists (
      select 1 from attempts a where a.learner_id = l.learner_id and a.completed_at is not null and l.deed = 'attempt:' || a.id)`,
  "lessons whose answers and completion differ": sql`
    select count(*) as n from (${tries}) t
    where (t.firsts = t.questions and t.comebacks = t.questions - t.right_firsts) <> (t.completed_at is not null)`,
  "scores that are not the answers'": sql`
    select count(*) as n from (${tries}) t
    where t.completed_at is not null and abs(t.score - t.right_firsts::real / t.questions) > 0.001`,
  "days kept without a lesson completed": sql`
    select count(*) as n from streak_days s where s.by = 'lesson' and not exists (
      select 1 from attempts a where a.learner_id = s.learner_id and a.completed_day = s.day)`,
  "lessons skipped without a placement that was finished": sql`
    select count(*) as n from skips s where not exists (select 1 from exercises x
      where x.id = s.exercise_id and x.learner_id = s.learner_id and x.kind = 'placement' and x.completed_at is not null)`,
  "standings that are not the lessons' and answers'": sql`
    select count(*) as n from standings s full join (
      select a.learner_id, a.cohort_id, count(*) filter (where a.completed_at is not null) as completed,
        coalesce(sum(f.tries), 0) as tries, coalesce(sum(f."right"), 0) as "right"
      from attempts a left join (select attempt_id, count(*) as tries, count(*) filter (where "right") as "right"
        from answers where not comeback group by attempt_id) f on f.attempt_id = a.id
      group by a.learner_id, a.cohort_id) r using (learner_id, cohort_id)
    where (coalesce(s.completed, 0), coalesce(s.tries, 0), coalesce(s."right", 0))
      is distinct from (coalesce(r.completed, 0), coalesce(r.tries, 0), coalesce(r."right", 0))`,
  "lessons done that are not those of the course": sql`
    select count(*) as n from standings s cross join lateral (
      select count(*) as done, count(*) filter (where a.cohort_id <> s.cohort_id) as elsewhere
      from cohorts c join course_versions v on v.course_id = c.course_id and v.current
      join course_lessons l on l.course_version_id = v.id join attempts a on a.lesson_id = l.lesson_id
      where c.id = s.cohort_id and a.learner_id = s.learner_id and a.completed_at is not null) r
    where (s.done, s.elsewhere) <> (r.done, r.elsewhere)`,
  "days that are not the lessons' and answers'": sql`
    select count(*) as n from study_days s full join (
      select learner_id, cohort_id, day, sum(completed) as completed, sum(tries) as tries, sum(rights) as "right" from (
        select learner_id, cohort_id, completed_day as day, 1 as completed, 0 as tries, 0 as rights from attempts
        where completed_at is not null and completed_day is not null
        union all
        select a.learner_id, a.cohort_id, (r.answered_at at time zone c.zone)::date, 0, 1, r."right"::int
        from answers r join attempts a on a.id = r.attempt_id join cohorts c on c.id = a.cohort_id where not r.comeback) x
      group by learner_id, cohort_id, day) r using (learner_id, cohort_id, day)
    where (coalesce(s.completed, 0), coalesce(s.tries, 0), coalesce(s."right", 0))
      is distinct from (coalesce(r.completed, 0), coalesce(r.tries, 0), coalesce(r."right", 0))`,
  "days learnt that are not the lessons'": sql`
    select count(*) as n from standings s
    full join (select learner_id, cohort_id, array_agg(day order by day) as days from study_days where completed > 0 group by learner_id, cohort_id) d
      using (learner_id, cohort_id)
    where coalesce(d.days, '{}') <> array(
      select s.learnt_from + at from generate_series(0, length(s.learnt) - 1) at where get_bit(s.learnt, at) = 1 order by at)`,
  "tries by day that are not the days'": sql`
    select count(*) as n from (${eachDay(sql`standings`, sql`learner_id, cohort_id`, sql`tries_by`)}) s
    full join (
      select d.learner_id, d.cohort_id, ${noEarlier(sql`s.tries_by`)} as day, sum(d.tries * 65536 + d."right") as amount
      from study_days d join standings s using (learner_id, cohort_id) group by 1, 2, 3) r using (learner_id, cohort_id, day)
    where coalesce(s.amount, 0) <> coalesce(r.amount, 0)`,
  "points by day that are not the earnings'": sql`
    select count(*) as n from (${eachDay(sql`lifetimes`, sql`learner_id`, sql`points_by`)}) s
    full join (
      select d.learner_id, ${noEarlier(sql`s.points_by`)} as day, sum(d.points) as amount
      from earnings d join lifetimes s using (learner_id) group by 1, 2) r using (learner_id, day)
    where coalesce(s.amount, 0) <> coalesce(r.amount, 0)`,
  "standings that are not where the roster seats people": sql`
    select count(*) as n from enrolments e full join standings s using (learner_id, cohort_id)
    left join seating x using (learner_id, cohort_id)
    where s.learner_id is null
      or (s.listed, s.agreed, s.erased, s.joined_day, s.next_lesson_id, s.kept_last, s.sole, s.unit_id, s.held_since, s.first_post, s.unit_ids, s.skipped)
        is distinct from (x.listed, x.agreed, x.erased, x.joined_day, x.next_lesson_id, x.kept_last, x.sole, x.unit_id, x.held_since, x.first_post, x.unit_ids, x.skipped)`,
  "earnings that are not the ledger's": sql`
    select count(*) as n from earnings e
    full join (select learner_id, earned_on as day, sum(points) as points from points_ledger group by learner_id, earned_on) l using (learner_id, day)
    where coalesce(e.points, 0) <> coalesce(l.points, 0)`,
  "lifetimes that are not the ledger's and the kept days'": sql`
    select count(*) as n from lifetimes l
    full join (select learner_id, sum(points) as points from points_ledger group by learner_id) e on e.learner_id = l.learner_id
    full join (select learner_id, array_agg(day order by day) as days from streak_days group by learner_id) k
      on k.learner_id = coalesce(l.learner_id, e.learner_id)
    where coalesce(l.points, 0) <> coalesce(e.points, 0) or coalesce(k.days, '{}') <> array(
      select l.kept_from + at from generate_series(0, length(l.kept) - 1) at where get_bit(l.kept, at) = 1 order by at)`,
  "next lessons out of step": sql`
    select count(*) as n from enrolments e join cohorts c on c.id = e.cohort_id left join lateral (
      select l.lesson_id from course_versions v join course_lessons l on l.course_version_id = v.id
      where v.course_id = c.course_id and v.current and ${unfinished(sql`e.learner_id`, sql`l.lesson_id`)}
      order by l.position limit 1
    ) n on true where e.next_lesson_id is distinct from n.lesson_id`,
  "units out of step with what they lie below": sql`
    select count(*) as n from units u left join units p on p.id = u.parent_id
    where u.lineage <> coalesce(p.lineage, '') || u.id || '/' or u.path <> coalesce(p.path || ' / ', '') || u.name`,
  "people who hold posts and not one main one": sql`
    select count(*) as n from (select 1 from posts group by person_id having count(*) filter (where main) <> 1) x`,
  "posts in a unit that has ended": sql`
    select count(*) as n from posts o join units u on u.id = o.unit_id where u.ended_at is not null`,
};

/** The rules that are broken, with the number of rows that break each. One statement, so all see the same moment. */
export async function brokenSums(db: Db): Promise<{ readonly rule: string; readonly rows: number }[]> {
  const counted = Object.entries(rules).map(
    ([rule, count]) => sql`select ${rule}::text as rule, n as rows from (${count}) x`,
  );
  const found = await db.execute<{ rule: string; rows: number }>(sql.join(counted, sql` union all `));
  return found.filter(({ rows }) => rows > 0).map(({ rule, rows }) => ({ rule, rows }));
}
