/** A rehearsal as the one document of --json; what people read is made from it. */

import { drawnAfter } from "#domain/rehearsal/behaviour.ts";
import { busiestMonth, quotaBreak, total } from "#domain/rehearsal/breaks.ts";
import { type BotMonth, lateBy, type Peak } from "#domain/rehearsal/tally.ts";
import { dateIn, type LocalDate, timeIn } from "#domain/time.ts";
import { messagePriceVnd } from "#domain/zalo-window.ts";
import type { Reached, Rehearsed } from "./rehearse.ts";
import type { Setting } from "./setting.ts";
import type { Platform } from "./world.ts";

type Moment = (minute: number) => string;

export interface MonthLine {
  readonly month: string;
  readonly lessons: number;
  readonly replies: number;
  readonly reminders: number;
  readonly others: number;
  readonly perPerson: number;
  /** The most that anybody had. */
  readonly most: number;
}

export interface BreakLine {
  readonly what: "month used up" | "late" | "money used up" | "silent";
  readonly platform: Platform;
  /** Lessons that did not leave. */
  readonly lessons: number;
  readonly said: string;
}

export type RehearsalDocument = ReturnType<typeof documentOf>;

export function documentOf(
  setting: Setting,
  days: number,
  { modules, play, reached, seconds, sizes, world }: Rehearsed,
) {
  const { tally } = play;
  const { bots, people, taught } = world;
  const zone = world.calendar.zone;
  const moment = (minute: number) => `${dateIn(zone, at(minute))} ${timeIn(zone, at(minute))}`;
  const peak = ({ count, minute }: Peak) => (count === 0 ? null : { count, at: moment(minute) });
  const { worst } = tally;
  const lessons = people.length * taught.lessons.length;
  const bytes = sizes.reduce((sum, one) => sum + one.bytes, 0);
  return {
    seed: setting.seed,
    days,
    from: world.start,
    learners: people.length,
    course: setting.wish.course,
    lessons: taught.lessons.length,
    behaviour: setting.behaviour,
    bots: bots.map(({ key, ...bot }, place) => ({ bot: key, learners: countOf(world.botOf, place), ...bot })),
    load: {
      peakMinute: peak(tally.out),
      peakAnswers: peak(tally.in),
      worstDay:
        worst === null
          ? null
          : {
              day: worst.day as LocalDate,
              lessons: worst.lessons,
              minutes: worst.last - worst.due,
              peakMinute: worst.peak,
            },
      lateMinutes: { half: lateBy(tally, 0.5), ninetyNineInHundred: lateBy(tally, 0.99), most: lateBy(tally, 1) },
      movedToNextDay: total(tally.months, ({ late }) => late),
    },
    months: monthsOf(tally.months, tally.most, people.length),
    perBot: tally.months.map(({ bot, usedUp, ...month }) => ({
      bot: bots[bot]!.key as string,
      ...month,
      usedUp: usedUp === null ? null : moment(usedUp),
    })),
    breaks: breaksOf(setting, { world, play }, moment),
    vnd: total(tally.months, ({ paid }) => paid) * messagePriceVnd,
    lessonsInAll: lessons,
    reached: reached.map((one): Reached & { share: number } => ({ ...one, share: one.lessons / lessons })),
    modules: modules.map((one) => ({
      ...one,
      of: people.length * taught.lessons.filter(({ module }) => module === one.module).length,
    })),
    /** Of this run; everything else follows from the seed. */
    run: {
      seconds: Math.round(seconds),
      bytes,
      bytesPerLearner: Math.round(bytes / people.length),
      tables: sizes.slice(0, 8),
    },
  };
}

const at = (minute: number) => new Date(minute * 60_000);

const countOf = (list: Uint8Array, value: number) => list.reduce((count, one) => count + (one === value ? 1 : 0), 0);

function monthsOf(months: readonly BotMonth[], most: ReadonlyMap<string, number>, people: number): MonthLine[] {
  return [...most].map(([month, mostOfAll]) => {
    const of = months.filter((one) => one.month === month);
    const sums = {
      lessons: total(of, (one) => one.lessons),
      replies: total(of, (one) => one.replies),
      reminders: total(of, (one) => one.reminders),
      others: total(of, (one) => one.others),
    };
    const all = sums.lessons + sums.replies + sums.reminders + sums.others;
    return { month, ...sums, perPerson: Math.round((all / people) * 10) / 10, most: mostOfAll };
  });
}

/** A line for each platform and fault: bots of one platform have one budget. */
function breaksOf(setting: Setting, { play, world }: Pick<Rehearsed, "play" | "world">, moment: Moment): BreakLine[] {
  return setting.channels.flatMap(({ name: platform }): BreakLine[] => {
    const bots = world.bots.filter((bot) => bot.platform === platform);
    const months = play.tally.months.filter(({ bot }) => world.bots[bot]!.platform === platform);
    const line = (what: BreakLine["what"], lessons: number, said: string) =>
      lessons === 0 ? [] : [{ what, platform, lessons, said: `${platform}: ${lessons} lessons ${said}` }];
    const { perMinute } = bots[0]!;
    return [
      ...usedUpOf(setting, { play, world }, months, moment),
      ...line(
        "late",
        total(months, ({ late }) => late),
        `could not leave within 3 hours of ${setting.wish.at} and moved to the next study day: ${perMinute} messages a minute for each of ${bots.length} bots are too few; have more bots, or cohorts with other push times`,
      ),
      ...line(
        "money used up",
        total(months, ({ unpaid }) => unpaid),
        `were not paid for: set ZALO_OA_BUDGET_VND_PER_MONTH=${dearest(months)} or more`,
      ),
      ...line(
        "silent",
        total(months, ({ closed }) => closed),
        "could not be sent to people who were silent for too long",
      ),
    ];
  });
}

function usedUpOf(
  { behaviour, wish }: Setting,
  { play, world }: Pick<Rehearsed, "play" | "world">,
  months: readonly BotMonth[],
  moment: Moment,
): BreakLine[] {
  const found = quotaBreak(months);
  if (found === null) return [];
  const { key, perMonth, platform } = world.bots[found.bot]!;
  const day = 1 + Math.floor((found.usedUp - play.first) / 1440);
  const reminders = wish.remind?.split(",") ?? [];
  const busiest = busiestMonth(months, drawnAfter(behaviour, world.taught.questions, reminders));
  const said = [
    `ZALO_MESSAGES_PER_MONTH=${perMonth} is used up on day ${day} (${moment(found.usedUp)}, ${key}), and in ${found.months} of ${play.tally.most.size} months:`,
    `${found.lessons} lessons would not leave, nor any answer until the next month.`,
    `The busiest month takes about ${busiest} messages: have ${Math.ceil(busiest / perMonth!)} bots, or a plan with that many;`,
    `ZALO_MESSAGES_PER_MONTH=${busiest} rehearses it`,
  ].join(" ");
  return [{ what: "month used up", platform, lessons: found.lessons, said }];
}

/** What the dearest month would have cost. */
const dearest = (months: readonly BotMonth[]): number =>
  Math.max(...months.map(({ paid, unpaid }) => (paid + unpaid) * messagePriceVnd));
