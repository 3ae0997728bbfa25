/** By which cohort somebody with several places learns: the oldest that has begun, with a lesson left, whose lessons they are sent. */
import { type SQL, sql } from "drizzle-orm";
import type { CohortId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Reach } from "./breadth.ts";

/** The days of one cohort in which somebody may have been absent, both included. */
export interface AbsenceSpan {
  readonly cohort: CohortId;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** True for a standing `p` whose learner had a study day from `from` to `to`, both included. */
const hadOne = (from: SQL, to: SQL): SQL => sql`exists (
    select 1 from generate_series(0, ${to} - ${from}) i cross join lateral (
      select c.weekdays from enrolments e join cohorts c on c.id = e.cohort_id
      where e.learner_id = p.learner_id and e.left_at is null and e.next_lesson_id is not null
        and e.joined_day <= ${from} + i and c.start_day <= ${from} + i
      order by e.id limit 1) home
    where extract(isodow from ${from} + i)::int = any(home.weekdays)
      and not exists (select 1 from holidays h where h.day = ${from} + i))`;

/**
 * Whose oldest place had begun by the first of the days, so that it is the same on all of them, and is in a cohort with a study
 * day among them. Nearly everybody is so.
 */
const studious = ({ from, to }: Omit<AbsenceSpan, "cohort">, cohorts: readonly CohortId[]): SQL => sql`
  select e.learner_id, ${from}::date as "from", ${to}::date as "to" from enrolments e join cohorts c on c.id = e.cohort_id
  where e.left_at is null and e.next_lesson_id is not null and e.joined_day <= ${to}::date and c.start_day <= ${to}::date
  group by e.learner_id
  having min(e.id) = min(e.id) filter (where e.joined_day <= ${from}::date and c.start_day <= ${from}::date
    and e.cohort_id = any (array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(cohorts)}::jsonb))))`;

/**
 * Whether the learner of a standing `p`, joined with its span `d`, had a study day of their own in it. Who has no other place did: of
 * others it is looked up, of very many once for most of them.
 * @param spans of the cohorts that have a study day in it
 */
export function ownDays(
  { part, several }: Reach,
  spans: readonly AbsenceSpan[],
): { readonly tables: SQL[]; readonly had: SQL } {
  const each = hadOne(sql`d."from"`, sql`d."to"`);
  if (!several || part.kind === "cohort" || spans.length === 0) return { tables: [], had: sql`(p.sole or ${each})` };
  const days = new Map(spans.map((span) => [`${span.from} ${span.to}`, span]));
  const found = [...days.values()].map((one) =>
    studious(
      one,
      spans.flatMap(({ cohort, from, to }) => (from === one.from && to === one.to ? [cohort] : [])),
    ),
  );
  return {
    tables: [sql`studious as materialized (${sql.join(found, sql` union all `)})`],
    had: sql`(p.sole or (p.learner_id, d."from", d."to") in (select h.learner_id, h."from", h."to" from studious h) or ${each})`,
  };
}
