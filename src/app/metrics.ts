import type { Channel } from "#channels/channel.ts";
import type { Connection, Db } from "#db/connect.ts";
import { countDeliveries } from "#db/delivery-counts.ts";
import { countInbox } from "#db/inbox.ts";
import { listLanes } from "#db/lanes.ts";
import { readGrant } from "#db/oa-grants.ts";
import { sumOutages } from "#db/pulses.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Clock } from "#domain/time.ts";
import { type GrantFigures, type Metrics, openMetrics } from "#http/metrics.ts";
import type { Bots } from "./bots.ts";
import type { OaConfig } from "./zalo-oa/config.ts";

/** The metrics of this process, with what the tables say at each scrape. @param held bots this process sends for */
export function processMetrics(
  { db }: Connection,
  bots: Bots,
  held: ReadonlySet<BotKey>,
  oa: OaConfig | null,
  clock: Clock,
): Metrics {
  return openMetrics({
    ...(oa === null ? {} : { grants: () => grantsOf(db, oa, clock.now()) }),
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

/** Before anybody has allowed us there is nothing that could end. */
async function grantsOf(db: Db, { key: bot, appId }: OaConfig, now: Date): Promise<GrantFigures[]> {
  const grant = await readGrant(db, appId);
  if (grant === null) return [{ bot, live: false, secondsLeft: 0, refreshAgeSeconds: 0 }];
  const seconds = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / 1000);
  return [
    {
      bot,
      live: grant.state === "live",
      secondsLeft: seconds(now, grant.accessExpiresAt),
      refreshAgeSeconds: seconds(grant.refreshIssuedAt, now),
    },
  ];
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
