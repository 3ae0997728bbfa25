import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../src/db/connect.ts";
import type { Measure, Period, Value } from "../src/domain/question.ts";
import type { LocalDate } from "../src/domain/time.ts";
import { zone } from "./province.ts";

/** Whom a figure is about: a unit with what lies below it, or a cohort within it. */
export interface Whom {
  readonly lineage: string;
  readonly cohort: number | null;
}

interface Moment {
  readonly now: Date;
  readonly today: LocalDate;
}

/**
 * The same figure from the rows themselves, without a counter, with a plan of its own: as slow as it is. It knows that the
 * province has one calendar without holidays, that nobody skipped a lesson, and that a person joins all their cohorts or none, and
 * has finished none.
 */
export async function plainValue(
  db: Db,
  measure: Exclude<Measure, "streak" | "forecast">,
  period: Period,
  whom: Whom,
  moment: Moment,
): Promise<Value> {
  const [row] = await db.execute<{ part: number; whole: number }>(query(measure, period, whom, moment));
  const { part, whole } = row!;
  if (measure === "completion") return { part: Math.min(part, whole), whole };
  return { part, whole: measure === "lessons" || measure === "points" ? null : whole };
}

const inUnit = ({ lineage }: Whom, held: SQL): SQL => sql`exists (
  select 1 from (select person_id, unit_id, since, 'infinity'::timestamptz as until from posts
    union all select person_id, unit_id, since, until from past_posts) o join units u on u.id = o.unit_id
  where o.person_id = p.id and u.lineage like ${`${lineage}%`} and ${held})`;

const heldNow = sql`o.until = 'infinity'`;
const heldOn = (day: SQL, { today }: Moment): SQL => sql`case when ${day} >= ${today}::date then o.until = 'infinity'
  else o.since < ((${day} + 1)::timestamp at time zone ${zone}) and o.until >= ((${day} + 1)::timestamp at time zone ${zone}) end`;

