import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultPoints } from "#domain/course.ts";
import type { AttemptId } from "#domain/ids.ts";
import { answerPoints, completionPoints, type PointEntry } from "#domain/points.ts";

const attempt = 7 as AttemptId;

describe("points", () => {
  test.each<[string, PointEntry[], string, number]>([
    [
      "right at the first try",
      answerPoints(attempt, { question: 2, comeback: false, right: true }, defaultPoints),
      "right_first",
      10,
    ],
    [
      "right when it comes back",
      answerPoints(attempt, { question: 2, comeback: true, right: true }, defaultPoints),
      "right_comeback",
      4,
    ],
    ["a lesson completed", completionPoints(attempt, defaultPoints), "lesson_completed", 5],
  ])("%s is one row", (_, entries, reason, points) => {
    expect(entries).toEqual([{ reason, points, key: expect.stringMatching(/./) }]);
  });

  test("a wrong answer earns nothing, nor does a deed the course gives nothing for", () => {
    expect(answerPoints(attempt, { question: 2, comeback: false, right: false }, defaultPoints)).toEqual([]);
    expect(completionPoints(attempt, { ...defaultPoints, lessonCompleted: 0 })).toEqual([]);
  });

  test("two rows of one reason share a key only if they are for the same deed", () => {
    const deed = fc.record({ attempt: fc.nat(30), question: fc.nat(30) });
    fc.assert(
      fc.property(deed, deed, (one, other) => {
        const key = (of: typeof one) =>
          answerPoints(
            of.attempt as AttemptId,
            { question: of.question, comeback: false, right: true },
            defaultPoints,
          )[0]!.key;
        expect(key(one) === key(other)).toBe(one.attempt === other.attempt && one.question === other.question);
      }),
    );
  });
});
