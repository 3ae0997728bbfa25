import { Queue, type QueueOptions, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { Log } from "#domain/log.ts";
import type { Backend } from "./backend.ts";

/** Our own name in what may be a shared Redis. */
const prefix = "hocvu";

const keepsAll = "noeviction";

/** What Redis says when it takes no writes, and what an operator does then. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/\bOOM\b/, "Redis is full (maxmemory) and takes no jobs: give it more memory, or free what others keep there"],
  [/\bREADONLY\b/, "Redis is a replica and takes no jobs: let REDIS_URL name the primary"],
  [/\bMISCONF\b/, "Redis cannot save to its disk and takes no jobs until it can: make room there"],
];

const noAnswer = "queue: Redis does not answer (REDIS_URL, for example redis://127.0.0.1:6379)";
const wrongPassword =
  "queue: Redis does not let us in: it wants a password, or another one (REDIS_URL, for example redis://:password@127.0.0.1:6379)";

/**
 * Jobs in Redis. A producer is told within a second that Redis is away; a worker waits for it to come back. Whoever finds
 * a replica where the primary was connects anew: its address may lead elsewhere by now.
 */
export async function openRedis(url: string, log: Log): Promise<Backend> {
  const common = {
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 1_000),
    reconnectOnError: ({ message }: Error) => /\bREADONLY\b/.test(message),
    connectTimeout: 5_000,
  };
  let said = "";
  const connection = (maxRetriesPerRequest: number | null) =>
    new Redis(url, { ...common, maxRetriesPerRequest }).on("error", (error) => {
      said = error.message;
      log.warn({ err: error }, "queue: Redis connection");
    });
  const producers = connection(1);
  const workers = connection(null);
  const options: QueueOptions = { connection: producers, prefix };
  const opened = new Map<string, Queue<object>>();
  try {
    await producers.ping();
  } catch (cause) {
    producers.disconnect();
    workers.disconnect();
    const shutsUsOut = /NOAUTH|WRONGPASS|NOPERM/.test(`${said} ${cause}`);
    throw new Error(shutsUsOut ? wrongPassword : noAnswer, { cause });
  }
  const policy = await policyRemark(producers).catch(() => null);
  if (policy !== null) log.warn({}, `queue: ${policy}`);
  // A write, as adding a job is: a Redis that is full, or a replica, still answers everything else.
  const ping = async () => void (await producers.set(`${prefix}:ping`, "", "EX", 60).catch(explain));
  const forget = forgetLost(producers, opened);
  return {
    kind: "redis",
    queue: (name) => {
      const queue = new Queue<object>(name, options);
      opened.set(name, queue);
      return queue;
    },
    worker: (name, process, settings) =>
      new Worker<object>(name, process, { ...settings, prefix, connection: workers }),
    restore: async () => {
      await ping(); // several jobs at once are refused in a way that leads nobody away from a replica
      await forget();
    },
    ping,
    remark: () => policyRemark(producers),
    close: async () => {
      producers.disconnect();
      workers.disconnect();
    },
  };
}

async function policyRemark(redis: Redis): Promise<string | null> {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info("memory"))?.[1] ?? keepsAll;
  return policy === keepsAll ? null : `Redis may throw jobs away (maxmemory-policy ${policy}): set it to ${keepsAll}`;
}

/** The same error in an operator's words, where they are known. */
function explain(error: unknown): never {
  const said = error instanceof Error ? error.message : "";
  const refusal = refusals.find(([pattern]) => pattern.test(said));
  throw refusal === undefined ? error : new Error(refusal[1], { cause: error });
}

/** Looking for a job's place in a longer queue keeps Redis busy: then later. */
const longest = 2_000;

/**
 * When Redis has thrown keys away, or was full while a job was moved from one list to another, a job may be left that is
 * in no list. Whoever rings for the same again would take it for one that waits, for ever: such jobs are forgotten here,
 * once for each time that Redis counts more of either.
 */
function forgetLost(redis: Redis, opened: ReadonlyMap<string, Queue<object>>): () => Promise<void> {
  let known = "";
  return async () => {
    const [stats, errors] = await Promise.all([redis.info("stats"), redis.info("errorstats")]);
    const evicted = /^evicted_keys:(\d+)/m.exec(stats)?.[1] ?? "0";
    const refused = /^errorstat_OOM:count=(\d+)/m.exec(errors)?.[1] ?? "0";
    const found = `${evicted} ${refused} ${opened.size}`; // a queue opened since was not looked at
    if (found === known) return;
    for (const queue of opened.values()) {
      const { waiting, active, delayed } = await queue.getJobCounts("waiting", "active", "delayed");
      if (waiting! + active! + delayed! > longest) return;
      await queue.removeOrphanedJobs();
      await forgetFinished(redis, queue);
    }
    known = found;
  };
}

const living: readonly string[] = ["waiting", "active", "delayed", "prioritized"];

/** A job that lost what it was while it ran ends without giving back what it was rung for: nobody could ring for that again. */
async function forgetFinished(redis: Redis, queue: Queue<object>): Promise<void> {
  for await (const keys of redis.scanStream({ match: `${prefix}:${queue.name}:de:*`, count: 1_000 })) {
    for (const key of keys as string[]) {
      const job = await redis.get(key);
      if (job !== null && !living.includes(await queue.getJobState(job))) await redis.del(key);
    }
  }
}
