/**
 * How every figure is added up. A measure says what counts, as tables of its own query:
 *
 * - `singles`, a query of (learner_id, unit_id, erased, part, whole): people each of whom is counted in one unit and has
 *   one fact, a row each. Most people are such, so they are added up without being looked for anywhere;
 * - `held (learner_id, unit_id, erased, …)`: whoever else is to be counted, a row for each unit they are counted in, as far
 *   as the viewer may see (unit_id 0: none);
 * - `facts (learner_id, cohort_id, day, part, whole)`: what there is to count of those, each fact once.
 *
 * `on` says which fact `f` belongs to which of `held h`. A fact counts once in a unit however many rows lead to it.
 */
import { type SQL, sql } from "drizzle-orm";
import { type Bound, type Line, scaleOf } from "#domain/bound.ts";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import type { FoundPerson } from "#domain/question.ts";
import type { Tx } from "../connect.ts";
import { vietnameseOrder } from "../order.ts";

export interface Counting {
  readonly singles: SQL;
  /** The definitions after `with`: of `held` and `facts`, and of whatever `singles` reads. */
  readonly tables: SQL;
  readonly on: SQL;
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

/** The columns of a tally of `singles x`. (`offset 0` behind it: what each is, is worked out once and not for each column.) */
const singlesTally = sql`count(*) as people, count(*) filter (where x.part > 0) as counted,
  coalesce(sum(x.part), 0)::bigint as part, coalesce(sum(x.whole), 0)::bigint as whole`;

/** A tally of the others; `found`: a fact `f` of somebody who is held. */
const othersTally = (on: SQL): SQL => sql`
  select (select count(distinct h.learner_id) from held h) as people, count(distinct f.learner_id) filter (where f.part > 0) as counted,
    coalesce(sum(f.part), 0)::bigint as part, coalesce(sum(f.whole), 0)::bigint as whole
  from facts f where exists (select 1 from held h where ${on})`;

/** 0 stands for everything held; a unit holds what lies below it, also what was merged into it. */
export const lines = (units: readonly UnitId[]): SQL => sql`
  lines as (
    select u.id as unit_id, 0::bigint as line from units u
    union all select 0, 0
    union all select u.id, up.id::bigint from units u, string_to_table(rtrim(u.lineage, '/'), '/') up(id)
    where ${units.length > 0} and up.id::bigint in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(units)}::jsonb)))`;

/** The tally of all. */
async function tallyAll(tx: Tx, { tables, singles, on }: Counting): Promise<Tally> {
  const [row] = await tx.execute<Tally & Record<string, unknown>>(sql`
    with ${tables}
    select a.people + b.people as people, a.counted + b.counted as counted, a.part + b.part as part, a.whole + b.whole as whole
    from (select ${singlesTally} from (${singles} offset 0) x) a, (${othersTally(on)}) b`);
  return row!;
}

/** The tally of all, and of each of the units that holds somebody. */
export async function tally(
  tx: Tx,
  counting: Counting,
  units: readonly UnitId[],
): Promise<{ readonly total: Tally; readonly units: ReadonlyMap<UnitId, Tally> }> {
  if (units.length === 0) return { total: await tallyAll(tx, counting), units: new Map() };
  const { tables, singles, on } = counting;
  const rows = await tx.execute<Tally & { line: UnitId } & Record<string, unknown>>(sql`
    with ${tables}, ${lines(units)},
    sums_of_units as (select x.unit_id, ${singlesTally} from (${singles} offset 0) x group by x.unit_id),
    crowds as (select n.line, count(distinct h.learner_id) as people from held h join lines n using (unit_id) group by n.line),
    shares as (
      select distinct n.line, f.learner_id, f.cohort_id, f.day, f.part, f.whole
      from held h join lines n using (unit_id) join facts f on ${on}),
    shared as (
      select s.line, count(distinct s.learner_id) filter (where s.part > 0) as counted, sum(s.part)::bigint as part, sum(s.whole)::bigint as whole
      from shares s group by s.line),
    sums as (
      select n.line, r.people, r.counted, r.part, r.whole from sums_of_units r join lines n using (unit_id)
      union all
      select c.line, c.people, coalesce(s.counted, 0), coalesce(s.part, 0), coalesce(s.whole, 0) from crowds c left join shared s using (line))
    select line, sum(people)::bigint as people, sum(counted)::bigint as counted, sum(part)::bigint as part, sum(whole)::bigint as whole
    from sums group by line`);
  const found = new Map(rows.map(({ line, ...row }) => [line, row]));
  return { total: found.get(0 as UnitId) ?? none, units: found };
}

/** Looked up by key: names are wanted of a few. */
const nameOf = (learner: SQL): SQL => sql`(select p.full_name from people p where p.id = ${learner})`;

export interface Listing {
  readonly tally: Tally;
  /** How many of those counted have a name. */
  readonly total: number;
  readonly people: readonly FoundPerson[];
}

/**
 * Who is counted, by unit and name, at most `limit`, with the number of all who have a name. Who was erased has none, and
 * is not in the list. Names are looked up in the first units alone.
 */
export async function listCounted(tx: Tx, { tables, singles, on }: Counting, limit: number): Promise<Listing> {
  const vietnamese = await vietnameseOrder(tx);
  const rows = await tx.execute<FoundPerson & Tally & { total: number } & Record<string, unknown>>(sql`
    with ${tables}, single as materialized (${singles}),
    whole as (
      select a.people + b.people as people, a.counted + b.counted as counted, a.part + b.part as part, a.whole + b.whole as whole
      from (select ${singlesTally} from single x) a, (${othersTally(on)}) b),
    found as materialized (
      select x.learner_id, x.unit_id from single x where x.part > 0 and not x.erased
      union all
      select h.learner_id, (array_agg(h.unit_id order by u.path))[1] from held h join facts f on ${on} left join units u on u.id = h.unit_id
      where f.part > 0 and not h.erased group by h.learner_id),
    crowds as (select f.unit_id, count(*) as people from found f group by f.unit_id),
    reach as (
      select c.unit_id, coalesce(u.path, '') as path,
        sum(c.people) over (order by u.path ${vietnamese}) - sum(c.people) over (partition by u.path ${vietnamese}) as before
      from crowds c left join units u on u.id = c.unit_id),
    listed as (
      select x.* from (
        select f.learner_id, ${nameOf(sql`f.learner_id`)} as full_name, r.path from reach r join found f using (unit_id) where r.before < ${limit}) x
      order by x.path ${vietnamese}, x.full_name ${vietnamese}, x.learner_id limit ${limit})
    select w.*, (select count(*) from found) as total, l.learner_id as "learnerId", l.full_name as "fullName", l.path as unit
    from whole w left join listed l on true
    order by l.path ${vietnamese}, l.full_name ${vietnamese}, l.learner_id`);
  const { people, counted, part, whole, total } = rows[0]!;
  return {
    tally: { people, counted, part, whole },
    total,
    people: rows.flatMap(({ learnerId, fullName, unit }) =>
      learnerId === null ? [] : [{ learnerId, fullName, unit }],
    ),
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

export interface RankedPeople {
  readonly tally: Tally;
  readonly people: readonly RankedPerson[];
  /** How many of those who have a figure stand beyond the line, and how many have one; 0 where neither a line nor one alone was asked for. */
  readonly found: number;
  readonly all: number;
}

const signs = { below: sql`<`, at_most: sql`<=`, at_least: sql`>=`, above: sql`>` } as const;

/** Whether `part` of `whole` lies beyond a line, or between the two: `isBeyond`, in whole numbers. */
function liesBeyond(bound: Bound | undefined, part: SQL): SQL {
  if (bound === undefined) return sql`true`;
  const { to, ...from } = bound;
  return to === undefined ? isOver(from, part) : sql`(${isOver(from, part)} and ${isOver(to, part)})`;
}

function isOver(line: Line, part: SQL): SQL {
  const scale = scaleOf(line);
  return sql`(${part}::numeric * ${scale.part}::numeric ${signs[line.side]} whole::numeric * ${scale.whole}::numeric + ${scale.fixed}::numeric)`;
}

/**
 * The tally of all, and the people with the greatest figures, or with the least, at most `limit`; equal ones by name. Who was
 * erased is nobody to be named. One statement, since everybody is read for both.
 * @param rate compare `part` ÷ `whole`, and leave out who has no `whole`; else compare `part`
 * @param capped a rate above 1 is as good as 1
 * @param beyond only those beyond this line, or between the two
 * @param only this one alone, in the place among all
 */
export async function rankPeople(
  tx: Tx,
  { tables, singles, on }: Counting,
  asked: {
    readonly rate: "plain" | "capped" | null;
    readonly best: boolean;
    readonly limit: number;
    readonly beyond?: Bound | undefined;
    readonly only?: LearnerId;
  },
): Promise<RankedPeople> {
  const { rate, best, limit, beyond, only } = asked;
  const vietnamese = await vietnameseOrder(tx);
  const capped = rate === "capped" ? sql`least(part, whole)` : sql`part`;
  const figure = rate === null ? sql`part::float8` : sql`(${capped}::float8 / nullif(whole, 0))`;
  const order = best ? sql`desc` : sql`asc`;
  const edge = sql`(select e.figure from edge e)`;
  const among = best ? sql`x.figure >= coalesce(${edge}, '-infinity')` : sql`x.figure <= coalesce(${edge}, 'infinity')`;
  const counts =
    beyond === undefined && only === undefined
      ? sql`0 as "all", 0 as found`
      : sql`count(*) as "all", count(*) filter (where beyond) as found from everyone`;
  const shown = only === undefined ? sql`true` : sql`x.learner_id = ${only}`;
  const rows = await tx.execute<{ tally: Tally; found: number; all: number; learnerId: LearnerId | null }>(sql`
    with ${tables}, single as materialized (${singles}),
    whole as (
      select json_build_object('people', a.people + b.people, 'counted', a.counted + b.counted, 'part', a.part + b.part, 'whole', a.whole + b.whole) as tally
      from (select ${singlesTally} from single x) a, (${othersTally(on)}) b),
    named as (
      select h.learner_id, (array_agg(h.unit_id order by u.path))[1] as unit_id
      from held h left join units u on u.id = h.unit_id where not h.erased group by h.learner_id),
    shares as (
      select distinct f.learner_id, f.cohort_id, f.day, f.part, f.whole from held h join facts f on ${on}),
    sums as (
      select x.learner_id, x.unit_id, x.part, x.whole from single x where not x.erased
      union all
      select n.learner_id, n.unit_id, coalesce(sum(s.part), 0)::bigint as part, coalesce(sum(s.whole), 0)::bigint as whole
      from named n left join shares s using (learner_id) group by n.learner_id, n.unit_id),
    everyone as materialized (
      select learner_id, unit_id, part, whole, ${figure} as figure, ${liesBeyond(beyond, capped)} as beyond from sums where ${figure} is not null),
    edge as (select figure from everyone where beyond order by figure ${order} limit 1 offset ${limit - 1}),
    first as (
      select x.*, rank() over (order by x.figure ${order}) as place
      from everyone x where x.beyond and ${only === undefined ? among : sql`true`}),
    counts as (select ${counts}),
    ranked as (
      select f.*, coalesce(u.path, '') as path
      from (
        select learner_id as "learnerId", ${nameOf(sql`learner_id`)} as "fullName", unit_id, figure, place, part, whole
        from first x where ${shown}) f
      left join units u on u.id = f.unit_id
      order by f.figure ${order}, f."fullName" ${vietnamese}, f."learnerId" limit ${limit})
    select w.tally, c.found, c."all", f.* from whole w cross join counts c left join ranked f on true
    order by f.figure ${order}, f."fullName" ${vietnamese}, f."learnerId"`);
  const people = rows.flatMap(({ tally: _, found: __, all: ___, ...row }) =>
    row.learnerId === null ? [] : [row as RankedPerson],
  );
  const { tally, found, all } = rows[0]!;
  return { tally, people, found, all };
}
