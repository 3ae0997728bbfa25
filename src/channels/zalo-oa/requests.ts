/** The requests that one account may make in a minute, whatever they are. */
export interface Requests {
  readonly perMinute: number;
  /** Room for a request that leaves now, given back by calling it once it is answered; or milliseconds to wait for some. */
  take(): (() => void) | number;
  /** The platform takes none for so long. */
  pause(milliseconds: number): void;
}

/** For whoever asks a question or two and keeps no count. */
export const uncounted: Requests = {
  perMinute: Number.POSITIVE_INFINITY,
  take: () => () => {},
  pause() {},
};
