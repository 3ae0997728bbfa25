import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connection, connect } from "#db/connect.ts";
import { expectBreadth, expectLittle } from "#db/figures/breadth.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

let database: TestDatabase;
let byKey: Connection;

beforeAll(async () => {
  database = await freshDatabase();
  byKey = connect(database.url, { max: 1, applicationName: "hocvu tests", byKey: true });
  await database.sql`insert into units (name, name_key, lineage, path) select n, n, n || '/', n from generate_series(1, 250) n`;
});
afterAll(async () => {
  await byKey.end();
  await database.end();
});

test("what is many is read in whole tables, and what follows in the transaction as ever", async () => {
  await byKey.db.transaction(async (tx) => {
    const read = async () =>
      (
        await tx.execute(sql`select current_setting('enable_nestloop') as loops, current_setting('enable_seqscan') as scans,
        current_setting('plan_cache_mode') as plans, current_setting('work_mem') as memory`)
      )[0];
    const before = await read();
    expect(before).toMatchObject({ loops: "on", scans: "off", plans: "force_generic_plan" });
    await expectBreadth(tx, { kind: "own" }, null);
    expect(await read()).toEqual({ loops: "off", scans: "on", plans: "force_custom_plan", memory: "64MB" });
    await expectLittle(tx);
    expect(await read()).toEqual(before);
    await expectBreadth(tx, { kind: "unit", id: 1 as never }, null);
    expect(await read()).toEqual(before);
  });
});

test("so are very many people, however few their units", async () => {
  const { db, sql } = database;
  const course = makeCourse();
  const now = new Date("2026-03-02T01:00:00Z");
  await publish(db, course, now);
  const { id } = await makeCohort(db, course, { learners: 0, now });
  const fill = async (from: number, to: number) => {
    await sql`insert into people (id, full_name, name_key, created_at) overriding system value select n, 'A', 'a', ${now} from generate_series(${from}::int, ${to}::int) n`;
    await sql`insert into posts (person_id, unit_id, role, main, since) select n, 1, 'learner', true, ${now} from generate_series(${from}::int, ${to}::int) n`;
    await sql`insert into enrolments (learner_id, cohort_id) select n, ${id} from generate_series(${from}::int, ${to}::int) n`;
  };
  const many = () =>
    byKey.db.transaction(async (tx) => (await expectBreadth(tx, { kind: "unit", id: 1 as never }, null)).many);
  await fill(1, 999);
  expect(await many()).toBe(false);
  await fill(1000, 1000);
  expect(await many()).toBe(true);
});
