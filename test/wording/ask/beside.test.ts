import { expect, test } from "vitest";
import type { LocalDate } from "#domain/time.ts";
import { readQuestion } from "#wording/ask/read-question.ts";
import { province1 } from "./sample.ts";

const monday = { ...province1, today: "2026-11-30" as LocalDate };

/** The measures that are asked back, or the one that is understood. */
function measures(text: string): readonly string[] {
  const read = readQuestion(text, monday, null);
  if (read.kind === "question") return [read.question.measure];
  return read.kind === "which" ? read.choices.map(({ question }) => question.measure) : [read.kind];
}

test("what only the present has is asked back by what both periods have, on a Monday too", () => {
  expect(measures("tiến độ tuần này so với tuần trước")).toEqual(["learnt", "lessons"]);
  expect(measures("so sánh tiến độ hôm nay với hôm qua")).toEqual(["learnt", "lessons"]);
  expect(measures("điểm tuần này so với tuần trước")).toEqual(["points"]);
  expect(measures("so sánh tiến độ xã Tân Lập với xã Học Tốt")).toEqual(["completion"]);
});
