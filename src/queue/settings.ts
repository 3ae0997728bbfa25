import type { WorkerSettings } from "./backend.ts";

/**
 * The job of a worker that died is given to another within 10 seconds: its lock runs out, and two checks see it so. A
 * call that was missed because a connection broke is found within one second.
 */
export const settings: WorkerSettings = {
  autorun: false,
  lockDuration: 6_000,
  stalledInterval: 2_000,
  maxStalledCount: 100,
  runRetryDelay: 1_000,
  drainDelay: 1,
};
