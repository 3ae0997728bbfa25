import { countItems } from "#db/figures/item-statistics.ts";
import { listTaughtCourses } from "#db/learning/cohorts.ts";
import type { CourseId } from "#domain/ids.ts";
import { enoughAnswers, type ItemStatistics, judgeItems } from "#domain/item-statistics.ts";
import { itemWords } from "#wording/author-figures.ts";
import { type Answer, refused } from "./answer.ts";
import { table } from "./print.ts";
import { withDatabase } from "./session.ts";

export interface ItemsOptions {
  readonly course?: string;
}

/** How each question that is taught now has done, the flagged ones first. */
export const items = ({ course }: ItemsOptions): Promise<Answer> =>
  withDatabase(({ db }) =>
    db.transaction(async (tx) => {
      const taught = (await listTaughtCourses(tx)).map(({ id }) => id);
      if (taught.length === 0) return { json: { items: [] }, lines: [itemWords.nothing] };
      if (course !== undefined && !taught.some((id) => id === course))
        return refused(itemWords.noCourse(course, taught));
      const found = judgeItems(await countItems(tx, (course as CourseId | undefined) ?? null));
      return { json: { items: found }, lines: linesOf(found) };
    }),
  );

function linesOf(found: readonly ItemStatistics[]): string[] {
  const rows = found.map(({ asked, right, discrimination, medianSeconds, flags, question, prompt }) => [
    asked,
    right === null ? "-" : itemWords.right(right),
    discrimination === null ? "-" : itemWords.discrimination(discrimination),
    medianSeconds ?? "-",
    flags.length === 0 ? "-" : itemWords.flags(flags),
    question,
    prompt.replaceAll("\n", " "),
  ]);
  return [...table(itemWords.heads, rows), "", ...itemWords.notes(enoughAnswers)];
}
