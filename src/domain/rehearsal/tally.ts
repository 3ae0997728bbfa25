import type { DeliveryKind } from "../delivery-state.ts";

/** What one bot sent and did not send in one month. */
export interface BotMonth {
  /** The bot's place in the list of all. */
  readonly bot: number;
  /** "2026-11". */
  readonly month: string;
  planned: number;
  lessons: number;
  replies: number;
  reminders: number;
  /** Digests and whatever else there is. */
  others: number;
  /** Lessons that did not leave: the month's messages were used up; too slow for their hours; a silence; the month's money. */
  stopped: number;
  late: number;
  closed: number;
  unpaid: number;
  /** Reminders and digests left out, since little of the month was left. */
  spared: number;
  /** Messages that cost something. */
  paid: number;
  /** When the month's messages were used up, in minutes since 1970; null: they were not. */
  usedUp: number | null;
}

/** How one day's lessons left. Minutes since 1970. */
export interface DayLoad {
  readonly day: string;
  lessons: number;
  due: number;
  last: number;
  /** Most messages in a minute. */
  peak: number;
}

export interface Peak {
  readonly count: number;
  readonly minute: number;
}

/** What a rehearsal adds up as it goes. */
export interface Tally {
  readonly months: BotMonth[];
  /** How many lessons left so many minutes late. */
  readonly lateness: Uint32Array;
  /** The day on which the last lesson was the latest; null: no lesson left. */
  worst: DayLoad | null;
  /** The most messages out, and answers in, of a minute. */
  out: Peak;
  in: Peak;
  /** Messages to each person in the month under way, and the most that anybody had in each month. */
  readonly had: Uint32Array;
  readonly most: Map<string, number>;
}

const dayMinutes = 1440;

export const openTally = (people: number): Tally => ({
  months: [],
  lateness: new Uint32Array(dayMinutes),
  worst: null,
  out: { count: 0, minute: 0 },
  in: { count: 0, minute: 0 },
  had: new Uint32Array(people),
  most: new Map(),
});

const nothing = {
  ...{ planned: 0, lessons: 0, replies: 0, reminders: 0, others: 0 },
  ...{ stopped: 0, late: 0, closed: 0, unpaid: 0, spared: 0, paid: 0 },
};

/** Begins a month of each of so many bots. */
export function beginMonth(tally: Tally, month: string, bots: number): BotMonth[] {
  endMonth(tally);
  const begun = Array.from({ length: bots }, (_, bot): BotMonth => ({ bot, month, ...nothing, usedUp: null }));
  tally.months.push(...begun);
  return begun;
}

/** Whoever had the most messages of the month under way is noted. */
export function endMonth(tally: Tally): void {
  const month = tally.months.at(-1)?.month;
  if (month === undefined) return;
  tally.most.set(
    month,
    tally.had.reduce((most, count) => Math.max(most, count), 0),
  );
  tally.had.fill(0);
}

/** A message left. */
export function countLeft(tally: Tally, month: BotMonth, kind: DeliveryKind, person: number): void {
  tally.had[person]!++;
  if (kind === "lesson") month.lessons++;
  else if (kind === "reply") month.replies++;
  else if (kind === "reminder") month.reminders++;
  else month.others++;
}

/** A lesson of the day left. @param late minutes after it was due */
export function countLesson(tally: Tally, load: DayLoad, due: number, minute: number): void {
  const late = minute - due;
  tally.lateness[Math.min(late, dayMinutes - 1)]!++;
  if (load.lessons === 0 || late > load.last - load.due) Object.assign(load, { due, last: minute });
  load.lessons++;
}

export const higher = (peak: Peak, count: number, minute: number): Peak =>
  count > peak.count ? { count, minute } : peak;

export function endDay(tally: Tally, load: DayLoad): void {
  const { worst } = tally;
  const lasts = load.last - load.due;
  const isWorse =
    worst === null || lasts > worst.last - worst.due || (lasts === worst.last - worst.due && load.peak > worst.peak);
  if (load.lessons > 0 && isWorse) tally.worst = load;
}

/** The minutes that `share` of all lessons were late at most; null: no lesson left. */
export function lateBy({ lateness }: Pick<Tally, "lateness">, share: number): number | null {
  const all = lateness.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let seen = 0;
  return lateness.findIndex((count) => {
    seen += count;
    return seen >= share * all;
  });
}
