import { setTimeout as sleep } from "node:timers/promises";
import type { BotKey } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";

export interface Holding {
  readonly log: Log;
  /** Resolves once the update is committed. */
  readonly store: (bot: BotKey, update: unknown) => Promise<void>;
  readonly again?: number;
  readonly most?: number;
}

/** Updates that could not be stored, kept in memory until they are. */
export interface HeldUpdates {
  /** False: there is no room. */
  hold(bot: BotKey, update: unknown): boolean;
  /** One more try for what is left, and then it is lost here. */
  close(): Promise<void>;
}

const againMs = 5000;
/** A few megabytes. */
const mostHeld = 5000;

/** Whatever comes twice is stored once, so that a platform that repeats it does no harm. */
export function holdUpdates({ log, store, again = againMs, most = mostHeld }: Holding): HeldUpdates {
  const held: { readonly bot: BotKey; readonly update: unknown }[] = [];
  const stop = new AbortController();
  let storing: Promise<void> | null = null;

  async function storeAll(): Promise<void> {
    while (held.length > 0) {
      const { bot, update } = held[0]!;
      await store(bot, update);
      held.shift();
    }
  }

  async function keepTrying(): Promise<void> {
    while (held.length > 0 && !stop.signal.aborted) {
      await sleep(again, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
      await storeAll().catch((error) => log.warn({ held: held.length, err: error }, "updates are still held"));
    }
    storing = null;
  }

  return {
    hold(bot, update) {
      if (held.length >= most || stop.signal.aborted) return false;
      held.push({ bot, update });
      storing ??= keepTrying();
      return true;
    },
    async close() {
      stop.abort();
      await storing;
      await storeAll().catch(() => log.error({ lost: held.length }, "updates that could not be stored were lost"));
    },
  };
}
