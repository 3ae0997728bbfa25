import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { QuestionId } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";
import { type ItemCounts, judgeItems, pointBiserial, type RestRates } from "#domain/item-statistics.ts";

/** One learner: right on the question, and the rate on the rest. */
interface Pair {
  readonly right: boolean;
  readonly rest: number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's correlation as its definition has it, pair by pair. */
function pearson(pairs: readonly Pair[]): number | null {
  const xs = pairs.map(({ right }) => (right ? 1 : 0));
  const ys = pairs.map(({ rest }) => rest);
  if (new Set(xs).size < 2 || new Set(ys).size < 2) return null;
  const [x, y] = [mean(xs), mean(ys)];
  const together = xs.reduce<number>((sum, one, at) => sum + (one - x) * (ys[at]! - y), 0);
  const spread = (values: readonly number[], middle: number) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0));
  return together / (spread(xs, x) * spread(ys, y));
}

function ratesOf(pairs: readonly Pair[]): RestRates {
  const of = (wanted: boolean) => pairs.filter(({ right }) => right === wanted).map(({ rest }) => rest);
  const [right, wrong, all] = [of(true), of(false), pairs.map(({ rest }) => rest)];
  const middle = mean(all);
  return {
    right: right.length,
    wrong: wrong.length,
    meanOfRight: right.length === 0 ? null : mean(right),
    meanOfWrong: wrong.length === 0 ? null : mean(wrong),
    deviation: new Set(all).size < 2 ? 0 : Math.sqrt(mean(all.map((rest) => (rest - middle) ** 2))),
  };
}

const somePair = fc.record({
  right: fc.boolean(),
  rest: fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 12 })).map(([some, more]) => Math.min(some, more) / more),
});
const somePairs = fc.array(somePair, { minLength: 1, maxLength: 80 });

const times = (count: number, right: boolean, rest: number): Pair[] =>
  Array.from({ length: count }, () => ({ right, rest }));

describe("the point-biserial correlation", () => {
  test("is Pearson's between right or wrong and the rate on the rest", () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const [found, told] = [pointBiserial(ratesOf(pairs)), pearson(pairs)];
        if (told === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(told, 9);
      }),
    );
  });

  test("turns its sign when right and wrong change places, and never leaves -1 to 1", () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const found = pointBiserial(ratesOf(pairs));
        const turned = pointBiserial(ratesOf(pairs.map(({ right, rest }) => ({ right: !right, rest }))));
        expect(turned === null).toBe(found === null);
        expect(turned ?? 0).toBeCloseTo(-(found ?? 0), 9);
        expect(Math.abs(found ?? 0)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("is 1 when the right ones know all the rest and the wrong ones nothing", () => {
    expect(pointBiserial(ratesOf([...times(7, true, 1), ...times(3, false, 0)]))).toBeCloseTo(1, 12);
  });

  test("is nothing where all are right, all are wrong, all rates are the same, or nobody is there", () => {
    expect(pointBiserial(ratesOf([...times(9, true, 1), ...times(9, true, 0)]))).toBeNull();
    expect(pointBiserial(ratesOf([...times(9, false, 1), ...times(9, false, 0)]))).toBeNull();
    expect(pointBiserial(ratesOf([...times(9, true, 1 / 3), ...times(9, false, 2 / 6)]))).toBeNull();
    expect(pointBiserial({ right: 0, wrong: 0, meanOfRight: null, meanOfWrong: null, deviation: 0 })).toBeNull();
  });
});

const none: RestRates = { right: 0, wrong: 0, meanOfRight: null, meanOfWrong: null, deviation: 0 };

function item(counts: Partial<ItemCounts> = {}): ItemCounts {
  const question = "bai#00000000" as QuestionId;
  const lesson = "bai" as LessonId;
  return { question, lesson, prompt: "Câu hỏi?", asked: 0, right: 0, rest: none, medianSeconds: null, ...counts };
}

const judged = (counts: Partial<ItemCounts>) => judgeItems([item(counts)])[0]!;

describe("a question's figures", () => {
  test("are none where it was never asked", () => {
    expect(judged({})).toEqual({
      ...{ question: "bai#00000000", lesson: "bai", prompt: "Câu hỏi?", asked: 0 },
      ...{ right: null, discrimination: null, medianSeconds: null, flags: [] },
    });
  });

  test.for([
    [100, 24, ["too_hard"]],
    [100, 25, []],
    [100, 97, []],
    [100, 98, ["too_easy"]],
    [30, 0, ["too_hard"]],
    [29, 0, []],
    [30, 30, ["too_easy"]],
    [29, 29, []],
  ] as const)("of %i answers %i right: %j", ([asked, right, flags]) => {
    expect(judged({ asked, right })).toMatchObject({ right: right / asked, flags });
  });

  test("hold no discrimination below 30 answers of people who were asked something else", () => {
    const rest = ratesOf([...times(15, true, 0), ...times(14, false, 1)]);
    expect(judged({ asked: 40, right: 20, rest })).toMatchObject({ discrimination: null, flags: [] });
    const enough = ratesOf([...times(15, true, 0), ...times(15, false, 1)]);
    expect(judged({ asked: 40, right: 20, rest: enough })).toMatchObject({
      discrimination: -1,
      flags: ["negative_discrimination"],
    });
  });

  test("call a rounding error below zero no discrimination at all", () => {
    const rest = { right: 20, wrong: 20, meanOfRight: 0.5, meanOfWrong: 0.5 + 1e-12, deviation: 0.2 };
    expect(judged({ asked: 40, right: 20, rest })).toMatchObject({ discrimination: 0, flags: [] });
    expect(Object.is(judged({ asked: 40, right: 20, rest }).discrimination, 0)).toBe(true);
  });

  test("stand in the order given, the flagged ones first", () => {
    const named = (id: string, counts: Partial<ItemCounts>) => item({ question: id as QuestionId, ...counts });
    const both = ratesOf([...times(5, true, 0), ...times(35, false, 1)]);
    const items = [
      named("a", {}),
      named("b", { asked: 40, right: 0 }),
      named("c", { asked: 40, right: 20 }),
      named("d", { asked: 40, right: 40 }),
      named("e", { asked: 40, right: 5, rest: both }),
    ];
    expect(judgeItems(items).map(({ question }) => question)).toEqual(["e", "b", "d", "a", "c"]);
  });
});
