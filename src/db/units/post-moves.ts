import { sql } from "drizzle-orm";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

export interface PostMove {
  readonly from: UnitId;
  readonly to: UnitId;
}

export interface MovedPosts {
  readonly people: number;
  /** Posts that ended. */
  readonly ended: number;
  /** Posts that began; the others came to one that was held already. */
  readonly begun: number;
  /** Who may no longer see the unit as such. */
  readonly demoted: readonly UnitRole[];
  /** Who had no right in the unit they come to, and has one. */
  readonly promoted: readonly UnitRole[];
}

interface UnitRole {
  readonly learner: LearnerId;
  readonly unit: UnitId;
}

/**
 * People's posts in units end on a date and begin in others. What was held later than that begins as it began; a post
 * that is held there already stays, and may become the main one. The people's rows are locked first, in the order in
 * which a roster locks them.
 * @param only these people; null: everybody
 * @param keepSupervisors supervisors are so in the other unit too; else a right in it is nobody's who had none
 */
export async function movePosts(
  tx: Tx,
  moves: readonly PostMove[],
  only: readonly LearnerId[] | null,
  keepSupervisors: boolean,
  at: Date,
): Promise<MovedPosts> {
  const chosen =
    only === null
      ? sql`true`
      : sql`o.person_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(only)}::jsonb))`;
  const meant = sql`jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m("from" bigint, "to" bigint)`;
  // What is read once they are locked is what stands: whoever was being erased, or forgotten, meanwhile has been.
  await tx.execute(sql`
    select 1 from people where id in (select o.person_id from ${meant} join posts o on o.unit_id = m."from" where ${chosen})
    order by id for no key update`);
  await tx.execute(sql`drop table if exists moving`);
  await tx.execute(sql`
    create temporary table moving on commit drop as
    select o.person_id, o.unit_id as from_id, m."to" as to_id, o.role, o.title, o.main, o.since, t.role as role_there
    from ${meant} join posts o on o.unit_id = m."from" left join posts t on t.person_id = o.person_id and t.unit_id = m."to"
    where ${chosen}`);
  const ended = await tx.execute(sql`
    delete from posts o using moving m where o.person_id = m.person_id and o.unit_id = m.from_id`);
  await tx.execute(sql`
    insert into past_posts (person_id, unit_id, since, until)
    select person_id, from_id, since, ${at}::timestamptz from moving where since < ${at}::timestamptz order by person_id, from_id`);
  await tx.execute(sql`
    insert into posts (person_id, unit_id, role, title, main, since)
    select person_id, to_id, case when bool_or(role = 'supervisor') and ${keepSupervisors}::boolean then 'supervisor' else 'learner' end,
      (array_agg(title order by main desc, from_id) filter (where title is not null))[1], bool_or(main),
      min(greatest(since, ${at}::timestamptz))
    from moving group by person_id, to_id
    on conflict (person_id, unit_id) do update set main = posts.main or excluded.main, since = least(posts.since, excluded.since),
      title = coalesce(posts.title, excluded.title), role = case when 'supervisor' in (posts.role, excluded.role) then 'supervisor' else 'learner' end`);
  return { ended: ended.count, ...(await countMoved(tx)) };
}

async function countMoved(tx: Tx): Promise<Omit<MovedPosts, "ended">> {
  const rows = await tx.execute<UnitRole & { was: boolean; is: boolean; here: boolean } & Record<string, unknown>>(sql`
    select m.person_id as learner, m.to_id as unit, bool_or(m.role = 'supervisor') as was, bool_or(o.role = 'supervisor') as "is",
      coalesce(bool_or(m.role_there = 'supervisor'), false) as here
    from moving m join posts o on o.person_id = m.person_id and o.unit_id = m.to_id
    group by m.person_id, m.to_id having bool_or(m.role = 'supervisor') order by m.person_id, m.to_id`);
  const [count] = await tx.execute<{ people: number; begun: number }>(sql`
    select count(distinct person_id) as people, count(distinct (person_id, to_id)) filter (where role_there is null) as begun from moving`);
  const those = (wanted: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(wanted).map(({ learner, unit }) => ({ learner, unit }));
  return { ...count!, demoted: those((row) => !row.is), promoted: those((row) => row.is && !row.here) };
}

/** Who of these people (by number, or by the organisation's own id) holds a post in the unit, and who is meant twice. */
export async function findPeopleIn(
  tx: Tx,
  unit: UnitId,
  named: readonly string[],
): Promise<readonly { readonly name: string; readonly ids: readonly LearnerId[] }[]> {
  return await tx.execute<{ name: string; ids: LearnerId[] }>(sql`
    select n.name, coalesce(array_agg(distinct p.id) filter (where p.id is not null), '{}') as ids
    from jsonb_array_elements_text(${JSON.stringify(named)}::jsonb) with ordinality as n(name, line)
    left join (people p join posts o on o.person_id = p.id and o.unit_id = ${unit}) on p.code = n.name or p.id::text = n.name
    group by n.name, n.line order by n.line`);
}
