import { setTimeout as sleep } from "node:timers/promises";
import type { Channel } from "#channels/channel.ts";
import type { Log } from "#domain/log.ts";
import { reasonOf, seldom } from "#domain/seldom.ts";
import type { Lane } from "./lane.ts";

/** How often one who does not hold the lane asks for it, and how often a shut lane's platform is asked. */
const askMs = 1000;
const probeMs = 60_000;
const drainMs = 10_000;

/** A bell that can be rung before anyone listens. */
export class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Rung, or `ms` have passed, or the signal was given. */
  async heard(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && ms > 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(wake, ms);
        signal.addEventListener("abort", wake);
        this.#wake = wake;
        function wake(): void {
          clearTimeout(timer);
          signal.removeEventListener("abort", wake);
          resolve();
        }
      });
      this.#wake = null;
    }
    this.#rung = false;
  }
}

/** A database that is away interrupts every second. */
const sayAgainMs = 60_000;

/**
 * Holds the bot's lane whenever it can be had, and sends what is due until `signal`; then waits for what is under way.
 * A database or a session that goes away costs the lane, not the process. Never rejects.
 * @param bell rung when something may have changed: a message is due, another was answered
 * @param holding told when this process gets and loses the lane
 */
export async function keepSending(
  lane: Lane,
  channel: Channel,
  bell: Bell,
  holding: (held: boolean) => Promise<void>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const often = seldom(sayAgainMs);
  while (!signal.aborted) {
    try {
      if (await lane.take()) {
        await holding(true);
        await send(lane, channel, bell, signal);
        await lane.drain((ms) => sleep(ms), drainMs);
      }
    } catch (error) {
      const unsaid = often(reasonOf(error), performance.now());
      if (!signal.aborted && unsaid !== null)
        log.warn({ err: error, bot: channel.bot, unsaid }, "the lane was interrupted");
    }
    await holding(false).catch((error) =>
      log.warn({ err: error, bot: channel.bot }, "could not leave the lane's bell"),
    );
    if (!signal.aborted) await sleep(askMs, undefined, { signal }).catch(() => {});
  }
}

async function send(lane: Lane, channel: Channel, bell: Bell, signal: AbortSignal): Promise<void> {
  let probedAt = performance.now();
  while (!signal.aborted) {
    const wait = await lane.pump();
    await bell.heard(wait, signal);
    if (lane.shut === null || performance.now() - probedAt < probeMs) continue;
    probedAt = performance.now();
    if ((await channel.probe()).ok) await lane.reopen();
  }
}
