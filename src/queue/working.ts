import { setTimeout as pause } from "node:timers/promises";
import type { AnyWorker } from "./backend.ts";

export interface Working extends AsyncDisposable {
  /** Takes no more jobs, waits for those under way, `withinMilliseconds` at most. May be repeated. */
  stop(withinMilliseconds?: number): Promise<void>;
}

/**
 * A worker that comes to life by itself, whenever what holds the jobs can be reached; BullMQ's own gives up for good
 * when that is away at the moment of its making.
 */
export function keepWorking(open: () => AnyWorker, report: (error: unknown) => void): Working {
  const stopping = new AbortController();
  let current: AnyWorker | null = null;
  const start = async () => {
    while (!stopping.signal.aborted) {
      const worker = open();
      worker.on("error", report);
      try {
        await Promise.race([worker.waitUntilReady(), given(stopping.signal)]);
        current = worker;
        if (!stopping.signal.aborted) worker.run().catch(report);
        return;
      } catch (error) {
        report(error);
        await worker.close(true).catch(report);
        await pause(500, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  };
  const started = start();
  const stop = async (withinMilliseconds = 10_000) => {
    stopping.abort();
    await started;
    if (current === null) return;
    // Pausing waits for the jobs in hand; what is then closed by force is idle, or has had its time.
    await patiently(current.pause(), withinMilliseconds);
    await patiently(current.close(true), 2_000);
  };
  const patiently = async (work: Promise<void>, milliseconds: number) => {
    const late = new AbortController();
    const limit = pause(milliseconds, undefined, { signal: late.signal }).catch(() => {});
    await Promise.race([work.catch(report), limit]);
    late.abort();
  };
  return { stop, [Symbol.asyncDispose]: () => stop() };
}

/** Fulfilled when the signal is given. */
function given(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
