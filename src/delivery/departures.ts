import type { Channel } from "#channels/channel.ts";
import { rankOf } from "#domain/delivery-state.ts";
import type { ChatId, DeliveryId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { Pace } from "#domain/pace.ts";
import type { SlidingBudget } from "#domain/rate.ts";
import type { Tried } from "./settle.ts";

/** Committed as `sending`: the call comes next. */
export interface Ready {
  readonly row: Tried["row"];
  readonly message: Message;
}

export interface DeparturesDeps {
  readonly channel: Channel;
  /** Milliseconds of a clock that never jumps. */
  readonly monotonic: () => number;
  readonly budget: SlidingBudget;
  /** Called when a message under way was answered. */
  readonly answered: () => void;
  /** Called when the platform answered at all. */
  readonly contact: () => void;
  /** Called when the platform accepted a message. */
  readonly accepted?: (row: Tried["row"]) => void;
}

/** How many more messages are worth preparing now. */
export interface Room {
  readonly answers: number;
  /** Of them, lessons and the like. */
  readonly pushes: number;
}

/**
 * The messages that are committed as `sending`, from there to the platform's answer. They are prepared a little ahead of
 * their slots in the budget, so that a slot never waits for the database; each leaves as soon as there is one for it,
 * answers to people first.
 */
export class Departures {
  readonly #deps: DeparturesDeps;
  readonly #pace: Pace;
  #ready: (Ready & { readonly since: number })[] = [];
  /** Chats with a message ready or under way: the next one waits for its answer, so that they arrive in order. */
  readonly #busy = new Set<ChatId>();
  readonly #underWay = new Set<DeliveryId>();
  /** How many have left so far. */
  departed = 0;
  #tried: (Tried & { readonly at: number })[] = [];

  constructor(deps: DeparturesDeps) {
    this.#deps = deps;
    this.#pace = new Pace(deps.budget.perWindow, deps.budget.windowMs);
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** Those whose endings will still be recorded: they are under way, or were answered since. */
  get unrecorded(): DeliveryId[] {
    return [...this.#underWay, ...this.#tried.map(({ row }) => row.id)];
  }

  isBusy(chat: ChatId): boolean {
    return this.#busy.has(chat);
  }

  /** What came of those that have left, as long as it is not recorded. */
  get tried(): readonly Tried[] {
    return this.#tried;
  }

  /** What has not left. */
  get ready(): readonly Ready[] {
    return this.#ready;
  }

  /**
   * Nothing that is ready may leave any more: the platform has just refused to take any, or it waited for so long that
   * another process may hold the lane by now.
   */
  get stopped(): boolean {
    const [first] = this.#ready;
    if (first !== undefined && this.#deps.monotonic() - first.since > freshMs) return true;
    return this.#tried.some(({ outcome }) => outcome?.kind === "throttled" || outcome?.kind === "shut");
  }

  /** @param feeling one message at a time feels the way */
  room(feeling: boolean): Room {
    if (feeling) {
      const one = Math.max(0, 1 - this.#underWay.size - this.#ready.length);
      return { answers: one, pushes: one };
    }
    if (this.#ready.length > most / 2) return { answers: 0, pushes: 0 };
    const soon = this.#deps.monotonic() + aheadMs;
    const room = (by: number) => Math.max(0, Math.min(most, by) - this.#ready.length);
    const answers = room(this.#deps.budget.roomBy(soon));
    return { answers, pushes: Math.min(answers, room(this.#pace.roomBy(soon))) };
  }

  /** @param since when the lane was last known to be ours */
  add(ready: readonly Ready[], since: number): void {
    for (const { row } of ready) this.#busy.add(row.chatId);
    this.#ready = [...this.#ready, ...ready.map((one) => ({ ...one, since }))];
    this.#ready.sort((a, b) => Number(isPush(a)) - Number(isPush(b)));
  }

  /** These will not leave: they were put back. */
  drop(back: readonly Ready[]): void {
    for (const { row } of back) this.#busy.delete(row.chatId);
    this.#ready = this.#ready.filter((one) => !back.includes(one));
  }

  /** These endings are recorded. */
  forget(recorded: readonly Tried[]): void {
    this.#tried = this.#tried.filter((one) => !recorded.includes(one));
  }

  /** Lets leave what may; the milliseconds until the next could, Infinity where an answer has to come first. */
  depart(): number {
    const { budget, monotonic } = this.#deps;
    while (this.#ready.length > 0 && !this.stopped) {
      const now = monotonic();
      const pushed = isPush(this.#ready[0]!);
      const pace = pushed ? this.#pace.waitMs(now) : 0;
      if (pace > 0) return Math.ceil(pace);
      const taken = budget.take(now);
      if (taken !== true) return taken;
      if (pushed) this.#pace.leaves(now);
      this.#send(this.#ready.shift()!, now);
    }
    return this.#ready.length > 0 ? 0 : Number.POSITIVE_INFINITY;
  }

  /** Milliseconds until one more push is worth preparing. */
  untilRoomMs(): number {
    const { budget, monotonic } = this.#deps;
    const now = monotonic();
    return Math.max(1, Math.ceil(Math.max(budget.waitMs(now), this.#pace.waitMs(now)) - aheadMs));
  }

  /** Milliseconds until what was tried should be recorded, whatever else there is to do. */
  untilRecordMs(): number {
    const [first] = this.#tried;
    if (first === undefined) return Number.POSITIVE_INFINITY;
    if (this.#tried.length >= most / 2 || this.#underWay.size + this.#ready.length === 0) return 0;
    return Math.max(0, Math.ceil(first.at + recordWithinMs - this.#deps.monotonic()));
  }

  #send({ row, message }: Ready, departedAt: number): void {
    const { accepted, answered, budget, channel, contact, monotonic } = this.#deps;
    this.#underWay.add(row.id);
    this.departed++;
    channel.send({ bot: row.bot, chat: row.address }, message).then((outcome) => {
      const at = monotonic();
      budget.answered(departedAt, at);
      this.#underWay.delete(row.id);
      this.#busy.delete(row.chatId);
      this.#tried.push({ row, outcome, reason: null, at });
      if (outcome.kind !== "unreached" && outcome.kind !== "unknown" && outcome.kind !== "shut") contact();
      if (outcome.kind === "sent") accepted?.(row);
      this.depart();
      answered();
    });
  }
}

const isPush = ({ row }: Ready): boolean => row.rank !== rankOf.reply;

/** Most that is ready at once: enough to keep a lifted budget busy during a transaction, few enough to lose to a crash. */
const most = 32;

/** So much earlier than its slot a message is prepared: what a transaction takes on a busy machine. */
const aheadMs = 25;

/** What is ready leaves so soon after the lane was known to be ours, or not at all. */
export const freshMs = 500;

/** An ending that is not recorded is unknown to whoever comes after a crash: it is not left so for long. */
const recordWithinMs = 20;
