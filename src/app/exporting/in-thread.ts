import { Worker } from "node:worker_threads";
import type { BookOrder, MadeBook } from "./book.ts";

/** Longer than the largest report takes on a slow machine. */
const withinMs = 120_000;

/** Of old objects; a portion of people and the packed workbook are well below it. */
const heapMegabytes = 200;

/**
 * A workbook made in a thread of its own: nobody who is answered meanwhile waits for it. Rejects when it could not be made,
 * or `signal` aborts.
 */
export async function makeBookInThread(order: BookOrder, signal: AbortSignal): Promise<MadeBook> {
  signal.throwIfAborted();
  const thread = new Worker(new URL("./thread.mjs", import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  const stop = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  try {
    return await new Promise<MadeBook>((resolve, reject) => {
      thread.once("message", resolve).once("error", reject);
      thread.once("exit", (code) => reject(new Error(`the thread of a workbook ended with ${code}`)));
      stop.addEventListener("abort", () => reject(new Error("a workbook was given up", { cause: stop.reason })));
    });
  } finally {
    await thread.terminate();
  }
}
