import { setTimeout as pause } from "node:timers/promises";
import { expect, inject } from "vitest";
import { defaultPoints } from "#domain/course.ts";
import { eventually } from "../setup/eventually.ts";
import { freePort } from "../setup/port.ts";
import { Chance } from "../simulation/chance.ts";
import { Class } from "./class.ts";
import { expectAllHandled, expectPoints, expectReceivedOnce, expectSentOnce, expectSumsWhole } from "./once.ts";
import type { Person } from "./person.ts";
import { allRun } from "./running.ts";
import { Upkeep } from "./upkeep.ts";
import { story, type World } from "./world.ts";

/** HOCVU_KILLS=300 is half an hour. */
const kills = Number(process.env.HOCVU_KILLS ?? 12);

const victims = ["bot", "worker", "scheduler", "web", "up", "database"] as const;
type Victim = (typeof victims)[number];

/** A day has a push, and every victim once. A week is a world of its own. */
const week = ["mon", "tue", "wed", "thu", "fri"] as const;
const days = Math.ceil(kills / victims.length / 2);

const people = 40;

/** So few a second that a push, and the answers to it, last for as long as the kills of its day. */
const perSecond = 20;

const worth = {
  questions: 3,
  rightFirst: defaultPoints.rightFirst,
  rightComeback: defaultPoints.rightComeback,
  lesson: defaultPoints.lessonCompleted,
};

for (const [queue, receive] of [
  ["postgres", "webhook"],
  ["redis", "polling"],
] as const) {
  for (let first = 0; first < days; first += week.length) {
    const seed = `kills ${inject("seed")} ${queue} ${first / week.length}`;
    const setting = {
      queue,
      receive,
      server: "own",
      env: { TELEGRAM_MESSAGES_PER_SECOND: String(perSecond) },
    } as const;
    const length = Math.min(week.length, days - first);
    story(
      `${length * victims.length} kills of every role and of the database's server, in pushes and in answers, world ${first / week.length}: each lesson, answer and point once`,
      setting,
      (world) => live(world, new Chance(seed), seed, week.slice(0, length)),
      300_000 + length * 400_000,
    );
  }
}

async function live(
  world: World,
  chance: Chance,
  seed: string,
  study: readonly (typeof week)[number][],
): Promise<void> {
  const crowd = await world.crowd(people);
  const upkeep = new Upkeep(world, {
    scheduler: {},
    worker: {},
    bot: {},
    web: {},
    up: { PORT: String(await freePort()) },
  });
  const learning = new Class(world.telegram, crowd, seed);
  const killed: Victim[] = [];
  try {
    for (const [index, weekday] of study.entries()) {
      await allRun(world, upkeep.roles);
      const advance = world.clockTo(`${weekday} 07:30`);
      await pushBegins(world, index + 1);
      const why = async () => `killed so far: ${killed.join(", ")}\n${await leftOver(world)}`;
      const learnt = learning.learns(index + 1, why);
      learnt.catch(() => {}); // waited for below
      for (const victim of chance.shuffled(victims)) {
        await pause(chance.whole(100, 2_000));
        killed.push(victim);
        await kill(world, upkeep, victim);
      }
      await learnt;
      await advance.catch(() => {}); // its database may have died, once the clock was moved
      await world.settles(60_000);
      await judge(world, crowd, learning, index + 1);
    }
    expect(upkeep.fallen).toEqual([]);
    await expectSumsWhole(world);
    const [{ unknowns } = { unknowns: 0 }] = await world.database.sql<{ unknowns: number }[]>`
      select sum(unknowns)::int as unknowns from deliveries`;
    console.log(
      `${seed}: ${killed.length} kills, ${unknowns} unknown endings, ${learning.askers.size} people asked again`,
    );
  } finally {
    await upkeep.leaveOff();
  }
}

async function judge(world: World, crowd: readonly Person[], learning: Class, lessons: number): Promise<void> {
  await expectAllHandled(world);
  await expectSentOnce(world, learning.askers);
  await expectReceivedOnce(world, crowd);
  await expectPoints(world, learning.points(lessons, worth), lessons);
}

async function kill(world: World, upkeep: Upkeep, victim: Victim): Promise<void> {
  if (victim !== "database") return await upkeep.kill(victim);
  await eventually("the database's server is there to be killed", () => killServer(world), 60_000);
}

/** False: it is not up just now. */
function killServer(world: World): boolean {
  try {
    return process.kill(world.postmaster(), "SIGKILL");
  } catch {
    return false;
  }
}

async function pushBegins(world: World, lesson: number): Promise<void> {
  const begun = async () => {
    const sent = await world.telegram.sent();
    return sent.some(({ text, chat }) => chat.startsWith("9") && text.startsWith(`Bài ${lesson}/`));
  };
  await eventually(`lesson ${lesson} is on its way`, begun, 60_000);
}

async function leftOver(world: World): Promise<string> {
  const rows = await world.database.sql`
    select 'inbox' as what, state, count(*)::int as n from inbox group by 2
    union all select kind, state, count(*)::int from deliveries group by 1, 2`;
  return rows.map((row) => `${row.what} ${row.state} ${row.n}`).join(", ");
}
