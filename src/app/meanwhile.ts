import { setTimeout as sleep } from "node:timers/promises";
import { isTrouble } from "#db/connect.ts";
import type { Log } from "#domain/log.ts";

/** A database that restarts is back by then, mostly. */
const againMs = 30_000;

/**
 * Work that nobody waits for. While the database is in trouble it is begun again, until it is done; any other fault ends
 * it. Closed when what it has begun has ended; told to end, it begins nothing more.
 */
export function meanwhile(
  work: (ending: AbortSignal) => Promise<unknown>,
  log: Log,
  retryMs = againMs,
): AsyncDisposable {
  const ending = new AbortController();
  const { signal } = ending;
  const attempt = async (): Promise<void> => {
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted) return; // the next process does it
      if (!isTrouble(error)) {
        log.error(
          { err: error },
          "lessons/ was not published or drawn, what was taught before still is: start this process again",
        );
        return;
      }
      log.warn({ err: error, retryMs }, "lessons/ was not published or drawn yet: the database is in trouble");
      await sleep(retryMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await attempt();
    }
  };
  const done = attempt();
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await done;
    },
  };
}
