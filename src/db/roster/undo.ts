import { sql } from "drizzle-orm";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { awayUntil } from "../learning/places.ts";
import { stateOf } from "./changes.ts";

export interface LastImport {
  readonly id: number;
  readonly at: Date;
  /** Units that it brought. */
  readonly units: readonly UnitId[];
}

/** The last import of the cohort that changed anything and was not undone. */
export async function findLastImport(tx: Tx, cohort: CohortId): Promise<LastImport | null> {
  const [row] = await tx.execute<LastImport & Record<string, unknown>>(sql`
    select id, at, to_jsonb(units) as units from roster_imports where cohort_id = ${cohort}`);
  return row ?? null;
}

/** Why what an import did to a person is not taken back. */
export type Kept =
  | "erased"
  | "joined"
  | "in_another_cohort"
  /** Someone else changed their name, posts or place since. */
  | "changed"
  /** Their earlier e-mail or code is another person's now. */
  | "taken"
  /** A unit of theirs has ended since. */
  | "unit_ended";

/** Locks everyone the import changed and lays out, for the transaction, who of them must stay as they are. */
export async function judgeUndo(
  tx: Tx,
  { id }: LastImport,
  cohort: CohortId,
): Promise<{ readonly learnerId: LearnerId; readonly kind: "created" | "changed"; readonly why: Kept | null }[]> {
  await tx.execute(sql`
    select 1 from people where id in (select learner_id from roster_changes where import_id = ${id}) order by id for no key update`);
  await tx.execute(sql`drop table if exists undoing`);
  await tx.execute(sql`
    create temporary table undoing on commit drop as
    select c.learner_id, c.kind, c.before, c.withdrawn, case
      when p.erased_at is not null then 'erased'
      when (c.kind = 'created' or c.before -> 'place' = 'null') and (exists (
          select 1 from enrolments e where e.learner_id = p.id and e.cohort_id = ${cohort}
            and (e.invite_spent_at is not null or e.joined_day is not null))
        or exists (select 1 from attempts a where a.learner_id = p.id and a.cohort_id = ${cohort})) then 'joined'
      when c.kind = 'created' then case
        when p.agreed_at is not null or exists (select 1 from chats h where h.learner_id = p.id)
          or exists (select 1 from deliveries d where d.learner_id = p.id) then 'joined'
        when exists (select 1 from enrolments e where e.learner_id = p.id and e.cohort_id <> ${cohort}) then 'in_another_cohort' end
      when md5((${stateOf(cohort)})::text) <> c.after then 'changed'
      when exists (select 1 from people other where other.id <> p.id
        and (other.code = c.before ->> 'code' or lower(other.email) = lower(c.before ->> 'email'))) then 'taken'
      when exists (select 1 from jsonb_array_elements(c.before -> 'posts') o left join units u on u.id = (o ->> 'unit')::bigint
        where u.id is null or u.ended_at is not null) then 'unit_ended'
    end as why
    from roster_changes c join people p on p.id = c.learner_id where c.import_id = ${id}`);
  await tx.execute(sql`create unique index on undoing (learner_id)`);
  await tx.execute(sql`analyze undoing`);
  return await tx.execute<{ learnerId: LearnerId; kind: "created" | "changed"; why: Kept | null }>(sql`
    select learner_id as "learnerId", kind, why from undoing order by learner_id`);
}

const gone = sql`(select learner_id from undoing where why is null and kind = 'created')`;
const restored = sql`undoing x where x.why is null and x.kind = 'changed'`;

