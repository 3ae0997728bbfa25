import { readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { Redis } from "ioredis";
import { test } from "vitest";
import { withLock } from "#app/embedded/lock.mjs";
import { placeIn } from "#app/embedded/place.ts";
import type { Connection } from "#db/connect.ts";
import { listProcesses } from "#db/processes.ts";
import type { BotKey } from "#domain/ids.ts";
import type { LocalTime } from "#domain/time.ts";
import { eventually } from "../setup/eventually.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import type { SmallDisk } from "../setup/small-disk.ts";
import { type Moment, Week } from "./calendar.ts";
import { Person } from "./person.ts";
import type { Platform } from "./platform.ts";
import { type Env, type Program, runNode, spawnNode, tailOf } from "./program.ts";
import type { Asked } from "./quiz.ts";
import { close, openStage, type Setting, type Stage, webhookSecrets } from "./stage.ts";

export type Role = "up" | "bot" | "worker" | "scheduler" | "web";

/**
 * Tells a story in a world of its own: real processes, a real database, platforms at the other end of HTTP. The world ends
 * with its test, also with one whose time is up in the middle of the story.
 */
export function story(name: string, setting: Setting, tell: (world: World) => Promise<void>, timeout = 600_000): void {
  for (const queue of setting.queue === undefined ? (["postgres", "redis"] as const) : [setting.queue]) {
    test(`${name} (queue: ${queue})`, { timeout }, async ({ onTestFailed, onTestFinished }) => {
      const opening = openStage({ ...setting, queue }).then((stage) => new World(stage));
      let tails = "";
      onTestFailed(() => console.error(tails));
      onTestFinished(async () => {
        const world = await opening.catch(() => null); // then nothing was opened, and the test says why
        tails = world?.logs() ?? "";
        await world?.[Symbol.asyncDispose]();
      });
      await tell(await opening);
    });
  }
}

/** Row of a roster: full name, unit, and whether they look after it. */
export interface Post {
  readonly name: string;
  readonly unit: string;
  readonly role?: "hoc_vien" | "quan_ly";
  readonly phone?: string;
  readonly email?: string;
}

export class World implements AsyncDisposable {
  readonly telegram: Platform;
  readonly zalo: Platform;
  readonly redisUrl: string | null;
  readonly week = new Week(new Date());
  readonly #stage: Stage;
  readonly #programs: Program[] = [];
  #bank: readonly Asked[] = [];
  #codes = new Map<string, { code: string; id: number }>();
  #cohort = 0;
  #chats = 0;
  #over = false;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.telegram = stage.telegram;
    this.zalo = stage.zalo;
    this.redisUrl = stage.redisUrl;
  }

  /** Where the platforms' webhooks and a process with pages are looked for, unless it is given another PORT. */
  get port(): number {
    return this.#stage.port;
  }

  /** Starts a process of the program, and waits until it runs; one after another. */
  async start(role: Role = "up", env: Env = {}): Promise<Program> {
    const before = await this.#newest();
    const program = this.spawn(role, env);
    const serves = () => program.printed().includes("runs at");
    const up = async () => {
      if (!program.alive()) throw new Error(`${role} ended: ${tailOf(program)}`);
      if (role === "up" || role === "web") return serves();
      return (await this.#newest()) > before;
    };
    await eventually(`${role} runs`, up, 240_000);
    if (this.#stage.env.PUBLIC_URL !== undefined && (role === "up" || role === "bot")) {
      for (const platform of [this.telegram, this.zalo])
        await eventually(`${platform.name} knows us`, platform.knowsUs);
    }
    return program;
  }

  /** Starts a process of the program, and waits for nothing. */
  spawn(role: Role, env: Env = {}): Program {
    if (this.#over) throw new Error(`the story is over, and something still wants to start a ${role}`);
    const name = `${role}-${this.#programs.length + 1}`;
    const { closing, env: usual, folder } = this.#stage;
    const log = path.join(folder, `${name}.log`);
    const program = spawnNode(name, ["bin/hocvu.mjs", role], { ...usual, ...env }, log, () => {});
    this.#programs.push(program);
    closing.push(() => program.kill());
    return program;
  }

  /** The number of the process that entered itself last among those that run: a dead one may be listed for a moment. */
  async #newest(): Promise<number> {
    const running = this.#stage.database === null ? [] : await listProcesses(this.#stage.database.db);
    return Math.max(0, ...running.map(({ id }) => id));
  }

  /** `kill -9` of one process, or of all there are. */
  async kill(program?: Program): Promise<void> {
    await Promise.all((program === undefined ? this.#programs : [program]).map((one) => one.kill()));
  }

  /** The operator's command line: what it prints with --json. */
  async hocvu<Answer = Record<string, unknown>>(...args: string[]): Promise<Answer> {
    const { code, stdout, stderr } = await this.tryHocvu(...args, "--json");
    if (code !== 0) throw new Error(`hocvu ${args.join(" ")} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as Answer;
  }

  tryHocvu = (...args: string[]) => runNode(["bin/hocvu.mjs", ...args], this.#stage.env);

  /** Moves the application's clock: returns when what fell due on the way has been sent, or after 10 seconds. */
  clockTo(moment: Moment): Promise<unknown> {
    const moved = this.hocvu("demo", "advance", "--to", this.week.instant(moment));
    moved.catch(() => {}); // a story may have failed before it waits for this
    return moved;
  }

  /** A connection for the story itself, to look at what is kept. */
  get database(): Connection {
    const { database } = this.#stage;
    if (database === null) throw new Error("a database of the story's own is looked at with `hocvu`");
    return database;
  }

  /** What the story's own server lies on; null: nobody may fill it. */
  get disk(): SmallDisk | null {
    return this.#stage.disk;
  }

  /** A cohort from Monday to Friday, 07:30, on the lessons that come with the program, with these people invited. */
  async cohort(posts: readonly Post[], { remind }: { remind?: string } = {}): Promise<number> {
    const named = ["--name", "Lớp thử", "--course", "hoc-vu-so", "--start", this.week.monday, "--at", "07:30"];
    const made = this.hocvu<{ id: number }>("cohort", "create", ...named, ...(remind ? ["--remind", remind] : []));
    this.#bank = [...this.#bank, ...(await bankOfLessons(this.#stage.env))];
    this.#cohort = (await made).id;
    await this.roster(posts);
    const { invites } = await this.hocvu<{ invites: { learnerId: number; fullName: string; code: string }[] }>(
      ...["roster", "invites", "--cohort", String(this.#cohort)],
    );
    for (const { learnerId, fullName, code } of invites) this.#codes.set(fullName, { code, id: learnerId });
    return this.#cohort;
  }

  /** Imports a roster of the cohort. */
  async roster(posts: readonly Post[]): Promise<void> {
    const file = path.join(this.#stage.folder, "roster.csv");
    const rows = posts.map(({ name, unit, role = "hoc_vien", phone = "", email = "" }) =>
      [name, unit, role, phone, email].map((cell) => `"${cell}"`).join(","),
    );
    writeFileSync(file, ["ho_ten,don_vi,vai_tro,dien_thoai,email", ...rows].join("\n"));
    await this.hocvu("roster", "import", file, "--cohort", String(this.#cohort));
  }

  /** Someone of the roster, before they write for the first time. */
  someone(name: string, platform: Platform = this.telegram): Person {
    this.#chats += 1;
    const chat = platform.name === "telegram" ? String(80_114_500 + this.#chats) : `7f3a90d1e4b2c${this.#chats}00`;
    return new Person(name, platform, chat, this.#codes.get(name)?.id ?? 0, this.#bank);
  }

  /** The invite of someone of the roster. */
  code = (name: string): string => this.#codes.get(name)!.code;

  /** Someone of the roster who joined: wrote the code they were given, and agreed. */
  async learner(name: string, platform: Platform = this.telegram): Promise<Person> {
    const person = this.someone(name, platform);
    const code = this.code(name);
    await person.types(platform.name === "telegram" ? `/start ${code}` : code);
    await person.receives(/đồng ý không\?/);
    await (platform.name === "telegram" ? person.taps("Đồng ý") : person.types("ĐỒNG Ý"));
    await person.receives(/Anh\/Chị đã vào lớp/);
    return person;
  }

  /** A crowd that has joined long ago, on Telegram, with a small course of its own: for pushes to many. */
  async crowd(count: number, pushTime = "07:30", lessons = 5): Promise<readonly Person[]> {
    const { db } = this.database;
    const now = new Date();
    const course = makeCourse("khoa-thu", lessons);
    await publish(db, course, now);
    const bot = this.telegram.bot as BotKey;
    const { learners } = await makeCohort(db, course, {
      learners: count,
      bot,
      start: this.week.monday,
      pushTime: pushTime as LocalTime,
      now,
    });
    await db.execute(
      sql`update chats set address = (90000000 + learner_id)::text where bot = ${bot} and address like 'c%'`,
    );
    await this.telegram.everyone();
    const taught = course.modules.flatMap((module) => module.lessons);
    const bank = taught.flatMap(({ questions }) =>
      questions.map(
        ({ prompt, options }): Asked => ({
          type: "single",
          prompt,
          options: options.map(({ text }) => text),
          correct: [0],
        }),
      ),
    );
    return learners.map(
      ({ learner }) => new Person(`Người ${learner}`, this.telegram, String(90_000_000 + learner), learner, bank),
    );
  }

  /** Every update is handled, and every message has its ending. */
  settles(withinMilliseconds?: number): Promise<void> {
    const none = async () => {
      const [row] = await this.database.sql<{ n: number }[]>`
        select (select count(*) from inbox where state = 'waiting')
          + (select count(*) from deliveries where state in ('planned', 'queued', 'sending')) as n`;
      return row!.n === 0;
    };
    return eventually("nothing is under way any more", none, withinMilliseconds);
  }

  /** A platform's call to our webhook, made by the story itself. */
  async post(platform: Platform, update: unknown): Promise<Response> {
    const header = platform.name === "telegram" ? "x-telegram-bot-api-secret-token" : "x-bot-api-secret-token";
    return fetch(`http://127.0.0.1:${this.#stage.port}/${platform.name}/webhook`, {
      method: "POST",
      headers: { "content-type": "application/json", [header]: webhookSecrets[platform.name] },
      body: JSON.stringify(update),
      signal: AbortSignal.timeout(30_000),
    });
  }

  /** The status of a GET; 0 when nobody answers. */
  async get(place: string): Promise<number> {
    return fetch(`http://127.0.0.1:${this.#stage.port}${place}`, { signal: AbortSignal.timeout(30_000) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
  }

  /** The database server that the program keeps is killed, and nobody brings it back before this has ended. */
  withoutDatabase<Found>(meanwhile: () => Promise<Found>): Promise<Found> {
    return withLock(placeIn(path.join(this.#stage.folder, "data")).lock, () => {
      process.kill(this.postmaster(), "SIGKILL");
      return meanwhile();
    });
  }

  /** The number of the database server's first process. */
  postmaster(): number {
    const file = path.join(realpathSync(path.join(this.#stage.folder, "data", "postgres")), "postmaster.pid");
    return Number(readFileSync(file, "utf8").split("\n")[0]);
  }

  /** Every file that the programs, and their database, wrote for people to read. */
  logTexts(): string {
    const { database, folder } = this.#stage;
    const folders = database === null ? [folder, path.join(folder, "data")] : [folder];
    const logs = folders.flatMap((each) =>
      readdirSync(each)
        .filter((name) => name.endsWith(".log"))
        .map((name) => path.join(each, name)),
    );
    return logs.map((file) => readFileSync(file, "utf8")).join("\n");
  }

  /** What a program has logged. */
  tail = (program: Program): string => tailOf(program, 1000);

  /** All of Redis, or the queue's schema, is gone. */
  async loseQueue(): Promise<void> {
    if (this.redisUrl === null) {
      await this.database.sql`drop schema if exists bullmq cascade`; // perhaps the last loss is not yet made good
      return;
    }
    const redis = new Redis(this.redisUrl);
    await redis.flushall();
    redis.disconnect();
  }

  logs = (): string => this.#programs.map((program) => tailOf(program)).join("\n\n");

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    await close(this.#stage.closing);
  }
}

let bank: Promise<readonly Asked[]> | null = null;

/** The questions of the lessons that come with the program, with their answers. */
function bankOfLessons(env: Env): Promise<readonly Asked[]> {
  bank ??= runNode(["bin/hocvu.mjs", "lessons", "list", "--answers", "--json"], env).then(({ stdout }) => {
    const { courses } = JSON.parse(stdout) as { courses: { lessons: { questions: Asked[] }[] }[] };
    return courses.flatMap(({ lessons }) => lessons.flatMap(({ questions }) => questions));
  });
  return bank;
}
