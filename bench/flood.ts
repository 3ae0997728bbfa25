import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Db } from "../src/db/connect.ts";
import { fillYear } from "./export.ts";
import { byChat, openPeople, openPlatform, type People, type Platform } from "./platform.ts";
import { presses } from "./pupil.ts";
import { openSchool, readPupils, showFirstLesson } from "./school.ts";
import { type Actor, instant, isReady, port, type Stage, until } from "./stage.ts";
import { quantile, type Row } from "./table.ts";

const perSecond = 30;
const answersPerSecond = 10;

/** Learners who answer before it begins: a program that has just started is slow, and this is not about that. */
const before = 300;

/** A thousand supervisors ask for their workbooks at one moment, while learners answer. */
export async function measureFlood(stage: Stage, short: boolean): Promise<Row[]> {
  const supervisors = short ? 100 : 1000;
  const database = await stage.database();
  const school = await openSchool(database.db, 20 * supervisors);
  await giveUnits(database.db, supervisors);
  await showFirstLesson(database.db, school);
  const { lesson, pupils } = await readPupils(database.db);
  await fillYear(database.db, school);
  const chiefs = pupils.slice(0, supervisors).map(({ chat }) => chat);
  const answers = pupils.slice(supervisors).map((pupil) => ({ chat: pupil.chat, data: presses(lesson!, pupil)[0]! }));
  const platform = await openPlatform(stage);
  const address = `http://127.0.0.1:${await port()}`;
  const up = stage.start("up", {
    ...platform.environment,
    DATABASE_URL: database.url,
    PUBLIC_URL: address,
    PORT: new URL(address).port,
    TELEGRAM_MESSAGES_PER_SECOND: String(perSecond),
  });
  await until("the program is ready", () => isReady(address), { actor: up });
  await until("it holds the lane", () => up.log().includes("holds the lane"), { actor: up });
  await pause(3000);
  await using people = openPeople(address);
  const calm = answering(people, answers.slice(0, before));
  await calm.over;
  await pause(2000);
  const quiet = await waitsOf(platform, calm.asked);
  await platform.forget();

  const flooded = answering(people, answers.slice(before));
  await pause(1000);
  const began = instant();
  const statuses = await Promise.all(chiefs.map((chat) => people.write(chat, "/xuat")));
  const served = await untilServed(platform, chiefs, up);
  flooded.stop();
  await flooded.over;
  await pause(2000);
  const waits = await waitsOf(platform, flooded.asked);
  await up.stop();
  const times = [...served.values()].map((at) => (at - began) / 1000);
  const row = (what: string, value: number, unit: string, more: Partial<Row> = {}): Row => ({
    figure: "flood",
    what,
    value,
    unit,
    ...more,
  });
  const asking = `${supervisors.toLocaleString("en-GB")} supervisors ask for a workbook at once`;
  return [
    row(
      `press to feedback while ${asking}, ${answersPerSecond}/s, p95 of ${waits.length}`,
      quantile(waits, 0.95) / 1000,
      "s",
      {
        target: { bound: "at most", value: 1.5 },
        ceiling: { what: "before they asked, p95", value: quantile(quiet, 0.95) / 1000, unit: "s" },
      },
    ),
    row("the same, the longest", Math.max(...waits) / 1000, "s"),
    row("until half of them have their file, or a refusal", quantile(times, 0.5), "s"),
    row("until all of them have", Math.max(...times), "s", {
      ceiling: { what: "two messages each, at the budget", value: (2 * supervisors) / perSecond, unit: "s" },
    }),
    row("of them without a file or a refusal, or not heard", supervisors - times.length + notTaken(statuses), "", {
      target: { bound: "at most", value: 0 },
    }),
  ];
}

const notTaken = (statuses: readonly number[]) => statuses.filter((status) => status !== 200).length;

/** Deals everybody out to so many units; the first of each supervises it. */
async function giveUnits(db: Db, units: number): Promise<void> {
  await db.execute(sql`
    insert into units (name, name_key, lineage, path)
    select 'Xã ' || n, 'xa ' || n, 'x' || n, 'Xã ' || n from generate_series(1, ${units}::int) n`);
  await db.execute(sql`update units set lineage = id || '/' where lineage like 'x%'`);
  await db.execute(sql`
    update posts o set unit_id = u.id, role = case when o.person_id <= ${units} then 'supervisor' else 'learner' end
    from units u where u.name = 'Xã ' || 1 + o.person_id % ${units}::int`);
  await db.execute(sql`vacuum analyze units, posts`);
}

interface Answering {
  /** When each chat pressed, in milliseconds since 1970: when it was due, so that a late start counts as waiting. */
  readonly asked: ReadonlyMap<string, number>;
  readonly over: Promise<void>;
  stop(): void;
}

/** Presses at a steady rate, whatever the program does. */
function answering(people: People, answers: readonly { readonly chat: string; readonly data: string }[]): Answering {
  const asked = new Map<string, number>();
  let stopped = false;
  const press = async () => {
    let at = instant();
    const under: Promise<number>[] = [];
    for (const { chat, data } of answers) {
      at += 1000 / answersPerSecond;
      if (at > instant()) await pause(at - instant());
      if (stopped) break;
      asked.set(chat, at);
      under.push(people.press(chat, data));
    }
    await Promise.all(under);
  };
  return {
    asked,
    over: press(),
    stop: () => {
      stopped = true;
    },
  };
}

/** How long each waited for the first message after it; without end where none came within a minute. */
async function waitsOf(platform: Platform, asked: ReadonlyMap<string, number>): Promise<number[]> {
  let times = byChat(await platform.arrivals());
  for (let looks = 0; looks < 30 && ![...asked.keys()].every((chat) => times.has(chat)); looks++) {
    await pause(2000);
    times = byChat(await platform.arrivals());
  }
  return [...asked].map(([chat, at]) => (times.get(chat)?.[0] ?? Number.POSITIVE_INFINITY) - at);
}

/** When each had their file, or, after the word that it is being made, another word. */
async function untilServed(platform: Platform, chiefs: readonly string[], up: Actor): Promise<Map<string, number>> {
  let served = new Map<string, number>();
  const look = async () => {
    const files = byChat(await platform.documents());
    const words = byChat(await platform.arrivals());
    const ends = chiefs.map((chat) => [chat, files.get(chat)?.[0] ?? words.get(chat)?.[1]] as const);
    served = new Map(ends.filter((end): end is readonly [string, number] => end[1] !== undefined));
    await pause(1000);
    return served.size === chiefs.length;
  };
  await until("everybody has their file", look, { actor: up, withinSeconds: 600 }).catch((error) =>
    console.error(error),
  );
  return served;
}
