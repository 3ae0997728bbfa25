import { backoffMilliseconds } from "./pause.ts";

/** Another program that sets its webhook again and again is not to be answered in kind. */
const atMostEveryMilliseconds = 60_000;

/** What came of it, and how long to wait before the next poll. */
export interface Clearing {
  readonly said: string;
  readonly waitMilliseconds: number;
}

/**
 * Takes a webhook away that keeps us from polling: until the platform has done it, and then at most once a minute.
 * @param platform its name, for the log
 * @param takeAway null: done; else why not
 */
export function webhookInTheWay(
  platform: string,
  takeAway: (signal: AbortSignal) => Promise<string | null>,
): (failures: number, signal: AbortSignal) => Promise<Clearing> {
  let takenAt = Number.NEGATIVE_INFINITY;
  // One sentence for each time it is found, so that what lasts all night is said once.
  const said = `${platform}: nothing came by polling while a webhook was set; took it away. If it comes back, another program uses this token; if you meant it to be there, set PUBLIC_URL`;
  return async (failures, signal) => {
    if (performance.now() - takenAt < atMostEveryMilliseconds) {
      return { said, waitMilliseconds: atMostEveryMilliseconds };
    }
    const refusal = await takeAway(signal);
    if (refusal !== null) {
      const why = `${platform}: nothing comes by polling while a webhook is set, and it could not be taken away (${refusal}); trying again`;
      return { said: why, waitMilliseconds: backoffMilliseconds(failures) };
    }
    takenAt = performance.now();
    return { said, waitMilliseconds: backoffMilliseconds(1) };
  };
}
