import { setTimeout as pause } from "node:timers/promises";
import type { BotKey, ExportId, InboxId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import { type AnyQueue, type Backend, type DatabaseAddress, openPostgres, type WorkerSettings } from "./backend.ts";
import { coalesce } from "./coalesce.ts";
import { oneOfAChat } from "./one-of-a-chat.ts";
import { openRedis } from "./redis.ts";
import { settings } from "./settings.ts";
import { openTicks, overdue, type Ticks } from "./ticks.ts";
import { within } from "./within.ts";
import { keepWorking, type Working } from "./working.ts";

/** Jobs of one queue: waiting to be taken, in hand, waiting for another try, given up. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/**
 * The doorbells between processes. Jobs carry ids and say "look now"; what is to be done stands in tables, so that the
 * whole queue may be lost at any moment: a sweep rings again, and within seconds the queue is there again.
 */
export interface Queues extends AsyncDisposable {
  /**
   * Someone handles these updates soon, once each while they wait. Best effort: never rejects, a sweep finds the rest.
   * @param whose the chat of each: of one chat one update waits in the queue, whoever handles it handles the others
   */
  ringInbox(ids: readonly InboxId[], whose?: ReadonlyMap<InboxId, string>): Promise<void>;
  /** Handles updates, `concurrency` at once. When `handle` rejects, the same comes again, up to five times in 8 s. */
  workInbox(concurrency: number, handle: (id: InboxId) => Promise<void>): Working;
  /** Somebody makes these workbooks soon, as above. */
  ringExports(ids: readonly ExportId[]): Promise<void>;
  /** Makes workbooks, `concurrency` at once. A sweep brings again what was not made. */
  workExports(concurrency: number, make: (id: ExportId) => Promise<void>): Working;
  /** Whoever holds the bot's lane wakes. Rings in quick succession are one. Best effort: never rejects. */
  ringSender(bot: BotKey): Promise<void>;
  /** Wakes at every ring for the bot; only the holder of its lane listens. A ring during `wake` wakes once more. */
  listen(bot: BotKey, wake: () => void | Promise<void>): Working;
  /**
   * Each tick runs in one process at a time that ticks, whichever is free. Every process gives the same ticks; one
   * nobody gives any more is forgotten. A tick may be lost, late or, after a crash, repeated.
   */
  tick(ticks: Ticks): Working;
  /** By name of the queue; bots' doorbells only for the bots asked for. */
  counts(bots: readonly BotKey[]): Promise<Record<string, QueueCounts>>;
  /** By name, by how many seconds the next run of a tick is late; 0: it is not. Ticks that nobody gives are not there. */
  overdueTicks(): Promise<Record<string, number>>;
  /** How many processes' inbox workers are connected. */
  workers(): Promise<number>;
  /** Rejects when jobs can be neither added nor taken, or that is not known within `withinMilliseconds`. */
  ping(withinMilliseconds?: number): Promise<void>;
  /** Takes up again what was given up in a queue that `counts` names; whoever finds nothing left to do does nothing. */
  retryFailed(queue: string): Promise<void>;
  /** Forgets what was given up, 1000 jobs at most: what they were for stands in tables. */
  forgetFailed(queue: string): Promise<void>;
  /** What an operator should set otherwise where the jobs are, in a line; null: nothing. */
  remark(): Promise<string | null>;
  /** Lets what is under way finish, `withinMilliseconds` at most. */
  close(withinMilliseconds?: number): Promise<void>;
}

export interface QueueOptions extends DatabaseAddress {
  /** Unset: the jobs are in the database. */
  readonly redisUrl?: string | undefined;
  readonly log: Log;
}

const lookAfterMilliseconds = 3_000;
const ringWithinMilliseconds = 2_000;

/** Opens the queue; rejects when what holds the jobs cannot be reached now. Later it may come and go. */
export async function openQueue({ redisUrl, log, ...database }: QueueOptions): Promise<Queues> {
  const backend = redisUrl === undefined ? await openPostgres(database, log) : await openRedis(redisUrl, log);
  return new LiveQueues(backend, log);
}

class LiveQueues implements Queues {
  readonly #backend: Backend;
  readonly #log: Log;
  readonly #queues = new Map<string, AnyQueue>();
  readonly #bells = new Map<BotKey, () => Promise<void>>();
  readonly #working = new Set<Working>();
  readonly #restore: () => Promise<void>;
  readonly #look: NodeJS.Timeout;
  readonly #reported = new Map<string, number>();
  #keepTicks: () => Promise<void> = async () => {};
  #closing: Promise<void> | null = null;

  constructor(backend: Backend, log: Log) {
    this.#backend = backend;
    this.#log = log;
    this.#restore = coalesce(async () => {
      await backend.restore();
      await this.#keepTicks();
    });
    this.#look = setInterval(() => this.#repair(), lookAfterMilliseconds);
    this.#look.unref();
  }

  ringInbox(ids: readonly InboxId[], whose?: ReadonlyMap<InboxId, string>): Promise<void> {
    return this.#ringIds("inbox", "update", ids, whose);
  }

  ringExports(ids: readonly ExportId[]): Promise<void> {
    return this.#ringIds("exports", "export", ids);
  }

  async #ringIds(
    queue: string,
    name: string,
    ids: readonly number[],
    whose?: ReadonlyMap<number, string>,
  ): Promise<void> {
    if (ids.length === 0) return;
    const jobs = ids.map((id) => ({
      name,
      data: { id },
      opts: {
        deduplication: oneOfAChat(id, whose?.get(id)),
        attempts: 5,
        backoff: { type: "exponential", delay: 500 },
        removeOnComplete: true,
        removeOnFail: { age: 86_400, count: 1_000 },
      },
    }));
    await this.#ring(() => this.#queue(queue).addBulk(jobs));
  }

  workInbox(concurrency: number, handle: (id: InboxId) => Promise<void>): Working {
    return this.#workIds("inbox", concurrency, handle);
  }

  workExports(concurrency: number, make: (id: ExportId) => Promise<void>): Working {
    return this.#workIds("exports", concurrency, make);
  }

  #workIds<Id>(queue: string, concurrency: number, handle: (id: Id) => Promise<void>): Working {
    // BullMQ keeps why a job failed: an error of the database may quote what somebody wrote.
    const work = (id: Id) =>
      handle(id).catch((error: unknown) => {
        this.#say(error);
        throw new Error("it could not be handled: the log says why");
      });
    return this.#work(queue, { ...settings, concurrency }, ({ data }) => work((data as { id: Id }).id));
  }

  ringSender(bot: BotKey): Promise<void> {
    let bell = this.#bells.get(bot);
    if (bell === undefined) {
      const opts = {
        deduplication: { id: "ring", keepLastIfActive: true },
        removeOnComplete: true,
        removeOnFail: true,
      };
      bell = coalesce(() => this.#ring(() => this.#queue(bellOf(bot)).add("ring", {}, opts)));
      this.#bells.set(bot, bell);
    }
    return bell();
  }

  listen(bot: BotKey, wake: () => void | Promise<void>): Working {
    return this.#work(bellOf(bot), settings, async () => wake());
  }

  tick(ticks: Ticks): Working {
    const { keep, run } = openTicks(() => this.#queue("ticks"), ticks);
    this.#keepTicks = keep;
    this.#repair();
    const working = this.#work("ticks", { ...settings, concurrency: Object.keys(ticks).length }, run);
    const stop = async (within?: number) => {
      if (this.#keepTicks === keep) this.#keepTicks = async () => {};
      await working.stop(within);
    };
    return { stop, [Symbol.asyncDispose]: () => stop() };
  }

  async counts(bots: readonly BotKey[]): Promise<Record<string, QueueCounts>> {
    const names = ["inbox", "exports", "ticks", ...bots.map(bellOf)];
    const rows = names.map(async (name) => {
      const found = await this.#queue(name).getJobCounts("waiting", "active", "delayed", "failed");
      const { waiting = 0, active = 0, delayed = 0, failed = 0 } = found;
      return [name, { waiting, active, delayed, failed }] as const;
    });
    return Object.fromEntries(await Promise.all(rows));
  }

  async overdueTicks(): Promise<Record<string, number>> {
    return overdue(await this.#queue("ticks").getJobSchedulers(), Date.now());
  }

  workers(): Promise<number> {
    return this.#queue("inbox").getWorkersCount();
  }

  ping(withinMilliseconds = 2_000): Promise<void> {
    return within(withinMilliseconds, this.#backend.ping());
  }

  async retryFailed(queue: string): Promise<void> {
    await this.#queue(queue).retryJobs({ state: "failed" });
  }

  async forgetFailed(queue: string): Promise<void> {
    await this.#queue(queue).clean(0, 1000, "failed");
  }

  remark(): Promise<string | null> {
    return within(2_000, this.#backend.remark());
  }

  close(withinMilliseconds = 10_000): Promise<void> {
    this.#closing ??= this.#close(withinMilliseconds);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(withinMilliseconds: number): Promise<void> {
    clearInterval(this.#look);
    await Promise.all([...this.#working].map((working) => working.stop(withinMilliseconds)));
    const rest = async () => {
      await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
      await this.#backend.close();
    };
    await within(5_000, rest()).catch((error: unknown) => this.#report(error));
  }

  #queue(name: string): AnyQueue {
    let queue = this.#queues.get(name);
    if (queue === undefined) {
      queue = this.#backend.queue(name);
      queue.on("error", (error) => this.#report(error));
      this.#queues.set(name, queue);
      // One that could not begin never will: the next who asks gets a new one.
      queue.waitUntilReady().catch(() => this.#queues.delete(name));
    }
    return queue;
  }

  #work(name: string, options: WorkerSettings, run: Parameters<Backend["worker"]>[1]): Working {
    const open = () => this.#backend.worker(name, run, options);
    const working = keepWorking(open, (error) => this.#report(error));
    this.#working.add(working);
    const stop = async (withinMilliseconds?: number) => {
      await working.stop(withinMilliseconds);
      this.#working.delete(working);
    };
    return { stop, [Symbol.asyncDispose]: () => stop() };
  }

  /** Tries again at once: connections may have been cut, the queue's schema may be gone. */
  async #ring(add: () => Promise<unknown>): Promise<void> {
    const attempt = async (triesLeft: number): Promise<void> => {
      try {
        await add();
      } catch (error) {
        if (triesLeft === 0 || this.#closing !== null) throw error;
        await pause(100);
        await this.#restore().catch(() => {}); // the next try tells
        await attempt(triesLeft - 1);
      }
    };
    try {
      await within(ringWithinMilliseconds, attempt(3));
    } catch (error) {
      this.#log.warn({ err: error }, "queue: a ring was lost, a sweep will find what it was for");
    }
  }

  #repair(): void {
    if (this.#closing !== null) return;
    this.#restore().catch((error: unknown) => this.#say(error));
  }

  /** Whatever went wrong, the queue may have been lost: look at once. */
  #report(error: unknown): void {
    if (this.#closing !== null) return;
    if (this.#say(error)) this.#repair();
  }

  /** Whether this was said: the same in quick succession is said once a second. */
  #say(error: unknown): boolean {
    const message = error instanceof Error ? error.message : String(error);
    const now = performance.now();
    if (now - (this.#reported.get(message) ?? Number.NEGATIVE_INFINITY) < 1_000) return false;
    if (this.#reported.size > 100) this.#reported.clear();
    this.#reported.set(message, now);
    this.#log.warn({ err: error }, "queue: trouble, it goes on by itself");
    return true;
  }
}

/** BullMQ's names hold no colon. */
const bellOf = (bot: BotKey): string => `send-${bot.replaceAll(":", "-")}`;
