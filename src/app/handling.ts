import { randomInt } from "node:crypto";
import { handle } from "#conversation/handle.ts";
import { type ReceiveDeps, receive, receiveNext } from "#conversation/receive.ts";
import { connect, standstillMilliseconds } from "#db/connect.ts";
import type { BotKey, ExportId, InboxId } from "#domain/ids.ts";
import { hashOf, linkPath, newSecret } from "#http/dashboard/secrets.ts";
import type { Base } from "./base.ts";
import { secretName } from "./exporting/exporting.ts";
import { drawSoon } from "./picture/soon.ts";
import { type Turn, Waiting } from "./waiting.ts";

/** Updates handled at once, of those that this process stored itself and of those from the queue alike. */
const concurrency = 8;

/** So many chats may wait here, each in its turn, before the queue is asked who else has time. */
const patience = 2048;

const platformNames: Readonly<Record<string, string>> = { telegram: "Telegram", zalo: "Zalo", "zalo-oa": "Zalo OA" };

export interface Handling extends AsyncDisposable {
  /**
   * These were stored here. Best effort: a sweep finds the rest.
   * @param whose the chat of each, by any name: one that it does not name is a chat of its own
   */
  ringInbox(ids: readonly InboxId[], turn?: Turn, whose?: ReadonlyMap<InboxId, string>): Promise<void>;
}

/**
 * Handles updates: those that this process stored, as soon as it has a hand free, and those that others gave to the
 * queue. What is stored here need not go through the queue and come back: that costs more than most answers do.
 * @param wake wakes whoever sends for the bot
 * @param address where people reach the pages; null: nowhere
 */
export function openHandling(base: Base, wake: (bot: BotKey) => Promise<void>, address: () => string | null): Handling {
  const { bots, clock, config, log, queues } = base;
  const connection = connect(base.databaseUrl, {
    max: 2 * concurrency,
    applicationName: "hocvu handling",
    standstillMilliseconds,
    byKey: true,
  });
  // Told of before the commit, rung for after one: what is rung for too early is found by a sweep.
  const wanted = new Set<ExportId>();
  const wakeAll = async (bot: BotKey) => {
    await wake(bot);
    const ids = [...wanted];
    wanted.clear();
    await queues.ringExports(ids);
  };
  const platformOf = (bot: BotKey) => bot.split(":")[0]!;
  const handleDeps = {
    countsMessages: (bot: BotKey) => bots.get(bot)?.messagesPerMonth !== null,
    quotaOf: (bot: BotKey) => bots.get(bot)?.messagesPerMonth ?? null,
    platformOf: (bot: BotKey) => platformNames[platformOf(bot)] ?? platformOf(bot),
    elsewhere: (bot: BotKey) =>
      [...new Set([...bots.keys()].map(platformOf))]
        .filter((platform) => platform !== platformOf(bot) && platform in platformNames)
        .map((platform) => ({ platform: platformNames[platform]!, url: null })),
    asksPhone: (bot: BotKey) => bots.get(bot)?.channel.asksPhone === true,
    digits: (count: number) => String(randomInt(10 ** count)).padStart(count, "0"),
    dashboardLink: () => newDashboardLink(address()),
    zone: config.timezone,
    files: {
      canHandOver: (bot: BotKey) => (bots.get(bot)?.channel.handsOver.kind ?? "none") !== "none",
      addressOf: (bot: BotKey, name: string) => {
        const way = bots.get(bot)?.channel.handsOver;
        return way?.kind === "link" ? `${way.base}/files/${name}` : null;
      },
      draw: drawSoon(log),
      secretName,
      exportAsked: (id: ExportId) => void wanted.add(id),
    },
  };
  const deps: ReceiveDeps = {
    db: connection.db,
    clock,
    readerOf: (bot) => bots.get(bot)?.channel,
    handle: (tx, said) => handle(handleDeps, tx, said),
    wake: wakeAll,
    handled: base.metrics.handled,
    log,
  };
  const own = new Waiting<InboxId>(concurrency, patience, (id) =>
    receiveNext(deps, id).catch((error) => {
      log.warn({ err: error, update: id }, "an update waits for the next sweep");
      return false;
    }),
  );
  const fromQueue = queues.workInbox(concurrency, (id) => receive(deps, id));
  return {
    ringInbox: async (ids, turn = "now", whose) => {
      const rings = ids.map((id) => ({ id, of: whose?.get(id) ?? `update ${id}` }));
      await queues.ringInbox(own.add(rings, turn), whose);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([fromQueue.stop(), own.end().then((left) => queues.ringInbox(left))]);
      await connection.end();
    },
  };
}

function newDashboardLink(address: string | null) {
  if (address === null) return null;
  const secret = newSecret();
  return { url: `${address}${linkPath(secret)}`, hash: hashOf(secret) };
}
