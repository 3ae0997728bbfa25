import { connect } from "#db/connect.ts";
import { Lane, type LaneDeps } from "#delivery/lane.ts";
import { Bell, keepSending } from "#delivery/sender.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Working } from "#queue/working.ts";
import type { Base } from "./base.ts";
import type { Bot } from "./bots.ts";
import { measured } from "./metrics.ts";

export interface Sending extends AsyncDisposable {
  /** Wakes the bot's lane if it is held here. True when it is. */
  ring(bot: BotKey): boolean;
}

/**
 * Stands ready to send for every bot: holds each lane that can be had, gives way to nobody but death, and waits for
 * those that others hold.
 */
export function openSending(base: Base, say: LaneDeps["say"], contact: (bot: BotKey) => void): Sending {
  const stop = new AbortController();
  const lanes = [...base.bots.values()].map((bot) => openLane(base, bot, say, contact, stop.signal));
  const byBot = new Map(lanes.map((lane) => [lane.bot, lane]));
  return {
    ring: (bot) => {
      const lane = byBot.get(bot);
      lane?.ring();
      return base.held.has(bot);
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.all(lanes.map((lane) => lane.done));
    },
  };
}

function openLane(base: Base, bot: Bot, say: LaneDeps["say"], contact: (bot: BotKey) => void, signal: AbortSignal) {
  const channel = measured(bot.channel, base.metrics);
  const connection = connect(base.databaseUrl, { max: 1, applicationName: `hocvu lane ${channel.bot}`, byKey: true });
  const bell = new Bell();
  const lane = new Lane({
    connection,
    channel,
    process: base.process,
    clock: base.clock,
    monotonic: () => performance.now(),
    budget: bot.budget,
    messagesPerMonth: bot.messagesPerMonth,
    ...(bot.budgetVndPerMonth === undefined ? {} : { budgetVndPerMonth: bot.budgetVndPerMonth }),
    templateId: bot.templateId ?? null,
    say,
    log: base.log,
    answered: () => bell.ring(),
    contact: () => contact(channel.bot),
    accepted: ({ kind, firstDueAt }) => {
      if (kind !== "lesson") return;
      base.metrics.lessonLate(channel.bot, (base.clock.now().getTime() - firstDueAt.getTime()) / 1000);
    },
  });
  let listening: Working | null = null;
  const ring = () => {
    lane.ring();
    bell.ring();
  };
  const holding = async (held: boolean) => {
    if (held) base.log.info({ bot: channel.bot }, "holds the lane");
    if (held) {
      base.held.add(channel.bot);
      listening ??= base.queues.listen(channel.bot, ring);
    } else {
      base.held.delete(channel.bot);
      const old = listening;
      listening = null;
      await old?.stop();
    }
  };
  const done = keepSending(lane, channel, bell, holding, base.log, signal).finally(() => connection.end());
  return { bot: channel.bot, ring, done };
}
