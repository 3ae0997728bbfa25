/** /healthz and /readyz of a running program, under one fault after another. */
import os from "node:os";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { connect } from "#db/connect.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { type Line, openLine } from "../setup/line.ts";
import { freePort } from "../setup/port.ts";
import { startOwnRedis, type TestRedis } from "../setup/redis.ts";
import { hasRedis } from "../setup/tools.ts";
import { type Program, spawnNode } from "../stories/program.ts";

const withinMs = 5000;

interface Place {
  readonly database: TestDatabase;
  readonly line: Line;
  readonly redis: TestRedis | null;
  /** To Redis; null: the queue is in the database. */
  readonly bells: Line | null;
}

interface Fault {
  readonly name: string;
  readonly plant: (place: Place) => unknown;
  readonly mend: (place: Place) => unknown;
  /** The checks of which at least one is not well; empty: it stays ready. */
  readonly named: readonly string[];
}

/** For new sessions, and there are no others but the test's own. */
async function readOnly(url: string, value: "on" | "off"): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await using admin = connect(inject("databaseUrl"), { max: 1, applicationName: "hocvu tests" });
  await admin.sql.unsafe(`alter database ${name} set default_transaction_read_only = ${value}`);
  await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = ${name} and application_name <> 'hocvu tests'`;
}

const forged = "forged-migration";
const both: readonly Fault[] = [
  {
    name: "the database is away",
    plant: ({ line }) => line.cut(),
    mend: ({ line }) => line.mend(),
    named: ["database", "ready"],
  },
  {
    name: "the database does not answer",
    plant: ({ line }) => line.hold(),
    mend: ({ line }) => line.mend(),
    named: ["ready"],
  },
  {
    name: "a pooler stands before the database that hangs up on everybody at once",
    plant: ({ line }) => line.hangUp(),
    mend: ({ line }) => line.mend(),
    named: ["database"],
  },
  {
    name: "the database has become one that only reads, as after a failover",
    plant: ({ database }) => readOnly(database.url, "on"),
    mend: ({ database }) => readOnly(database.url, "off"),
    named: ["database"],
  },
  {
    name: "a migration is missing",
    plant: ({ database: { sql } }) =>
      sql`
      with last as (delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations) returning *)
      select set_config('hocvu.kept', row_to_json(last)::text, false) from last`.then(async ([row]) => {
        kept = row!.set_config as string;
      }),
    mend: ({ database: { sql } }) => sql`
      insert into drizzle.__drizzle_migrations select * from json_populate_record(null::drizzle.__drizzle_migrations, ${kept}::text::json)`,
    named: ["migrations"],
  },
  {
    name: "the database is newer than the program",
    plant: ({ database: { sql } }) =>
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${forged}, 9999999999999)`,
    mend: ({ database: { sql } }) => sql`delete from drizzle.__drizzle_migrations where hash = ${forged}`,
    named: ["migrations"],
  },
  {
    name: "a lane is shut and a platform is away",
    plant: ({ database: { sql } }) => sql`insert into lanes (bot, shut) values ('telegram:123456789', '401')
      on conflict (bot) do update set shut = '401'`,
    mend: ({ database: { sql } }) => sql`update lanes set shut = null`,
    named: [],
  },
];
const onRedis = async ({ redis }: Place, memory: string) => {
  const admin = new Redis(redis!.url);
  await admin.config("SET", "maxmemory", memory);
  admin.disconnect();
};
const ofRedis: readonly Fault[] = [
  {
    name: "Redis is full",
    plant: (place) => onRedis(place, "1"),
    mend: (place) => onRedis(place, "0"),
    named: ["queue"],
  },
  { name: "Redis is away", plant: ({ bells }) => bells!.cut(), mend: ({ bells }) => bells!.mend(), named: ["queue"] },
  {
    name: "Redis does not answer",
    plant: ({ bells }) => bells!.hold(),
    mend: ({ bells }) => bells!.mend(),
    named: ["queue", "ready"],
  },
];
let kept = "";

describe.each([
  { queue: "PostgreSQL", faults: both },
  { queue: "Redis", faults: [...both, ...ofRedis] },
])("with the queue in $queue", ({ queue, faults }) => {
  const runs = queue === "PostgreSQL" || hasRedis;
  let place: Place;
  let redis: TestRedis | null = null;
  let program: Program;
  let address: string;

  beforeAll(async () => {
    if (!runs) return;
    const database = await freshDatabase({ max: 2 });
    redis = queue === "Redis" ? await startOwnRedis() : null;
    place = {
      database,
      redis,
      line: await openLine(database.url),
      bells: redis === null ? null : await openLine(redis.url),
    };
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    program = spawnNode(
      "up",
      ["bin/hocvu.mjs", "up"],
      {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATABASE_URL: place.line.url,
        REDIS_URL: place.bells?.url.replace(/\/$/, ""),
        HOCVU_DEMO: "1",
        PORT: String(port),
        TELEGRAM_BOT_TOKEN: "123456789:AAASecretOfTheTelegramBot",
        TELEGRAM_API_ROOT: "http://127.0.0.1:1",
      },
      os.devNull,
      () => {},
    );
    await eventually("it runs", () => program.printed().includes("runs at"), 240_000);
  });
  afterAll(async () => {
    if (!runs) return;
    await program.kill();
    await place.bells?.[Symbol.asyncDispose]();
    await place.line[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
    await place.database.end();
  });

  const ask = async (of: string) => {
    const answer = await fetch(`${address}${of}`);
    return { status: answer.status, body: (await answer.json()) as { checks?: { name: string; ok: boolean }[] } };
  };
  const isReady = () =>
    ask("/readyz").then(
      ({ status }) => status === 200,
      () => false,
    );

  test.skipIf(!runs).each(faults)("$name", async ({ plant, mend, named }) => {
    const answers = async () => {
      await eventually("it is ready", isReady);
      await plant(place);
      const planted = performance.now();
      const [found, alive] = await Promise.all([ask("/readyz"), ask("/healthz")]);
      return { found, alive, took: performance.now() - planted };
    };
    let { found, alive, took } = await answers();
    // A machine may have other things to do; what is slow by itself is slow each time.
    for (let again = 0; again < 2 && took >= withinMs; again++) {
      await mend(place);
      ({ found, alive, took } = await answers());
    }
    expect(took).toBeLessThan(withinMs);
    expect(alive.status).toBe(200);
    const bad = (found.body.checks ?? []).filter(({ ok }) => !ok).map(({ name }) => name);
    if (named.length === 0) expect({ status: found.status, bad }).toEqual({ status: 200, bad: [] });
    else {
      expect(found.status).toBe(503);
      expect(
        bad.some((name) => named.includes(name)),
        bad.join(),
      ).toBe(true);
    }
    expect(program.alive()).toBe(true);
    await mend(place);
    await eventually("it is ready again", isReady);
  });
});
