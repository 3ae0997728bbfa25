/**
 * The drill of docs/operate.md: a backup, a week of which it knows nothing, a restore, and on with it. Nothing of that
 * week is sent again, and what people have is what the backup says. The embedded server comes without `pg_dump`: a
 * database made from another as its template holds the rows that a restored dump would.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Connection, connect } from "#db/connect.ts";
import { recordDeeds } from "#db/records/audit.ts";
import { readAuditHead, verifyAudit } from "#db/records/audit-chain.ts";
import { brokenSums } from "#db/sums.ts";
import { keepOutageBook } from "#delivery/outages.ts";
import { planDay } from "#delivery/plan.ts";
import type { BotKey } from "#domain/ids.ts";
import { addMinutes } from "#domain/time.ts";
import { readStanding } from "#learning/standing.ts";
import { as, at, day, learn } from "../learning/pupil.ts";
import { dropDatabase, emptyDatabase, freshDatabase } from "../setup/database.ts";
import { depart } from "../setup/departing.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";

const bot = "webchat:demo" as BotKey;
let url: string;
let program: Connection;
let lan: Enrolled;
let minh: Enrolled;

const open = () => connect(url, { max: 3, applicationName: "hocvu tests" });

beforeEach(async () => {
  const fresh = await freshDatabase();
  url = fresh.url;
  const { db } = fresh;
  const course = makeCourse();
  await publish(db, course, at("2026-02-27"));
  const { learners } = await makeCohort(db, course, {
    learners: 2,
    bot,
    start: day("2026-03-02"),
    now: at("2026-02-27"),
  });
  [lan, minh] = learners as [Enrolled, Enrolled];
  await db.transaction((tx) =>
    recordDeeds(tx, [{ at: at("2026-02-27"), actor: "operator", deed: "cohort", subject: "cohort:1" }]),
  );
  program = open();
  return () => fresh.end();
});
afterEach(() => program.end());

/** Half a minute of a program that runs: it says that it lives, plans, and sends. What was sent, by address. */
async function runs(now: Date): Promise<string[]> {
  await keepOutageBook(program.db, now, new Map([[bot, now]]));
  await planDay(program.db, now);
  return (await depart(url, now)).map(({ chat, text }) => `${chat}: ${text.split("\n")[0]}`);
}

/** In between it lives: a gap would be an outage. */
async function livesUntil(now: Date, from: Date): Promise<void> {
  for (let beat = from; beat < now; beat = addMinutes(beat, 25))
    await keepOutageBook(program.db, beat, new Map([[bot, beat]]));
}

const standing = () =>
  Promise.all(
    [lan, minh].map(({ learner }) =>
      as(program.db, learner, (tx, one) => readStanding(tx, one, at("2026-03-02", "22:00"))),
    ),
  );
const lessons = (sent: readonly string[]) => sent.filter((line) => /: Bài \d/.test(line));

const ofAdmin = async (work: (sql: Connection["sql"]) => Promise<unknown>) => {
  const other = await emptyDatabase();
  try {
    await using admin = connect(other, { max: 1, applicationName: "hocvu tests" });
    await work(admin.sql);
  } finally {
    await dropDatabase(other);
  }
};

test("what a week brought after the backup is not sent again, and the counts are the backup's", async () => {
  const name = new URL(url).pathname.slice(1);
  const kept = `${name}_kept`;
  expect(lessons(await runs(at("2026-03-02", "07:30")))).toHaveLength(2);
  await learn(program.db, lan.learner, at("2026-03-02", "08:00"));
  await livesUntil(at("2026-03-02", "22:00"), at("2026-03-02", "07:30"));
  await runs(at("2026-03-02", "22:00"));
  const then = await standing();
  const head = await program.db.transaction((tx) => readAuditHead(tx));
  await program.end();
  await ofAdmin(async (sql) => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    await sql`create database ${sql(kept)} template ${sql(name)}`;
  });

  program = open();
  for (const date of ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"]) {
    expect(lessons(await runs(at(date, "07:30")))).toHaveLength(2);
    await learn(program.db, lan.learner, at(date, "08:00"));
    await runs(at(date, "21:00"));
  }
  expect((await standing())[0]!.lessonsCompleted).toBe(5);
  await program.end();

  // Everything after Monday is lost; on Friday night, when the day's lessons are over, it is put back.
  await ofAdmin(async (sql) => {
    await sql`drop database ${sql(name)} with (force)`;
    await sql`alter database ${sql(kept)} rename to ${sql(name)}`;
  });
  program = open();
  expect(lessons(await runs(at("2026-03-06", "22:00")))).toEqual([]);
  for (const [date, time] of [
    ["2026-03-07", "07:30"],
    ["2026-03-07", "19:00"],
    ["2026-03-08", "07:30"],
  ] as const)
    expect(lessons(await runs(at(date, time)))).toEqual([]);
  expect(await standing()).toEqual(then);
  expect(await brokenSums(program.db)).toEqual([]);
  expect(await program.db.transaction((tx) => verifyAudit(tx, head))).toMatchObject({ broken: null });

  // The days between cost nobody a streak, and Monday's lesson is the one after the last that is known of.
  const monday = lessons(await runs(at("2026-03-09", "07:30")));
  expect(monday.sort()).toEqual(
    [expect.stringMatching(`^${lan.address}: Bài 2/5`), expect.stringMatching(`^${minh.address}: Bài 1/5`)].sort(
      (a, b) => String(a).localeCompare(String(b)),
    ),
  );
  await learn(program.db, lan.learner, at("2026-03-09", "08:00"));
  const [now] = await Promise.all([
    as(program.db, lan.learner, (tx, one) => readStanding(tx, one, at("2026-03-09", "09:00"))),
  ]);
  expect(now).toMatchObject({ lessonsCompleted: 2, streak: { current: 2 } });
});
