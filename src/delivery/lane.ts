/**
 * A bot's lane: the one place its messages leave from. One process holds it at a time, by a lock of its database
 * session; whoever dies or loses the session loses the lane with it, and the next holder begins with what was left.
 *
 * A round: record the endings of what was answered, take what is due into hand (answers first), decide for each
 * whether it still leaves, commit it as `sending`, and only then speak to the platform. The messages under way are
 * waited for by nobody: their endings are recorded by a later round, and survive a database that is away.
 */
import type { Channel } from "#channels/channel.ts";
import { typedText } from "#channels/plain.ts";
import type { Connection, Tx } from "#db/connect.ts";
import {
  type Leaving,
  markSending,
  openAttempts,
  readLeaving,
  recoverLane,
  type Taken,
  takeDue,
} from "#db/deliveries.ts";
import { type LaneFacts, readLane, shutLane } from "#db/lanes.ts";
import { currentSession, takeSessionLock } from "#db/session.ts";
import type { AttemptId, ChatId, DeliveryId, ProcessId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { SlidingBudget } from "#domain/rate.ts";
import type { Clock } from "#domain/time.ts";
import { fate } from "./fate.ts";
import { quotaMonth, quotaSpent, recordEndings, type Tried } from "./settle.ts";

export interface LaneDeps {
  readonly connection: Connection;
  readonly channel: Channel;
  readonly process: ProcessId;
  readonly clock: Clock;
  /** Milliseconds of a clock that never jumps: the budget's seconds are real ones, also in a demo. */
  readonly monotonic: () => number;
  readonly budget: SlidingBudget;
  readonly messagesPerMonth: number | null;
  /** Says what a lesson or a reminder says: decided when it leaves, by what stands then. */
  readonly say: (tx: Tx, leaving: Leaving, attempt: Leaving["attempt"], now: Date) => Promise<Message>;
  readonly log: Log;
  /** Called when a message under way was answered, so that the next round may come at once. */
  readonly answered: () => void;
  /** Called when the platform answered at all, for the outage book. */
  readonly contact: () => void;
}

/** How many rows are taken into hand at a time: enough to keep the budget busy, few enough to lose to a crash. */
const handful = 32;

/** Committed as `sending`: the call comes next. */
interface Ready {
  readonly row: Tried["row"];
  readonly message: Message;
}

export class Lane {
  readonly #deps: LaneDeps;
  /** The database session that holds the lock; another one holds nothing. */
  #session = 0;
  #facts: LaneFacts = { pausedUntil: null, strikes: 0, shut: null, month: null, monthSent: 0 };
  #hand: Taken[] = [];
  /** Chats with a message under way: the next one waits for its answer, so that they arrive in order. */
  readonly #busy = new Set<ChatId>();
  #tried: Tried[] = [];
  #rung = true;

  constructor(deps: LaneDeps) {
    this.#deps = deps;
  }

  /** Why nothing leaves until the platform lets the bot in again; null: the lane is open. */
  get shut(): string | null {
    return this.#facts.shut;
  }

  /** The platform answers again: what waited may leave, unless the month's messages are still used up. */
  async reopen(): Promise<void> {
    if (this.#facts.shut === quotaSpent && this.#used(this.#deps.clock.now()) >= 1) return;
    await this.#round((tx) => shutLane(tx, this.#deps.channel.bot, null));
    this.#facts = { ...this.#facts, shut: null };
  }

  get underWay(): number {
    return this.#busy.size;
  }

  /** Something new may be due: look before the hand is empty. */
  ring(): void {
    this.#rung = true;
  }

  /** Takes the lane if nobody holds it. Endings learnt in an earlier holding are recorded first. */
  async take(): Promise<boolean> {
    const { budget, channel, clock, connection, log, monotonic } = this.#deps;
    const got = await connection.db.transaction(async (tx) => {
      const session = await takeSessionLock(tx, `lane ${channel.bot}`);
      if (session === null) return false;
      this.#session = session;
      this.#facts = await readLane(tx, channel.bot);
      return true;
    });
    if (!got) return false;
    budget.pauseUntil(monotonic() + unknownSecondMs);
    await this.#round(async (tx) => {
      const left = await recoverLane(tx, channel.bot, clock.now());
      if (left.freed + left.unknown > 0) log.warn({ bot: channel.bot, ...left }, "took over what another holder left");
    });
    this.#hand = [];
    this.#rung = true;
    return true;
  }

  /**
   * One round. Returns how many milliseconds until another could do more; an answer or a ring comes first.
   * Throws when the database is away or the lane was lost: take it again.
   */
  async pump(): Promise<number> {
    const { budget } = this.#deps;
    if (this.#stoppedMs() > 0) {
      await this.#round(async () => {});
      return Math.min(this.#stoppedMs(), idleMs);
    }
    const { slots, waitMs } = this.#takeSlots();
    let leaving: Ready[] = [];
    try {
      // The endings recorded at its beginning may have stopped the lane: then nothing more leaves in this round either.
      leaving = await this.#round(async (tx) => (this.#stoppedMs() > 0 ? [] : this.#prepare(tx, slots)));
    } finally {
      for (let unused = slots - leaving.length; unused > 0; unused--) budget.giveBack();
    }
    for (const one of leaving) this.#send(one);
    if (leaving.length > 0) return 0;
    return Math.min(idleMs, this.#hand.length > 0 ? waitMs : idleMs);
  }

  /** As many slots as can be had now. After a throttle without a figure, one message feels the way. */
  #takeSlots(): { slots: number; waitMs: number } {
    const { budget, monotonic } = this.#deps;
    const most = this.#facts.strikes > 0 ? Math.max(0, 1 - this.underWay) : handful;
    for (let slots = 0; slots < most; slots++) {
      const taken = budget.take(monotonic());
      if (taken !== true) return { slots, waitMs: taken };
    }
    return { slots: most, waitMs: idleMs };
  }

  /** Whatever is under way has been answered and recorded, or `ms` have passed. */
  async drain(sleep: (ms: number) => Promise<void>, ms: number): Promise<void> {
    const end = this.#deps.monotonic() + ms;
    while (this.underWay > 0 && this.#deps.monotonic() < end) await sleep(20);
    await this.#round(async () => {});
  }

  /** The share of the month's quota that is used; 0 where messages are not counted. */
  #used(now: Date): number {
    const { messagesPerMonth } = this.#deps;
    return messagesPerMonth === null || this.#facts.month !== quotaMonth(now)
      ? 0
      : this.#facts.monthSent / messagesPerMonth;
  }

  /** How long nothing may leave: for the pause the platform asked for, or, while the lane is shut, until it is opened. */
  #stoppedMs(): number {
    const { pausedUntil, shut } = this.#facts;
    if (shut !== null) return Number.POSITIVE_INFINITY;
    return pausedUntil === null ? 0 : Math.max(0, pausedUntil.getTime() - this.#deps.clock.now().getTime());
  }

  /** A transaction that begins by recording the endings learnt since the last one, and proves that the lane is ours. */
  async #round<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
    const { channel, connection } = this.#deps;
    const tried = [...this.#tried]; // more may be learnt while these are recorded
    const value = await connection.db.transaction(async (tx) => {
      if ((await currentSession(tx)) !== this.#session)
        throw new Error(`the lane of ${channel.bot} was lost with its session`);
      if (tried.length > 0) this.#facts = await recordEndings(tx, this.#deps, this.#facts, tried);
      return work(tx);
    });
    this.#tried = this.#tried.filter((one) => !tried.includes(one));
    return value;
  }

  /** Fills the hand, and of it commits as `sending` what leaves now. */
  async #prepare(tx: Tx, room: number): Promise<Ready[]> {
    const { channel, clock, process } = this.#deps;
    const now = clock.now();
    if (this.#rung || this.#hand.length === 0) {
      const rung = this.#rung;
      this.#rung = false;
      const taken = await takeDue(tx, channel.bot, process, now, handful, rung && this.#hand.length > 0 ? 0 : 2);
      this.#hand = [...this.#hand, ...taken].sort((a, b) => a.lane - b.lane || a.id - b.id);
    }
    const chosen = this.#choose(room);
    if (chosen.length === 0) return [];
    const rows = await readLeaving(tx, chosen, process);
    const leaving: Leaving[] = [];
    const ended: Tried[] = [];
    for (const row of rows) {
      const reason = fate(row, now, this.#used(now) >= scarceFrom);
      if (reason === null) leaving.push(row);
      else ended.push({ row: { ...row, tryNumber: row.sends }, outcome: null, reason });
    }
    if (ended.length > 0) this.#facts = await recordEndings(tx, this.#deps, this.#facts, ended);
    return this.#compose(tx, leaving, now);
  }

  async #compose(tx: Tx, rows: readonly Leaving[], now: Date): Promise<Ready[]> {
    const { channel, log, say } = this.#deps;
    const shown = rows.flatMap((row) =>
      row.kind === "lesson" && row.learnerId !== null && row.lessonVersionId !== null
        ? [
            {
              learnerId: row.learnerId,
              deliveryId: row.id,
              lessonVersionId: row.attempt?.lessonVersionId ?? row.lessonVersionId,
            },
          ]
        : [],
    );
    const opened = await openAttempts(tx, shown, now);
    const composed: { row: Leaving; message: Message; shows: AttemptId | null }[] = [];
    for (const row of rows) {
      const fresh = row.learnerId === null ? undefined : opened.get(row.learnerId);
      const attempt =
        row.attempt ??
        (fresh === undefined
          ? null
          : { ...fresh, lessonVersionId: row.lessonVersionId!, completed: false, answers: [] });
      const message = row.body ?? (await say(tx, row, attempt, now));
      if (typedText(message).length > channel.limits.text) {
        log.error({ delivery: row.id, kind: row.kind }, "a message is longer than its channel allows");
      }
      composed.push({ row, message, shows: fresh?.id ?? null });
    }
    const tries = await markSending(
      tx,
      composed.map(({ row, shows }) => ({ id: row.id, attempt: shows })),
    );
    return composed.map(({ row, message }) => ({ row: { ...row, tryNumber: tries.get(row.id)! }, message }));
  }

  /** The first in hand whose chat has nothing under way, `room` at the most. */
  #choose(room: number): DeliveryId[] {
    const chosen: Taken[] = [];
    const chats = new Set(this.#busy);
    for (const one of this.#hand) {
      if (chosen.length >= room) break;
      if (chats.has(one.chatId)) continue;
      chats.add(one.chatId);
      chosen.push(one);
    }
    this.#hand = this.#hand.filter((one) => !chosen.includes(one));
    return chosen.map((one) => one.id);
  }

  #send({ row, message }: Ready): void {
    const { answered, budget, channel, contact, monotonic } = this.#deps;
    const departedAt = monotonic();
    this.#busy.add(row.chatId);
    channel.send({ bot: row.bot, chat: row.address }, message).then((outcome) => {
      budget.answered(departedAt, monotonic());
      this.#busy.delete(row.chatId);
      this.#tried.push({ row, outcome, reason: null });
      if (outcome.kind !== "unreached" && outcome.kind !== "unknown" && outcome.kind !== "shut") contact();
      answered();
    });
  }
}

/** From this share of the month's quota on, what is left is for lessons and answers. */
const scarceFrom = 0.8;

/** What another holder sent in its last second is unknown, so a new one waits for that second to pass. */
const unknownSecondMs = 1010;

/** With nothing to do the lane looks once a second: whoever rings is faster, whoever forgets is found. */
const idleMs = 1000;
