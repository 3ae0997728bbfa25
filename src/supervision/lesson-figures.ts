import type { Tx } from "#db/connect.ts";
import { countItems } from "#db/figures/item-statistics.ts";
import { countLessons, type LessonFigures } from "#db/figures/lessons.ts";
import type { Scope } from "#db/units/scope.ts";
import type { LearnerId } from "#domain/ids.ts";
import { type ItemStatistics, judgeItems } from "#domain/item-statistics.ts";

/** From figures of fewer people one could guess what somebody answered. */
export const fewestForFigures = 5;

/** At most so many questions are named. */
const mostItems = 20;

/** Below this share of right first tries a question does badly. */
const badBelow = 0.5;

export interface LessonReport {
  readonly lessons: readonly LessonFigures[];
  /** Questions that do badly among the people of the scope, the worst first. */
  readonly items: readonly (ItemStatistics & { readonly right: number; readonly lessonTitle: string })[];
}

/** How the people of a scope do lesson by lesson, and which questions do badly among them; no single person's answers. */
export async function reportLessons(tx: Tx, scope: Scope, viewer: LearnerId): Promise<LessonReport> {
  const lessons = await countLessons(tx, scope, viewer);
  const titles = new Map(lessons.map(({ lesson, title }) => [lesson, title]));
  const items = judgeItems(await countItems(tx, null, scope, viewer)).flatMap((item) => {
    const lessonTitle = titles.get(item.lesson);
    if (item.right === null || lessonTitle === undefined || item.asked < fewestForFigures) return [];
    const bad = item.right < badBelow || item.flags.includes("negative_discrimination");
    return bad ? [{ ...item, right: item.right, lessonTitle }] : [];
  });
  return { lessons, items: items.sort((a, b) => a.right - b.right).slice(0, mostItems) };
}
