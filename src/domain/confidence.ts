import type { ModuleId } from "./ids.ts";

/** When somebody says how sure of themselves they are: before a module's first lesson, or after its last. */
export type Moment = "before" | "after";

/** 1, not at all, to 5, very. */
export type Rating = 1 | 2 | 3 | 4 | 5;

/** A module of a course and how far one learner is in it. */
export interface ModuleProgress {
  readonly id: ModuleId;
  readonly title: string;
  /** Lessons completed, and lessons neither completed nor skipped. */
  readonly completed: number;
  readonly left: number;
  /** Which ratings the learner has given. */
  readonly rated: readonly Moment[];
}

/** A rating is asked for. */
export interface ConfidenceAsk {
  /** The module's place in the course, from 1. */
  readonly number: number;
  readonly title: string;
  readonly moment: Moment;
}

/** Whether a rating of the module means what it says: before anything was learnt in it, or once all of it was. */
export const isRatable = ({ completed, left }: ModuleProgress, moment: Moment): boolean =>
  moment === "before" ? completed === 0 && left > 0 : completed > 0 && left === 0;

/**
 * What to ask now: about the module just finished, else about the one that comes next; null: nothing. Whoever has gone
 * on to a later module is not asked about an earlier one any more.
 */
export function openAsk(modules: readonly ModuleProgress[]): ConfidenceAsk | null {
  const ask = (index: number, moment: Moment): ConfidenceAsk | null => {
    const module = modules[index];
    if (module === undefined || module.rated.includes(moment) || !isRatable(module, moment)) return null;
    return { number: index + 1, title: module.title, moment };
  };
  const last = modules.findLastIndex(({ completed }) => completed > 0);
  const next = modules.findIndex(({ left }) => left > 0);
  return ask(last, "after") ?? ask(next, "before");
}
