import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Db } from "../src/db/connect.ts";
import { retention } from "../src/db/records/retention.ts";
import { pushNow } from "../src/delivery/plan.ts";
import { openPeople, openPlatform, startUp } from "./platform.ts";
import { press, schedule } from "./pressing.ts";
import { coreSeconds, residentMiB, settle } from "./processes.ts";
import { openSchool } from "./school.ts";
import { type Actor, type Stage, until } from "./stage.ts";
import type { Row } from "./table.ts";

/** Well within what one process takes, so that no queue of waiting answers is measured. */
const perSecond = 80;

/** Of a year; what is told of a year is a day of the bench times so many. */
const studyDays = 250;

/** What had been spent at a moment. */
interface Spent {
  readonly at: number;
  /** Bytes of the whole database, its indexes and the queue's tables. */
  readonly database: number;
  /** What of it stays: rows and keys of tables from which time takes nothing away, without the room that dead rows leave. */
  readonly kept: number;
  /** Bytes of each table, keys and room included. */
  readonly tables: ReadonlyMap<string, number>;
  readonly wal: number;
  /** Seconds of a core. */
  readonly program: number;
  readonly server: number;
  readonly residentMiB: number;
}

/** A day of learners, lesson and answers, through one `up`: what it takes of the disk, the cores and the memory. */
export async function measureDisk(stage: Stage, short: boolean): Promise<Row[]> {
  const learners = short ? 500 : 3000;
  const { db, url } = await stage.database();
  const school = await openSchool(db, learners);
  const platform = await openPlatform(stage);
  const { up, address } = await startUp(stage, platform, url, 5000);
  await settle(up.pid);
  const spent = () => look(stage, db, up);
  const started = await spent();
  await pause(short ? 8000 : 60_000);
  const rested = await spent();

  await platform.forget();
  await db.execute(sql`checkpoint`);
  const before = await spent();
  await pushNow(db, school.cohort, null, new Date());
  await until("every lesson was sent", () => hasSent(platform.count, learners), { actor: up });
  const pushed = await spent();
  const presses = await schedule(db);
  await using people = openPeople(address);
  const { refused } = await press(people, presses, () => perSecond);
  const all = learners + presses.length - refused;
  await until("every answer has its feedback", () => hasSent(platform.count, all), { actor: up, withinSeconds: 120 });
  await pause(2000); // endings are recorded a moment later
  const after = await spent();
  const bare = await bareAnswers(db);
  await up.stop();
  return [
    ...diskRows(learners, presses.length, { before, pushed, after }, bare),
    ...coreRows(learners, { started, rested, before, after }),
    ...memoryRows(rested, pushed, after),
  ];
}

const hasSent = async (count: () => Promise<number>, wanted: number) => {
  await pause(200);
  return (await count()) >= wanted;
};

const row = (what: string, value: number, unit: string, more: Partial<Row> = {}): Row => ({
  figure: "disk",
  what,
  value,
  unit,
  ...more,
});

interface Bytes {
  readonly disk: number;
  readonly wal: number;
}

function diskRows(
  learners: number,
  answers: number,
  { before, pushed, after }: Readonly<Record<"before" | "pushed" | "after", Spent>>,
  bare: Bytes,
): Row[] {
  const answer = (of: "database" | "kept" | "wal") => (after[of] - pushed[of]) / answers;
  const lesson = (of: "database" | "kept" | "wal") => (pushed[of] - before[of]) / learners;
  const day = (of: "database" | "kept" | "wal") => ((after[of] - before[of]) / learners) * 1000;
  const grown = [...after.tables].map(([table, bytes]) => ({ table, more: bytes - (pushed.tables.get(table) ?? 0) }));
  const most = grown.toSorted((a, b) => b.more - a.more).slice(0, 4);
  return [
    row(
      `bytes on disk for an answer, of ${answers.toLocaleString("en-GB")} in whole lessons`,
      answer("database"),
      "B",
      {
        ceiling: { what: "its bare row with keys", value: bare.disk, unit: "B" },
      },
    ),
    ...most.map(({ table, more }) => row(`of them \`${table}\``, more / answers, "B")),
    row("of them what stays: rows and keys that time takes nothing from", answer("kept"), "B"),
    row("bytes of WAL for an answer", answer("wal"), "B", {
      ceiling: { what: "its bare row with keys", value: bare.wal, unit: "B" },
    }),
    row("bytes on disk for a lesson sent", lesson("database"), "B"),
    row("of them what stays", lesson("kept"), "B"),
    row("bytes of WAL for a lesson sent", lesson("wal"), "B"),
    row(`what stays of 1,000 learners and ${studyDays} study days`, (day("kept") * studyDays) / 1e9, "GB"),
    row("WAL of 1,000 learners and a study day", day("wal") / 1e6, "MB"),
  ];
}

