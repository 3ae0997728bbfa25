import { type ChildProcess, fork } from "node:child_process";
import type { ResvgRenderOptions } from "@resvg/resvg-js";

/** So long it stays when there is nothing to draw. */
const idleMs = 10_000;

/** A drawing that takes longer does not end. */
const longestMs = 60_000;

/** A chart as the library of charts understands it, as data: what a label says of each item are its `texts`. */
export interface Chart {
  readonly option: object & { readonly series: readonly object[] };
  readonly width: number;
  readonly height: number;
}

interface Waiting {
  readonly resolve: (drawn: never) => void;
  readonly reject: (error: Error) => void;
}

type Answer = { readonly id: number } & (
  | { readonly png: Uint8Array }
  | { readonly svg: string }
  | { readonly problem: string }
);

/** What is asked of the process: see drawer-process.mjs. */
type Order = { readonly svg: string; readonly options: ResvgRenderOptions } | { readonly chart: Chart };

/** Whoever is written to is ending: their end says why. */
const isEnding = ({ code }: NodeJS.ErrnoException): boolean => code === "EPIPE" || code === "ERR_IPC_CHANNEL_CLOSED";

/**
 * Draws in a process of its own. The libraries would keep the event loop from whoever else waits; their memory (15 MB a
 * picture) lies outside of what JavaScript counts, and comes back long after; a drawing that breaks them would take the bot
 * along. The process starts with the first drawing, and ends when there was none for ten seconds, or with whoever started
 * it, however that ends.
 */
export class Drawer {
  readonly #module: URL;
  readonly #waiting = new Map<number, Waiting>();
  #process: ChildProcess | null = null;
  #last = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param module what the process runs; default: the library */
  constructor(module = new URL("./drawer-process.mjs", import.meta.url)) {
    this.#module = module;
  }

  /**
   * A drawing as PNG.
   * @throws Error what is wrong with the drawing, or that it could not be drawn
   */
  draw(svg: string, options: ResvgRenderOptions): Promise<Buffer> {
    return this.#order({ svg, options });
  }

  /**
   * A chart as a drawing, SVG.
   * @throws Error as `draw`
   */
  chart(chart: Chart): Promise<string> {
    return this.#order({ chart });
  }

  #order<Drawn>(order: Order): Promise<Drawn> {
    const id = ++this.#last;
    return new Promise<Drawn>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process ??= this.#start();
      this.#process.send({ id, ...order }, (error) => {
        if (error !== null && !isEnding(error)) this.#settle(id)?.reject(error);
      });
      this.#watch();
    });
  }

  #start(): ChildProcess {
    // It needs nothing of what the program was told: no token, no address.
    const child = fork(this.#module, { env: {}, execArgv: [], serialization: "advanced", stdio: "ignore" });
    const gone = (why: string) => {
      if (this.#process !== child) return;
      this.#process = null;
      for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(new Error(why));
    };
    child.on("message", (answer: Answer) => {
      const waiting = this.#settle(answer.id);
      if ("png" in answer) waiting?.resolve(Buffer.from(answer.png) as never);
      else if ("svg" in answer) waiting?.resolve(answer.svg as never);
      else waiting?.reject(new Error(answer.problem));
    });
    child.on("error", (error) => gone(`the process that draws cannot be used: ${error.message}`));
    child.on("exit", (code, signal) => gone(`the process that draws ended with ${signal ?? code}`));
    return child;
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#watch();
    return waiting;
  }

  /** The program does not end before its drawings, and does not stay for a process that has nothing to do. */
  #watch(): void {
    clearTimeout(this.#timer);
    const child = this.#process;
    if (child === null) return;
    const idle = this.#waiting.size === 0;
    if (idle) child.unref();
    else child.ref();
    if (idle) child.channel?.unref();
    else child.channel?.ref();
    const end = () => {
      if (idle) this.#process = null; // the next drawing has another, also while this one is ending
      child.kill("SIGKILL");
    };
    this.#timer = setTimeout(end, idle ? idleMs : longestMs).unref();
  }
}
