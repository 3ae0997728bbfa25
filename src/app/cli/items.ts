import { listTaughtCourses } from "#db/cohorts.ts";
import { countItems } from "#db/item-statistics.ts";
import type { CourseId } from "#domain/ids.ts";
import { enoughAnswers, type ItemStatistics, judgeItems } from "#domain/item-statistics.ts";
import { type Answer, refused } from "./answer.ts";
import { percent, table } from "./print.ts";
import { withDatabase } from "./session.ts";

export interface ItemsOptions {
  readonly course?: string;
}

/** How each question that is taught now has done, the flagged ones first. */
export const items = ({ course }: ItemsOptions): Promise<Answer> =>
  withDatabase(({ db }) =>
    db.transaction(async (tx) => {
      const taught = (await listTaughtCourses(tx)).map(({ id }) => id);
      if (taught.length === 0) return { json: { items: [] }, lines: ["nothing is taught yet: hocvu up publishes it"] };
      if (course !== undefined && !taught.some((id) => id === course))
        return refused(`there is no course ${course}; there is: ${taught.join(", ")}`);
      const found = judgeItems(await countItems(tx, (course as CourseId | undefined) ?? null));
      return { json: { items: found }, lines: linesOf(found) };
    }),
  );

const heads = ["asked", "right", "discrimination", "seconds", "flags", "question", "prompt"];

function linesOf(found: readonly ItemStatistics[]): string[] {
  const rows = found.map(({ asked, right, discrimination, medianSeconds, flags, question, prompt }) => [
    asked,
    right === null ? "-" : percent(right),
    discrimination === null ? "-" : discrimination.toFixed(3),
    medianSeconds ?? "-",
    flags.length === 0 ? "-" : flags.join(", ").replaceAll("_", " "),
    question,
    prompt.replaceAll("\n", " "),
  ]);
  return [
    ...table(heads, rows),
    "",
    `discrimination, and whether a question is too hard or too easy: from ${enoughAnswers} answers on`,
    "seconds: half of the answers took longer. Only where the reply to the question before showed it: a lesson's first question comes with the lesson",
  ];
}
