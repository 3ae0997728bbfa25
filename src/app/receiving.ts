import { setTimeout as sleep } from "node:timers/promises";
import { listSupervisorChats } from "#db/chats/chats.ts";
import { type Connection, connect } from "#db/connect.ts";
import { noteWebhook } from "#db/delivery/lanes.ts";
import { askForLock, currentSession } from "#db/session.ts";
import type { BotKey } from "#domain/ids.ts";
import { reasonOf, seldom } from "#domain/seldom.ts";
import type { Base } from "./base.ts";
import type { Bot } from "./bots.ts";
import { storeUpdates } from "./ingress.ts";
import { keepMenus } from "./menus.ts";
import { keepRegistered } from "./registering.ts";

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

/** A database that is away interrupts every second. */
const sayAgainMs = 60_000;

async function receive(base: Base, bot: Bot, contact: () => void, signal: AbortSignal): Promise<void> {
  const name = bot.channel.bot;
  const connection = connect(base.databaseUrl, { max: 1, applicationName: `hocvu receiving ${name}` });
  const ended = () => base.log.warn({ bot: name }, "who received stood still, its session was ended");
  const ask = askForLock(`receiving ${name}`, ended);
  const often = seldom(sayAgainMs);
  while (!signal.aborted) {
    try {
      const session = await ask(connection.db);
      if (session !== null) await holding(base, bot, connection, session, contact, signal);
    } catch (error) {
      const unsaid = often(reasonOf(error), performance.now());
      if (!signal.aborted && unsaid !== null)
        base.log.warn({ err: error, bot: name, unsaid }, "receiving was interrupted");
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
  // Neither ends before it is told to, unless it fails; then the lock is let go and all begins anew.
  const work = Promise.all([receiving, menus(base, bot, both)]).finally(() => lost.abort());
  work.catch(() => {}); // heard of below
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

/** What the platform has of a webhook is not known from the moment that we may take it away. */
async function poll(base: Base, bot: Bot, contact: () => void, signal: AbortSignal): Promise<void> {
  await noteWebhook(base.connection.db, bot.channel.bot, null);
  await bot.receiver!.unregister();
  base.log.info({ bot: bot.channel.bot }, "receives by long polling");
  await bot.receiver!.poll((updates) => storeUpdates(base, bot.channel.bot, updates), contact, signal);
}

async function register({ config, connection, log }: Base, bot: Bot, contact: () => void, signal: AbortSignal) {
  const { webhookPath, webhookSecrets } = bot.config!;
  const webhook = { url: `${config.publicUrl}${webhookPath}`, secret: webhookSecrets[0]! };
  const deps = { db: connection.db, receiver: bot.receiver!, bot: bot.channel.bot, contact, log };
  await keepRegistered(deps, webhook, signal);
}
