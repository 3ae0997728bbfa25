import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";

const root = path.resolve(import.meta.dirname, "..", "..");
const folder = path.join(root, "migrations");
const dictionary = path.join(root, "src", "db", "schema");
const files = readdirSync(dictionary).map((file) => import(path.join(dictionary, file)) as Promise<object>);
const tables = (await Promise.all(files))
  .flatMap((file) => Object.values(file))
  .filter((value) => value instanceof PgTable)
  .map((table) => getTableConfig(table));

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const sorted = (lines: Iterable<string>) => [...lines].sort();

describe("what migrations/ build is what the dictionary says", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.end());

  /** The rows' first column. */
  const names = async (query: string): Promise<string[]> =>
    (await database.sql.unsafe(query)).map((row) => String(Object.values(row)[0]));

  test("in tables and columns, with their types", async () => {
    const built = await names(`
      select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`);
    const meant = tables.flatMap(({ name, columns, primaryKeys }) => {
      const keys = primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
      return columns.map((column) => {
        const required = column.notNull || column.primary || keys.includes(column.name);
        return `${name}.${snake(column.name)} ${typeOf(column.getSQLType())}${required ? " not null" : ""}`;
      });
    });
    expect(tables.length).toBeGreaterThan(20);
    expect(sorted(built)).toEqual(sorted(meant));
  });

  test("in everything that is unique, checked or referred to", async () => {
    const constraints = await names(`
      select conname || ' ' || contype::text from pg_constraint where connamespace = 'public'::regnamespace and contype in ('u', 'c', 'f')`);
    const meant = tables.flatMap(({ name, checks, foreignKeys, uniqueConstraints }) => [
      ...uniqueConstraints.map((one) => `${one.name} u`),
      ...checks.map((one) => `${one.name} c`),
      ...foreignKeys.map((key) => {
        const { columns, foreignColumns, foreignTable, name: given } = key.reference();
        const target = getTableConfig(foreignTable as PgTable).name;
        const column = `${name}_${columns.map((c) => snake(c.name)).join("_")}`;
        return `${given ?? `${column}_${target}_${foreignColumns.map((c) => snake(c.name)).join("_")}_fk`} f`;
      }),
    ]);
    expect(sorted(constraints)).toEqual(sorted(meant));
  });

  test("in its indexes", async () => {
    const built = await names(`
      select c.relname || case when i.indisunique then ' unique' else '' end || case when i.indpred is null then '' else ' partial' end
      from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relnamespace = 'public'::regnamespace and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`);
    const meant = tables.flatMap(({ indexes }) =>
      indexes.map(({ config }) => `${config.name}${config.unique ? " unique" : ""}${config.where ? " partial" : ""}`),
    );
    expect(sorted(built)).toEqual(sorted(meant));
  });

  test("so that generating again writes nothing", () => {
    const copy = mkdtempSync(path.join(os.tmpdir(), "hocvu-migrations-"));
    try {
      cpSync(folder, copy, { recursive: true });
      const before = readdirSync(copy);
      const generate = ["generate", "--dialect=postgresql", "--casing=snake_case", "--schema=src/db/schema/*.ts"];
      const bin = path.join(root, "node_modules", "drizzle-kit", "bin.cjs");
      const out = `--out=${path.relative(root, copy)}`;
      const ran = spawnSync(process.execPath, [bin, ...generate, out], { cwd: root, encoding: "utf8" });
      expect(`${ran.stdout}${ran.stderr}`).toContain("No schema changes");
      expect(readdirSync(copy)).toEqual(before);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});

test("every file of migrations/ is in the journal, in order, and applied", async () => {
  const journal = JSON.parse(readFileSync(path.join(folder, "meta", "_journal.json"), "utf8")) as {
    entries: { tag: string; when: number }[];
  };
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  expect(journal.entries.map(({ tag }) => `${tag}.sql`)).toEqual(files.sort());
  await using database = await freshDatabase();
  const applied = await database.sql<{ when: number }[]>`
    select created_at::float8 as when from drizzle.__drizzle_migrations order by created_at`;
  expect(applied.map(({ when }) => when)).toEqual(journal.entries.map(({ when }) => when));
});

/** As PostgreSQL itself writes a type. */
function typeOf(type: string): string {
  const array = type.endsWith("[]") ? "[]" : "";
  const base = array === "" ? type : type.slice(0, -2);
  const long: Readonly<Record<string, string>> = {
    timestamp: "timestamp without time zone",
    time: "time without time zone",
    "time(0)": "time(0) without time zone",
  };
  return `${long[base] ?? base}${array}`;
}
