import type { Timers } from "../timers.ts";

/** A time that stands still until it is moved, and then does what falls due on the way, in order. */
export class ManualClock implements Timers {
  #now: number;
  #waiting: { readonly at: number; readonly run: () => void }[] = [];

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now = (): number => this.#now;

  after(milliseconds: number, run: () => void): () => void {
    const one = { at: this.#now + milliseconds, run };
    this.#waiting.push(one);
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== one);
    };
  }

  /** What is started on the way and takes time of its own is waited for one turn of the event loop. */
  async to(at: number): Promise<void> {
    for (;;) {
      const [next] = this.#waiting.filter((one) => one.at <= at).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = Math.max(this.#now, at);
  }

  forward = (milliseconds: number): Promise<void> => this.to(this.#now + milliseconds);
}
