import { sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

/**
 * Makes the posts of everyone in the roster those that it names: a post in another unit ends now, unless rows of that
 * person could not be read. The first row's is the main one. Where the roster says nothing of role or title, a post
 * keeps its own, and the first one, where it takes the place of the main one, that one's. Ids of those who got, lost or
 * changed a post.
 */
export async function writePosts(tx: Tx, now: Date): Promise<readonly { id: LearnerId }[]> {
  await fillRoles(tx, now);
  const ended = await endPosts(tx, now);
  await tx.execute(sql`
    update posts o set main = false from roster r
    where r."row" = r.head and r.whole and o.person_id = r.person_id and o.main and o.unit_id <> r.unit_id`);
  // What is held is read once, before anything is inserted: looked up row by row it would be searched while it grows.
  const written = await tx.execute<{ id: LearnerId }>(sql`
    with held as materialized (
      select o.person_id, o.unit_id, o.role, o.title, o.main from posts o
      where o.person_id in (select person_id from roster where not fresh)
    ), meant as (
      select r.person_id, r.unit_id, r.role, r.title, r."row" = r.head and m.person_id is null as main
      from roster r left join held m on m.person_id = r.person_id and m.main and m.unit_id <> r.unit_id
    )
    insert into posts (person_id, unit_id, role, title, main, since)
    select m.person_id, m.unit_id, m.role, m.title, m.main, ${now}::timestamptz
    from meant m left join held o on o.person_id = m.person_id and o.unit_id = m.unit_id
    where o.person_id is null or o.role <> m.role or o.title is distinct from m.title or (m.main and not o.main)
    on conflict (person_id, unit_id) do update set role = excluded.role, title = excluded.title,
      main = excluded.main or posts.main
    returning person_id as id`);
  return [...ended, ...written];
}

/** What the file leaves open of roles and titles; who gets another role is written down. */
async function fillRoles(tx: Tx, now: Date): Promise<void> {
  await tx.execute(sql`
    with before as (
      select r."row", coalesce(same.role, moved.role) as role, coalesce(same.title, moved.title) as title
      from roster r left join posts same on same.person_id = r.person_id and same.unit_id = r.unit_id
      left join posts moved on r."row" = r.head and r.whole and moved.person_id = r.person_id and moved.main
        and not exists (select 1 from roster s where s.person_id = moved.person_id and s.unit_id = moved.unit_id)
    ), roles as (
      insert into audit (at, actor, deed, subject, detail)
      select ${now}::timestamptz, 'operator', 'role', 'learner:' || r.person_id,
        jsonb_build_object('from', b.role, 'to', coalesce(r.role, 'learner'), 'unit', r.unit_id)
      from roster r join before b using ("row") where coalesce(r.role, b.role, 'learner') <> coalesce(b.role, 'learner')
    )
    update roster r set role = coalesce(r.role, b.role, 'learner'), title = coalesce(r.title, b.title)
    from before b where b."row" = r."row"`);
}

async function endPosts(tx: Tx, now: Date): Promise<readonly { id: LearnerId }[]> {
  return await tx.execute<{ id: LearnerId }>(sql`
    with ended as (
      delete from posts o using roster h where h."row" = h.head and h.whole and not h.fresh and o.person_id = h.person_id
        and not exists (select 1 from roster r where r.person_id = o.person_id and r.unit_id = o.unit_id)
      returning o.person_id, o.unit_id, o.since, h.unit_id as instead
    ), past as (
      insert into past_posts (person_id, unit_id, since, until)
      select person_id, unit_id, since, ${now}::timestamptz from ended where since < ${now}::timestamptz
    ), written as (
      insert into audit (at, actor, deed, subject, detail)
      select ${now}::timestamptz, 'operator', 'unit', 'learner:' || person_id,
        jsonb_build_object('from', unit_id, 'to', instead) from ended)
    select person_id as id from ended`);
}
