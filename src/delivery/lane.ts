/**
 * A bot's lane: the one place its messages leave from. One process holds it at a time, by a lock of its database
 * session; whoever dies or loses the session loses the lane with it, and the next holder begins with what was left.
 *
 * A round: record the endings of what was answered, take what is due into hand (answers first), decide for each
 * whether it still leaves, commit it as `sending`, and only then let it leave. The messages under way are waited for by
 * nobody: their endings are recorded by a later round, and survive a database that is away.
 */
import type { Channel } from "#channels/channel.ts";
import type { Connection, Tx } from "#db/connect.ts";
import {
  freeHand,
  leavesFirst,
  lockFree,
  putBack,
  readLeaving,
  recoverLane,
  type Taken,
  takeDue,
} from "#db/delivery/deliveries.ts";
import { type LaneFacts, readLane, shutLane } from "#db/delivery/lanes.ts";
import { leaveShutLane } from "#db/delivery/moves.ts";
import { askForLock, currentSession } from "#db/session.ts";
import { lastRank, rankOf } from "#domain/delivery-state.ts";
import type { ProcessId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import type { SlidingBudget } from "#domain/rate.ts";
import type { Clock } from "#domain/time.ts";
import { Departures, freshMs, type Ready, type Room } from "./departures.ts";
import { fate } from "./fate.ts";
import { noteTerms, pay, refund, refundTries, type Terms } from "./paying.ts";
import { prepare, type Say } from "./prepare.ts";
import { quotaSpent, quotaUsed, recordEndings, scarceFrom, type Tried } from "./settle.ts";

export interface LaneDeps extends Terms {
  readonly connection: Connection;
  readonly channel: Channel;
  readonly process: ProcessId;
  readonly clock: Clock;
  /** Milliseconds of a clock that never jumps: the budget's seconds are real ones, also in a demo. */
  readonly monotonic: () => number;
  readonly budget: SlidingBudget;
  readonly messagesPerMonth: number | null;
  readonly say: Say;
  readonly log: Log;
  /** Called when a message under way was answered, so that the next round may come at once. */
  readonly answered: () => void;
  /** Called when the platform answered at all, for the outage book. */
  readonly contact: () => void;
  /** Called when the platform accepted a message; for whoever counts. */
  readonly accepted?: (row: Tried["row"]) => void;
}

/** How many rows are taken into hand at a time: enough to keep the budget busy, few enough to lose to a crash. */
const handful = 64;

export class Lane {
  readonly #deps: LaneDeps;
  /** The database session that holds the lock; another one holds nothing. */
  #session = 0;
  #facts: LaneFacts = { pausedUntil: null, strikes: 0, shut: null, month: null, monthSent: 0 };
  #hand: Taken[] = [];
  readonly #out: Departures;
  #rung = true;
  /** Without a ring: when to look again with an empty hand, and when for answers alone. */
  #lookAt = 0;
  #answersAt = 0;
  /** While the lane is shut: when what waits in it is next moved to other lanes. */
  #moveAt = 0;
  #heardAt = 0;
  #closing = false;
  readonly #ask: (tx: Tx) => Promise<number | null>;

  constructor(deps: LaneDeps) {
    this.#deps = deps;
    this.#out = new Departures(deps);
    const ended = () =>
      deps.log.warn({ bot: deps.channel.bot }, "the lane's holder stood still, its session was ended");
    this.#ask = askForLock(`lane ${deps.channel.bot}`, ended);
  }

  /** Why nothing leaves until the platform lets the bot in again; null: the lane is open. */
  get shut(): string | null {
    return this.#facts.shut;
  }

  /** The platform answers again: what waited may leave, unless the month's messages are still used up. */
  async reopen(): Promise<void> {
    const { clock, messagesPerMonth } = this.#deps;
    if (this.#facts.shut === quotaSpent && quotaUsed(this.#facts, messagesPerMonth, clock.now()) >= 1) return;
    await this.#round((tx) => shutLane(tx, this.#deps.channel.bot, null));
    this.#moveAt = 0;
    this.#facts = { ...this.#facts, shut: null };
  }

  get underWay(): number {
    return this.#out.underWay;
  }

  /** Something new may be due: look before the hand is empty. */
  ring(): void {
    this.#rung = true;
  }

  /** Takes the lane if nobody holds it. Endings learnt in an earlier holding are recorded first. */
  async take(): Promise<boolean> {
    const { budget, channel, clock, connection, log, monotonic } = this.#deps;
    const got = await connection.db.transaction(async (tx) => {
      const session = await this.#ask(tx);
      if (session === null) return false;
      this.#session = session;
      this.#facts = await readLane(tx, channel.bot);
      await noteTerms(tx, channel, this.#deps);
      return true;
    });
    if (!got) return false;
    budget.pauseUntil(monotonic() + unknownMs);
    budget.takeOver(monotonic());
    await this.#round(async (tx) => {
      await this.#putBack(tx, this.#out.ready); // left over from an earlier holding
      const left = await recoverLane(tx, channel.bot, clock.now(), this.#out.unrecorded);
      if (left.freed + left.unknown > 0) log.warn({ bot: channel.bot, ...left }, "took over what another holder left");
    });
    this.#out.drop(this.#out.ready);
    this.#hand = [];
    this.#rung = true;
    return true;
  }

  /**
   * Does what can be done now, in one round at the most. Returns how many milliseconds until another could do more; an
   * answer or a ring comes first. Throws when the database is away or the lane was lost: take it again.
   */
  async pump(): Promise<number> {
    const out = this.#out;
    const before = out.departed;
    out.depart();
    if (this.#stoppedMs() > 0 || out.stopped) {
      await this.#round(async () => {});
      return Math.min(this.#stoppedMs(), idleMs);
    }
    const room = out.room(this.#facts.strikes > 0);
    const looks = this.#untilLookMs() === 0;
    const isSilent = this.#deps.monotonic() - this.#heardAt >= idleMs; // who stands by takes that for a standstill
    const worth = room.answers > 0 && (looks || this.#choose(room).length > 0);
    if (worth || out.untilRecordMs() === 0 || isSilent) {
      const since = this.#deps.monotonic();
      // The endings recorded at its beginning may have stopped the lane: then nothing more leaves in this round either.
      const prepares = () => worth && this.#stoppedMs() === 0;
      out.add(await this.#round(async (tx) => (prepares() ? this.#prepare(tx, room, looks) : [])), since);
      out.depart();
    }
    return out.departed > before ? 0 : this.#waitMs(room);
  }

  #untilLookMs(): number {
    if (this.#rung) return 0;
    return Math.max(0, (this.#hand.length === 0 ? this.#lookAt : this.#answersAt) - this.#deps.monotonic());
  }

  #waitMs({ answers, pushes }: Room): number {
    const out = this.#out;
    const untilLook = this.#untilLookMs();
    const untilRoom = out.ready.length > 0 ? idleMs : out.untilRoomMs(); // a departure's answer asks again
    const needsRoom = answers === 0 || (pushes === 0 && this.#hand.length > 0);
    return Math.min(idleMs, out.depart(), out.untilRecordMs(), needsRoom ? untilRoom : untilLook);
  }

  /** Whatever is under way has been answered and recorded, or `ms` have passed; what has not left waits for the next holder. */
  async drain(sleep: (ms: number) => Promise<void>, ms: number): Promise<void> {
    const end = this.#deps.monotonic() + ms;
    this.#closing = true;
    await this.#round(async () => {});
    while (this.underWay > 0 && this.#deps.monotonic() < end) await sleep(20);
    await this.#round(async () => {});
  }

  /** How long nothing may leave: for the pause the platform asked for, or, while the lane is shut, until it is opened. */
  #stoppedMs(): number {
    const { pausedUntil, shut } = this.#facts;
    if (shut !== null) return Number.POSITIVE_INFINITY;
    return pausedUntil === null ? 0 : Math.max(0, pausedUntil.getTime() - this.#deps.clock.now().getTime());
  }

  /**
   * A transaction that begins by recording the endings learnt since the last one, and proves that the lane is ours. What
   * is ready and may not leave any more is put back; what waits in a shut lane moves to its learners' other chats.
   */
  async #round<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
    const { channel, connection } = this.#deps;
    const out = this.#out;
    const tried = [...out.tried]; // more may be learnt while these are recorded
    let back: readonly Ready[] = [];
    let moved = false;
    const value = await connection.db.transaction(async (tx) => {
      const stopped = out.stopped || this.#closing;
      const recorded = tried.length > 0 ? recordEndings(tx, this.#deps, this.#facts, tried) : this.#facts;
      const [session, facts] = await Promise.all([currentSession(tx), recorded]);
      if (session !== this.#session) throw new Error(`the lane of ${channel.bot} was lost with its session`);
      this.#facts = facts;
      if (stopped || this.#stoppedMs() > 0) {
        back = [...out.ready];
        out.drop(back); // before anything else can let them leave
        await this.#putBack(tx, back);
      }
      moved = facts.shut !== null && this.#deps.monotonic() >= this.#moveAt;
      if (moved) await this.#leaveShut(tx);
      return work(tx);
    });
    out.forget(tried);
    this.#heardAt = this.#deps.monotonic();
    if (moved) {
      this.#hand = [];
      this.#rung = true; // for the day on which it opens
      this.#moveAt = this.#deps.monotonic() + moveAgainMs;
    }
    return value;
  }

  async #putBack(tx: Tx, back: readonly Ready[]): Promise<void> {
    await putBack(tx, this.#deps.process, back.map(tryOf));
    await refundTries(tx, this.#deps.channel, back.map(tryOf));
  }

  async #leaveShut(tx: Tx): Promise<void> {
    const { channel, log } = this.#deps;
    await freeHand(tx, channel.bot);
    const moved = await leaveShutLane(tx, channel.bot, this.#deps.clock.now());
    if (moved > 0) log.info({ bot: channel.bot, moved }, "what waited in a shut lane moved to other chats");
  }

  /**
   * Fills the hand, and of it commits as `sending` what leaves now. Whoever is just being answered has their lesson a
   * moment later.
   */
  async #prepare(tx: Tx, room: Room, looks: boolean): Promise<Ready[]> {
    const { clock, process } = this.#deps;
    const now = clock.now();
    if (looks) await this.#look(tx, now);
    const wanted = this.#choose(room);
    const pupils = wanted.flatMap(({ pupil }) => pupil ?? []);
    const free = await lockFree(tx, pupils);
    const chosen = wanted.filter(({ pupil }) => pupil === null || free.has(pupil));
    if (chosen.length === 0) return [];
    this.#hand = this.#hand.filter((one) => !chosen.includes(one));
    const ids = chosen.map(({ id }) => id);
    const rows = await readLeaving(tx, ids, process);
    const isScarce = quotaUsed(this.#facts, this.#deps.messagesPerMonth, now) >= scarceFrom;
    const ended: Tried[] = [];
    const wantedStill = rows.filter((row) => {
      const reason = fate(row, now, isScarce);
      if (reason !== null) ended.push({ row: { ...row, tryNumber: row.sends }, outcome: null, reason });
      return reason === null;
    });
    const { leaving, ended: unpaid } = await pay(tx, this.#deps.channel, wantedStill, now);
    const { ready, unsayable } = await prepare(tx, this.#deps, leaving, now);
    const unsaid = unsayable.map(({ row }) => row);
    await refund(tx, this.#deps.channel, unsaid);
    ended.push(...unpaid, ...unsayable);
    if (ended.length > 0) this.#facts = await recordEndings(tx, this.#deps, this.#facts, ended);
    return ready;
  }

  async #look(tx: Tx, now: Date): Promise<void> {
    const { channel, monotonic, process } = this.#deps;
    this.#rung = false;
    const isEmpty = this.#hand.length === 0;
    this.#answersAt = monotonic() + idleMs;
    const taken = await takeDue(tx, channel.bot, process, now, handful, isEmpty ? lastRank : rankOf.reply);
    if (isEmpty) this.#lookAt = taken.length < handful ? this.#answersAt : 0;
    this.#hand = [...this.#hand, ...taken].sort(leavesFirst);
  }

  /** The first in hand whose chat has nothing under way, as many as there is room for. */
  #choose({ answers, pushes }: Room): Taken[] {
    const chosen: Taken[] = [];
    const chats = new Set<Taken["chatId"]>();
    for (const one of this.#hand) {
      if (chosen.length >= (one.rank === rankOf.reply ? answers : pushes)) break;
      if (chats.has(one.chatId) || this.#out.isBusy(one.chatId)) continue;
      chats.add(one.chatId);
      chosen.push(one);
    }
    return chosen;
  }
}

const tryOf = ({ row }: Ready) => ({ id: row.id, tryNumber: row.tryNumber });

/**
 * What another holder sent in its last second is unknown, so a new one waits for that second to pass (a longer window
 * keeps a share for whoever takes over); and one that has lost its session unknowingly may still send what is fresh.
 */
const unknownMs = 1000 + freshMs + 10;

/** Whoever links another chat, or comes back to a lane that is shut, waits no longer. */
const moveAgainMs = 60_000;

/** With nothing to do the lane looks once a second: whoever rings is faster, whoever forgets is found. */
const idleMs = 1000;
