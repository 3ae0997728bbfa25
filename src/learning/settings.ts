import type { Tx } from "#db/connect.ts";
import { type LockedLearner, setOwnPushTime } from "#db/roster/people.ts";
import { isAllowedPushTime, quietTo } from "#domain/schedule.ts";
import type { LocalTime } from "#domain/time.ts";
import { type ComingLesson, learningPlace, pushIfDue } from "./coming-lesson.ts";
import { readLife, todayIn } from "./life.ts";

const lastPushTime = "21:29" as LocalTime;

export type TimeSet =
  | { readonly kind: "set"; readonly time: LocalTime; readonly coming: ComingLesson }
  /** Nothing bulk leaves at that hour; `from` and `to` may be chosen. */
  | { readonly kind: "not_allowed"; readonly from: LocalTime; readonly to: LocalTime };

/** The learner's own push time, for all their cohorts. A lesson of today that is due by it leaves at once. */
export async function setPushTime(tx: Tx, learner: LockedLearner, time: LocalTime, now: Date): Promise<TimeSet> {
  if (!isAllowedPushTime(time)) return { kind: "not_allowed", from: quietTo, to: lastPushTime };
  await setOwnPushTime(tx, learner.id, time);
  return { kind: "set", time, coming: await pushIfDue(tx, learner.id, time, "window", now) };
}

/** When the learner's lessons leave: by their own wish, else by the cohort's. */
export async function readPushTime(tx: Tx, learner: LockedLearner, now: Date): Promise<LocalTime> {
  if (learner.pushTime !== null) return learner.pushTime;
  const life = await readLife(tx, learner.id);
  return (learningPlace(life, todayIn(life, now)) ?? life.places[0]!).pushTime;
}
