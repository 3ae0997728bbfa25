import { setTimeout } from "node:timers/promises";

/** Waits, or less when `signal` aborts. Never rejects. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const pause: Pause = async (milliseconds, signal) => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined); // only an abort rejects
};

/**
 * How long to wait after `failures` (1 or more) in a row: 1, 2, 4 … s and up to half of it again by `chance` (0 to 1),
 * so that many processes do not knock together. Never under 1 s, never over 60 s.
 */
export function backoffMilliseconds(failures: number, chance: number = Math.random()): number {
  return Math.min(40_000, 1_000 * 2 ** (failures - 1)) * (1 + chance / 2);
}

/** Says a thing when it begins and again only after `forget`: a loop that fails all night logs one line. */
export function onceEach(warn: (text: string) => void): { say(text: string): void; forget(): void } {
  let last = "";
  return {
    say(text) {
      if (text !== last) warn(text);
      last = text;
    },
    forget() {
      last = "";
    },
  };
}
