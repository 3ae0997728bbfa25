import { sql } from "drizzle-orm";
import type { Reply, Said } from "#conversation/receive.ts";
import type { Db, Tx } from "#db/connect.ts";
import type { BotKey } from "#domain/ids.ts";
import { plainText } from "#domain/text.ts";
import type { Clock } from "#domain/time.ts";
import { FakeTelegram } from "../fakes/telegram.ts";
import type { Timers } from "../fakes/timers.ts";
import type { Post } from "../fakes/webhooks.ts";
import { FakeZalo } from "../fakes/zalo.ts";
import { eventually } from "../setup/eventually.ts";
import { openCalm } from "./calm.ts";
import { Chance } from "./chance.ts";
import type { Ground } from "./ground.ts";
import { Life, type Steps } from "./life.ts";
import type { Line } from "./line.ts";
import { nameOf, type Person, questionsOf, reacts, type Town } from "./people.ts";
import { startScheduler, startWeb, startWorker, type Worker, type World } from "./program.ts";
import { type Counts, countsOf, type Progress, progressOf } from "./progress.ts";
import { enrol, type School } from "./school.ts";
import { endSessions } from "./sessions.ts";
import { Timeline } from "./timeline.ts";

export interface Size {
  readonly learners: number;
  /** Days of the calendar, from a Monday on. */
  readonly days: number;
}

/** An update as a platform pushed it and the program took it in. */
export interface StoredUpdate {
  readonly bot: string;
  readonly name: string;
  readonly body: Record<string, unknown>;
  readonly at: number;
}

/** When something was away, in virtual time. */
export interface Absence {
  readonly what: string;
  readonly from: number;
  to: number;
}

/** Everything that really happened, seen from outside the program: what the oracles judge by. */
export interface History {
  readonly lines: readonly Line[];
  readonly people: readonly Person[];
  readonly school: School;
  readonly stored: StoredUpdate[];
  readonly absences: Absence[];
  /** Ends of lives and losses of sessions. */
  readonly losses: { readonly at: number; readonly life: number | null }[];
  readonly progress: {
    readonly inbox: number;
    readonly asked: string;
    readonly reply: string;
    readonly expected: Progress | null;
  }[];
  readonly erasures: {
    readonly person: Person;
    readonly before: Counts;
    /** Of the chats that were theirs. */
    readonly addresses: readonly string[];
    readonly at: number;
  }[];
  readonly handled: {
    readonly inbox: number;
    readonly at: number;
    readonly learner: number | null;
    /** The bot and the chat. */
    readonly chat: string;
    readonly text: string;
  }[];
  readonly faults: string[];
  /** When a lesson was published anew with a correction. */
  readonly corrected: number[];
  readonly endedAt: number;
}

const monday = Date.UTC(2026, 2, 2, -7);
const hour = 3_600_000;
const dayMs = 24 * hour;

/** The instant of day `day` (0 is the first Monday) at `hours` o'clock in Việt Nam. */
export const local = (day: number, hours: number): number => monday + day * dayMs + hours * hour;

export interface Simulated {
  readonly town: Town;
  readonly timeline: Timeline;
  readonly steps: Steps;
  readonly history: History;
  readonly program: Program;
  readonly chance: Chance;
  readonly trace: (text: string) => void;
  readonly lastEvents: () => string[];
  readonly fingerprint: () => string;
  /** The database as an onlooker sees it. */
  readonly db: Db;
  close(): Promise<void>;
}

/** The processes of the program, which die and come back. */
export interface Program {
  readonly world: World;
  /** Nothing runs until it is let up again. */
  down(): void;
  up(): void;
  /** One process dies now and comes back after so many milliseconds. */
  kill(name: string, milliseconds: number): void;
  /** The machine sleeps for so long; the world outside does not. */
  freeze(milliseconds: number): void;
  /** No ring gets through as long as it is lost. */
  loseQueue(lost: boolean): void;
  workers(): Worker[];
  /** A bot cannot reach its platform, or is not let in. */
  lineAway(line: Line, how: Line["away"] | "token"): void;
  lineBack(line: Line): void;
}

const start = local(-1, 15);

