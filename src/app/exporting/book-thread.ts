import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { BookOrder, MadeBook } from "./book.ts";

/** Longer than the largest report takes on a slow machine. */
const withinMs = 120_000;

/** It takes a second or more to load what makes a workbook, so it stays for whoever asks next. */
const idleMs = 60_000;

/** Of old objects; a portion of people and the packed workbook are well below it. */
const heapMegabytes = 200;

/**
 * Makes the workbooks of a process in a thread of its own: nobody who is answered meanwhile waits for them. Who asks waits
 * for those who came before, whichever way they came.
 */
export class BookThread implements AsyncDisposable {
  readonly #closing = new AbortController();
  #thread: Worker | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #orders = 0;
  #idle: NodeJS.Timeout | undefined;

  /** How many are being made or wait for their turn. */
  get orders(): number {
    return this.#orders;
  }

  /** Given when this is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Rejects when the workbook could not be made, took too long, or this is closed. */
  make(order: BookOrder): Promise<MadeBook> {
    this.#orders++;
    const made = this.#turn.then(() => this.#make(order)).finally(() => this.#orders--);
    this.#turn = made.catch(() => {}); // who ordered it is told; whoever is next only waits for the end
    return made;
  }

  async #make(order: BookOrder): Promise<MadeBook> {
    clearTimeout(this.#idle);
    this.#closing.signal.throwIfAborted();
    const thread = this.#thread ?? this.#open();
    const late = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(withinMs)]);
    const done = new AbortController();
    try {
      const made = once(thread, "message", { signal: late }) as Promise<[MadeBook]>;
      const ended = once(thread, "exit", { signal: done.signal }).then(() => {
        throw new Error("the thread of a workbook ended");
      });
      thread.postMessage(order);
      const [book] = await Promise.race([made, ended]);
      this.#idle = setTimeout(() => void this.#end(), idleMs).unref();
      return book;
    } catch (error) {
      await this.#end();
      throw error;
    } finally {
      done.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#idle);
    this.#closing.abort(new Error("workbooks are made no more"));
    await this.#end();
  }

  #open(): Worker {
    const thread = new Worker(new URL("../../../bin/book-thread.mjs", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    thread.on("error", () => {}); // whoever waits is told by `once`
    thread.on("exit", () => {
      if (this.#thread === thread) this.#thread = null;
    });
    thread.unref();
    this.#thread = thread;
    return thread;
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
  }
}
