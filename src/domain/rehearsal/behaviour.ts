/**
 * How the people of a rehearsal behave. It is a guess, written down: nobody has measured officials yet. A draw depends on the
 * seed, the person, the day and what is drawn, and on nothing else, so the same seed gives the same year however its days
 * are cut.
 */

import type { Shares } from "./shares.ts";

export type BehaviourName = "diligent" | "usual" | "weekly" | "fading" | "silent";

export interface Behaviour {
  /** The chance of doing a lesson on the day it comes. */
  readonly daily: number;
  /** Only on the first study day of a week. */
  readonly weekly: boolean;
  /** What is left of the chance after each week. */
  readonly lasting: number;
  /** The chance that a reminder, or a request for a tap, brings whoever would have let the day pass. */
  readonly reminded: number;
  /** The chance of being right at a first try, and when the question comes back. */
  readonly right: number;
  readonly rightAgain: number;
}

export const behaviours: Readonly<Record<BehaviourName, Behaviour>> = {
  diligent: { daily: 0.95, weekly: false, lasting: 1, reminded: 0.6, right: 0.85, rightAgain: 0.95 },
  usual: { daily: 0.65, weekly: false, lasting: 1, reminded: 0.35, right: 0.75, rightAgain: 0.9 },
  weekly: { daily: 0.9, weekly: true, lasting: 1, reminded: 0.1, right: 0.75, rightAgain: 0.9 },
  fading: { daily: 0.7, weekly: false, lasting: 0.9, reminded: 0.2, right: 0.65, rightAgain: 0.85 },
  silent: { daily: 0, weekly: false, lasting: 1, reminded: 0, right: 0, rightAgain: 0 },
};

export const behaviourNames = Object.keys(behaviours) as readonly BehaviourName[];

export const usualMixture = "diligent=25,usual=40,weekly=15,fading=12,silent=8";

/** What is drawn: each has chances of its own. */
const salts = { answers: 1, when: 2, minute: 3, reminded: 4, right: 5, again: 6, taps: 7 } as const;

/** From 0 to below 1. MurmurHash3's mixing of 32 bits: https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp */
function draw(seed: number, person: number, day: number, what: keyof typeof salts, nth = 0): number {
  let h = seed | 0;
  for (const word of [person, day, salts[what], nth]) {
    let k = Math.imul(word, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h ^= k;
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** One person on one day; `day` counts from the first, 0. */
export interface PersonDay {
  readonly seed: number;
  readonly person: number;
  readonly behaviour: Behaviour;
  readonly day: number;
  /** It is the first study day of its week. */
  readonly first: boolean;
}

/** Whether they do the lesson of the day by themselves. */
export function answersToday({ seed, person, behaviour, day, first }: PersonDay): boolean {
  if (behaviour.weekly && !first) return false;
  const chance = behaviour.daily * behaviour.lasting ** Math.floor(day / 7);
  return draw(seed, person, day, "answers") < chance;
}

/** Whether a reminder, the `nth` of the day, brings them to it. */
export const heedsReminder = ({ seed, person, behaviour, day }: PersonDay, nth: number): boolean =>
  draw(seed, person, day, "reminded", nth) < behaviour.reminded * behaviour.lasting ** Math.floor(day / 7);

/** Whether they tap the button that keeps their messages free. */
export const tapsToday = ({ seed, person, behaviour, day }: PersonDay): boolean =>
  draw(seed, person, day, "taps") < behaviour.reminded;

/** Minutes of a day, by the clock of the cohort, between which people look at their phones again. */
const noon = { from: 11 * 60 + 30, to: 13 * 60 };
const evening = { from: 19 * 60, to: 21 * 60 };

/**
 * The minute of the day at which they begin with a message that came at `came`: half of them within three quarters of an
 * hour, three in ten at noon, two in ten in the evening; where that is past, soon.
 */
export function beginsAt({ seed, person, day }: PersonDay, came: number): number {
  const [when, minute] = [draw(seed, person, day, "when"), draw(seed, person, day, "minute")];
  const within = ({ from, to }: typeof noon) => from + Math.floor(minute * (to - from));
  const soon = came + 2 + Math.floor(minute * 43);
  const wished = when < 0.5 ? soon : within(when < 0.8 ? noon : evening);
  return Math.min(wished > came ? wished : soon, 23 * 60 + 30);
}

/** After a reminder, within an hour. */
export const beginsAfterReminder = ({ seed, person, day }: PersonDay, came: number): number =>
  Math.min(came + 2 + Math.floor(draw(seed, person, day, "minute", 1) * 58), 23 * 60 + 30);

/** Whether they are right at the tries of a lesson: first at each of its questions, then at each that comes back. */
export function triesOf({ seed, person, behaviour, day }: PersonDay, questions: number): boolean[] {
  const firsts = Array.from({ length: questions }, (_, nth) => draw(seed, person, day, "right", nth) < behaviour.right);
  const again = firsts.filter((isRight) => !isRight);
  return [...firsts, ...again.map((_, nth) => draw(seed, person, day, "again", nth) < behaviour.rightAgain)];
}

/** What a lesson that leaves draws after it, on the average of these people in their first weeks. @param reminders their times */
export function drawnAfter(
  shares: Shares<BehaviourName>,
  questions: number,
  reminders: readonly string[],
): { readonly replies: number; readonly reminders: number } {
  const drawn = { replies: 0, reminders: 0 };
  for (const { name, share } of shares) {
    const { daily, reminded, right, weekly } = behaviours[name];
    const answers = weekly ? daily / studyDaysOfWeek : daily;
    let waits = 1 - answers;
    for (const time of reminders) {
      drawn.reminders += share * (waits + answers * (time <= "11:30" ? 0.5 : time <= "19:00" ? 0.2 : 0));
      waits *= 1 - reminded;
    }
    drawn.replies += share * (1 - waits) * questions * (2 - right);
  }
  return drawn;
}

/** In most cohorts. */
const studyDaysOfWeek = 5;