/** Takes back what `judgeUndo` found nothing against, and what was written down of the import. */
export async function undoImport(tx: Tx, { id, units }: LastImport, cohort: CohortId, now: Date): Promise<void> {
  await tx.execute(sql`delete from enrolments where learner_id in ${gone}`);
  await tx.execute(sql`delete from posts where person_id in ${gone}`);
  await tx.execute(sql`delete from past_posts where person_id in ${gone}`);
  await tx.execute(sql`delete from announcement_misses where learner_id in ${gone}`);
  await tx.execute(sql`delete from people where id in ${gone}`);
  await restorePosts(tx, now);
  await tx.execute(sql`
    update people p set full_name = x.before ->> 'name', name_key = x.before ->> 'key', email = x.before ->> 'email',
      phone = x.before ->> 'phone', code = x.before ->> 'code' from ${restored} and p.id = x.learner_id`);
  await restorePlaces(tx, cohort, now);
  await dropUnits(tx, units);
  await tx.execute(sql`
    insert into audit (at, actor, deed, subject, detail)
    select ${now}::timestamptz, 'operator', 'roster_undo', 'learner:' || learner_id, jsonb_build_object('cohort', ${cohort}::bigint)
    from undoing where why is null order by learner_id`);
  await tx.execute(sql`delete from roster_imports where id = ${id}`);
}

/** Posts as they were; who gets a role back, or loses one, is written down. */
async function restorePosts(tx: Tx, now: Date): Promise<void> {
  const then = sql`(select x.learner_id, (o ->> 'unit')::bigint as unit_id, o ->> 'role' as role, o ->> 'title' as title,
    (o ->> 'main')::boolean as main, (o ->> 'since')::timestamptz as since
    from (select * from ${restored}) x, jsonb_array_elements(x.before -> 'posts') o)`;
  await tx.execute(sql`
    insert into audit (at, actor, deed, subject, detail)
    select ${now}::timestamptz, 'operator', 'role', 'learner:' || learner_id,
      jsonb_build_object('from', coalesce(o.role, 'learner'), 'to', coalesce(t.role, 'learner'), 'unit', unit_id)
    from (select person_id as learner_id, unit_id, role from posts where person_id in (select learner_id from ${restored})) o
    full join ${then} t using (learner_id, unit_id)
    where coalesce(o.role, 'learner') <> coalesce(t.role, 'learner')`);
  await tx.execute(sql`delete from posts where person_id in (select learner_id from ${restored})`);
  await tx.execute(sql`
    insert into posts (person_id, unit_id, role, title, main, since)
    select learner_id, unit_id, role, title, main, since from ${then} t`);
  await tx.execute(sql`
    delete from past_posts h using ${restored} and h.person_id = x.learner_id and not x.before -> 'past' @> to_jsonb(h.id)`);
}

/** Places that the import gave go, the others are left or held as before, days away excepted, and what was taken back is planned again. */
async function restorePlaces(tx: Tx, cohort: CohortId, now: Date): Promise<void> {
  await tx.execute(sql`
    delete from enrolments e using ${restored} and e.learner_id = x.learner_id and e.cohort_id = ${cohort}
      and x.before -> 'place' = 'null'`);
  await tx.execute(sql`
    update enrolments e set left_at = (x.before -> 'place' ->> 'left')::timestamptz,
      taken_out = (x.before -> 'place' ->> 'out')::boolean,
      away = case when e.left_at is not null and x.before -> 'place' ->> 'left' is null then ${awayUntil(now)} else e.away end
    from cohorts c, ${restored} and e.learner_id = x.learner_id and e.cohort_id = ${cohort} and c.id = e.cohort_id`);
  await tx.execute(sql`
    update deliveries d set state = 'planned', reason = null from ${restored} and d.id = any(x.withdrawn)
      and d.state in ('cancelled', 'unknown') and d.reason = 'left' and (d.expires_at is null or d.expires_at > ${now}::timestamptz)`);
}

/** Units that the import brought and nobody holds, or held, a post in; one with a history of its own stays. */
async function dropUnits(tx: Tx, units: readonly UnitId[]): Promise<void> {
  const brought = sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(units)}::jsonb))`;
  await tx.execute(sql`
    delete from units u where u.id in ${brought} and not exists (
      select 1 from units below where starts_with(below.lineage, u.lineage) and (below.id not in ${brought}
        or exists (select 1 from posts o where o.unit_id = below.id)
        or exists (select 1 from past_posts h where h.unit_id = below.id)
        or exists (select 1 from unit_changes c where below.id in (c.unit_id, c.former_parent_id, c.into_id))
        or exists (select 1 from announcements n where n.unit_id = below.id)))`);
}
