import type { Draw } from "./tree.ts";

/** Marsaglia's xorshift32. */
export function drawing(seed: number): Draw {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
