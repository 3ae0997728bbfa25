import type { Base } from "#app/base.ts";
import { storeUpdates } from "#app/ingress.ts";
import { ticksOf } from "#app/schedule.ts";
import type { Channel } from "#channels/channel.ts";
import { handle } from "#conversation/handle.ts";
import { type Reply, receive, type Said } from "#conversation/receive.ts";
import { openSay, type Say } from "#conversation/say.ts";
import type { Tx } from "#db/connect.ts";
import { Lane } from "#delivery/lane.ts";
import { keepOutageBook } from "#delivery/outages.ts";
import { openPlanner } from "#delivery/plan.ts";
import type { BotKey, InboxId, ProcessId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import { SlidingBudget } from "#domain/rate.ts";
import type { Clock, Zone } from "#domain/time.ts";
import type { Calm } from "./calm.ts";
import type { Chance } from "./chance.ts";
import { openDatabase, type Watched } from "./database.ts";
import { type Life, rest, type Steps, step } from "./life.ts";
import { type Line, marked, type Network, openChannel, tagged } from "./line.ts";
import type { Sessions } from "./sessions.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;

/** What every process of the program is given by its world. */
export interface World {
  readonly sessions: Sessions;
  readonly steps: Steps;
  readonly network: Network;
  readonly lines: readonly Line[];
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly calm: Calm;
  readonly queue: FakeQueue;
  /** Told in the transaction that handles an update, before and after. */
  readonly handling: (tx: Tx, said: Said) => Promise<void>;
  readonly handled: (tx: Tx, said: Said, reply: Reply | null) => Promise<void>;
  /** The share of statements before which a lane loses its session. */
  sessionLossShare: number;
  readonly loseSession: (of: Watched) => Promise<void>;
  readonly trace: (text: string) => void;
  readonly faulty: (what: string) => void;
}

/** Rings between processes, as the world lets them through. */
export interface FakeQueue {
  ringInbox(ids: readonly InboxId[]): Promise<void>;
  ringSender(bot: BotKey): Promise<void>;
}

const maxUnderWay = 8;
const probeAfterMs = 120_000;

/** Everything a worker does: holds lanes, handles updates, keeps the outage book. */
export interface Worker {
  readonly life: Life;
  readonly held: Set<BotKey>;
  /** An update of this id may wait. */
  readonly rung: (id: InboxId) => void;
  /** Something of this bot may be due. True where its lane is held here. */
  readonly ring: (bot: BotKey) => boolean;
  /** The platform of a bot is back: it is asked until it answers, if the lane is held here. */
  readonly askSoon: (bot: BotKey) => void;
  /** The half minute is over. */
  readonly beat: () => void;
}

export function startWorker(world: World, life: Life): Worker {
  const { steps, clock, log, queue, calm } = world;
  const database = openDatabase(steps, life, world.sessions, { max: 5, byKey: true }, calm.written);
  const channels = new Map(world.lines.map((line) => [line.bot, openChannel(world.network, line, life)]));
  const heard = new Map<string, { at: Date; real: number }>();
  const contact = (bot: string) => void heard.set(bot, { at: clock.now(), real: steps.timeline.now() });
  const held = new Set<BotKey>();
  const holds = (bot: BotKey) => {
    held.add(bot);
    askSoon(bot);
  };
  // A beat every half minute would ask the platform of a lane that was taken over, or that is back, until it answers.
  const askSoon = (bot: BotKey) => {
    if (calm.knows(bot) || !held.has(bot) || !life.alive) return;
    steps.timeline.after(world.chance.whole(30_000, 60_000), () => {
      if (calm.knows(bot) || !held.has(bot)) return;
      void beat()
        .catch(() => {})
        .finally(() => askSoon(bot));
    });
  };
  const say = openSay();
  const lanes = new Map(
    world.lines.map((line) => [
      line.bot as BotKey,
      keepLane(world, life, line, channels.get(line.bot)!, say, contact, held, holds),
    ]),
  );
  const ring = (bot: BotKey) => {
    lanes.get(bot)?.ring();
    return held.has(bot);
  };
  const deps = {
    db: database.db,
    clock,
    readerOf: (bot: BotKey) => channels.get(bot),
    handle: (tx: Tx, said: Said) => handleMarked(world, tx, said),
    wake: async (bot: BotKey) => {
      if (!ring(bot)) await queue.ringSender(bot);
    },
    handled: () => {},
    log,
  };
  const jobs = openJobs(3, calm.sweepSoon, async (id: InboxId) => {
    await step(steps, life, "before an update is handled");
    await receive(deps, id);
  });
  const plan = openPlanner(() => steps.timeline.now());
  const beat = async () => {
    await step(steps, life, "before a beat");
    await calm.away([]);
    const quiet = [...held].filter(
      (bot) => steps.timeline.now() - (heard.get(bot)?.real ?? -probeAfterMs) >= probeAfterMs,
    );
    for (const bot of quiet) if ((await channels.get(bot)!.probe()).ok) contact(bot);
    const { lessons, reminders } = await plan(database.db, clock.now());
    const fresh = new Map([...heard].map(([bot, { at }]) => [bot, at] as const));
    const outages = await keepOutageBook(database.db, clock.now(), fresh, ["sending"]);
    calm.beaten(fresh);
    for (const { what, fromAt, toAt } of outages)
      world.trace(`outage of ${what}: ${fromAt.toISOString()} to ${toAt.toISOString()}`);
    if (lessons + reminders + outages.length > 0) for (const bot of lanes.keys()) ring(bot);
  };
  keep(world, life, "pulse", async () => {
    await beat();
    for (let first = true; ; first = false) {
      await rest(steps, life, first ? world.chance.whole(30_000, 90_000) : world.chance.whole(300, 600) * 60_000);
      await beat();
    }
  });
  return { life, held, rung: jobs, ring, askSoon, beat: () => void beat().catch(() => {}) };
}

/** A few at a time, the others in their order; one that fails is lost, and a sweep finds it. */
function openJobs<Job>(most: number, lost: () => void, work: (job: Job) => Promise<void>): (job: Job) => void {
  const waiting: Job[] = [];
  let running = 0;
  const next = () => {
    const job = running < most ? waiting.shift() : undefined;
    if (job === undefined) return;
    running++;
    work(job)
      .catch(lost)
      .finally(() => {
        running--;
        next();
      });
  };
  return (job) => {
    waiting.push(job);
    next();
  };
}

/** Goes on with something for the whole life of a process; what it throws is tried again later. */
function keep({ steps, trace }: World, life: Life, what: string, work: () => Promise<void>): void {
  const go = async (): Promise<void> => {
    await rest(steps, life, 1);
    await work().catch((error) => trace(`${life.name}: ${what} failed: ${reasonOf(error)}`));
    await rest(steps, life, 30_000);
    return go();
  };
  void go();
}

/** Without ports and the like, which are others in every run. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/[\d.:\n].*/s, "");

