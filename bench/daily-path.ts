import { statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "../src/db/connect.ts";
import { pushNow } from "../src/delivery/plan.ts";
import { describeDay, isOfSets, pageOfDay } from "./day-page.ts";
import { type Explained, explainAll, explainHere, readExplained } from "./explained.ts";
import { byChat, openPeople, openPlatform, startUp } from "./platform.ts";
import { presses } from "./pupil.ts";
import { openSchool, readPupils } from "./school.ts";
import { type Stage, until } from "./stage.ts";
import { figure, type Row } from "./table.ts";

/** So many get their lesson and answer it, however many there are. */
const pupils = 24;

/** A statement of one person's that looks at more rows than this, and at more where there are more people, is not bounded. */
const fewRows = 300;

/**
 * Every statement of a day in the life of the program, as the server ran it, among few learners and among many: who asks
 * for one person's rows must read as many either way. The long form writes docs/daily-path.md.
 */
export async function measureDailyPath(stage: Stage, short: boolean): Promise<Row[]> {
  const sizes = short ? ([500, 5_000] as const) : ([10_000, 100_000] as const);
  const few = await live(stage, sizes[0]);
  const many = await live(stage, sizes[1]);
  const grown = [...many.values()].filter((one) => {
    const before = few.get(one.text);
    return one.rows > fewRows && before !== undefined && one.rows > 3 * before.rows;
  });
  const own = grown.filter(({ text }) => !isOfSets(text));
  if (!short) writeFileSync(pageOfDay, describeDay(few, many, sizes));
  for (const one of own)
    console.error(`daily-path: reads more among more people: ${one.rows} rows (${one.ways.join(", ")}): ${one.text}`);
  return [
    {
      figure: "daily-path",
      what: `statements of a day, of ${many.size}, that read more among ${figure(sizes[1])} learners than among ${figure(sizes[0])}, but for those that work for all at once`,
      value: own.length,
      unit: "",
      target: { bound: "at most", value: 0 },
    },
  ];
}

/** A day: the scheduler plans, the lane sends, people answer and ask, what nobody took is tidied. */
async function live(stage: Stage, learners: number): Promise<ReadonlyMap<string, Explained>> {
  const database = await stage.database();
  const school = await openSchool(database.db, learners);
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
  await until("the first lessons were sent", async () => (await platform.count()) >= pupils, { actor: up });
  await using people = openPeople(address);
  await answer(database.db, people, platform);
  for (const [at, text] of ["/diem", "/tiendo", "/dulieu", "/baihoc"].entries())
    await people.write(String(1_000_001 + at), text);
  // Every tick of the scheduler comes within the minute.
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
