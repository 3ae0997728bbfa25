const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Clocks differ, and many must not knock together. */
const latestMs = 3000;

/**
 * Milliseconds until the platform's count of requests has begun anew: the next full minute, and a little more.
 * @param at epoch milliseconds
 * @param chance from 0 to 1
 */
export const freeMinuteMs = (at: number, chance: number = Math.random()): number =>
  minuteMs - (at % minuteMs) + 500 + chance * latestMs;

/** Milliseconds until the platform takes in the morning what it refuses at night: 06:05 in Hà Nội, and up to a minute more. */
export function morningMs(at: number, chance: number = Math.random()): number {
  const inHanoi = (at + 7 * 60 * minuteMs) % dayMs;
  const opens = (6 * 60 + 5) * minuteMs;
  return ((opens - inHanoi + dayMs) % dayMs) + chance * minuteMs;
}
