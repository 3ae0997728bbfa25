import { expect } from "vitest";
import { patience } from "#db/session.ts";
import { settings } from "#queue/settings.ts";
import { eventually } from "../setup/eventually.ts";
import type { Person } from "./person.ts";
import type { Program } from "./program.ts";
import { allRun } from "./running.ts";
import { story, type World } from "./world.ts";

const perSecond = 30;

/** What takes a second may take long on a machine that has other things to do. */
const patient = 120_000;

/** Whoever stands by asks for the lane once a second: a holder without a word is relieved after so long, and a little; a busy machine takes its time. */
const relievedMs = patience * 1_000 + 60_000;

/** A job of the queue whose worker stands still is given to another within this. */
const stalledMs = settings.lockDuration! + 2 * settings.stalledInterval!;

const lessons = async (world: World) =>
  (await world.telegram.sent()).filter(({ text, chat }) => chat.startsWith("9") && /^Bài 1\//.test(text));

/** How often this process has said it. */
const said = (world: World, program: Program, message: string) =>
  world
    .tail(program)
    .split("\n")
    .filter((line) => line.includes(`"bot":"${world.telegram.bot}"`) && line.includes(`"msg":"${message}"`)).length;

const holds = (world: World, program: Program, times = 1, within = patient) =>
  eventually(`${program.name} holds the lane`, () => said(world, program, "holds the lane") >= times, within);

/** The most calls in any half-open second, by when they came to the platform's door. */
function busiestSecond(arrivals: readonly number[]): number {
  const sorted = arrivals.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((start, at) => sorted.slice(at).filter((one) => one - start < 1000).length));
}

async function expectBudgetKept(world: World): Promise<void> {
  const calls = await world.telegram.sendCalls();
  expect(busiestSecond(calls.map(({ at }) => at))).toBeLessThanOrEqual(perSecond);
}

/** Nobody is left out, nobody is served thrice, and twice only where the database says that it may be. */
async function expectHadOnce(world: World, crowd: readonly Person[]): Promise<void> {
  const all = await lessons(world);
  const counts = new Map(crowd.map(({ chat }) => [chat, all.filter((message) => message.chat === chat).length]));
  expect([...counts].filter(([, count]) => count < 1 || count > 2)).toEqual([]);
  const rows = await world.database.sql<{ address: string }[]>`
    select h.address from deliveries d join chats h on h.id = d.chat_id where d.unknowns > 0`;
  const uncertain = new Set(rows.map(({ address }) => address));
  expect([...counts].filter(([chat, count]) => count === 2 && !uncertain.has(chat))).toEqual([]);
  const { unknownEver } = await world.hocvu<{ unknownEver: number }>("status");
  expect(unknownEver).toBeLessThanOrEqual(8 + 32); // under way, and ready to leave
}

story(
  "a worker stands still in mid-push: another takes the lane; awake again it sends nothing of what was sent",
  { env: { TELEGRAM_MESSAGES_PER_SECOND: String(perSecond) } },
  async (world) => {
    const early = await world.crowd(6, "07:00");
    const crowd = await world.crowd(240, "07:30");
    const first = await world.start("worker");
    await holds(world, first);
    const [second] = [world.spawn("worker"), world.spawn("bot"), world.spawn("scheduler")];
    await allRun(world, ["worker", "worker", "bot", "scheduler"]);
    await world.clockTo("mon 07:00");
    for (const person of early) await person.receives(/^Bài 1\//, patient);
    const advance = world.clockTo("mon 07:30");
    await eventually("the push is on its way", async () => (await lessons(world)).length > 40, patient);

    first.signal("SIGSTOP");
    const stoppedAt = performance.now();
    for (const person of early) await person.answers("right");
    await holds(world, second, 1, relievedMs);
    const before = (await lessons(world)).length;
    expect(before).toBeLessThan(crowd.length); // else nobody was in the middle of anything
    for (const person of early) await person.receives(/^Chính xác! \+10.*Câu 2\/3/s, patient); // whoever had their updates in hand
    await eventually("the other sends", async () => (await lessons(world)).length > before + perSecond, patient);
    expect(performance.now() - stoppedAt).toBeGreaterThan(stalledMs);
    first.signal("SIGCONT");

    await advance;
    const everyone = async () => new Set((await lessons(world)).map(({ chat }) => chat)).size === 246;
    await eventually("everyone has the lesson", everyone, patient);
    for (const person of early) await person.answers("right");
    for (const person of early) await person.receives(/^Chính xác! \+10.*Câu 3\/3/s, patient);
    await world.settles(patient);
    for (const person of early) await person.hasReadAll();
    await expectHadOnce(world, [...early, ...crowd]);
    await expectBudgetKept(world);
    expect(said(world, first, "holds the lane")).toBe(1);
    expect(said(world, first, "the lane was interrupted")).toBeGreaterThan(0);

    // It is as good as before.
    await second.kill();
    await holds(world, first, 2);
    for (const person of early) await person.answers("right");
    for (const person of early) await person.receives(/đã học xong bài/, patient);
    await world.settles(patient);
    await expectBudgetKept(world);
  },
  600_000,
);

story(
  "who receives stands still: another does, and what was written meanwhile is answered once",
  { queue: "postgres" },
  async (world) => {
    const [one] = await world.crowd(1);
    const [first] = [world.spawn("bot"), world.spawn("worker")];
    await allRun(world, ["bot", "worker"]);
    const receives = (program: Program, times = 1, within = patient) => {
      const does = () => said(world, program, "receives by long polling") >= times;
      return eventually(`${program.name} receives`, does, within);
    };
    await receives(first);
    const second = await world.start("bot");
    first.signal("SIGSTOP");
    await one!.types("/chuoi");
    await receives(second, 1, relievedMs);
    await one!.receives(/Chuỗi ngày học: 0 ngày/, patient);
    first.signal("SIGCONT");
    await one!.types("/diem");
    await one!.receives(/Điểm: 0/, patient);
    await world.settles(patient);
    await one!.hasReadAll();
    await second.kill();
    await receives(first, 2);
    await one!.types("/chuoi");
    await one!.receives(/Chuỗi ngày học: 0 ngày/, patient);
  },
  600_000,
);
