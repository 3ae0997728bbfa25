import type { LearnerId } from "./ids.ts";

/** Why somebody needs help, the most pressing first in this order. */
export type RiskReason =
  /** On the roster for so many days, and has not joined. */
  | { readonly kind: "not_joined"; readonly days: number }
  /** Joined, and nothing reaches them any more; `unheard`: on a platform that takes nothing for them until they turn to us. */
  | { readonly kind: "unreachable"; readonly unheard?: true }
  /** Kept no day for so many study days. */
  | { readonly kind: "silent"; readonly studyDays: number }
  /** So many lessons fewer than were due by the end of yesterday. */
  | { readonly kind: "behind"; readonly lessons: number }
  /** First tries right, 0 to 1, over the last lessons. */
  | { readonly kind: "low_score"; readonly score: number };

/** Somebody who needs help, with every reason. */
export interface PersonAtRisk {
  readonly learnerId: LearnerId;
  readonly fullName: string;
  /** The unit's path. */
  readonly unit: string;
  readonly reasons: readonly RiskReason[];
}
