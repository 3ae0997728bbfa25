import { sql } from "drizzle-orm";
import { connect, type Db } from "../src/db/connect.ts";
import { botsWithDue, countUnderWay, oldestDue } from "../src/db/delivery/counts.ts";
import { takeDue } from "../src/db/delivery/deliveries.ts";
import { expirePlanned, leaveSilentBots } from "../src/db/delivery/moves.ts";
import { finishErasures } from "../src/db/records/erase.ts";
import { sweepOld } from "../src/db/records/retention.ts";
import { planDay, planningInstants, pushNow } from "../src/delivery/plan.ts";
import type { ProcessId } from "../src/domain/ids.ts";
import type { Zone } from "../src/domain/time.ts";
import { bot } from "./platform.ts";
import { openSchool } from "./school.ts";
import type { Stage } from "./stage.ts";
import { median, quantile, type Row } from "./table.ts";

const home = "Asia/Ho_Chi_Minh" as Zone;

/** As many as a sender takes into hand at a time. */
const handful = 64;

/** A day of a million learners: what it takes to plan it, and what each look at it costs while it waits. */
export async function measureMillion(stage: Stage, short: boolean): Promise<Row[]> {
  const learners = short ? 50_000 : 1_000_000;
  const database = await stage.countrysDatabase();
  const school = await openSchool(database.db, learners);
  const { db } = database;
  await using sender = connect(database.url, { max: 1, applicationName: "hocvu bench", byKey: true });
  const now = new Date();
  const since = performance.now();
  const watched = peakOf(pushNow(db, school.cohort, null, now));
  const { planned } = await watched.work;
  const seconds = (performance.now() - since) / 1000;
  if (planned !== learners) throw new Error(`${planned} of ${learners} lessons were planned`);
  const hands = await times(100, () => takeDue(sender.db, bot, 1 as ProcessId, now, handful));
  const many = learners.toLocaleString("en-GB");
  const rows: Row[] = [
    {
      ...{ figure: "million", what: `${many} lessons planned`, value: seconds, unit: "s" },
      target: { bound: "at most", value: 60 },
    },
    {
      ...{
        figure: "million",
        what: "memory of the process meanwhile, at most",
        value: watched.megabytes(),
        unit: "MB",
      },
      target: { bound: "at most", value: 300 },
    },
    {
      ...{
        figure: "million",
        what: `${handful} of those due taken into hand, p99 of 100`,
        value: quantile(hands, 0.99),
        unit: "ms",
      },
    },
  ];
  // It is past noon there: their lessons may still leave, so everybody is gone through again.
  await db.execute(sql`update cohorts set push_time = '11:00'`);
  for (const [name, look] of looksAt(db, now))
    rows.push({
      ...{ figure: "million", what: `${name}, while ${many} wait`, value: median(await times(5, look)), unit: "ms" },
    });
  return rows;
}

/** What every process looks for again and again, whether or not there is anything. */
const looksAt = (db: Db, now: Date): readonly (readonly [string, () => Promise<unknown>])[] => [
  ["which times fall due (each 5 s)", () => planningInstants(db, new Date(now.getTime() - 5_000), now, home)],
  ["the whole plan again (each 30 s, or a twentieth of the time)", () => planDay(db, now, home)],
  ["whose lane to ring (each 5 s)", () => botsWithDue(db, now)],
  ["what has expired (each 5 s)", () => expirePlanned(db, now)],
  ["whose erasing is to be ended (each 15 s)", () => db.transaction((tx) => finishErasures(tx, now))],
  ["which bots are silent (each minute)", () => leaveSilentBots(db, now)],
  ["what is too old to keep (each 10 min)", () => sweepOld(db, now)],
  ["the oldest due, for the metrics", () => oldestDue(db, now)],
  ["how many are under way, for the metrics", () => countUnderWay(db)],
];

/** Milliseconds of each of so many runs, one after another. */
async function times(runs: number, work: () => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (let run = 0; run < runs; run++) {
    const since = performance.now();
    await work();
    found.push(performance.now() - since);
  }
  return found;
}

/** The most memory that this process had while it worked. */
function peakOf<Value>(work: Promise<Value>): { readonly work: Promise<Value>; readonly megabytes: () => number } {
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss() / 1e6);
  };
  look();
  const looking = setInterval(look, 20);
  return { work: work.finally(() => clearInterval(looking)), megabytes: () => most };
}
