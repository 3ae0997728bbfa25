/**
 * Virtual time, and the one scheduler of everything that happens in it. One thing runs at a time: it is let go, and the
 * next one waits until it has come to rest, that is until nothing of it is left in the event loop but what stands in the
 * queue here. Statements at the real database count as running, unless they wait for a lock that someone who rests
 * holds: those are left to wait, and take their turn like everything else once they have it. So the same seed gives
 * the same order of everything, however fast the machine is.
 */
import { setImmediate as turn } from "node:timers/promises";
import type { Timers } from "../fakes/timers.ts";

interface Entry {
  readonly at: number;
  readonly order: number;
  run: (() => void) | null;
}

/** A statement on its way to the database and back. */
export interface Ticket {
  readonly owner: object;
  /** It waited for a lock while others went on: what follows from it takes its turn. */
  waited: boolean;
}

export class Timeline implements Timers {
  /** How many sessions of the database wait for a lock. */
  waitingSessions: () => Promise<number> = async () => 0;
  steps = 0;
  statements = 0;
  #now: number;
  #order = 0;
  readonly #heap: Entry[] = [];
  readonly #open = new Set<Ticket>();
  #work = 0;
  #business: Promise<unknown> = Promise.resolve();
  #wake: () => void = () => {};

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now = (): number => this.#now;

  after(milliseconds: number, run: () => void): () => void {
    const entry: Entry = { at: this.#now + Math.max(0, Math.ceil(milliseconds)), order: ++this.#order, run };
    push(this.#heap, entry);
    return () => {
      entry.run = null;
    };
  }

  sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => this.after(milliseconds, resolve));

  at(instant: number, run: () => void): void {
    this.after(instant - this.#now, run);
  }

  /**
   * A statement begins, once no other is running: two at once would come back in whatever order the machine likes.
   * @param owner whose statement it is
   */
  async enter(owner: object): Promise<Ticket> {
    while ([...this.#open].some((ticket) => !ticket.waited)) await this.sleep(0);
    const ticket: Ticket = { owner, waited: false };
    this.#open.add(ticket);
    this.statements++;
    return ticket;
  }

  /** False: it was left already. */
  leave(ticket: Ticket): boolean {
    const left = this.#open.delete(ticket);
    if (left) this.#wake();
    return left;
  }

  /** What a dead one asked for never comes back. */
  forget(owner: object): void {
    for (const ticket of [...this.#open]) if (ticket.owner === owner) this.leave(ticket);
  }

  /** The world's own business with the database, one after another: nothing else goes on meanwhile. */
  async busy<Value>(work: () => PromiseLike<Value>): Promise<Value> {
    this.#work++;
    const mine = this.#business.then(work, work);
    this.#business = mine;
    try {
      return await mine;
    } finally {
      this.#work--;
      this.#wake();
    }
  }

  /** Lets everything happen up to `until`. */
  async runUntil(until: number): Promise<void> {
    await this.#rest();
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > until) break;
      pop(this.#heap);
      if (next.run === null) continue;
      this.#now = Math.max(this.#now, next.at);
      this.steps++;
      next.run();
      await this.#rest();
    }
    this.#now = until;
  }

  async #rest(): Promise<void> {
    const begun = performance.now();
    for (;;) {
      await turn();
      await turn();
      if (performance.now() - begun > 120_000) throw new Error("the world does not come to rest");
      if (this.#work > 0) {
        await this.#change(20);
        continue;
      }
      if (this.#open.size === 0) return;
      const open = [...this.#open];
      if (open.some((ticket) => !ticket.waited) && (await this.#change(2))) continue;
      // What is under way for so long, or was left waiting, may wait for a lock: rest is when all that is open does.
      const waiting = await this.waitingSessions();
      const same = open.length === this.#open.size && open.every((ticket) => this.#open.has(ticket));
      if (waiting === open.length && same && this.#work === 0) {
        for (const ticket of open) ticket.waited = true;
        return;
      }
      await this.#change(1);
    }
  }

  /** Whether something came back from the database, within so many real milliseconds. */
  async #change(milliseconds: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const changed = await new Promise<boolean>((resolve) => {
      this.#wake = () => resolve(true);
      timer = setTimeout(() => resolve(false), milliseconds);
    });
    clearTimeout(timer);
    return changed;
  }
}

const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (before(heap[above]!, entry)) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && before(heap[below + 1]!, heap[below]!)) below++;
    if (before(last, heap[below]!)) break;
    heap[at] = heap[below]!;
    at = below;
  }
  heap[at] = last;
}
