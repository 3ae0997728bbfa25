import { type SQL, sql } from "drizzle-orm";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";

/** A post as a change shows it. */
export interface PostState {
  readonly unit: UnitId;
  readonly role: "learner" | "supervisor";
  readonly title: string | null;
  readonly main: boolean;
}

/** What a roster can change of a person; `place` is the one in the roster's cohort. */
export interface PersonState {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly code: string | null;
  /** By unit. */
  readonly posts: readonly PostState[];
  readonly place: { readonly left: string | null } | null;
}

/** The state of the person `p`, with all that an undo needs to bring it back. */
export const stateOf = (cohort: CohortId): SQL => sql`jsonb_build_object(
  'name', p.full_name, 'key', p.name_key, 'email', p.email, 'phone', p.phone, 'code', p.code,
  'posts', coalesce((select jsonb_agg(jsonb_build_object('unit', o.unit_id, 'role', o.role, 'title', o.title, 'main', o.main,
    'since', o.since) order by o.unit_id) from posts o where o.person_id = p.id), '[]'),
  'past', coalesce((select jsonb_agg(h.id order by h.id) from past_posts h where h.person_id = p.id), '[]'),
  'place', (select jsonb_build_object('code', e.invite_code, 'left', e.left_at, 'out', e.taken_out)
    from enrolments e where e.learner_id = p.id and e.cohort_id = ${cohort}))`;

const listed = (ids: readonly number[]) =>
  sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

/**
 * Keeps how everyone is whom the staged roster means, and whoever of the cohort it does not name where those are to
 * leave, for as long as the transaction lasts.
 */
export async function keepBefore(tx: Tx, cohort: CohortId, leavers: readonly LearnerId[]): Promise<void> {
  await tx.execute(sql`drop table if exists roster_before`);
  await tx.execute(sql`
    create temporary table roster_before on commit drop as
    select p.id as person_id, ${stateOf(cohort)} as state from people p
    where p.id in (select person_id from roster where "row" = head) or p.id in ${listed(leavers)}`);
  await tx.execute(sql`create unique index on roster_before (person_id)`);
  await tx.execute(sql`analyze roster_before`);
}

/** What was changed of someone known before. */
export interface Change {
  readonly learnerId: LearnerId;
  /** As a spreadsheet numbers it; null: the roster does not name them. */
  readonly row: number | null;
  readonly before: PersonState;
  readonly after: PersonState;
}

/** How these people were and are; those who were created are not among them. By row, who has none last. */
export async function readChanges(tx: Tx, cohort: CohortId, touched: readonly LearnerId[]): Promise<Change[]> {
  return await tx.execute<Change & Record<string, unknown>>(sql`
    select p.id as "learnerId", r."row", b.state as before, ${stateOf(cohort)} as after
    from people p join roster_before b on b.person_id = p.id
    left join roster r on r.person_id = p.id and r."row" = r.head
    where p.id in ${listed(touched)} order by r."row" nulls last, p.id`);
}

export interface Newcomer {
  readonly row: number;
  readonly fullName: string;
  /** Paths; the main one first. */
  readonly units: readonly string[];
}

/** Everyone whom the staged roster creates, by row. */
export async function readNewcomers(tx: Tx): Promise<Newcomer[]> {
  return await tx.execute<Newcomer & Record<string, unknown>>(sql`
    select r.head as "row", min(r.full_name) as "fullName", jsonb_agg(u.path order by r."row") as units
    from roster r join units u on u.id = r.unit_id where r.fresh group by r.head order by r.head`);
}

/** Paths of units, by id. */
export async function readPaths(tx: Tx, units: readonly UnitId[]): Promise<Map<UnitId, string>> {
  const rows = await tx.execute<{ id: UnitId; path: string }>(sql`
    select id, path from units where id in ${listed(units)}`);
  return new Map(rows.map(({ id, path }) => [id, path]));
}

/**
 * Writes down what this import changed, in place of what an earlier one of the cohort did, so that it can be undone.
 * @param touched everyone created, changed or taken out
 * @param units those it brought
 * @param withdrawn messages taken back because their person left
 */
export async function recordImport(
  tx: Tx,
  cohort: CohortId,
  touched: readonly LearnerId[],
  units: readonly UnitId[],
  withdrawn: readonly { readonly id: number; readonly learnerId: LearnerId }[],
  now: Date,
): Promise<void> {
  await tx.execute(sql`delete from roster_imports where cohort_id = ${cohort}`);
  const [made] = await tx.execute<{ id: number }>(sql`
    insert into roster_imports (cohort_id, at, units)
    values (${cohort}, ${now}::timestamptz, array(select * from ${listed(units)} as u)) returning id`);
  await tx.execute(sql`
    insert into roster_changes (import_id, learner_id, kind, before, after, withdrawn)
    select ${made!.id}::bigint, p.id, case when b.state is null then 'created' else 'changed' end, b.state,
      case when b.state is not null then md5((${stateOf(cohort)})::text) end, coalesce(w.ids, '{}')
    from people p left join roster_before b on b.person_id = p.id
    left join (select "learnerId", array_agg(id order by id) as ids
      from jsonb_to_recordset(${JSON.stringify(withdrawn)}::jsonb) as w(id bigint, "learnerId" bigint) group by 1) w on w."learnerId" = p.id
    where p.id in ${listed(touched)}`);
}