/** Builds the world of a seed in an empty, migrated database. Nothing has happened yet. */
export async function openWorld({ admin, sessions }: Ground, seed: number, size: Size): Promise<Simulated> {
  const chance = new Chance(`world ${seed}`);
  const timeline = new Timeline(new Date(start));
  const trace = openTrace(timeline);
  timeline.waitingSessions = async () => {
    const [row] = await admin.sql<{ n: number }[]>`
      select count(distinct l.pid)::int as n from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where not l.granted and a.datname = current_database() and a.application_name like 'simulated %'`;
    return row!.n;
  };
  const clock: Clock = { now: () => new Date(timeline.now()), fromWall: (instant) => instant };
  const town: Town = {
    timeline,
    chance: chance.stream("people"),
    questions: new Map(),
    sent: new Map(),
    trace: trace.say,
    asleep: false,
  };
  const lines = openLines(timeline, chance.stream("bots"), (bot) => post(bot));
  const school = await enrol(admin.db, lines, size, chance.stream("school"), new Date(start));
  (town.questions as Map<string, unknown>).clear();
  for (const [name, question] of questionsOf(school.courses))
    (town.questions as Map<string, unknown>).set(name, question);
  const history: History = {
    lines,
    people: school.people,
    school,
    stored: [],
    absences: [],
    losses: [],
    progress: [],
    erasures: [],
    handled: [],
    faults: [],
    corrected: [],
    endedAt: local(size.days - 1, 23.9),
  };
  const calm = openCalm(timeline, chance.stream("calm"), admin.sql, () => 0);
  const steps: Steps = {
    timeline,
    chance: chance.stream("steps"),
    crashShare: 0,
    frozenUntil: 0,
    alone: 0,
    crash: (life, where) => crash(life, where),
  };
  const owner = (line: Line, address: string) =>
    school.people
      .flatMap((person) => person.chats.map((chat) => ({ person, chat })))
      .find(({ chat }) => chat.line === line && chat.address === address);
  const network = {
    steps,
    chance: chance.stream("network"),
    trace: trace.say,
    shown: (line: Line, address: string) => {
      const found = owner(line, address);
      if (found !== undefined) reacts(town, found.person, found.chat);
    },
  };
  const rings = chance.stream("rings");
  const ringLoss = rings.pick([0, 0.05, 0.5]);
  let queueLost = false;
  const world: World = {
    sessions,
    steps,
    network,
    lines,
    clock,
    chance: chance.stream("program"),
    log: { info() {}, warn() {}, error: (_facts, message) => trace.say(`error: ${message}`) },
    calm,
    queue: {
      ringInbox: async (ids) => {
        for (const id of ids) ring(() => rings.pick([...workers.values()])?.rung(id));
      },
      ringSender: async (bot) => ring(() => [...workers.values()].find((worker) => worker.held.has(bot))?.ring(bot)),
    },
    handling: async (tx, said) => handling(tx, said),
    handled: async (tx, said, reply) => handled(tx, said, reply),
    sessionLossShare: 0,
    loseSession: async ({ applicationName, current }) => {
      history.losses.push({ at: timeline.now(), life: null });
      const before = current();
      if ((await timeline.busy(() => endSessions(admin, applicationName))) === 0) return;
      await timeline.busy(() => eventually("the client has noticed", () => current() !== before));
    },
    trace: trace.say,
    faulty: (what) => void history.faults.push(what),
  };
  const workers = new Map<string, Worker>();
  const lives = new Map<string, Life>();
  let web: { life: Life; take: (bot: string, update: unknown) => Promise<boolean> } | null = null;
  let isDown = true;
  let lifeCount = 0;
  const restarts = chance.stream("restarts");

  function ring(deliver: () => void): void {
    const lost = rings.of(ringLoss) || queueLost;
    if (lost && !queueLost) calm.sweepSoon();
    if (!lost) timeline.after(rings.of(0.1) ? rings.whole(100, 60_000) : 1, deliver);
    if (!lost && rings.of(0.1)) timeline.after(rings.whole(1, 5_000), deliver);
  }

  function crash(life: Life, where: string): void {
    end(life, where);
    if (!isDown) timeline.after(restarts.whole(500, 200_000), () => begin(life.name));
  }

  function end(life: Life, where: string): void {
    if (!life.alive) return;
    trace.say(`${life.name} dies ${where}`);
    history.losses.push({ at: timeline.now(), life: life.id });
    const wasWorker = workers.delete(life.name);
    if (wasWorker && workers.size === 0) {
      void calm.away(["program", ...lines.map((line) => line.bot)]);
      absent("program");
    }
    lives.delete(life.name);
    if (web?.life === life) web = null;
    life.end();
    void timeline.busy(() => sessions.giveBack(life.leases)).then(() => timeline.forget(life));
    if (wasWorker) calm.laneFree();
    calm.sweepSoon();
  }

  function begin(name: string): void {
    if (isDown || lives.has(name)) return;
    const life = new Life(++lifeCount, name);
    trace.say(`${name} starts as life ${life.id}`);
    lives.set(name, life);
    if (name.startsWith("worker")) {
      if (workers.size === 0 && steps.frozenUntil <= timeline.now()) present("program");
      workers.set(name, startWorker(world, life));
    } else if (name === "scheduler") startScheduler(world, life);
    else web = { life, take: startWeb(world, life) };
  }

  /** What is away already stays so. */
  function absent(what: string): void {
    const last = history.absences.findLast((absence) => absence.what === what);
    if (last === undefined || last.to <= timeline.now())
      history.absences.push({ what, from: timeline.now(), to: Number.POSITIVE_INFINITY });
  }

  function present(what: string): void {
    const last = history.absences.findLast((absence) => absence.what === what);
    if (last !== undefined) last.to = Math.min(last.to, timeline.now());
  }

  const names = ["worker one", "worker two", "scheduler", "web"];
  const program: Program = {
    world,
    down() {
      isDown = true;
      for (const life of [...lives.values()]) end(life, "with all the others");
    },
    up() {
      isDown = false;
      for (const name of names) timeline.after(restarts.whole(1, 3_000), () => begin(name));
    },
    kill(name, milliseconds) {
      const life = lives.get(name);
      if (life === undefined) return;
      end(life, "for a while");
      timeline.after(milliseconds, () => begin(name));
    },
    freeze(milliseconds) {
      if (isDown || workers.size === 0) return;
      trace.say("the machine falls asleep");
      void calm.away(["program", ...lines.map((line) => line.bot)]);
      absent("program");
      steps.frozenUntil = timeline.now() + milliseconds;
      timeline.after(milliseconds, () => {
        trace.say("the machine wakes up");
        if (workers.size > 0) present("program");
        for (const worker of workers.values()) timeline.after(restarts.whole(1, 30_000), worker.beat);
        for (const line of lines) for (const worker of workers.values()) worker.askSoon(line.bot as BotKey);
        calm.sweepSoon();
      });
    },
    loseQueue(lost) {
      trace.say(lost ? "the queue is lost" : "there is a queue again");
      queueLost = lost;
      if (!lost) calm.sweepSoon();
    },
    workers: () => [...workers.values()],
    lineAway(line, how) {
      trace.say(`${line.bot} is away: ${how}`);
      void calm.away([line.bot]);
      absent(line.bot);
      if (how === "token") (line.fake as { token: string }).token = "1:revoked";
      else line.away = how;
    },
    lineBack(line) {
      trace.say(`${line.bot} is back`);
      line.away = null;
      (line.fake as { token: string }).token = line.token;
      present(line.bot);
      for (const worker of workers.values()) worker.askSoon(line.bot as BotKey);
    },
  };

  const mail = chance.stream("mail");
  function post(bot: string): Post {
    return async (_url, _headers, text) => {
      if (text === "") return { status: 200, retryAfterSeconds: null };
      const body = JSON.parse(text) as Record<string, unknown>;
      await timeline.sleep(mail.of(0.05) ? mail.whole(1_000, 600_000) : mail.whole(20, 300));
      const take = async () => {
        const stored = web !== null && (await web.take(bot, body));
        if (stored) history.stored.push({ bot, name: nameOf(bot, body), body, at: timeline.now() });
        return stored;
      };
      const stored = await take();
      if (mail.of(0.05)) timeline.after(mail.whole(10, 900_000), () => void take());
      if (stored && !mail.of(0.03)) return { status: 200, retryAfterSeconds: null };
      if (bot.startsWith("zalo")) await timeline.sleep(mail.whole(1_000, 120_000));
      return { status: stored ? 504 : 503, retryAfterSeconds: null };
    };
  }

  async function handling(tx: Tx, said: Said): Promise<void> {
    const { content } = said.incoming;
    const person = whoSays(said);
    history.handled.push({
      inbox: said.inbox,
      at: timeline.now(),
      learner: person?.learner ?? null,
      chat: `${said.incoming.address.bot} ${said.incoming.address.chat}`,
      text: content.kind === "text" ? content.text : content.kind,
    });
    if (content.kind !== "text" || content.text !== "XÓA HẾT" || person === undefined) return;
    const before = await countsOf(tx, person.learner);
    const chats = await tx.execute<{ address: string }>(sql`
      select address from chats where learner_id = ${person.learner}`);
    const addresses = chats.map(({ address }) => address);
    if (before !== null) pendingErasure = { person, before, addresses, at: timeline.now() };
  }

  let pendingErasure: History["erasures"][number] | null = null;
  const whoSays = ({ incoming: { address } }: Said) =>
    school.people.find((person) =>
      person.chats.some((chat) => chat.line.bot === address.bot && chat.address === address.chat),
    );

  async function handled(tx: Tx, said: Said, reply: Reply | null): Promise<void> {
    const { content } = said.incoming;
    const text = reply?.messages.map((message) => plainText(message.text)).join("\n") ?? "";
    if (content.kind !== "text") return;
    if (content.text === "XÓA HẾT" && pendingErasure !== null && /Đã xóa/.test(text)) {
      pendingErasure.person.erased = true;
      history.erasures.push(pendingErasure);
      pendingErasure = null;
    }
    if (!content.text.startsWith("/tiendo")) return;
    const person = whoSays(said);
    if (person === undefined) return;
    const known = reply?.to.learnerId === person.learner;
    const expected = !known
      ? null
      : await progressOf(tx, school, person, content.text.slice("/tiendo".length).trim(), said.now);
    history.progress.push({ inbox: said.inbox, asked: content.text, reply: text, expected });
  }

  return {
    town,
    timeline,
    steps,
    history,
    program,
    chance,
    trace: trace.say,
    lastEvents: trace.last,
    fingerprint: trace.fingerprint,
    db: admin.db,
    async close() {
      program.down();
      await timeline.runUntil(timeline.now() + 1);
    },
  };
}

