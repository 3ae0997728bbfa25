import { countItems } from "#db/figures/item-statistics.ts";
import { judgeItems } from "#domain/item-statistics.ts";
import { timeIn } from "#domain/time.ts";
import type { Tick } from "#queue/ticks.ts";
import type { Base } from "./base.ts";

/**
 * Once a night, while nobody learns, a line in the log for each question that its author should look at. Of ticks an
 * hour apart one falls into the hour after 03:00, whichever process has it; a night that is missed says the same as the next.
 */
export function itemNote({ config, connection, clock, log }: Base): Tick {
  return {
    everyMilliseconds: 3_600_000,
    run: async () => {
      if (!timeIn(config.timezone, clock.now()).startsWith("03:")) return;
      const items = judgeItems(await connection.db.transaction((tx) => countItems(tx, null)));
      for (const { question, flags } of items) {
        if (flags.length > 0) log.warn({ question, flags }, "a question to look at: hocvu lessons items");
      }
    },
  };
}
