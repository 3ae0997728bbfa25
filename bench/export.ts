import { sql } from "drizzle-orm";
import { BookThread } from "../src/app/exporting/book-thread.ts";
import { drawProgress } from "../src/app/picture/progress.ts";
import type { Db } from "../src/db/connect.ts";
import { pictureOf } from "../src/supervision/progress-chart.ts";
import { report } from "../src/supervision/report.ts";
import { openSchool, type School } from "./school.ts";
import type { Stage } from "./stage.ts";
import { median, type Row } from "./table.ts";

/** The workbook and the picture of a whole province: each person has ten lessons behind them. */
export async function measureExport(stage: Stage, short: boolean): Promise<Row[]> {
  const learners = short ? 20_000 : 100_000;
  const { db, url } = await stage.database();
  const school = await openSchool(db, learners);
  await fillYear(db, school);
  const { zone } = school.cohort;
  const named = { scope: { kind: "cohort", id: school.cohort.id }, name: "Lớp đo" } as const;
  const now = new Date();
  await using thread = new BookThread();
  const made = await timed(() => thread.make({ databaseUrl: url, named, viewer: null, now, zone }));
  const words = await timed(() => db.transaction((tx) => report(tx, named, now, null)));
  const figures = words.value!;
  const read = await timed(() => db.transaction((tx) => pictureOf(tx, named, figures, zone, null)));
  await drawProgress(read.value);
  const drawn: number[] = [];
  let longest = 0;
  for (let times = 0; times < 15; times++) {
    const watch = watchLoop();
    drawn.push((await timed(() => drawProgress(read.value))).ms);
    longest = Math.max(longest, watch());
  }
  const people = `${learners.toLocaleString("en-GB")} people`;
  const row = (what: string, value: number, unit: string, most?: number): Row => ({
    figure: "export",
    what,
    value,
    unit,
    ...(most === undefined ? {} : { target: { bound: "at most" as const, value: most } }),
  });
  return [
    row(`workbook of ${people}`, made.ms / 1000, "s", 30),
    row("the event loop beside it waits, at most", made.longestMs, "ms", 100),
    row("memory of the process, at most", made.rssMegabytes, "MB", 300),
    row("size of the workbook", made.value.bytes!.length / 1e6, "MB"),
    row(`/tiendo of ${people}: its words`, words.ms / 1000, "s"),
    row(`/tiendo of ${people}: the figures of its picture`, read.ms / 1000, "s"),
    row("/tiendo: drawing the picture", median(drawn), "ms", 400),
    row("/tiendo: the event loop waits while it is drawn, at most", longest, "ms", 100),
  ];
}

/** Ten lessons each over the last study days, with three first tries of each; what they have begun stays as it is. */
export async function fillYear(db: Db, school: School): Promise<void> {
  await db.execute(sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
    select e.learner_id, l.lesson_id, l.lesson_version_id, e.cohort_id, 3, now(), now(), ${school.today}::date - (l.position % 12)::int
    from enrolments e join cohorts c on c.id = e.cohort_id
    join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id and l.position <= 10
    where e.left_at is null on conflict do nothing`);
  await db.execute(sql`
    insert into answers (attempt_id, question, comeback, "right", answered_at)
    select a.id, q, false, (a.id + q) % 4 <> 0, now() from attempts a, generate_series(0, 2) q where a.completed_at is not null
    on conflict do nothing`);
  await db.execute(sql`vacuum analyze attempts, answers`);
}

async function timed<Value>(work: () => Promise<Value>) {
  const watch = watchLoop();
  let rss = 0;
  const memory = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 100);
  const start = performance.now();
  const value = await work();
  const ms = performance.now() - start;
  clearInterval(memory);
  return { value, ms, longestMs: watch(), rssMegabytes: rss / 1e6 };
}

/** How long the event loop was not to be had since then, at most, in milliseconds. */
function watchLoop(): () => number {
  let last = performance.now();
  let longest = 0;
  const look = () => {
    const at = performance.now();
    longest = Math.max(longest, at - last - 5);
    last = at;
  };
  const timer = setInterval(look, 5);
  return () => {
    look();
    clearInterval(timer);
    return longest;
  };
}