function coreRows(
  learners: number,
  { started, rested, before, after }: Readonly<Record<"started" | "rested" | "before" | "after", Spent>>,
): Row[] {
  // Where the system does not tell, nothing is told.
  if (Number.isNaN(after.program)) return [];
  const atRest = (of: "program" | "server") => ((rested[of] - started[of]) / (rested.at - started.at)) * 86_400;
  const inDay = (of: "program" | "server") => ((after[of] - before[of]) / learners) * 1000;
  return [
    row("seconds of a core for 1,000 learners and a study day, the program", inDay("program"), "s"),
    row("the same, PostgreSQL", inDay("server"), "s"),
    row("seconds of a core for a day at rest, the program", atRest("program"), "s"),
    row("the same, PostgreSQL", atRest("server"), "s"),
  ];
}

const memoryRows = (rested: Spent, pushed: Spent, after: Spent): Row[] => [
  row("RSS of one `up` at rest", rested.residentMiB, "MB"),
  row("the same after the push", pushed.residentMiB, "MB"),
  row("the same after the answers", after.residentMiB, "MB"),
];

async function look(stage: Stage, db: Db, up: Actor): Promise<Spent> {
  const lasting = retention.filter(({ stays }) => stays !== null).map(({ table }) => sql.identifier(table));
  const rows = sql.join(
    lasting.map((table) => sql`select coalesce(sum(pg_column_size(t.*) + 4), 0) as bytes from ${table} t`),
    sql` union all `,
  );
  const keys = sql.join(
    lasting.map((table) => sql`select pg_indexes_size(${table.value}::regclass) as bytes`),
    sql` union all `,
  );
  const [sizes] = await db.execute<{ database: number; kept: number; wal: number }>(sql`
    select pg_database_size(current_database())::float8 as database,
      pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal,
      (select sum(bytes) from (${rows} union all ${keys}) kept)::float8 as kept`);
  const tables = await db.execute<{ name: string; bytes: number }>(sql`
    select c.oid::regclass::text as name, pg_total_relation_size(c.oid)::float8 as bytes from pg_class c
    where c.relkind = 'r' and c.relnamespace <> 'pg_catalog'::regnamespace`);
  return {
    at: performance.now() / 1000,
    ...sizes!,
    tables: new Map(tables.map(({ name, bytes }) => [name, bytes])),
    program: coreSeconds(up.pid),
    server: coreSeconds(stage.server),
    residentMiB: residentMiB(up.pid),
  };
}

/** What the rows of `answers` alone take, in a table with the same keys, each by a commit of its own. */
async function bareAnswers(db: Db): Promise<Bytes> {
  await db.execute(sql`create table bare_answers (like answers including indexes)`);
  const size = async () => {
    const [found] = await db.execute<{ disk: number; wal: number }>(sql`
      select pg_total_relation_size('bare_answers')::float8 as disk,
        pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal`);
    return found!;
  };
  const ids = (await db.execute<{ id: number }>(sql`select id from answers order by id`)).map(({ id }) => id);
  await db.execute(sql`checkpoint`);
  const before = await size();
  for (const id of ids) await db.execute(sql`insert into bare_answers select * from answers where id = ${id}`);
  const after = await size();
  return { disk: (after.disk - before.disk) / ids.length, wal: (after.wal - before.wal) / ids.length };
}
