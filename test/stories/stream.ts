import { setTimeout as pause } from "node:timers/promises";
import { eventually } from "../setup/eventually.ts";
import type { Person } from "./person.ts";
import type { World } from "./world.ts";

/** As Telegram comes again: at once, then after 1, 2, 4 … s, here no more than that. */
const longestMs = 4_000;

/** So many at the full pace; who takes longer, on a machine that has other things to do, gets a tenth of it. */
const plenty = 5_000;

function dueBy(seconds: number, perSecond: number): number {
  const full = Math.min(seconds, plenty / perSecond);
  return full * perSecond + ((seconds - full) * perSecond) / 10;
}

/** So many calls of a webhook Telegram makes at once: what one waits for, another does not overtake without end. */
const connections = 40;

/** Telegram's side of a webhook at a steady pace: whatever gets no 200 is brought again until it does. */
export class Stream implements AsyncDisposable {
  /** How many updates there have been, how many of them got their 200, and how often one had to come again. */
  begun = 0;
  taken = 0;
  again = 0;
  /** Updates by the chat they are of. */
  readonly chats = new Map<string, number>();
  readonly #world: World;
  readonly #people: readonly Person[];
  readonly #stop = new AbortController();
  readonly #isOver = new AbortController();
  readonly #work: Promise<void>;

  constructor(world: World, people: readonly Person[], perSecond: number) {
    this.#world = world;
    this.#people = people;
    this.#work = this.#flow(perSecond);
  }

  /** No new one begins; waits until all that began are taken. */
  async end(withinMilliseconds: number): Promise<void> {
    this.#stop.abort();
    await this.#work;
    await eventually("every update is taken", () => this.taken === this.begun, withinMilliseconds);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver.abort();
    this.#stop.abort();
    await this.#work;
  }

  async #flow(perSecond: number): Promise<void> {
    const start = performance.now();
    while (!this.#stop.signal.aborted) {
      const due = dueBy((performance.now() - start) / 1000, perSecond);
      for (; this.begun < due && this.begun - this.taken < connections; this.begun++) void this.#bring(this.begun);
      await pause(10);
    }
  }

  async #bring(number: number): Promise<void> {
    const person = this.#people[number % this.#people.length]!;
    this.chats.set(person.chat, (this.chats.get(person.chat) ?? 0) + 1);
    const update = asksForPoints(person, 700_000 + number);
    for (let tries = 0; !this.#isOver.signal.aborted; tries++) {
      const answer = await this.#world.post(this.#world.telegram, update).catch(() => null);
      if (answer?.status === 200) {
        this.taken++;
        return;
      }
      this.again++;
      await pause(tries === 0 ? 0 : Math.min(500 * 2 ** tries, longestMs));
    }
  }
}

function asksForPoints({ chat, name }: Person, id: number): object {
  const who = { id: Number(chat), type: "private" };
  const from = { id: Number(chat), is_bot: false, first_name: name };
  const date = Math.floor(Date.now() / 1000);
  return { update_id: id, message: { message_id: id, date, chat: who, from, text: "/diem" } };
}
