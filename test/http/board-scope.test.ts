import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LearnerId } from "#domain/ids.ts";
import { type BoardWorld, boardWorld } from "./board.ts";

let world: BoardWorld;
beforeAll(async () => {
  world = await boardWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Units by their parents (none: a top), and posts as who, where, and whether they supervise. */
const trees = fc
  .array(fc.option(fc.nat(7), { nil: null }), { minLength: 2, maxLength: 7 })
  .map((parents) => parents.map((parent, at) => (parent === null || at === 0 ? null : parent % at)))
  .chain((parents) =>
    fc.record({
      parents: fc.constant(parents),
      posts: fc.array(fc.record({ person: fc.nat(5), unit: fc.nat(parents.length - 1), supervises: fc.boolean() }), {
        minLength: 3,
        maxLength: 10,
      }),
    }),
  );
type Tree = typeof trees extends fc.Arbitrary<infer Value> ? Value : never;

/** Plants the tree and returns the ids of its units and people. */
async function plant({ parents, posts }: Tree) {
  const { sql } = world.database;
  await sql`truncate people, units restart identity cascade`;
  const units: { id: number; lineage: string; path: string }[] = [];
  for (const [at, parent] of parents.entries()) {
    const above = parent === null ? null : units[parent]!;
    const name = `U${at}x`;
    const id = at + 1;
    const unit = {
      id,
      lineage: `${above?.lineage ?? ""}${id}/`,
      path: above === null ? name : `${above.path} / ${name}`,
    };
    await sql`insert into units (id, parent_id, name, name_key, lineage, path) overriding system value
        values (${id}, ${above?.id ?? null}, ${name}, ${name}, ${unit.lineage}, ${unit.path})`;
    units.push(unit);
  }
  await sql`insert into people (full_name, name_key, agreed_at, created_at) select 'P' || n || 'x', 'p', ${world.now}, '2026-01-01' from generate_series(0, 5) n`;
  await sql`insert into enrolments (learner_id, cohort_id, joined_day, next_lesson_id) select id, ${world.cohort}, '2026-03-02', 'an-toan-1' from people`;
  for (const { person, unit, supervises } of posts)
    await sql`insert into posts (person_id, unit_id, role, main) values (${person + 1}, ${unit + 1}, ${supervises ? "supervisor" : "learner"},
        not exists (select 1 from posts where person_id = ${person + 1})) on conflict (person_id, unit_id) do nothing`;
  return units;
}

test("whoever looks sees no unit and no person outside their units, and hears the same of all others", async () => {
  await fc.assert(
    fc.asyncProperty(trees, fc.nat(5), async (tree, actor) => {
      const units = await plant(tree);
      const held = await world.database.sql<{ person: LearnerId; unit: number; role: string }[]>`
          select person_id as person, unit_id as unit, role from posts`;
      const rights = held
        .filter(({ person, role }) => person === actor + 1 && role === "supervisor")
        .map(({ unit }) => units[unit - 1]!);
      const seen = units.filter(({ lineage }) => rights.some((right) => lineage.startsWith(right.lineage)));
      const browser = await world.inside(actor + 1);
      // A unit's path names those above it.
      const unitNames = new Set(seen.flatMap(({ path }) => path.split(" / ")));
      const personNames = new Set(
        held.filter(({ unit }) => seen.some(({ id }) => id === unit)).map(({ person }) => `P${person - 1}x`),
      );
      const urls = ["/dashboard", "/dashboard/can-giup", "/dashboard/xuat", "/dashboard/bai-hoc", "/dashboard/viec"];
      const misses = new Set<string>();
      for (const url of [...urls, ...units.map(({ id }) => `/dashboard/don-vi/${id}`), "/dashboard/don-vi/999"]) {
        const { statusCode, body } = await browser.get(url);
        const id = Number(/don-vi\/(\d+)/.exec(url)?.[1] ?? 0);
        const expected =
          rights.length === 0
            ? url === "/dashboard"
              ? 200
              : 401
            : id === 0 || seen.some((unit) => unit.id === id)
              ? 200
              : 404;
        expect([url, statusCode]).toEqual([url, expected]);
        if (statusCode === 404) misses.add(body);
        for (const [name] of body.matchAll(/\bU\dx/g)) expect(unitNames).toContain(name);
        for (const [name] of body.matchAll(/\bP\dx/g)) expect(personNames).toContain(name);
      }
      expect(misses.size).toBeLessThanOrEqual(1);
    }),
    { numRuns: 25 },
  );
});
