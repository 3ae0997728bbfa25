/**
 * Every role several times over, ended and started at random while people learn. HOCVU_SCALE_MINUTES says for how long,
 * HOCVU_SEED how. The queue is in Redis, as where there is more than one machine.
 */
import { expect, inject } from "vitest";
import { brokenSums } from "#db/sums.ts";
import { defaultPoints } from "#domain/course.ts";
import { addDays, weekdayOf } from "#domain/time.ts";
import { eventually } from "../setup/eventually.ts";
import { freePort } from "../setup/port.ts";
import { Chance } from "../simulation/chance.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { Class } from "./class.ts";
import { Fleet, figures } from "./fleet.ts";
import type { Call } from "./platform.ts";
import { story, type World } from "./world.ts";

const minutes = Number(process.env.HOCVU_SCALE_MINUTES ?? 0.5);
const people = 16;
/** Less than a push to all of them: there is always somebody who waits for their second. */
const perSecond = 15;
const questions = 3;
/** A push, three answers of everybody and the command that moves the clock take longer than this: enough for any day. */
const shortestDaySeconds = 3;
const mostDays = 10 + Math.ceil((minutes * 60) / shortestDaySeconds);

const asksForSeconds = 2;
/** What was on its way when the platform asked for a pause had left before. */
const onItsWayMs = 500;

const wanted = (ingresses: readonly [number, number]) =>
  [
    ...[1, 2, 3].map((n) => ({ role: "worker", name: `worker ${n}` }) as const),
    ...ingresses.map((port, n) => ({ role: "web", name: `ingress ${n + 1}`, port }) as const),
    ...[1, 2].map((n) => ({ role: "scheduler", name: `scheduler ${n}` }) as const),
    { role: "web", name: "pages" },
    { role: "bot", name: "bot" },
  ] as const;

story(
  `nine processes come and go at random for ${minutes} minutes: everybody learns, nothing is lost, nothing counts twice`,
  { queue: "redis", receive: "webhook", env: { TELEGRAM_MESSAGES_PER_SECOND: String(perSecond) } },
  async (world) => {
    const seed = inject("seed");
    const chance = new Chance(`scale-out ${seed}`);
    const ingresses = [await freePort(), await freePort()] as const;
    await using balancer = await startBalancer(world.port, ingresses);
    const crowd = await world.crowd(people, "07:30", mostDays);
    const pupils = new Class(world.telegram, crowd, String(seed));
    const fleet = await Fleet.start(world, chance, wanted(ingresses));
    for (const platform of [world.telegram, world.zalo])
      await eventually(`${platform.name} knows us`, platform.knowsUs, 30_000);

    const days = await learnAmidChaos(world, fleet, pupils, chance);
    await world.settles(60_000);
    const { ended, stubborn } = fleet;
    const { updates, askers, wrong } = pupils;
    console.log({ seed, days, ended, updates, asked: askers.size, wrong, taken: [...balancer.taken.values()] });

    await countsOnce(world, pupils, days);
    await messagesMatch(world);
    await budgetKept(world);
    await isWell(world);
    expect(stubborn).toEqual([]);
    expect(balancer.accepted.size).toBe(updates);
    await workSpread(fleet, balancer);
  },
  900_000 + minutes * 120_000,
);

/**
 * Plays day after day until the time is over and everybody was ended once; then a day in peace, and one without the
 * worker that sent that day's messages. Returns how many days it were.
 */
async function learnAmidChaos(world: World, fleet: Fleet, pupils: Class, chance: Chance): Promise<number> {
  const enough = new AbortController();
  let fault: unknown = null;
  let isOver = false;
  const chaos = fleet
    .chaos(enough.signal, misfortunes(world, chance))
    .catch((error: unknown) => {
      fault = error ?? new Error("the chaos failed");
    })
    .finally(() => {
      isOver = true;
    });
  const end = performance.now() + minutes * 60_000;
  let days = 0;
  let day = world.week.monday;
  const nextDay = async () => {
    while (weekdayOf(day) > 5) day = addDays(day, 1);
    await world.hocvu("demo", "advance", "--to", `${day}T07:30:00+07:00`);
    days += 1;
    await pupils.learns(days, () => standing(world));
    day = addDays(day, 1);
  };
  try {
    while (!isOver && days < mostDays - 2) {
      await nextDay();
      if (performance.now() > end) enough.abort();
    }
  } finally {
    enough.abort();
    await chaos;
  }
  if (fault !== null) throw fault;
  await workGoesOn(fleet, nextDay);
  return days;
}