async function handleMarked(world: World, tx: Tx, said: Said): Promise<Reply | null> {
  const deps = {
    quotaOf: (bot: BotKey) => world.lines.find((line) => line.bot === bot)?.messagesPerMonth ?? null,
    platformOf: (bot: BotKey) => bot.split(":")[0]!,
    countsMessages: (bot: BotKey) => world.lines.find((line) => line.bot === bot)?.messagesPerMonth !== null,
    elsewhere: () => [],
    asksPhone: () => false,
    digits: () => String(world.chance.whole(0, 999_999)).padStart(6, "0"),
    dashboardLink: () => null,
    zone,
    files: null,
  };
  const asks = isQuestionAboutOthers(said);
  if (asks) world.steps.alone++;
  try {
    await world.handling(tx, said);
    const reply = await handle(deps, tx, said);
    await world.handled(tx, said, reply);
    return reply && { ...reply, messages: reply.messages.map((message) => marked(message, `reply ${said.inbox}`)) };
  } finally {
    if (asks) world.steps.alone--;
  }
}

const isQuestionAboutOthers = ({ incoming: { content } }: Said): boolean =>
  content.kind === "text" && /^\/(tiendo|xoa)|XÓA/.test(content.text);

/** Stands ready to send for a bot, as `delivery/sender.ts` does, in virtual time. */
function keepLane(
  world: World,
  life: Life,
  line: Line,
  channel: Channel,
  say: Say,
  contact: (bot: string) => void,
  held: Set<BotKey>,
  holds: (bot: BotKey) => void,
): { ring(): void } {
  const { steps, clock, log, calm, trace } = world;
  const { timeline } = steps;
  const bot = channel.bot;
  const database = openDatabase(steps, life, world.sessions, { max: 1, byKey: true }, calm.writtenByLane);
  let rung = false;
  let wake: () => void = () => {};
  const answered = () => {
    rung = true;
    wake();
  };
  const lane = new Lane({
    connection: losing(world, database),
    channel,
    process: life.id as ProcessId,
    clock,
    monotonic: timeline.now,
    budget: new SlidingBudget(line.messagesPerSecond, { maxUnderWay, marginMs: 1 }),
    messagesPerMonth: line.messagesPerMonth,
    say: async (tx, leaving, attempt, now) => tagged(await say(tx, leaving, attempt, now), `delivery ${leaving.id}`),
    log,
    answered,
    contact: () => contact(bot),
  });
  const heard = async (milliseconds: number) => {
    if (!rung && milliseconds > 0) {
      const until = milliseconds < 500 ? null : await calm.nextLook(bot);
      await new Promise<void>((resolve) => {
        wake = () => timeline.after(0, resolve);
        if (rung) resolve();
        else if (until === null) timeline.after(milliseconds, resolve);
        else calm.idle(bot, until, resolve);
      });
    }
    rung = false;
    await step(steps, life, "between rounds");
  };
  keep(world, life, "lane", async () => {
    for (;;) {
      let failed = false;
      try {
        if (await lane.take()) {
          holds(bot);
          trace(`${life.name} holds the lane of ${bot}`);
          await send();
        }
      } catch (error) {
        failed = true;
        trace(`${life.name} lost the lane of ${bot}: ${reasonOf(error)}`);
      }
      if (held.delete(bot)) calm.laneFree();
      if (failed) await rest(steps, life, 1000);
      else await new Promise<void>((resolve) => calm.whenLaneIsFree(resolve));
      await step(steps, life, "between two tries at a lane");
    }
  });
  async function send() {
    let probedAt = timeline.now();
    for (;;) {
      await heard(await lane.pump());
      if (lane.shut === null || timeline.now() - probedAt < 60_000) continue;
      probedAt = timeline.now();
      if ((await channel.probe()).ok) await lane.reopen();
    }
  }
  return {
    ring: () => {
      lane.ring();
      answered();
    },
  };
}

