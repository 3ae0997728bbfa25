/**
 * A worker as BullMQ's pages show it (Rate limiting, "Manual rate-limit"): 30 jobs a second by its limiter, and what the API
 * refuses goes back to the queue, which rests as long as the API asks.
 *   node --import tsx bench/peers/bullmq.ts <Redis> <API root> <token> <text>
 */
import { Queue, RateLimitError, Worker } from "bullmq";
import { Api, GrammyError } from "grammy";
import { Redis } from "ioredis";

const [redis = "", apiRoot = "", token = "", text = ""] = process.argv.slice(2);

const connection = new Redis(redis, { maxRetriesPerRequest: null });
const queue = new Queue("broadcast", { connection });
const api = new Api(token, { apiRoot });

const worker = new Worker<{ readonly chat: string }>(
  "broadcast",
  async ({ data }) => {
    try {
      await api.sendMessage(data.chat, text);
    } catch (error) {
      const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined;
      if (seconds === undefined) throw error;
      await queue.rateLimit(seconds * 1000);
      throw new RateLimitError();
    }
  },
  { connection, concurrency: 8, limiter: { max: 30, duration: 1000 } },
);
await worker.waitUntilReady();
console.log("ready");