/** One worker at a time sends what a bot has to say; with that one gone, another does. */
async function workGoesOn(fleet: Fleet, playsDay: () => Promise<void>): Promise<void> {
  const send = async (day: () => Promise<void>) => {
    const before = await fleet.work("worker", figures.sent);
    await day();
    const after = await fleet.work("worker", figures.sent);
    return fleet.places.filter(({ name }) => (after[name] ?? 0) > (before[name] ?? 0));
  };
  const holders = await send(playsDay);
  expect(holders).toHaveLength(1);
  const heirs = await send(() => fleet.without(holders[0]!, playsDay));
  expect(heirs).toHaveLength(1);
  expect(heirs).not.toContain(holders[0]);
}

/** Now and then, between two endings, all of the queue is lost, or the platform asks for a pause. */
function misfortunes(world: World, chance: Chance): () => Promise<void> {
  const [loss, pause] = chance.shuffled([1, 2, 3, 4, 5, 6, 7, 8]);
  let turns = 0;
  return async () => {
    turns += 1;
    if (turns % 9 === loss) await world.loseQueue();
    if (turns % 9 !== pause) return;
    const before = (await sendCalls(world)).length;
    await world.telegram.fault({ kind: 429, retryAfter: asksForSeconds });
    const asks = async () => (await sendCalls(world)).slice(before).some(({ code }) => code === 429);
    await eventually("the platform asks for a pause", asks, 60_000);
  };
}

const makesMessage = ["sendMessage", "sendPhoto", "sendDocument"];

const sendCalls = async (world: World): Promise<readonly Call[]> =>
  (await world.telegram.control<{ calls: Call[] }>("calls")).calls.filter(({ method }) =>
    makesMessage.includes(method),
  );

/** Who waits for whom, for a story that stands still. */
async function standing({ database: { sql } }: World): Promise<string> {
  const inbox =
    await sql`select state, count(*) as n, min(received_at) as since from inbox where state <> 'done' group by 1`;
  const owed = await sql`
    select bot, kind, state, process_id, count(*) as n, min(due_at) as since from deliveries
    where state in ('planned', 'queued', 'sending') or unknowns > 1 group by 1, 2, 3, 4`;
  const lanes = await sql`select bot, paused_until, shut from lanes`;
  const sessions = await sql`
    select application_name, state, wait_event_type, wait_event, count(*) as n from pg_stat_activity
    where datname = current_database() group by 1, 2, 3, 4 order by 1`;
  return [inbox, owed, lanes, sessions].map((rows) => rows.map((row) => JSON.stringify(row)).join("\n")).join("\n\n");
}

/** Each lesson, answer, point and kept day, once. Whoever asked for the lesson and learnt it before it was pushed has had it. */
async function countsOnce(world: World, pupils: Class, days: number): Promise<void> {
  const { sql } = world.database;
  const [counts] = await sql`select
    (select count(*) from deliveries where kind = 'lesson') as lessons,
    (select count(*) from attempts where completed_at is not null) as completed,
    (select count(*) from answers where not comeback) as firsts,
    (select count(*) from answers where not comeback and not "right") as wrong,
    (select count(*) from answers where comeback and "right") as mended,
    (select count(*) from streak_days) as kept,
    (select count(*) from deliveries where state not in ('sent', 'unknown')
      and not (kind = 'lesson' and state = 'cancelled' and reason = 'learnt')) as undone,
    (select count(*) from inbox where state <> 'done') as unhandled`;
  expect(counts).toEqual({
    lessons: people * days,
    completed: people * days,
    firsts: people * days * questions,
    wrong: pupils.wrong,
    mended: pupils.wrong,
    kept: people * days,
    undone: 0,
    unhandled: 0,
  });
  const earned = await sql<{ id: number; points: number }[]>`
    select learner_id as id, sum(points) as points from points_ledger group by 1 order by 1`;
  const { rightFirst, rightComeback, lessonCompleted } = defaultPoints;
  const worth = { questions, rightFirst, rightComeback, lesson: lessonCompleted };
  expect(new Map(earned.map(({ id, points }) => [id, Number(points)]))).toEqual(pupils.points(days, worth));
}

