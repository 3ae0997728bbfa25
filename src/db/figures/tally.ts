/**
 * How every figure is added up. A measure says what counts, as two tables of its own query:
 *
 * - `held (learner_id, unit_id, path, full_name, erased_at, …)`: who is to be counted, a row for each unit they are
 *   counted in, as far as the viewer may see (unit_id 0: none);
 * - `facts (learner_id, cohort_id, day, part, whole)`: what there is to count, each fact once.
 *
 * `on` says which fact `f` belongs to which of `held h`. A fact counts once in a unit however many rows lead to it.
 */
import { type SQL, sql } from "drizzle-orm";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import type { FoundPerson } from "#domain/question.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { vietnameseOrder } from "../order.ts";

export interface Counting {
  /** The definitions after `with`. */
  readonly tables: SQL;
  readonly on: SQL;
  /**
   * Where a fact is of a person to date, at most one of each: the table that has everybody held. Then it need not be
   * looked up who holds a fact.
   */
  readonly everybody?: SQL;
}

export interface Tally {
  /** People held. */
  readonly people: number;
  /** People with a fact that has a part. */
  readonly counted: number;
  readonly part: number;
  readonly whole: number;
}

const none: Tally = { people: 0, counted: 0, part: 0, whole: 0 };

/** 0 stands for everything held; a unit holds what lies below it, also what was merged into it. */
export const lines = (units: readonly UnitId[]): SQL => sql`
  lines as (
    select u.id as unit_id, 0::bigint as line from units u
    union all select 0, 0
    union all select u.id, up.id::bigint from units u, string_to_table(rtrim(u.lineage, '/'), '/') up(id)
    where ${units.length > 0} and up.id::bigint in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(units)}::jsonb)))`;

/** The tally of all. */
async function tallyAll(tx: Tx, { tables, on, everybody }: Counting): Promise<Tally> {
  const counted = everybody
    ? sql`count(*) filter (where f.part > 0)`
    : sql`count(distinct f.learner_id) filter (where f.part > 0)`;
  const found = everybody ? sql`true` : sql`exists (select 1 from held h where ${on})`;
  const [row] = await tx.execute<Tally & Record<string, unknown>>(sql`
    with ${tables}
    select (select count(*) from (select distinct h.learner_id from ${everybody ?? sql`held`} h) x) as people, ${counted} as counted,
      coalesce(sum(f.part), 0)::bigint as part, coalesce(sum(f.whole), 0)::bigint as whole
    from facts f where ${found}`);
  return row!;
}

/** How many people have a fact with a part on each day; days without anybody are left out. */
export async function tallyDays(tx: Tx, { tables, on }: Counting): Promise<ReadonlyMap<LocalDate, number>> {
  const rows = await tx.execute<{ day: LocalDate; people: number }>(sql`
    with ${tables}
    select f.day, count(distinct f.learner_id) as people from facts f
    where f.part > 0 and exists (select 1 from held h where ${on}) group by f.day`);
  return new Map(rows.map(({ day, people }) => [day, people]));
}

/** The tally of all, and of each of the units that holds somebody. */
export async function tally(
  tx: Tx,
  counting: Counting,
  units: readonly UnitId[],
): Promise<{ readonly total: Tally; readonly units: ReadonlyMap<UnitId, Tally> }> {
  if (units.length === 0) return { total: await tallyAll(tx, counting), units: new Map() };
  const { tables, on } = counting;
  const rows = await tx.execute<Tally & { line: UnitId } & Record<string, unknown>>(sql`
    with ${tables}, ${lines(units)},
    crowds as (select n.line, count(distinct h.learner_id) as people from held h join lines n using (unit_id) group by n.line),
    shares as (
      select distinct n.line, f.learner_id, f.cohort_id, f.day, f.part, f.whole
      from held h join lines n using (unit_id) join facts f on ${on})
    select c.line, c.people, count(distinct s.learner_id) filter (where s.part > 0) as counted,
      coalesce(sum(s.part), 0)::bigint as part, coalesce(sum(s.whole), 0)::bigint as whole
    from crowds c left join shares s using (line) group by c.line, c.people`);
  const found = new Map(rows.map(({ line, ...row }) => [line, row]));
  return { total: found.get(0 as UnitId) ?? none, units: found };
}

/**
 * Who is counted, by unit and name, at most `limit`, with the number of all who have a name. Who was erased has none, and
 * is not in the list.
 */
export async function listCounted(
  tx: Tx,
  { tables, on }: Counting,
  limit: number,
): Promise<{ readonly total: number; readonly people: readonly FoundPerson[] }> {
  const vietnamese = await vietnameseOrder(tx);
  const rows = await tx.execute<FoundPerson & { total: number } & Record<string, unknown>>(sql`
    with ${tables}, listed as (
      select h.learner_id, min(h.full_name) as full_name, min(h.path) as path
      from held h join facts f on ${on} where f.part > 0 and h.erased_at is null group by h.learner_id)
    select learner_id as "learnerId", full_name as "fullName", path as unit, count(*) over () as total
    from listed order by path ${vietnamese}, full_name ${vietnamese}, learner_id limit ${limit}`);
  return {
    total: rows[0]?.total ?? 0,
    people: rows.map(({ learnerId, fullName, unit }) => ({ learnerId, fullName, unit })),
  };
}

export interface RankedPerson {
  readonly learnerId: LearnerId;
  readonly fullName: string;
  readonly path: string;
  /** From 1; equal ones share it. */
  readonly place: number;
  readonly part: number;
  readonly whole: number;
}

/**
 * The people with the greatest figures, or with the least, at most `limit`; equal ones by name. Who was erased is nobody
 * to be named.
 * @param rate compare `part` ÷ `whole`, and leave out who has no `whole`; else compare `part`
 * @param capped a rate above 1 is as good as 1
 */
export async function rankPeople(
  tx: Tx,
  { tables, on }: Counting,
  { rate, best, limit }: { readonly rate: "plain" | "capped" | null; readonly best: boolean; readonly limit: number },
): Promise<readonly RankedPerson[]> {
  const vietnamese = await vietnameseOrder(tx);
  const capped = rate === "capped" ? sql`least(part, whole)` : sql`part`;
  const figure = rate === null ? sql`part::float8` : sql`(${capped}::float8 / nullif(whole, 0))`;
  const order = best ? sql`desc` : sql`asc`;
  return await tx.execute<RankedPerson & Record<string, unknown>>(sql`
    with ${tables}, named as (
      select h.learner_id, min(h.full_name) as full_name, min(h.path) as path
      from held h where h.erased_at is null group by h.learner_id
    ), shares as (
      select distinct f.learner_id, f.cohort_id, f.day, f.part, f.whole from held h join facts f on ${on}
    ), sums as (
      select n.*, coalesce(sum(s.part), 0)::bigint as part, coalesce(sum(s.whole), 0)::bigint as whole
      from named n left join shares s using (learner_id) group by n.learner_id, n.full_name, n.path)
    select learner_id as "learnerId", full_name as "fullName", path, rank() over (order by ${figure} ${order}) as place, part, whole
    from sums where ${figure} is not null order by ${figure} ${order}, full_name ${vietnamese}, learner_id limit ${limit}`);
}