/** Now and then the session of a lane is gone while its process lives. */
function losing(world: World, database: Watched): Watched {
  return {
    ...database,
    db: new Proxy(database.db, {
      get(db, key) {
        const real = Reflect.get(db, key);
        if (key !== "transaction") return real;
        return async (...all: unknown[]) => {
          if (world.sessionLossShare > 0 && world.chance.of(world.sessionLossShare)) {
            world.trace("the session of a lane is lost");
            await world.loseSession(database);
            world.calm.laneFree();
          }
          return (real as (...all: unknown[]) => unknown).apply(db, all);
        };
      },
    }),
  };
}

/** Plans, sweeps and tidies, as the queue's ticks would. */
export function startScheduler(world: World, life: Life): void {
  const { steps, calm } = world;
  const database = openDatabase(steps, life, world.sessions, { max: 3 }, calm.written);
  const base = {
    connection: database,
    clock: world.clock,
    queues: world.queue,
    config: { timezone: zone },
    oaTokens: null,
    log: world.log,
    monotonic: () => steps.timeline.now(),
  };
  const ticks = ticksOf(base, (bot) => world.queue.ringSender(bot));
  for (const [name, { everyMilliseconds, run }] of Object.entries(ticks)) {
    keep(world, life, name, async () => {
      for (;;) {
        await run();
        await new Promise<void>((resolve) => calm.nextTick(name, everyMilliseconds, resolve));
        await step(steps, life, "between ticks");
      }
    });
  }
}

/** Takes in what platforms push. Answers whether it is safely stored. */
export function startWeb(world: World, life: Life): (bot: string, update: unknown) => Promise<boolean> {
  const { steps, calm } = world;
  const database = openDatabase(steps, life, world.sessions, { max: 3 }, calm.written);
  const channels = new Map(world.lines.map((line) => [line.bot, { channel: openChannel(world.network, line, life) }]));
  const base = {
    bots: channels,
    clock: world.clock,
    connection: database,
    inbox: world.queue,
    metrics: { stored: () => {} },
  };
  return async (bot, update) => {
    const stored = storeUpdates(base as unknown as Base, bot as BotKey, [update]).then(
      () => true,
      () => false,
    );
    return Promise.race([stored, life.ended.then(() => false)]);
  };
}
