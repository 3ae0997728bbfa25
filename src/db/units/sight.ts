import { sql } from "drizzle-orm";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

/** How many people somebody sees whom they did not see, and the other way round. */
export interface SightChange {
  readonly learner: LearnerId;
  readonly gained: number;
  readonly lost: number;
}

/** Who, by their posts, may see whom among the people of `concerned`. */
const seen = sql`
  select distinct own.person_id as viewer, o.person_id as person
  from concerned c join posts o on o.person_id = c.person_id join units u on u.id = o.unit_id
  cross join lateral unnest(string_to_array(rtrim(u.lineage, '/'), '/')::bigint[]) as above(id)
  join posts own on own.unit_id = above.id and own.role = 'supervisor'
  join people me on me.id = own.person_id and me.erased_at is null`;

/** Keeps, for the transaction, who may see the people of these units and of what lies below them. */
export async function noteSight(tx: Tx, units: readonly UnitId[]): Promise<void> {
  await tx.execute(sql`drop table if exists concerned, sight`);
  await tx.execute(sql`
    create temporary table concerned on commit drop as
    select distinct o.person_id from posts o join units u on u.id = o.unit_id
    join units top on starts_with(u.lineage, top.lineage)
    where top.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(units)}::jsonb))`);
  await tx.execute(sql`create temporary table sight on commit drop as ${seen}`);
}

/** Whose sight is another than was noted. */
export async function compareSight(tx: Tx): Promise<SightChange[]> {
  return await tx.execute<SightChange & Record<string, unknown>>(sql`
    with seen as (${seen})
    select viewer as learner, count(*) filter (where noted.person is null) as gained, count(*) filter (where seen.person is null) as lost
    from seen full join sight noted using (viewer, person)
    where noted.person is null or seen.person is null group by viewer order by viewer`);
}

/** Open invites of people whose main post is in one of these units: what was handed out names the unit as it was. */
export async function countInvites(tx: Tx, units: readonly UnitId[]): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*) as n from enrolments e join posts o on o.person_id = e.learner_id and o.main
    join people p on p.id = e.learner_id and p.erased_at is null
    where e.left_at is null and e.invite_spent_at is null and e.invite_code is not null
      and o.unit_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(units)}::jsonb))`);
  return row!.n;
}
