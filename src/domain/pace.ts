/**
 * Lets a push leave evenly. The budget alone would let a whole second's messages leave at once, and then again a second
 * later: whoever answers in between would wait for most of that second. So lessons keep a little less than the budget's
 * distance from each other, which costs a push that has begun nothing, and spreads the budget's slots over the second.
 *
 * Where the budget is for a minute, nobody can wait for the next one: there lessons keep more than that distance, and a
 * quarter of the budget is left for answers.
 *
 * Times are milliseconds of the clock that the budget goes by.
 */
export class Pace {
  readonly #distanceMs: number;
  #next = Number.NEGATIVE_INFINITY;

  /** @param perWindow the budget */
  constructor(perWindow: number, windowMs = 1000) {
    this.#distanceMs = (windowMs / perWindow) * (windowMs > 1000 ? longShare : share);
  }

  /** How many may leave up to `time`, going by those that have left. */
  roomBy(time: number): number {
    return Math.max(0, Math.floor((time - this.#from(time)) / this.#distanceMs) + 1);
  }

  /** Milliseconds until the next may leave; 0: now. */
  waitMs(now: number): number {
    return Math.max(0, this.#from(now) - now);
  }

  /** One leaves now. */
  leaves(now: number): void {
    this.#next = this.#from(now) + this.#distanceMs;
  }

  /** When the next may leave: what was not used lately may be made up for, but no more than `makesUpMs` of it. */
  #from(now: number): number {
    return Math.max(this.#next, now - makesUpMs);
  }
}

/** Of the budget's distance: the rest is for catching up. */
const share = 0.8;
const longShare = 4 / 3;

/** Timers are late by some milliseconds. */
const makesUpMs = 10;
