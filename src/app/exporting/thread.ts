import { parentPort, workerData } from "node:worker_threads";
import { type BookOrder, makeBook } from "./book.ts";

const made = await makeBook(workerData as BookOrder);
parentPort!.postMessage(made, made.bytes === null ? [] : [made.bytes.buffer as ArrayBuffer]);
