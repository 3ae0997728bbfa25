import { statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "../src/db/connect.ts";
import { sweepOld } from "../src/db/records/retention.ts";
import { pushNow } from "../src/delivery/plan.ts";
import { describeDay, isOfAllDays, isOfSets, pageOfDay } from "./day-page.ts";
import { type Explained, explainAll, explainHere, readExplained } from "./explained.ts";
import { layPast } from "./past.ts";
import { byChat, openPeople, openPlatform, startUp } from "./platform.ts";
import { presses } from "./pupil.ts";
import { openSchool, readPupils } from "./school.ts";
import { type Stage, until } from "./stage.ts";
import { figure, type Row } from "./table.ts";

/** So many get their lesson and answer it, however many there are. */
const pupils = 24;

/** A statement of one person's that looks at more rows than this, and at three times as many as in another life, is not bounded. */
const fewRows = 300;

/** Lessons that everybody had before, in the life that is compared for that. */
const pastDays = 20;

/**
 * Every statement of a day in the life of the program, as the server ran it, among few learners, among many, and among few who
 * have learnt for weeks: who asks for one person's rows must read as many among many, and whoever asks, as many after weeks.
 * The long form writes docs/daily-path.md.
 */
export async function measureDailyPath(stage: Stage, short: boolean): Promise<Row[]> {
  const sizes = short ? ([2_000, 20_000] as const) : ([10_000, 100_000] as const);
  const few = await live(stage, sizes[0], 0);
  const late = await live(stage, sizes[0], pastDays);
  const many = await live(stage, sizes[1], 0);
  // Less among many is no comfort: it is a plan that was lucky there.
  const own = [
    ...[...many.values()].filter((one) => isMore(one, few)),
    ...[...few.values()].filter((one) => isMore(one, many) || isMore(one, late)),
  ].filter(({ text }) => !isOfSets(text));
  const long = [...late.values()].filter((one) => isMore(one, few) && !isOfAllDays(one.text));
  if (!short) writeFileSync(pageOfDay, describeDay({ few, late, many }, sizes, pastDays));
  for (const [where, found] of [
    ["among more people, or others", own],
    ["after more days", long],
  ] as const)
    for (const { rows, ways, text } of found)
      console.error(`daily-path: reads more ${where}: ${rows} rows (${ways.join(", ")}): ${text}`);
  const target = { bound: "at most", value: 0 } as const;
  return [
    {
      figure: "daily-path",
      what: `statements of a day, of ${many.size}, that read more among ${figure(sizes[1])} learners than among ${figure(sizes[0])}, but for those that work for all at once`,
      value: own.length,
      unit: "",
      target,
    },
    {
      figure: "daily-path",
      what: `of ${late.size}, that read more after ${pastDays} lessons of everybody than after one, but for those that tell of all days`,
      value: long.length,
      unit: "",
      target,
    },
  ];
}

function isMore({ text, rows }: Explained, before: ReadonlyMap<string, Explained>): boolean {
  const known = before.get(text);
  return rows > fewRows && known !== undefined && rows > 3 * known.rows;
}

/**
 * A day: the scheduler plans, the lane sends, people answer and ask, what nobody took is tidied.
 * @param past on how many days before they have learnt
 */
async function live(stage: Stage, learners: number, past: number): Promise<ReadonlyMap<string, Explained>> {
  const database = await stage.database();
  const school = await openSchool(database.db, learners);
  if (past > 0) await layPast(database.db, school, past);
  await explainAll(database.db, path.basename(new URL(database.url).pathname));
  const platform = await openPlatform(stage);
  const log = path.join(stage.folder, "data", "postgres.log");
  const from = statSync(log).size;
  const { up, address } = await startUp(stage, platform, database.url, 30);
  const begun = performance.now();
  await database.db.transaction(async (tx) => {
    await explainHere(tx);
    await pushNow(tx, school.cohort, null, new Date());
  });
  // Its tick comes every ten minutes, too seldom to be waited for; most of the push still waits.
  await database.db.transaction(async (tx) => {
    await explainHere(tx);
    await sweepOld(tx, new Date());
  });
  await until("the first lessons were sent", async () => (await platform.count()) >= pupils, { actor: up });
  await using people = openPeople(address);
  await answer(database.db, people, platform);
  for (const [at, text] of ["/diem", "/tiendo", "/dulieu", "/baihoc"].entries())
    await people.write(String(1_000_001 + at), text);
  // Every other tick of the scheduler comes within the minute.
  await pause(Math.max(0, 75_000 - (performance.now() - begun)));
  await up.stop();
  return readExplained(log, from);
}

async function answer(
  db: Db,
  people: ReturnType<typeof openPeople>,
  platform: Awaited<ReturnType<typeof openPlatform>>,
): Promise<void> {
  const { lesson, pupils: shown } = await readPupils(db);
  for (const pupil of shown.slice(0, pupils)) {
    for (const data of presses(lesson!, pupil)) {
      const before = byChat(await platform.arrivals()).get(pupil.chat)?.length ?? 0;
      await people.press(pupil.chat, data);
      const told = async () => (byChat(await platform.arrivals()).get(pupil.chat)?.length ?? 0) > before;
      await until("the feedback came", told, { withinSeconds: 20 });
    }
  }
}
