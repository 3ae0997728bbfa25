/** The time a fake lives in: the machine's, or a simulation's own. Instants are epoch milliseconds with fractions. */
export interface Timers {
  now(): number;
  /** Runs once after `milliseconds`; the result calls it off. */
  after(milliseconds: number, run: () => void): () => void;
}

export const realTimers: Timers = {
  now: () => performance.timeOrigin + performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
