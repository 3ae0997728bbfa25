import type { Channel } from "#channels/channel.ts";
import { type Metrics, openMetrics } from "#http/metrics.ts";
import type { Ticks } from "#queue/ticks.ts";
import type { Base } from "./base.ts";
import { bookFigures } from "./figures/book.ts";
import { laneFigures } from "./figures/lanes.ts";
import { partFigures } from "./figures/parts.ts";

/** What the figures are looked up in. */
export type Watched = Pick<Base, "bots" | "held" | "clock" | "queues"> & {
  readonly db: Base["connection"]["db"];
  readonly oa: Base["config"]["oa"];
  readonly backupDir: Base["config"]["backupDir"];
};

/** The metrics of this process, with what tables, queue and clocks say at each scrape. */
export const processMetrics = (watched: Watched): Metrics =>
  openMetrics([...bookFigures(watched), ...laneFigures(watched), ...partFigures(watched)]);

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

/** The ticks, with every run counted. */
export const counted = (ticks: Ticks, metrics: Metrics): Ticks =>
  Object.fromEntries(
    Object.entries(ticks).map(([name, tick]) => {
      const run = async () => {
        try {
          await tick.run();
        } catch (error) {
          metrics.ticked(name, "failed");
          throw error;
        }
        metrics.ticked(name, "done");
      };
      return [name, { ...tick, run }];
    }),
  );
