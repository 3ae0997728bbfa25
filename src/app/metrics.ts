import type { Channel } from "#channels/channel.ts";
import type { Connection } from "#db/connect.ts";
import { countDeliveries } from "#db/delivery-counts.ts";
import { countInbox } from "#db/inbox.ts";
import { listLanes } from "#db/lanes.ts";
import { sumOutages } from "#db/pulses.ts";
import type { BotKey } from "#domain/ids.ts";
import { type Metrics, openMetrics } from "#http/metrics.ts";
import type { Bots } from "./bots.ts";

/** The metrics of this process, with what the tables say at each scrape. @param held bots this process sends for */
export function processMetrics({ db }: Connection, bots: Bots, held: ReadonlySet<BotKey>): Metrics {
  return openMetrics({
    deliveries: async () => (await countDeliveries(db)).states,
    inbox: () => countInbox(db),
    outages: () => sumOutages(db),
    lanes: async () => {
      const counted = new Map((await listLanes(db)).map((lane) => [lane.bot, lane.monthSent]));
      return [...bots.entries()].map(([bot, { messagesPerMonth }]) => ({
        bot,
        held: held.has(bot),
        sentOfMonth: counted.get(bot) ?? 0,
        quota: messagesPerMonth,
      }));
    },
  });
}

/** The channel, with every call that makes a message counted and timed. */
export const measured = (channel: Channel, metrics: Metrics): Channel => ({
  ...channel,
  send: async (to, message) => {
    const begun = performance.now();
    const outcome = await channel.send(to, message);
    metrics.sent(channel.bot, outcome.kind, (performance.now() - begun) / 1000);
    return outcome;
  },
});
