import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Question, QuestionId, QuestionType } from "#domain/course.ts";
import { type Answered, askedQuestions, nextTurn, optionOrder, passed, score } from "#domain/quiz.ts";
import { question } from "./questions.ts";

const seeds = fc.nat(Number.MAX_SAFE_INTEGER);
const withId = (type: QuestionType, size: number, id: string): Question => ({
  ...question(type, [..."ABCDEFGH"].slice(0, size)),
  id: id as QuestionId,
});

describe("the questions of an attempt", () => {
  test("are as many as asked for, of the bank, each once, in the author's order, and the same every time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 8 }), seeds, (bank, asked, seed) => {
        const drawn = askedQuestions(bank, asked, seed);
        expect(drawn).toHaveLength(Math.min(bank, asked));
        expect(drawn).toEqual([...new Set(drawn)].toSorted((a, b) => a - b));
        expect(drawn.every((index) => index >= 0 && index < bank)).toBe(true);
        expect(askedQuestions(bank, asked, seed)).toEqual(drawn);
      }),
    );
  });

  test("are drawn evenly from the bank", () => {
    const counts = [0, 0, 0, 0, 0];
    for (let seed = 1; seed <= 5000; seed++) for (const index of askedQuestions(5, 3, seed)) counts[index]!++;
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(150);
  });

  test("of attempts already stored stay what they are", () => {
    expect([1, 2, 3, 1_000_000].map((seed) => askedQuestions(6, 3, seed))).toEqual([
      [0, 3, 4],
      [1, 2, 4],
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });
});

describe("the order of the options", () => {
  test("holds every option once and is the same every time", () => {
    const types = fc.constantFrom<QuestionType>("single", "multiple", "truefalse", "order");
    fc.assert(
      fc.property(types, fc.integer({ min: 0, max: 6 }), seeds, (type, size, seed) => {
        const asked = withId(type, size, "l#00000001");
        const order = optionOrder(asked, seed);
        expect(order.toSorted((a, b) => a - b)).toEqual(asked.options.map((_, index) => index));
        expect(optionOrder(asked, seed)).toEqual(order);
      }),
    );
  });

  test("is left alone for true or false", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(optionOrder(withId("truefalse", 2, "l#00000001"), seed)).toEqual([0, 1]);
      }),
    );
  });

  test("never gives away what is to be put in order, and every other order comes up", () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 500; seed++) seen.add(optionOrder(withId("order", 3, "l#00000001"), seed).join(""));
    expect([...seen].toSorted()).toEqual(["021", "102", "120", "201", "210"]);
    expect(optionOrder(withId("order", 1, "l#00000001"), 1)).toEqual([0]);
  });

  test("does not put the first option in the same place for all questions of an attempt", () => {
    const places = Array.from({ length: 400 }, (_, n) => {
      const id = `l#${n.toString(16).padStart(8, "0")}`;
      return optionOrder(withId("single", 4, id), 7).indexOf(0);
    });
    for (const place of [0, 1, 2, 3]) expect(places.filter((each) => each === place).length).toBeGreaterThan(60);
  });

  test("of attempts already stored stays what it is", () => {
    const of = (type: QuestionType) =>
      [1, 2, 3, 6].map((seed) => optionOrder(withId(type, 4, "mat-khau#0a1b2c3d"), seed).join(""));
    expect({ single: of("single"), order: of("order") }).toEqual({
      single: ["1203", "1230", "0321", "0123"],
      order: ["1203", "1230", "0321", "1032"],
    });
  });
});

describe("the open question", () => {
  const right = (number: number): Answered => ({ question: number, comeback: false, right: true });
  const wrong = (number: number): Answered => ({ question: number, comeback: false, right: false });
  const back = (number: number, isRight: boolean): Answered => ({ question: number, comeback: true, right: isRight });

  test.each<[string, Answered[], { question: number; comeback: boolean } | null]>([
    ["the first at the start", [], { question: 4, comeback: false }],
    ["the next after a right answer", [right(4)], { question: 0, comeback: false }],
    ["the next after a wrong answer", [wrong(4)], { question: 0, comeback: false }],
    ["the wrong one once more at the end", [wrong(4), right(0), right(2)], { question: 4, comeback: true }],
    ["the second wrong one after it", [wrong(4), right(0), wrong(2), back(4, false)], { question: 2, comeback: true }],
    ["none when a comeback was wrong again", [right(4), wrong(0), right(2), back(0, false)], null],
    ["none when all were right", [right(4), right(0), right(2)], null],
    ["the one that is missing, whatever came before", [right(2), right(4)], { question: 0, comeback: false }],
  ])("is %s", (_, answers, turn) => {
    expect(nextTurn([4, 0, 2], answers)).toEqual(turn);
  });

  test("an attempt ends after each question and each mistake once, and repeats change nothing", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(9), { minLength: 1 }), fc.infiniteStream(fc.boolean()), (asked, luck) => {
        const answers: Answered[] = [];
        for (let turn = nextTurn(asked, answers); turn !== null; turn = nextTurn(asked, answers)) {
          answers.push({ ...turn, right: luck.next().value });
          expect(nextTurn(asked, [...answers, ...answers])).toEqual(nextTurn(asked, answers));
          expect(nextTurn(asked, answers.toReversed())).toEqual(nextTurn(asked, answers));
          expect(answers.length).toBeLessThanOrEqual(asked.length * 2);
        }
        const mistakes = answers.filter((answer) => !answer.comeback && !answer.right);
        expect(answers).toHaveLength(asked.length + mistakes.length);
        expect(score(asked, answers)).toBeCloseTo(1 - mistakes.length / asked.length);
      }),
    );
  });

  test.each([
    [[right(4), right(0), wrong(2), back(2, true)], 2 / 3, false],
    [[right(4), right(0), right(2)], 1, true],
    [[], 0, false],
  ])("the score counts first tries alone: %j", (answers, expected, isPassed) => {
    expect(score([4, 0, 2], answers)).toBe(expected);
    expect(passed(score([4, 0, 2], answers), 0.7)).toBe(isPassed);
  });

  test("reaching the pass mark is enough", () => {
    const tries = Array.from({ length: 10 }, (_, n) => (n < 7 ? right(n) : wrong(n)));
    expect(
      passed(
        score(
          tries.map((each) => each.question),
          tries,
        ),
        0.7,
      ),
    ).toBe(true);
  });

  test("a lesson without questions is a fault of ours", () => {
    expect(() => score([], [])).toThrow(RangeError);
  });
});
