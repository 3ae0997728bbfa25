import { parentPort } from "node:worker_threads";
import { type BookOrder, makeBook } from "./book.ts";

/** One order after the other; one that fails ends the thread. */
parentPort!.on("message", async (order: BookOrder) => {
  const made = await makeBook(order);
  parentPort!.postMessage(made, made.bytes === null ? [] : [made.bytes.buffer as ArrayBuffer]);
});
