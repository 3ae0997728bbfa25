import { setTimeout as pause } from "node:timers/promises";
import { pushNow } from "../src/delivery/plan.ts";
import { budgetUsed, fullestSecond } from "./budget.ts";
import { byChat, openPeople, openPlatform } from "./platform.ts";
import { presses } from "./pupil.ts";
import { openSchool, readPupils } from "./school.ts";
import { instant, isReady, port, type Stage, until } from "./stage.ts";
import { quantile, type Row } from "./table.ts";

const perSecond = 30;
const answersEveryMs = 400;

/** A push at the platform's own limit by two workers, while learners who have had their lesson answer. */
export async function measurePush(stage: Stage, short: boolean): Promise<Row[]> {
  const learners = short ? 300 : 1500;
  const database = await stage.database();
  const school = await openSchool(database.db, learners);
  const platform = await openPlatform(stage);
  const address = `http://127.0.0.1:${await port()}`;
  const environment = {
    ...platform.environment,
    DATABASE_URL: database.url,
    PUBLIC_URL: address,
    PORT: new URL(address).port,
    TELEGRAM_MESSAGES_PER_SECOND: String(perSecond),
  };
  const actors = ["worker", "worker", "web"].map((role) => stage.start(role, environment));
  await until("the web process is ready", () => isReady(address), { actor: actors[2]! });
  await until("a worker holds the lane", () => actors.some((actor) => actor.log().includes("holds the lane")));
  await pause(3000); // a new holder waits a second, and starting processes are not part of the figure
  await platform.forget();
  const { planned } = await pushNow(database.db, school.cohort, null, new Date());
  if (planned !== learners) throw new Error(`${planned} of ${learners} lessons were planned`);

  await using people = openPeople(address);
  const asked = new Map<string, number>();
  const answering = setInterval(() => void answer(), answersEveryMs);
  async function answer(): Promise<void> {
    const { lesson, pupils } = await readPupils(database.db);
    if (lesson === null) return;
    const pupil = pupils.find(({ chat }) => !asked.has(chat));
    if (pupil === undefined) return;
    asked.set(pupil.chat, instant());
    await people.press(pupil.chat, presses(lesson, pupil)[0]!);
  }
  await until(
    "every lesson was sent",
    async () => {
      await pause(500);
      const sent = await platform.count();
      if (sent >= learners) clearInterval(answering);
      return sent >= learners + asked.size;
    },
    { actor: actors[0]!, withinSeconds: 2 * (learners / perSecond) + 30 },
  );

  const arrivals = await platform.arrivals();
  const times = byChat(arrivals);
  const lessons = [...times.values()].map(([first]) => first!);
  const [from, to] = [Math.min(...lessons), Math.max(...lessons)];
  const waits = [...asked].map(([chat, at]) => (times.get(chat)?.[1] ?? Number.POSITIVE_INFINITY) - at);
  await Promise.all(actors.map((actor) => actor.stop()));
  return [
    {
      figure: "push",
      what: `budget used between the first and the last of ${learners} lessons, 2 workers`,
      value: budgetUsed(arrivals, from, to, perSecond),
      unit: "%",
      target: { bound: "at least", value: 99 },
      ceiling: { what: "the budget", value: perSecond, unit: "messages/s" },
    },
    {
      figure: "push",
      what: "most messages in any sliding second, at the platform's door",
      value: fullestSecond(arrivals.map(({ at }) => at)),
      unit: "messages",
      target: { bound: "at most", value: perSecond },
      ceiling: { what: "the budget", value: perSecond, unit: "messages" },
    },
    {
      figure: "push",
      what: `press to feedback during the push, p95 of ${waits.length}`,
      value: quantile(waits, 0.95) / 1000,
      unit: "s",
      target: { bound: "at most", value: 1 },
      ceiling: { what: "one slot of an even budget", value: 1 / perSecond, unit: "s" },
    },
  ];
}
