import type { Message } from "#domain/message.ts";
import { bold } from "#domain/text.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import { commandAction } from "./actions.ts";
import { part, say } from "./build.ts";
import { type Moment, named } from "./format.ts";
import { learnerWords as words } from "./vi-learner.ts";
import { lessonWords } from "./vi-lesson.ts";

/** When the next lesson comes: at once, at a moment, or never (null). */
export type Comes = "now" | Moment | null;

/** The new time and the first day it holds for; where no lesson comes, the time alone. */
export const timeSetMessage = (time: LocalTime, today: LocalDate, comes: Comes): Message => {
  if (comes === null) return say([part(words.timeNow(time))]);
  if (comes === "now") return say([part(words.timeSet(time, today, today), words.comesNow)]);
  return say([part(words.timeSet(time, comes.day, today))]);
};

/** `/gio` alone: the time now and how to change it. */
export const timeNowMessage = (time: LocalTime): Message => say([part(words.timeNow(time), words.timeHow)]);

/** Not a time at all (`window` null), or outside the hours in which anything is sent. */
export function timeRefusedMessage(window: { readonly from: LocalTime; readonly to: LocalTime } | null): Message {
  const why = window === null ? words.timeNotRead : words.timeRefused(window.from, window.to);
  return say([part(why, words.timeHow)]);
}

/** @param until the last day of the pause */
export const pausedMessage = (until: LocalDate, today: LocalDate): Message =>
  say([part(words.paused(until, today), words.resumeHow)]);

/** `/tamdung` without a number, or with one that is out of bounds. */
export const pauseHowMessage = (mostDays: number): Message => say([part(words.pauseHow(mostDays))]);

/** To someone paused who asks for a lesson. */
export function pausedNowMessage(until: LocalDate, today: LocalDate): Message {
  const button = { kind: "press", label: words.resume, action: commandAction("tieptuc") } as const;
  return say([part(words.pausedNow(until, today))], { buttons: [[button]], typedHint: words.typeResume });
}

/** The pause is over, and the lesson comes then. */
export const resumedMessage = (comes: Comes): Message => {
  if (comes === null) return say([part(words.resumed)]);
  if (comes === "now") return say([part(words.resumed, words.comesNow)]);
  return say([part(words.resumed), part(lessonWords.nextLesson(comes), lessonWords.moreNow)]);
};

/** To someone who wants to go on and was not paused: then the lesson is what they want. */
export function notPausedMessage(): Message {
  const button = { kind: "press", label: lessonWords.openLesson, action: commandAction("baihoc") } as const;
  return say([part(words.notPaused)], { buttons: [[button]], typedHint: lessonWords.typeLesson });
}

/** `/roilop` for the first time: what it means and how to confirm it. */
export const stayedMessage = (): Message => say([part(words.stayed)]);

export const leaveAskMessage = (cohort: string): Message =>
  say([part(words.leaveAsk(named(cohort, 120))), part(words.leaveHow)]);

export const leftMessage = (cohort: string): Message => say([part(words.left(named(cohort, 120)), words.leftBack)]);

export interface LinkView {
  /** Six or nine digits. */
  readonly code: string;
  readonly minutes: number;
  /** Platforms on which the code can be used, as people call them ("Zalo"), each with the address of our bot if known. */
  readonly elsewhere: readonly { readonly platform: string; readonly url: string | null }[];
}

/** A code that joins another channel, and what to do with it there. */
export function linkMessage({ code, minutes, elsewhere }: LinkView): Message {
  const steps = elsewhere.flatMap(({ platform, url }) => [words.linkOn(platform), ...(url === null ? [] : [url])]);
  const how = steps.length === 0 ? [words.linkElsewhere] : steps;
  return say([part(words.linkCode(minutes), bold(code)), part(...how), part(words.linkSecret)]);
}
