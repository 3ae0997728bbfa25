import { sql } from "drizzle-orm";
import type { Db } from "../src/db/connect.ts";
import { planLessons } from "../src/db/delivery/plan.ts";
import { openSchool, type School } from "./school.ts";
import type { Stage } from "./stage.ts";
import { median, type Row } from "./table.ts";

/** Writing down a day's lessons against writing the same rows with nothing to find out. */
export async function measurePlanning(stage: Stage, short: boolean): Promise<Row[]> {
  const learners = short ? 20_000 : 100_000;
  const { db } = await stage.database();
  const school = await openSchool(db, learners);
  await plan(db, school);
  await db.execute(sql`create table ready as select * from deliveries where study_day = ${school.today}::date`);
  await db.execute(sql`vacuum analyze ready`);
  const planned: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < 5; round++) {
    planned.push(await timed(db, school, () => plan(db, school)));
    bare.push(await timed(db, school, () => copy(db)));
  }
  return [
    {
      figure: "planning",
      what: `${learners.toLocaleString("en-GB")} lessons, as a multiple of the bare INSERT … SELECT`,
      value: median(planned) / median(bare),
      unit: "×",
      target: { bound: "at most", value: 1.5 },
      ceiling: { what: "bare, same rows, same indexes and keys", value: learners / median(bare), unit: "rows/s" },
    },
    { figure: "planning", what: "lessons planned", value: learners / median(planned), unit: "rows/s" },
  ];
}

/** Seconds that `work` takes on a table that holds only yesterday. */
async function timed(db: Db, { today }: School, work: () => Promise<unknown>): Promise<number> {
  await db.execute(sql`delete from deliveries where study_day = ${today}::date`);
  await db.execute(sql`vacuum analyze deliveries`);
  await db.execute(sql`checkpoint`);
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function plan(db: Db, { cohort, today, learners }: School): Promise<void> {
  const now = new Date();
  const window = {
    cohort: cohort.id,
    day: today,
    pushTime: null,
    ordinal: 0,
    dueAt: now,
    expiresAt: new Date(now.getTime() + 10_800_000),
  };
  const rows = await planLessons(db, [window], now);
  if (rows !== learners) throw new Error(`${rows} of ${learners} lessons were planned`);
}

const columns = sql`kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, due_at, expires_at, created_at`;

const copy = (db: Db) =>
  db.execute(sql`insert into deliveries (${columns}) select ${columns} from ready on conflict do nothing`);
