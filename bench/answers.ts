import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Db } from "../src/db/connect.ts";
import { byChat, openPeople, openPlatform } from "./platform.ts";
import { presses } from "./pupil.ts";
import { openSchool, readPupils, showFirstLesson } from "./school.ts";
import { instant, isReady, port, type Stage, until } from "./stage.ts";
import { quantile, type Row } from "./table.ts";

const perSecond = 300;

interface Press {
  readonly chat: string;
  readonly data: string;
  /** When it was due, in milliseconds since 1970: a late start counts as waiting. */
  readonly at: number;
}

/** Learners answer at a steady rate, whatever the program does; each answer until its feedback is at the platform. */
export async function measureAnswers(stage: Stage, short: boolean): Promise<Row[]> {
  const seconds = short ? 10 : 60;
  const database = await stage.database();
  const warmUp = perSecond * 3;
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
  let refused = await press(people, all.slice(0, warmUp));
  await pause(1000);
  const measured = all.slice(warmUp, warmUp + perSecond * seconds);
  await platform.forget();
  const due: Press[] = [];
  refused += await press(people, measured, due);
  await until(
    "every answer has its feedback",
    async () => {
      await pause(200);
      return (await platform.count()) >= measured.length;
    },
    { actor: up, withinSeconds: 60 },
  ).catch(() => {});
  const times = byChat(await platform.arrivals());
  const waits = due.flatMap(({ chat, at }) => {
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
    ...(share === 0.99 ? { target: { bound: "at most", value: 60 }, ceiling } : {}),
  });
  return [
    row(0.5),
    row(0.95),
    row(0.99),
    { figure: "answers", what: "errors", value: errors, unit: "", target: { bound: "at most", value: 0 } },
  ];
}

/** First everyone's first answer, then everyone's second, and so on. */
async function schedule(db: Db): Promise<Pick<Press, "chat" | "data">[]> {
  const { lesson, pupils } = await readPupils(db);
  const lines = pupils.map((pupil) => presses(lesson!, pupil).map((data) => ({ chat: pupil.chat, data })));
  const longest = Math.max(...lines.map((line) => line.length));
  return Array.from({ length: longest }, (_, turn) => lines.flatMap((line) => line[turn] ?? [])).flat();
}

/** Presses at the steady rate. Returns how many were not taken. */
async function press(
  people: ReturnType<typeof openPeople>,
  all: readonly Pick<Press, "chat" | "data">[],
  done: Press[] = [],
): Promise<number> {
  const start = instant() + 50;
  const statuses: Promise<number>[] = [];
  for (const [index, { chat, data }] of all.entries()) {
    const at = start + (index * 1000) / perSecond;
    if (at > instant()) await pause(at - instant());
    done.push({ chat, data, at });
    statuses.push(people.press(chat, data));
  }
  return (await Promise.all(statuses)).filter((status) => status !== 200).length;
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