/** The last things that happened, and a number that stands for all of them. */
function openTrace(timeline: Timeline) {
  const last: string[] = [];
  let hash = 0x811c9dc5;
  return {
    say(text: string): void {
      const wall = new Date(timeline.now() + 7 * hour).toISOString().slice(5, 23).replace("T", " ");
      const line = `${wall} ${text}`;
      for (const letter of line) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
      if (process.env.SIM_TRACE) process.stdout.write(`${line}\n`);
      last.push(line);
      if (last.length > 4000) last.splice(0, 2000);
    },
    last: () => last,
    fingerprint: () => (hash >>> 0).toString(16).padStart(8, "0"),
  };
}

function openLines(timeline: Timeline, chance: Chance, post: (bot: string) => Post): Line[] {
  // Telegram's own jitter of a minute is the only chance that is not ours: it is always the longest.
  const timers: Timers = {
    now: timeline.now,
    after: (milliseconds, run) => timeline.after(milliseconds > 60_000 ? 120_001 : milliseconds, run),
  };
  const telegrams = chance.of(0.3) ? 2 : 1;
  const lines: Line[] = [];
  const faultShare = chance.pick([0, 0.02, 0.06]);
  const shared = { away: null, faultShare };
  for (let at = 1; at <= telegrams; at++) {
    const token = `${1100 + at}:AAFakeFakeFakeFakeFakeFakeFakeFakeFak`;
    const bot = `telegram:${1100 + at}`;
    const fake = new FakeTelegram({ token, timers, post: post(bot) });
    const messagesPerSecond = chance.whole(1, 3);
    lines.push({
      ...shared,
      platform: "telegram",
      bot,
      fake,
      token,
      messagesPerSecond,
      messagesPerMonth: null,
      calls: [],
    });
  }
  const token = "918273645:FakeFakeFakeFakeFakeFake";
  const bot = "zalo:918273645";
  const fake = new FakeZalo({ token, timers, post: post(bot), switches: { webhookTries: 2_000 } });
  lines.push({
    ...shared,
    platform: "zalo",
    bot,
    fake,
    token,
    messagesPerSecond: 1,
    messagesPerMonth: 3_000,
    calls: [],
  });
  for (const line of lines) void line.fake.handle(line.token, "setWebhook", hook(line), new AbortController().signal);
  return lines;
}

const hook = ({ platform }: Line) => ({
  url: `https://simulated.invalid/${platform}/webhook`,
  secret_token: "simulated-secret",
  ...(platform === "telegram" ? { allowed_updates: ["message", "callback_query", "my_chat_member"] } : {}),
});
