import { spawnSync } from "node:child_process";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pushNow } from "../src/delivery/plan.ts";
import { openPlatform } from "./platform.ts";
import { residentMiB, settle } from "./processes.ts";
import { openSchool } from "./school.ts";
import { isReady, port, type Stage, until } from "./stage.ts";
import { median, type Row } from "./table.ts";

/** From `npm start` to the first 200 of /readyz: on an empty data directory, and again on the one it left. */
export async function measureStart(stage: Stage, short: boolean): Promise<Row[]> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < (short ? 1 : 3); round++) {
    const data = path.join(stage.folder, `start-${round}`);
    cold.push(await start(stage, data));
    for (let again = 0; again < 2; again++) warm.push(await start(stage, data));
  }
  const help = Date.now();
  spawnSync("npm", ["run", "-s", "hocvu", "--", "--help"], { stdio: "ignore" });
  const ceiling = { what: "npm and the program's --help", value: (Date.now() - help) / 1000, unit: "s" };
  const what = (state: string) => `npm start to /readyz, ${state} data directory`;
  return [
    {
      figure: "start",
      what: what("warm"),
      value: median(warm),
      unit: "s",
      target: { bound: "at most", value: 3 },
      ceiling,
    },
    { figure: "start", what: what("empty"), value: median(cold), unit: "s" },
  ];
}

async function start(stage: Stage, data: string): Promise<number> {
  const address = `http://127.0.0.1:${await port()}`;
  const began = performance.now();
  const actor = stage.run(["npm", "start"], { HOCVU_DATA_DIR: data, PORT: new URL(address).port });
  await until("npm start is ready", () => isReady(address), { actor });
  const seconds = (performance.now() - began) / 1000;
  await actor.stop();
  return seconds;
}

/** Most memory one `up` process holds while it sends to as many learners as it can, for a minute at most. */
export async function measureMemory(stage: Stage, short: boolean): Promise<Row[]> {
  const learners = short ? 10_000 : 100_000;
  const database = await stage.database();
  const school = await openSchool(database.db, learners);
  const platform = await openPlatform(stage);
  const address = `http://127.0.0.1:${await port()}`;
  const up = stage.start("up", {
    ...platform.environment,
    DATABASE_URL: database.url,
    PORT: new URL(address).port,
    TELEGRAM_MESSAGES_PER_SECOND: "5000",
  });
  await until("the program is ready", () => isReady(address), { actor: up });
  await until("it holds the lane", () => up.log().includes("holds the lane"), { actor: up });
  await settle(up.pid);
  const before = residentMiB(up.pid);
  await platform.forget();
  await pushNow(database.db, school.cohort, null, new Date());
  let most = before;
  const end = performance.now() + 60_000;
  for (let looks = 0; performance.now() < end; looks++) {
    await pause(200);
    most = Math.max(most, residentMiB(up.pid));
    if (looks % 25 === 0 && (await platform.count()) >= learners) break;
  }
  const sent = await platform.count();
  await up.stop();
  return [
    {
      figure: "memory",
      what: `RSS of one \`up\` in a push to ${learners.toLocaleString("en-GB")} (${sent.toLocaleString("en-GB")} sent while it was watched)`,
      value: most,
      unit: "MB",
      target: { bound: "at most", value: 300 },
      ceiling: { what: "the same process at rest", value: before, unit: "MB" },
    },
  ];
}
