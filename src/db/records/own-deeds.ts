import { sql } from "drizzle-orm";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { visible } from "../units/scope.ts";

/** Something that a person did, with the name of what it was done to where they may see it still. */
export interface OwnDeed {
  readonly at: Date;
  readonly deed: string;
  /** "unit", "cohort", "learner", … */
  readonly kind: string;
  /** A unit's path or a cohort's name; null: it is neither, or out of their sight. */
  readonly name: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** What the person did, the newest first, and how much there is. */
export async function listOwnDeeds(
  tx: Tx,
  person: LearnerId,
  from: number,
  limit: number,
): Promise<{ readonly total: number; readonly deeds: readonly OwnDeed[] }> {
  const rows = await tx.execute<
    OwnDeed & { total: number; unit: UnitId; cohort: CohortId } & Record<string, unknown>
  >(sql`
    with own as (
      select t.id, t.at, t.deed, split_part(t.subject, ':', 1) as kind, t.detail,
        case when t.subject ~ '^[a-z]+:[0-9]{1,18}$' then split_part(t.subject, ':', 2)::bigint end as of,
        count(*) over () as total
      from audit t where t.actor = ${String(person)} order by t.id desc limit ${limit} offset ${from})
    select t.at, t.deed, t.kind, t.detail, t.total, case t.kind
      when 'unit' then (select u.path from units u where u.id = t.of and ${visible(person)})
      when 'cohort' then (select c.name from cohorts c where c.id = t.of and exists (
        select 1 from enrolments e join posts o on o.person_id = e.learner_id join units u on u.id = o.unit_id
        where e.cohort_id = c.id and ${visible(person)})) end as name
    from own t order by t.id desc`);
  return { total: rows[0]?.total ?? 0, deeds: rows.map(({ total: _, ...deed }) => deed) };
}
