/**
 * The budget of one bot: at the platform's door at most `budget` messages in every sliding window (a second, or a minute),
 * whatever the line does to them on the way. All times are milliseconds of one monotonic clock, handed in.
 *
 * A slot is taken when a message departs, is held while it is under way, and rests after the answer until
 *
 *     answered + window + margin − floor
 *
 * There are `budget` slots, so between two arrivals that are `budget` apart some slot was used again.
 *
 * Proof. Message i used the slot before message j. Write d, a, r for departure, arrival at the door and answer, so
 * d ≤ a ≤ r; out = a − d is the way there, back = r − a the way back with the platform's own work in it. Then
 *
 *     a(j) − a(i) = d(j) + out(j) − r(i) + back(i) ≥ window + margin − floor + out(j) + back(i)
 *
 * - With floor = 0 that is at least the window however each round trip splits: nothing but d ≤ a ≤ r is used. The price is that
 *   every slot is idle for a whole round trip.
 * - With floor = the smallest round trip seen, it is at least the window as long as out(j) + back(i) ≥ floor − margin. Each way has
 *   a least time (distance, handshakes, the platform's work) below which no message goes; the smallest round trip seen is the
 *   sum of the two once a single message met no queue, and `margin` is there for the rest. The price is the jitter alone.
 *
 * So `longestFloorMs` says how much of a steady round trip is believed to be steady in each direction; 0 believes nothing.
 * Any budget + 1 arrivals in a row hold two of one slot (a slot carries one message after the other), and the later of those
 * two came at least a window after the earlier: no window holds more than `budget`.
 *
 * Slots are answered in the order of time, and all rest equally long, so the one that rested longest is always the next:
 * a ring of answers is all there is to keep, every step takes constant time.
 */
export interface BudgetOptions {
  /** Most messages departed and not yet answered. */
  readonly maxUnderWay: number;
  /** Added to every rest, in milliseconds. */
  readonly marginMs: number;
  /** Most that is taken off a rest, in milliseconds; see the proof. Default 250. */
  readonly longestFloorMs?: number;
  /** The sliding window, in milliseconds. Default: a second. */
  readonly windowMs?: number;
  /** How many may leave in the first window of one that takes over, see `takeOver`. Default: all. */
  readonly afterTakeOver?: number;
}

/**
 * Of so many round trips one met no queue, also on a machine that has other things to do: what a busy processor adds is
 * there in one message and gone in the next, and a floor that holds some of it is believed in wrongly.
 */
const leastAnswersForFloor = 100;

/** So many are looked back on, some minutes of a push: a machine is busy for longer than a few seconds at a time. */
const leastGeneration = 10_000;

export class SlidingBudget {
  /** Messages per window, 1 or more. */
  readonly perWindow: number;
  readonly windowMs: number;
  readonly #options: BudgetOptions;
  /** When the resting slots were answered, oldest at `#oldest`. */
  readonly #answers: Float64Array;
  #oldest = 0;
  #resting = 0;
  #underWay = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  readonly #floor: SmallestLately;

  constructor(perWindow: number, options: BudgetOptions) {
    this.perWindow = perWindow;
    this.windowMs = options.windowMs ?? 1000;
    this.#options = options;
    this.#answers = new Float64Array(perWindow);
    // Every slot that still rests must have been seen by the floor that its rest is shortened by.
    this.#floor = new SmallestLately(Math.max(leastGeneration, 2 * perWindow));
  }

  /**
   * Takes a slot for a message that departs now: true. Otherwise the whole milliseconds after which asking again is
   * worth it; Infinity when only an answer can free a slot.
   */
  take(now: number): true | number {
    const wait = this.waitMs(now);
    if (wait > 0) return wait;
    this.#underWay++;
    return true;
  }

