/** How sure of themselves people are before and after a module. It is asked, never scored, and may be left unanswered. */

import type { Tx } from "#db/connect.ts";
import { insertRating, readModuleProgress } from "#db/learning/confidence.ts";
import { type ConfidenceAsk, isRatable, type Moment, openAsk, type Rating } from "#domain/confidence.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import { coursePlace } from "./coming-lesson.ts";
import { readLife, todayIn } from "./life.ts";

export interface OpenConfidenceAsk extends ConfidenceAsk {
  readonly cohort: CohortId;
}

/** What the learner is to be asked now about the cohort's course; null: nothing. */
export async function readOpenAsk(tx: Tx, learner: LearnerId, cohort: CohortId): Promise<OpenConfidenceAsk | null> {
  const progress = await readModuleProgress(tx, learner, cohort);
  const ask = progress === null ? null : openAsk(progress.modules);
  return ask === null ? null : { ...ask, cohort };
}

/** A module by its place in the course, from 1. */
export interface RatedModule {
  readonly cohort: CohortId;
  readonly number: number;
  readonly moment: Moment;
}

/**
 * The learner rates themselves. False, and nothing is kept, where nothing of the kind is open: the module has been begun
 * since, or is not finished.
 * @param of null: whatever is open now, for a rating that was typed
 */
export async function rate(
  tx: Tx,
  learner: LearnerId,
  of: RatedModule | null,
  rating: Rating,
  at: Date,
  now: Date,
): Promise<{ readonly kept: boolean; readonly next: OpenConfidenceAsk | null }> {
  const cohort = of?.cohort ?? (await cohortOf(tx, learner, now));
  const progress = await readModuleProgress(tx, learner, cohort);
  const rated = of ?? (progress === null ? null : openAsk(progress.modules));
  const module = rated === null ? undefined : progress?.modules[rated.number - 1];
  if (progress === null || rated === null || module === undefined || !isRatable(module, rated.moment))
    return { kept: false, next: null };
  await insertRating(tx, learner, { course: progress.course, module: module.id, moment: rated.moment, rating }, at);
  return { kept: true, next: await readOpenAsk(tx, learner, cohort) };
}

async function cohortOf(tx: Tx, learner: LearnerId, now: Date): Promise<CohortId> {
  const life = await readLife(tx, learner);
  return coursePlace(life, todayIn(life, now)).cohortId;
}
