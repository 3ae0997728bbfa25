import type { Tx } from "#db/connect.ts";
import { readLifetimes } from "#db/figures/streaks.ts";
import { readHolidays } from "#db/plan.ts";
import { listOutages } from "#db/pulses.ts";
import type { Part, Viewer } from "#db/scope.ts";
import type { BotKey, LearnerId } from "#domain/ids.ts";
import { streaksAt } from "#domain/lifetime.ts";

/** The streaks at `now` of everybody of the part who has one of a day or more. */
export async function currentStreaks(
  tx: Tx,
  part: Part,
  viewer: Viewer,
  now: Date,
): Promise<{ readonly learner: LearnerId; readonly part: number }[]> {
  const outages = (await listOutages(tx, new Date(0), null)).map(({ what, fromAt, toAt }) => ({
    from: fromAt,
    to: toAt,
    bot: what === "program" ? null : (what as BotKey),
  }));
  const streakOf = streaksAt(now, outages, await readHolidays(tx));
  const streaks: { learner: LearnerId; part: number }[] = [];
  for await (const lives of readLifetimes(tx, part, viewer)) {
    for (const life of lives) {
      const days = streakOf(life);
      if (days > 0) streaks.push({ learner: life.learner, part: days });
    }
  }
  return streaks;
}
