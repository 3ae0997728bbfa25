/** What would break in a rehearsed time, and what would mend it. */
import type { BotMonth } from "./tally.ts";

/** Months in which bots of one platform used all their messages. */
export interface QuotaBreak {
  /** The first of them to do so, and when, in minutes since 1970. */
  readonly bot: number;
  readonly usedUp: number;
  readonly months: number;
  /** Lessons that did not leave for it. */
  readonly lessons: number;
}

/** Null: no month was used up. */
export function quotaBreak(months: readonly BotMonth[]): QuotaBreak | null {
  const broken = months.filter((one): one is BotMonth & { usedUp: number } => one.usedUp !== null);
  if (broken.length === 0) return null;
  const { bot, usedUp } = broken.reduce((first, one) => (one.usedUp < first.usedUp ? one : first));
  const lessons = total(broken, ({ stopped }) => stopped);
  return { bot, usedUp, months: new Set(broken.map(({ month }) => month)).size, lessons };
}

/**
 * About how many messages the busiest month would take, had every bot been let: what was planned, and what a lesson draws
 * after it.
 */
export function busiestMonth(
  months: readonly BotMonth[],
  after: { readonly replies: number; readonly reminders: number },
): number {
  const wanted = new Map<string, number>();
  for (const { lessons, month, others, planned, reminders, replies } of months) {
    const drawn = Math.round(planned * (1 + after.replies + after.reminders));
    const most = Math.max(drawn, lessons + replies + reminders) + others;
    wanted.set(month, (wanted.get(month) ?? 0) + most);
  }
  return Math.max(0, ...wanted.values());
}

/** The sum of one figure. */
export const total = (months: readonly BotMonth[], of: (one: BotMonth) => number): number =>
  months.reduce((sum, one) => sum + of(one), 0);
