/** What would break in a rehearsed time, and what would mend it. */
import type { BotMonth } from "./tally.ts";

/** A bot whose month's messages were used up. */
export interface QuotaBreak {
  readonly bot: number;
  readonly month: string;
  /** Minutes since 1970. */
  readonly usedUp: number;
  /** Lessons of that month that did not leave for it. */
  readonly lessons: number;
  /** Messages the month would have taken: what was planned, with answers and reminders as there were to a lesson that left. */
  readonly wanted: number;
}

/** What a bot's month would have taken had it been let; as it was where nothing was kept back. */
function wantedOf({ lessons, others, planned, reminders, replies }: BotMonth): number {
  if (lessons === 0) return planned + others;
  return Math.round(Math.max(planned, lessons) * (1 + (replies + reminders) / lessons)) + others;
}

/** Where a month's messages were used up, the earliest first. */
export const quotaBreaks = (months: readonly BotMonth[]): QuotaBreak[] =>
  months
    .flatMap((one) =>
      one.usedUp === null
        ? []
        : [{ bot: one.bot, month: one.month, usedUp: one.usedUp, lessons: one.stopped, wanted: wantedOf(one) }],
    )
    .sort((a, b) => a.usedUp - b.usedUp);

/** How many bots like these would hold the busiest month of all that are counted. */
export function botsFor(months: readonly BotMonth[], perMonth: number): number {
  const wanted = new Map<string, number>();
  for (const one of months) wanted.set(one.month, (wanted.get(one.month) ?? 0) + wantedOf(one));
  return Math.max(1, Math.ceil(Math.max(0, ...wanted.values()) / perMonth));
}

/** The sum of one figure. */
export const total = (months: readonly BotMonth[], of: (one: BotMonth) => number): number =>
  months.reduce((sum, one) => sum + of(one), 0);
