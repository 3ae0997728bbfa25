import type { AnyQueue, Processor } from "./backend.ts";

export interface Tick {
  readonly everyMilliseconds: number;
  readonly run: () => Promise<void>;
}

/** By name. */
export type Ticks = Readonly<Record<string, Tick>>;

const graceMilliseconds = 30_000;

/** Ticks are BullMQ's job schedulers: the one next job of each is shared by all processes. */
export function openTicks(queue: () => AnyQueue, ticks: Ticks): { keep: () => Promise<void>; run: Processor } {
  return {
    /** Makes the schedulers that are missing, were set to another pace, or have stopped. */
    keep: async () => {
      for (const [name, { everyMilliseconds: every }] of Object.entries(ticks)) {
        const found = await queue().getJobScheduler(name);
        if (found?.every === every && isAlive(found.next, every)) continue;
        await queue().upsertJobScheduler(
          name,
          { every },
          { name, opts: { removeOnComplete: true, removeOnFail: true } },
        );
      }
    },
    run: async ({ name }) => {
      const tick = ticks[name];
      if (tick === undefined) await queue().removeJobScheduler(name);
      else await tick.run();
    },
  };
}

/** A tick that should have come long ago has lost its job, and with it its successor. */
function isAlive(next: number | undefined, every: number): boolean {
  return next !== undefined && next + every + graceMilliseconds > Date.now();
}

/** By name, by how many seconds the next run of each is late at `now`, in milliseconds of the wall clock. */
export const overdue = (
  schedulers: readonly { readonly key: string; readonly next?: number }[],
  now: number,
): Record<string, number> =>
  Object.fromEntries(schedulers.map(({ key, next }) => [key, next === undefined ? 0 : Math.max(0, now - next) / 1000]));