function query(measure: Exclude<Measure, "streak" | "forecast">, period: Period, whom: Whom, moment: Moment): SQL {
  const roster = sql`people p join enrolments e on e.learner_id = p.id and (e.left_at is null or p.erased_at is not null)
    and ${whom.cohort === null ? sql`true` : sql`e.cohort_id = ${whom.cohort}`} join cohorts c on c.id = e.cohort_id`;
  const here = sql`${roster} where ${inUnit(whom, heldNow)}`;
  const state = (holds: SQL) =>
    sql`select count(distinct p.id) filter (where ${holds}) as part, count(distinct p.id) as whole from ${here}`;
  const present = sql`p.agreed_at is not null and p.erased_at is null`;
  const due = sql`(select count(*) from generate_series(c.start_day, ${moment.today}::date, '1 day') d where extract(isodow from d) < 6)`;
  const completed = sql`attempts a where a.learner_id = p.id and a.completed_at is not null`;
  const done = sql`(select count(*) from ${completed} and a.cohort_id = c.id)`;
  const taught = sql`course_versions v join course_lessons l on l.course_version_id = v.id where v.course_id = c.course_id and v.current`;
  const tries = (of: SQL) =>
    sql`attempts a join answers r on r.attempt_id = a.id where a.learner_id = p.id and a.cohort_id = c.id and not r.comeback and ${of}`;
  const day = sql`(r.answered_at at time zone c.zone)::date`;
  const span =
    period.kind === "days" ? sql`between ${period.from}::date and ${period.to}::date` : sql`= ${moment.today}::date`;
  const inModule =
    period.kind === "module"
      ? sql`exists (select 1 from ${taught} and l.module_id = ${`hp-${period.number}`} and l.lesson_id = a.lesson_id)`
      : sql`true`;
  const eachDay = (from: SQL, part: SQL, whole = sql`0`) => sql`
    select coalesce(sum(${part}), 0)::bigint as part, coalesce(sum(${whole}), 0)::bigint as whole
    from ${roster} ${from} where x.day ${span} and ${inUnit(whom, heldOn(sql`x.day`, moment))}`;
  const completions = sql`join lateral (select a.completed_day as day, count(*) as n from attempts a
    where a.learner_id = p.id and a.cohort_id = c.id and a.completed_at is not null group by 1) x on true`;
  switch (measure) {
    case "people":
      return state(sql`true`);
    case "joined":
      return state(sql`p.agreed_at is not null`);
    case "not_joined":
      return state(sql`p.erased_at is null and (e.joined_day is null or p.agreed_at is null)`);
    case "unreachable":
      return state(
        sql`${present} and 'blocked' = all (select h.state from chats h where h.learner_id = p.id) and p.id in (select h.learner_id from chats h)`,
      );
    case "paused":
      return state(
        sql`exists (select 1 from pauses z where z.learner_id = p.id and ${moment.today}::date between z.from_day and z.to_day)`,
      );
    case "finished":
      return state(sql`p.agreed_at is not null and e.next_lesson_id is null`);
    case "overdue":
      return state(
        sql`${present} and e.joined_day is not null and (select count(*) from ${completed} and a.lesson_id in (select l.lesson_id from ${taught})) < ${due} - (extract(isodow from ${moment.today}::date) < 6)::int`,
      );
    case "not_learnt": {
      const first = period.kind === "days" ? period.from : moment.today;
      const study = sql`exists (select 1 from generate_series(${first}::date, ${moment.today}::date, '1 day') d where extract(isodow from d) < 6)`;
      return state(sql`${present} and e.joined_day <= ${first}::date and e.next_lesson_id is not null and ${study}
        and not exists (select 1 from pauses z where z.learner_id = p.id and ${moment.today}::date between z.from_day and z.to_day)
        and not exists (select 1 from streak_days s where s.learner_id = p.id and s.day between ${first}::date and ${moment.today}::date)`);
    }
    case "learnt":
      if (period.kind === "now")
        return state(
          sql`exists (select 1 from attempts a where a.learner_id = p.id and a.cohort_id = c.id and a.completed_day ${span})`,
        );
      return sql`select count(distinct p.id) filter (where exists (select 1 from attempts a where a.learner_id = p.id and a.cohort_id = c.id and a.completed_day = d.day)) as part,
        count(distinct p.id) as whole
        from ${roster} cross join (select d::date as day from generate_series(${period.kind === "days" ? period.from : moment.today}::date, ${period.kind === "days" ? period.to : moment.today}::date, '1 day') d) d
        where ${inUnit(whom, heldOn(sql`d.day`, moment))}`;
    case "lessons":
      if (period.kind === "days") return eachDay(completions, sql`x.n`);
      return sql`select coalesce(sum((select count(*) from attempts a where a.learner_id = p.id and a.cohort_id = c.id and a.completed_at is not null and ${inModule})), 0)::bigint as part, 0 as whole from ${here}`;
    case "completion":
      if (period.kind === "module")
        return sql`
          select count(*) filter (where exists (select 1 from ${completed} and a.lesson_id = x.lesson_id)) as part, count(*) as whole
          from (select distinct p.id, l.lesson_id from ${roster} cross join lateral (select l.lesson_id from ${taught} and l.module_id = ${`hp-${period.number}`}) l
            where ${inUnit(whom, heldNow)}) x cross join lateral (select x.id) p(id)`;
      return sql`select coalesce(sum(${done}), 0)::bigint as part, coalesce(sum(${due}), 0)::bigint as whole from ${here}`;
    case "score":
      if (period.kind === "days")
        return eachDay(
          sql`join lateral (select ${day} as day, count(*) filter (where r."right") as rights, count(*) as n from ${tries(sql`true`)} group by 1) x on true`,
          sql`x.rights`,
          sql`x.n`,
        );
      return sql`select coalesce(sum(t.rights), 0)::bigint as part, coalesce(sum(t.n), 0)::bigint as whole
        from ${roster} join lateral (select count(*) filter (where r."right") as rights, count(*) as n from ${tries(inModule)}) t on true where ${inUnit(whom, heldNow)}`;
    case "points": {
      const earned = (held: SQL) => sql`
        select coalesce(sum(l.points), 0)::bigint as part, 0 as whole from (select distinct p.id from ${roster}) p
        join points_ledger l on l.learner_id = p.id where ${inUnit(whom, held)}`;
      return period.kind === "days"
        ? sql`${earned(heldOn(sql`l.earned_on`, moment))} and l.earned_on ${span}`
        : earned(heldNow);
    }
  }
}
