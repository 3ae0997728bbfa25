import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { listSupervisorChats } from "#db/chats.ts";
import { type Connection, connect } from "#db/connect.ts";
import { noteWebhook, readWebhook } from "#db/lanes.ts";
import { currentSession, takeSessionLock } from "#db/session.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Base } from "./base.ts";
import type { Bot } from "./bots.ts";
import { storeUpdates } from "./ingress.ts";
import { keepMenus } from "./menus.ts";

/** How often one who does not receive for a bot asks to, and how often who does makes sure that it still may. */
const askMs = 1000;
const confirmMs = 5000;

/**
 * Receives for every bot: by long polling, which only one process per token may do, or by seeing to it that the platform
 * knows our webhook. Whoever holds the bot's lock does it; another takes over when that one dies.
 */
export function openReceiving(base: Base, contact: (bot: BotKey) => void): AsyncDisposable {
  const stop = new AbortController();
  const done = [...base.bots.values()]
    .filter((bot) => bot.receiver !== null)
    .map((bot) => receive(base, bot, () => contact(bot.channel.bot), stop.signal));
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.all(done);
    },
  };
}

async function receive(base: Base, bot: Bot, contact: () => void, signal: AbortSignal): Promise<void> {
  const name = bot.channel.bot;
  const connection = connect(base.databaseUrl, { max: 1, applicationName: `hocvu receiving ${name}` });
  while (!signal.aborted) {
    try {
      const session = await takeSessionLock(connection.db, `receiving ${name}`);
      if (session !== null) await holding(base, bot, connection, session, contact, signal);
    } catch (error) {
      if (!signal.aborted) base.log.warn({ err: error, bot: name }, "receiving was interrupted");
    }
    await sleep(askMs, undefined, { signal }).catch(() => {});
  }
  await connection.end();
}

async function holding(
  base: Base,
  bot: Bot,
  connection: Connection,
  session: number,
  contact: () => void,
  signal: AbortSignal,
): Promise<void> {
  const lost = new AbortController();
  const both = AbortSignal.any([signal, lost.signal]);
  const receiving =
    base.config.publicUrl === null ? poll(base, bot, contact, both) : register(base, bot, contact, both);
  const work = Promise.all([receiving, menus(base, bot, both)]);
  try {
    while (!both.aborted) {
      await sleep(confirmMs, undefined, { signal: both }).catch(() => {});
      if (!both.aborted && (await currentSession(connection.db)) !== session) lost.abort();
    }
  } finally {
    lost.abort();
    await work;
  }
}

async function menus({ connection, log }: Base, { telegram }: Bot, signal: AbortSignal): Promise<void> {
  if (telegram === null) return;
  const supervisors = () => listSupervisorChats(connection.db, telegram.bot);
  const warn = (facts: object, message: string) => log.warn({ bot: telegram.bot, ...facts }, message);
  await keepMenus({ telegram, supervisors, warn }, signal);
}

async function poll(base: Base, bot: Bot, contact: () => void, signal: AbortSignal): Promise<void> {
  await bot.receiver!.unregister();
  await noteWebhook(base.connection.db, bot.channel.bot, null);
  base.log.info({ bot: bot.channel.bot }, "receives by long polling");
  await bot.receiver!.poll((updates) => storeUpdates(base, bot.channel.bot, updates), contact, signal);
}

/**
 * Again and again until it is known: a platform may be away when we start. A new secret is new to a platform that knows
 * the address already, so the old webhook is taken away first.
 */
async function register(base: Base, bot: Bot, contact: () => void, signal: AbortSignal): Promise<void> {
  const { webhookPath, webhookSecrets } = bot.config!;
  const { db } = base.connection;
  const digest = createHash("sha256")
    .update(`${base.config.publicUrl}${webhookPath} ${webhookSecrets[0]}`)
    .digest("hex");
  const known = await readWebhook(db, bot.channel.bot);
  if (known !== null && known !== digest) await bot.receiver!.unregister();
  for (let waitMs = 1000; !signal.aborted; waitMs = Math.min(waitMs * 2, 600_000)) {
    const { ok, detail } = await bot.receiver!.register(`${base.config.publicUrl}${webhookPath}`, webhookSecrets[0]!);
    if (ok) {
      contact();
      await noteWebhook(db, bot.channel.bot, digest);
      base.log.info({ bot: bot.channel.bot }, "receives by webhook");
      return;
    }
    base.log.error({ bot: bot.channel.bot, detail }, "the platform did not take the webhook; asking again");
    await sleep(waitMs, undefined, { signal }).catch(() => {});
  }
}
