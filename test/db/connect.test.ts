import { eq, sql as fragment } from "drizzle-orm";
import { bigint, date, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, DeadlineError, isTrouble, withDeadline } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { dropDatabase, emptyDatabase, freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";

const things = pgTable("things", {
  id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  seenAt: timestamp({ withTimezone: true, mode: "date" }),
  day: date({ mode: "string" }),
  days: date({ mode: "string" }).array(),
  body: jsonb().$type<unknown>(),
  words: text().array(),
});

const seenAt = new Date("2026-03-02T00:30:00.123Z");
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql`create table things (id bigint generated always as identity primary key,
    seen_at timestamptz, day date, days date[], body jsonb, words text[])`;
});
afterAll(() => database.end());

describe("both faces of a connection speak the same types", () => {
  test("what drizzle writes, drizzle and raw SQL read alike", async () => {
    const { db, sql } = database;
    const row = { seenAt, day: "2026-03-02", days: ["2026-03-02"], body: { a: ["ừ"] }, words: ['a"b', "đ,e"] };
    const [written] = await db.insert(things).values(row).returning();
    expect(written).toEqual({ id: expect.any(Number), ...row });
    const [raw] = await sql`select * from things where id = ${written!.id}`;
    expect(raw).toEqual({ id: written!.id, seen_at: seenAt, ...{ ...row, seenAt: undefined } });
    const [executed] = await db.execute(fragment`select seen_at, day from things where id = ${written!.id}`);
    expect(executed).toEqual({ seen_at: seenAt, day: "2026-03-02" });
  });

  test("what raw SQL writes, drizzle reads", async () => {
    const { db, sql } = database;
    const [{ id }] = await sql<[{ id: number }]>`insert into things (seen_at, day, body, words)
      values (${seenAt}, ${"2026-03-02"}, ${sql.json({ a: 1 })}, ${["x"]}) returning id`;
    const [read] = await db.select().from(things).where(eq(things.id, id));
    expect(read).toEqual({ id, seenAt, day: "2026-03-02", days: null, body: { a: 1 }, words: ["x"] });
  });

  test("JSON of every shape comes back as it went in through drizzle", async () => {
    for (const body of ["plain text", 7, [1, "2"], null]) {
      const [written] = await database.db.insert(things).values({ body }).returning();
      expect(written!.body).toEqual(body);
    }
  });

  test("counts and lists of ids are numbers, lists of instants are Dates", async () => {
    const [row] = await database.sql`select count(*) as n, array[1::bigint, 9007199254740991] as ids,
      array[${seenAt}::timestamptz] as instants from things where false`;
    expect(row).toEqual({ n: 0, ids: [1, Number.MAX_SAFE_INTEGER], instants: [seenAt] });
  });

  test("an instant goes into drizzle's raw SQL as an argument", async () => {
    const [row] = await database.db.execute(fragment`select ${seenAt}::timestamptz as at, ${seenAt} <= now() as past`);
    expect(row).toEqual({ at: seenAt, past: true });
  });
});

/** The client asks for them without anybody waiting for the answer: a server that died then would end the process. */
test("what arrays there are is asked for once in a process, and every connection reads them", async () => {
  const lists = (sql: TestDatabase["sql"]) =>
    sql`select array[1::bigint, 2] as ids, array['a', 'ừ'] as words, array[${seenAt}::timestamptz] as instants,
      array['2026-03-02'::date] as days, array[true] as flags`;
  const before = await lists(database.sql);
  await using other = connect(database.url, { max: 2, applicationName: "hocvu tests" });
  const { options } = other.sql as unknown as { options: { fetch_types: boolean } };
  expect(options.fetch_types).toBe(false);
  expect(await lists(other.sql)).toEqual(before);
  expect(before[0]).toMatchObject({ ids: [1, 2], words: ["a", "ừ"], instants: [seenAt], flags: [true] });
});

