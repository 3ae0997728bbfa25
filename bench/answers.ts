import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Db } from "../src/db/connect.ts";
import { byChat, openPeople, openPlatform } from "./platform.ts";
import { presses } from "./pupil.ts";
import { openSchool, readPupils, showFirstLesson } from "./school.ts";
import { instant, isReady, port, type Stage, until } from "./stage.ts";
import { quantile, type Row } from "./table.ts";

/** The first is what the target is about; the second tells how it is within what one process can do here. */
const rates = [300, 100] as const;

/** A program that has just started is slow for its first thousands of answers: it is measured once it has warmed up. */
const warmUp = 3000;

interface Press {
  readonly chat: string;
  readonly data: string;
  /** When it was due, in milliseconds since 1970: a late start counts as waiting. */
  readonly at: number;
}

/** Learners answer at a steady rate, whatever the program does; each answer until its feedback is at the platform. */
export async function measureAnswers(stage: Stage, short: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (const perSecond of rates) rows.push(...(await measureAt(stage, perSecond, short)));
  return rows;
}

async function measureAt(stage: Stage, perSecond: (typeof rates)[number], short: boolean): Promise<Row[]> {
  const seconds = short ? 10 : 60;
  const database = await stage.database();
  const school = await openSchool(database.db, Math.ceil((perSecond * seconds + warmUp) / 3));
  await showFirstLesson(database.db, school);
  const platform = await openPlatform(stage);
  const address = `http://127.0.0.1:${await port()}`;
  const up = stage.start("up", {
    ...platform.environment,
    DATABASE_URL: database.url,
    PUBLIC_URL: address,
    PORT: new URL(address).port,
    TELEGRAM_MESSAGES_PER_SECOND: "5000",
  });
  await until("the program is ready", () => isReady(address), { actor: up });
  await until("it holds the lane", () => up.log().includes("holds the lane"), { actor: up });
  await pause(2000);
  await using people = openPeople(address);
  const all = await schedule(database.db);
  let refused = (await press(people, all.slice(0, warmUp), (share) => 30 + (perSecond - 30) * share)).refused;
  await until("the first answers have their feedback", async () => (await platform.count()) >= warmUp, { actor: up });
  const measured = all.slice(warmUp, warmUp + perSecond * seconds);
  await platform.forget();
  const pressed = await press(people, measured, () => perSecond);
  refused += pressed.refused;
  await until(
    "every answer has its feedback",
    async () => {
      await pause(200);
      return (await platform.count()) >= measured.length;
    },
    { actor: up, withinSeconds: 60 },
  ).catch(() => {});
  const times = byChat(await platform.arrivals());
  const waits = pressed.due.flatMap(({ chat, at }) => {
    const feedback = times.get(chat)?.shift();
    return feedback === undefined ? [] : [feedback - at];
  });
  const [{ stored } = { stored: 0 }] = await database.db.execute<{ stored: number }>(
    sql`select count(*)::int as stored from answers`,
  );
  const errors = refused + (measured.length - waits.length) + (measured.length + warmUp - stored);
  const ceiling = { what: "a bare one-row commit, p99", value: await bareCommit(database.db), unit: "ms" };
  await up.stop();
  const row = (share: number): Row => ({
    figure: "answers",
    what: `press to feedback at the platform, ${perSecond}/s for ${seconds} s, p${share * 100}`,
    value: quantile(waits, share),
    unit: "ms",
    ...(share === 0.99
      ? { ceiling, ...(perSecond === rates[0] ? { target: { bound: "at most", value: 60 } } : {}) }
      : {}),
  });
  return [
    row(0.5),
    row(0.95),
    row(0.99),
    {
      figure: "answers",
      what: `errors at ${perSecond}/s: presses not taken, feedback that did not come within a minute`,
      value: errors,
      unit: "",
      target: { bound: "at most", value: 0 },
    },
  ];
}

/** First everyone's first answer, then everyone's second, and so on. */
async function schedule(db: Db): Promise<Pick<Press, "chat" | "data">[]> {
  const { lesson, pupils } = await readPupils(db);
  const lines = pupils.map((pupil) => presses(lesson!, pupil).map((data) => ({ chat: pupil.chat, data })));
  const longest = Math.max(...lines.map((line) => line.length));
  return Array.from({ length: longest }, (_, turn) => lines.flatMap((line) => line[turn] ?? [])).flat();
}

/** @param perSecondAt how many a second, by the share of all that have been pressed */
async function press(
  people: ReturnType<typeof openPeople>,
  all: readonly Pick<Press, "chat" | "data">[],
  perSecondAt: (share: number) => number,
): Promise<{ due: Press[]; refused: number }> {
  const due: Press[] = [];
  const statuses: Promise<number>[] = [];
  let at = instant() + 50;
  for (const { chat, data } of all) {
    at += 1000 / perSecondAt(due.length / all.length);
    if (at > instant()) await pause(at - instant());
    due.push({ chat, data, at });
    statuses.push(people.press(chat, data));
  }
  return { due, refused: (await Promise.all(statuses)).filter((status) => status !== 200).length };
}

/** Milliseconds for the 99th of 100 one-row commits, one after another. */
async function bareCommit(db: Db): Promise<number> {
  await db.execute(sql`create table if not exists bare (id bigint)`);
  const times: number[] = [];
  for (let n = 0; n < 1000; n++) {
    const start = performance.now();
    await db.execute(sql`insert into bare values (${n})`);
    times.push(performance.now() - start);
  }
  return quantile(times, 0.99);
}
