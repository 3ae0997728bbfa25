import { randomInt } from "node:crypto";
import { handle } from "#conversation/handle.ts";
import { type ReceiveDeps, receive } from "#conversation/receive.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Working } from "#queue/working.ts";
import type { Base } from "./base.ts";

/** Updates handled at once by a process: the common pool has connections for them and some to spare. */
const concurrency = 8;

const platformNames: Readonly<Record<string, string>> = { telegram: "Telegram", zalo: "Zalo" };

/** Handles updates from the queue. @param wake wakes whoever sends for the bot */
export function openHandling(base: Base, wake: (bot: BotKey) => Promise<void>): Working {
  const { bots, clock, config, connection, log, queues } = base;
  const platformOf = (bot: BotKey) => bot.split(":")[0]!;
  const handleDeps = {
    countsMessages: (bot: BotKey) => bots.get(bot)?.messagesPerMonth !== null,
    elsewhere: (bot: BotKey) =>
      [...new Set([...bots.keys()].map(platformOf))]
        .filter((platform) => platform !== platformOf(bot) && platform in platformNames)
        .map((platform) => ({ platform: platformNames[platform]!, url: null })),
    digits: () => String(randomInt(1_000_000)).padStart(6, "0"),
    zone: config.timezone,
  };
  const deps: ReceiveDeps = {
    db: connection.db,
    clock,
    readerOf: (bot) => bots.get(bot)?.channel,
    handle: (tx, said) => handle(handleDeps, tx, said),
    wake,
    handled: base.metrics.handled,
    log,
  };
  return queues.workInbox(concurrency, (id) => receive(deps, id));
}