  /** What `take` would have to wait for; 0: nothing. */
  waitMs(now: number): number {
    if (now < this.#pausedUntil) return Math.ceil(this.#pausedUntil - now);
    if (this.#underWay >= this.#options.maxUnderWay) return Number.POSITIVE_INFINITY;
    return this.#untilFreeMs(now);
  }

  /**
   * Takes a slot for a call that another, which is under way, needs: how many are under way at once makes no difference to
   * it. As `take`.
   */
  takeMore(now: number): true | number {
    const wait = now < this.#pausedUntil ? Math.ceil(this.#pausedUntil - now) : this.#untilFreeMs(now);
    if (wait > 0) return wait;
    this.#underWay++;
    return true;
  }

  /**
   * Another may have used all of its budget until just now: for one window `afterTakeOver` of our slots are free and the
   * others rest, so that the two together keep to the sum.
   */
  takeOver(now: number): void {
    const first = this.#options.afterTakeOver ?? this.perWindow;
    const before = this.#restedBy(now);
    this.#oldest = (this.#oldest + before) % this.perWindow;
    this.#resting -= before;
    while (this.#underWay + this.#resting < this.perWindow - first) {
      this.#answers[(this.#oldest + this.#resting) % this.perWindow] = now;
      this.#resting++;
    }
  }

  /** Milliseconds until a slot is free; 0: one is. */
  #untilFreeMs(now: number): number {
    const rested = this.#restedBy(now);
    this.#oldest = (this.#oldest + rested) % this.perWindow;
    this.#resting -= rested;
    if (this.#underWay + this.#resting < this.perWindow) return 0;
    if (this.#resting === 0) return Number.POSITIVE_INFINITY;
    return Math.ceil(this.#answers[this.#oldest]! + this.#restMs() - now);
  }

  /**
   * How many slots will be free at `time`, going by the answers known now: so many messages are worth preparing. How
   * many may be under way at once is not asked.
   */
  roomBy(time: number): number {
    if (time < this.#pausedUntil) return 0;
    return this.perWindow - this.#underWay - this.#resting + this.#restedBy(time);
  }

  /** A message that departed at `departedAt` has its answer, or will be waited for no longer. Once for every slot taken. */
  answered(departedAt: number, now: number): void {
    if (this.#underWay === 0) throw new Error("an answer to nothing under way");
    this.#answers[(this.#oldest + this.#resting) % this.perWindow] = now;
    this.#underWay--;
    this.#resting++;
    this.#floor.see(now - departedAt);
  }

  /** A slot was taken, and nothing departed after all. */
  giveBack(): void {
    if (this.#underWay === 0) throw new Error("nothing was taken");
    this.#underWay--;
  }

  /** Nothing departs before `time`. An earlier pause that lasts longer stands. */
  pauseUntil(time: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, time);
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** The share of the slots that are not free at `now`, from 0 to 1; for whoever watches. */
  inUse(now: number): number {
    return (this.#underWay + this.#resting - this.#restedBy(now)) / this.perWindow;
  }

  /** How many of the resting slots have rested enough at `time`. */
  #restedBy(time: number): number {
    const rest = this.#restMs();
    let rested = 0;
    while (rested < this.#resting && this.#answers[(this.#oldest + rested) % this.perWindow]! + rest <= time) rested++;
    return rested;
  }

  #restMs(): number {
    const floor = Math.min(this.#floor.value(), this.#options.longestFloorMs ?? 250);
    return this.windowMs + this.#options.marginMs - floor;
  }
}

/** The smallest of the last values, at least `generation` and at most twice as many; 0 until enough are known. */
class SmallestLately {
  readonly #generation: number;
  #before = Number.POSITIVE_INFINITY;
  #smallest = Number.POSITIVE_INFINITY;
  #count = 0;
  #known = 0;

  constructor(generation: number) {
    this.#generation = generation;
  }

  see(value: number): void {
    if (this.#count === this.#generation) {
      this.#before = this.#smallest;
      this.#smallest = Number.POSITIVE_INFINITY;
      this.#count = 0;
    }
    this.#smallest = Math.min(this.#smallest, value);
    this.#count++;
    this.#known++;
  }

  value(): number {
    return this.#known < leastAnswersForFloor ? 0 : Math.min(this.#before, this.#smallest);
  }
}
