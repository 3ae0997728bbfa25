import { sql } from "drizzle-orm";
import type { Tx } from "../connect.ts";
import { inside, type Part, seen, type Viewer } from "../units/scope.ts";

/** So many units and more are read in whole tables. */
const manyUnits = 200;

/**
 * And so many people: whom a merger moved are looked at each by themselves, and the planner, who takes any such list for a
 * short one, would compare them each with each.
 */
const manyPeople = 1000;

/** So many standings and more of people who have several are looked at together, and not one by one. */
const manySeveral = 5000;

const settings = [
  "enable_nestloop",
  "enable_mergejoin",
  "enable_sort",
  "enable_seqscan",
  "plan_cache_mode",
  "work_mem",
];

/** The settings as the session began with them. */
const asEver = sql`select set_config(s.name, s.reset_val, true) from pg_settings s
  where s.name in (select jsonb_array_elements_text(${JSON.stringify(settings)}::jsonb))`;

/** What a figure is of, and whose eyes see it. */
export interface Reach {
  readonly part: Part;
  readonly viewer: Viewer;
  /** It holds very many units, or people. */
  readonly many: boolean;
  /** And there are very many who learn, or learnt, in several cohorts. */
  readonly several: boolean;
}

/**
 * Finds out how much a part holds, and tells the planner for the rest of the transaction: it cannot foresee how many units a
 * lineage begins, takes them for one, and would look a province's people up one by one, the more so on a connection whose
 * statements all find their rows by key.
 */
export async function expectBreadth(tx: Tx, part: Part, viewer: Viewer): Promise<Reach> {
  const many = part.kind !== "person" && (await isBroad(tx, part, viewer));
  if (!many) {
    await expectLittle(tx);
    return { part, viewer, many, several: false };
  }
  const [row] = await tx.execute<{ several: boolean }>(sql`
    select count(*) = ${manySeveral} as several from (select 1 from standings s where not s.sole limit ${manySeveral}) x`);
  await tx.execute(sql`
    select set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'on', true),
      set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '64MB', true)`);
  return { part, viewer, many, several: row!.several };
}

async function isBroad(tx: Tx, part: Part, viewer: Viewer): Promise<boolean> {
  const rooms = sql`units u where ${inside(part)} and ${seen(part, viewer)}`;
  const [units] = await tx.execute<{ many: boolean }>(sql`select count(*) >= ${manyUnits} as many from ${rooms}`);
  if (units!.many) return true;
  const [people] = await tx.execute<{ many: boolean }>(sql`
    select count(*) = ${manyPeople} as many from (
      select 1 from (select u.id from ${rooms}) u cross join lateral (select 1 from standings s where s.unit_id = u.id limit ${manyPeople}) x limit ${manyPeople}) y`);
  return people!.many;
}

/** Nothing out of the ordinary is read in the rest of the transaction. */
export async function expectLittle(tx: Tx): Promise<void> {
  await tx.execute(asEver);
}

/** What reads a few people by their keys, within whatever else is read in the transaction. */
export async function amongMany<Found>(tx: Tx, few: () => Promise<Found>): Promise<Found> {
  const before = await tx.execute<{ name: string; setting: string }>(
    sql`select s.name, s.setting from pg_settings s where s.name in (select jsonb_array_elements_text(${JSON.stringify(settings)}::jsonb))`,
  );
  await expectLittle(tx);
  const found = await few();
  await tx.execute(
    sql`select set_config(b.name, b.setting, true) from jsonb_to_recordset(${JSON.stringify(before)}::jsonb) as b(name text, setting text)`,
  );
  return found;
}
