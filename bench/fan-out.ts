import { setTimeout as pause } from "node:timers/promises";
import { pushNow } from "../src/delivery/plan.ts";
import { startRedis } from "../test/setup/redis.ts";
import { barePosts, openPlatform } from "./platform.ts";
import { openSchool } from "./school.ts";
import { type Stage, until } from "./stage.ts";
import type { Row } from "./table.ts";

/** How fast one worker sends when the budget holds nothing back. */
export async function measureFanOut(stage: Stage, short: boolean): Promise<Row[]> {
  const embedded = await fanOut(stage, short, {});
  await using redis = await startRedis();
  const withRedis = await fanOut(stage, short, { REDIS_URL: redis.url });
  const row = (what: string, { perSecond, bare }: FanOut, target: number): Row => ({
    figure: "fan-out",
    what: `accepted lessons, budget lifted, ${what}`,
    value: perSecond,
    unit: "/s",
    target: { bound: "at least", value: target },
    ceiling: { what: "the same client posting to the same platform, 8 at once", value: bare, unit: "/s" },
  });
  return [row("queue in PostgreSQL", embedded, 1000), row("queue in Redis", withRedis, 2000)];
}

interface FanOut {
  readonly perSecond: number;
  readonly bare: number;
}

async function fanOut(stage: Stage, short: boolean, backend: Record<string, string>): Promise<FanOut> {
  const learners = short ? 5000 : 20_000;
  const database = await stage.database();
  const school = await openSchool(database.db, learners);
  const platform = await openPlatform(stage);
  await barePosts(platform, 2000); // both sides warm up
  const bare = await barePosts(platform, short ? 3000 : 8000);
  const environment = { ...platform.environment, ...backend, DATABASE_URL: database.url };
  const worker = stage.start("worker", { ...environment, TELEGRAM_MESSAGES_PER_SECOND: "5000" });
  await until("a worker holds the lane", () => worker.log().includes("holds the lane"), { actor: worker });
  await pause(2000);
  await platform.forget();
  await pushNow(database.db, school.cohort, null, new Date());
  await until(
    "every lesson was sent",
    async () => {
      await pause(500);
      return (await platform.count()) >= learners;
    },
    { actor: worker, withinSeconds: 120 },
  );
  const arrivals = await platform.arrivals();
  const seconds = (arrivals.at(-1)!.at - arrivals[0]!.at) / 1000;
  await worker.stop();
  return { perSecond: arrivals.length / seconds, bare };
}