test("the server cancels a statement that runs too long", async () => {
  await using hasty = connect(database.url, { max: 1, applicationName: "hasty", statementTimeoutMilliseconds: 50 });
  await expect(hasty.sql`select pg_sleep(20)`).rejects.toMatchObject({ code: "57014" });
});

test("a connection shows its name and speaks UTC", async () => {
  const [row] =
    await database.sql`select current_setting('application_name') as name, current_setting('TimeZone') as zone`;
  expect(row).toEqual({ name: "hocvu tests", zone: "UTC" });
});

test("no statement is compiled, though the database has it so", async () => {
  await using eager = await freshDatabase();
  const name = new URL(eager.url).pathname.slice(1);
  await eager.sql.unsafe(`alter database ${name} set jit = on`);
  await eager.sql.unsafe(`alter database ${name} set jit_above_cost = 0`);
  for (const byKey of [false, true]) {
    await using one = connect(eager.url, { max: 1, applicationName: "one", byKey });
    expect(await one.sql`select current_setting('jit_above_cost') as above, current_setting('jit') as jit`).toEqual([
      { above: "0", jit: "off" },
    ]);
  }
});

test("it does so whatever zone the database has, also once its settings were reset or its session was made anew", async () => {
  await using abroad = await freshDatabase();
  await abroad.sql.unsafe(`alter database ${new URL(abroad.url).pathname.slice(1)} set timezone to 'America/St_Johns'`);
  const look = async ({ sql }: Pick<TestDatabase, "sql">) => {
    const [row] = await sql`select current_setting('TimeZone') as zone, ${seenAt}::timestamptz::text as told,
      ${seenAt}::timestamptz::date::text as day, '2026-03-02 00:30'::timestamptz as read, now()::text like '%+00' as clock`;
    return row;
  };
  const utc = {
    zone: "UTC",
    told: "2026-03-02 00:30:00.123+00",
    day: "2026-03-02",
    read: new Date("2026-03-02T00:30:00Z"),
    clock: true,
  };
  await using one = connect(abroad.url, { max: 1, applicationName: "one" });
  expect(await look(one)).toEqual(utc);
  for (const statement of ["reset timezone", "reset all", "discard all"]) {
    await one.sql.unsafe(statement).simple();
    expect(await look(one)).toEqual(utc);
  }
  await abroad.sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'one'`;
  expect(await look(one).catch(() => look(one))).toEqual(utc);
});

test("the migrations make the same tables in a database of another zone", async () => {
  const url = await emptyDatabase();
  const name = new URL(url).pathname.slice(1);
  await database.sql.unsafe(`alter database ${name} set timezone to 'America/St_Johns'`);
  await migrate(url);
  await using abroad = connect(url, { max: 1, applicationName: "abroad" });
  await using home = await freshDatabase();
  const made = ({ sql }: Pick<TestDatabase, "sql">) => sql`
    select table_name || '.' || column_name as name, column_default as means from information_schema.columns where table_schema = 'public'
    union all select conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2`;
  const [theirs, ours] = [await made(abroad), await made(home)];
  expect(ours.length).toBeGreaterThan(300);
  expect([...theirs]).toEqual([...ours]);
  await abroad.end();
  await dropDatabase(url);
});

describe("when the server ends a session", () => {
  const endSession = async (pid: number) => void (await database.sql`select pg_terminate_backend(${pid}, 5000)`);
  const pidIn = async (db: Pick<typeof database.db, "execute">) =>
    (await db.execute<{ pid: number }>(fragment`select pg_backend_pid() as pid`))[0]!.pid;

  test("its transaction fails, whatever it was doing, and the next one has a new session", async () => {
    await using one = connect(database.url, { max: 1, applicationName: "one" });
    const doings: ((tx: Parameters<Parameters<typeof one.db.transaction>[0]>[0], pid: number) => Promise<unknown>)[] = [
      (_, pid) => endSession(pid),
      (tx, pid) => Promise.all([tx.execute(fragment`select pg_sleep(20)`), endSession(pid)]),
      async (tx, pid) => {
        await endSession(pid);
        for (let query = 0; query < 3; query++) await tx.execute(fragment`select 1`).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 20));
        await tx.execute(fragment`select 1`);
      },
      (tx, pid) => tx.transaction(() => endSession(pid)),
    ];
    for (const doing of doings) {
      const before = await pidIn(one.db);
      await expect(one.db.transaction(async (tx) => doing(tx, await pidIn(tx)))).rejects.toThrow();
      expect(await pidIn(one.db)).not.toBe(before);
    }
  });

  test("a pool that loses all of them goes on at once", async () => {
    await using several = connect(database.url, { max: 4, applicationName: "several" });
    await several.sql`select 1`;
    const took: number[] = [];
    for (let round = 0; round < 5; round++) {
      const work = Array.from({ length: 12 }, () => several.db.execute(fragment`select pg_sleep(0.05)`));
      const settled = Promise.allSettled(work);
      await database.sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'several'`;
      await settled;
      const begun = performance.now();
      expect(await several.sql`select 1 as one`).toEqual([{ one: 1 }]);
      took.push(performance.now() - begun);
    }
    expect(took.toSorted((a, b) => a - b)[2]).toBeLessThan(2_000); // now and then a machine has other things to do
  });

  test("an ordinary failure rolls back, a nested one only its own part", async () => {
    await database.db.transaction(async (tx) => {
      await tx.execute(fragment`insert into things (day) values ('2026-03-03')`);
      const nested = tx.transaction(async (inner) => {
        await inner.execute(fragment`insert into things (day) values ('2026-03-04')`);
        throw new Error("no");
      });
      await expect(nested).rejects.toThrow("no");
      await tx.execute(fragment`insert into things (day) values ('2026-03-05')`);
    });
    await expect(
      database.db.transaction(async (tx) => {
        await tx.execute(fragment`insert into things (day) values ('2026-03-06')`);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    const rows =
      await database.sql`select day from things where day between '2026-03-03' and '2026-03-06' order by day`;
    expect(rows.map(({ day }) => day)).toEqual(["2026-03-03", "2026-03-05"]);
  });

  test("who listens goes on listening", async () => {
    await using hearer = connect(database.url, { max: 1, applicationName: "hearer" });
    const heard: string[] = [];
    const listening = await hearer.sql.listen("things", (said) => heard.push(said));
    await database.sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'hearer'`;
    await eventually("it hears again", async () => {
      await database.sql`select pg_notify('things', 'ừ')`;
      return heard.includes("ừ");
    });
    await listening.unlisten();
  });
});

test("a full disk, a restart and a lost line are trouble; what a statement did wrong is not", async () => {
  const raised = (code: string) =>
    database.db
      .execute(fragment.raw(`do $$ begin raise 'x' using errcode = '${code}'; end $$`))
      .then(() => "", isTrouble);
  const trouble = ["53100", "53200", "53300", "57P01", "57P03", "58030", "25006", "08006"];
  const own = ["57014", "23505", "22P02", "42703", "40P01", "P0001"];
  expect(await Promise.all(trouble.map(raised))).toEqual(trouble.map(() => true));
  expect(await Promise.all(own.map(raised))).toEqual(own.map(() => false));
  expect(isTrouble(Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" }))).toBe(true);
  expect([isTrouble(new TypeError("x")), isTrouble(null)]).toEqual([false, false]);
});

describe("a deadline", () => {
  test("hands on what comes in time, good or bad", async () => {
    expect(await withDeadline(Promise.resolve(1), 1_000, "one")).toBe(1);
    await expect(withDeadline(Promise.reject(new Error("no")), 1_000, "one")).rejects.toThrow("no");
  });

  test("rejects when the work takes longer, and says what was waited for", async () => {
    const never = new Promise<never>(() => {});
    const late = withDeadline(never, 5, "reading the score");
    await expect(late).rejects.toThrow(DeadlineError);
    await expect(late).rejects.toThrow("reading the score: no answer within 5 ms");
  });
});