/** What we believe to have sent is what the platform took; it has more only where an ending was not learnt. */
async function messagesMatch(world: World): Promise<void> {
  const { sql } = world.database;
  const rows = await sql<{ chat: string; state: string; unknowns: number; platformId: string | null }[]>`
    select h.address as chat, d.state, d.unknowns, d.platform_id as "platformId"
    from deliveries d join chats h on h.id = d.chat_id`;
  const seen = await world.telegram.sent();
  const known = new Set(seen.map(({ chat, messageId }) => `${chat} ${messageId}`));
  const sent = rows.filter(({ state }) => state === "sent").map(({ chat, platformId }) => `${chat} ${platformId}`);
  expect(sent.filter((message) => !known.has(message))).toEqual([]);
  expect(new Set(sent).size).toBe(sent.length);
  const claimed = new Set(sent);
  const [spare, doubt] = [new Map<string, number>(), new Map<string, number>()];
  for (const { chat, messageId } of seen)
    if (!claimed.has(`${chat} ${messageId}`)) spare.set(chat, (spare.get(chat) ?? 0) + 1);
  for (const { chat, unknowns } of rows) doubt.set(chat, (doubt.get(chat) ?? 0) + unknowns);
  expect([...spare].filter(([chat, count]) => count > doubt.get(chat)!)).toEqual([]);
  const uncertain = rows.filter(({ unknowns }) => unknowns > 0).length;
  console.log({ messages: seen.length, uncertain, twice: [...spare.values()].reduce((sum, count) => sum + count, 0) });
  expect(await world.hocvu("status")).toMatchObject({ unknownEver: uncertain });
}

/** In every sliding second, and in every pause that the platform asked for. */
async function budgetKept(world: World): Promise<void> {
  const calls = (await sendCalls(world)).toSorted((a, b) => a.at - b.at);
  const tooMany = calls.flatMap(({ at }, last) => {
    const within = calls.slice(Math.max(0, last - perSecond), last + 1).filter((call) => at - call.at < 1000);
    return within.length > perSecond ? [within.map((call) => call.at - within[0]!.at)] : [];
  });
  expect(tooMany).toEqual([]);
  const pauses = calls.filter(({ code }) => code === 429).map(({ at }) => at);
  expect(pauses.length).toBeGreaterThan(0);
  const within = (at: number) => pauses.some((from) => at > from + onItsWayMs && at < from + asksForSeconds * 1000);
  expect(calls.filter(({ at }) => within(at))).toEqual([]);
}

/** No outage was seen, every worker is heard by the queue, and what tables say of each other agrees. */
async function isWell(world: World): Promise<void> {
  expect(await world.hocvu("status")).toMatchObject({ outages: [], workers: 3 });
  expect(await brokenSums(world.database.db)).toEqual([]);
}

/** Nobody stood by while others worked. Of sending see `workGoesOn`: of a bot's messages one worker at a time has them all. */
async function workSpread(fleet: Fleet, balancer: Balancer): Promise<void> {
  const handled = await fleet.work("worker", figures.handled);
  const sent = await fleet.work("worker", figures.sent);
  const ticks = await fleet.work("scheduler", figures.ticks);
  console.log({ handled, sent, ticks });
  expect(Object.entries(handled).filter(([, count]) => count === 0)).toEqual([]);
  expect(Object.entries(ticks).filter(([, count]) => count === 0)).toEqual([]);
  expect([...balancer.taken].filter(([, count]) => count === 0)).toEqual([]);
}
