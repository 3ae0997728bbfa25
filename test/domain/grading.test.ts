import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grade, numberReadings } from "#domain/grading.ts";
import { question } from "./questions.ts";

const options = (...indexes: number[]) => ({ kind: "options", indexes }) as const;
const text = (said: string) => ({ kind: "text", text: said }) as const;

describe("questions with options", () => {
  const single = question("single", ["Có|Chưa chắc đâu", "+Không|Đúng vậy", "Tuỳ"]);

  test.each([
    [0, { right: false, feedback: ["Chưa chắc đâu"] }],
    [1, { right: true, feedback: ["Đúng vậy"] }],
    [2, { right: false, feedback: [] }],
  ])("single choice: option %i", (index, expected) => {
    expect(grade(single, options(index))).toEqual(expected);
  });

  test.each([
    [[0, 2], true],
    [[2, 0, 2], true],
    [[0], false],
    [[0, 1, 2], false],
    [[], false],
  ])("several choices want exactly the right set: %j is %s", (indexes, right) => {
    const multiple = question("multiple", ["+a|A", "b|B", "+c"]);
    expect(grade(multiple, options(...indexes)).right).toBe(right);
  });

  test("what is said to the chosen ones comes in the author's order", () => {
    const multiple = question("multiple", ["+a|A", "b|B", "+c"]);
    expect(grade(multiple, options(1, 0)).feedback).toEqual(["A", "B"]);
  });

  test.each([
    [[0, 1, 2], true],
    [[0, 2, 1], false],
    [[0, 1], false],
  ])("an order is right as a whole: %j is %s", (indexes, right) => {
    expect(grade(question("order", ["một", "hai", "ba"]), options(...indexes))).toEqual({ right, feedback: [] });
  });

  test("an answer of the wrong kind, or an option that is not there, is a fault of ours", () => {
    expect(() => grade(single, text("Không"))).toThrow(TypeError);
    expect(() => grade(question("short", ["Hà Nội"]), options(0))).toThrow(TypeError);
    expect(() => grade(single, options(3))).toThrow(RangeError);
  });
});

describe("questions answered in words", () => {
  test.each([
    ["Hà Nội", true],
    ["ha noi", true],
    ["HANOI.", true],
    ["  Hà  Nội ", true],
    ["hà nội à", false],
    ["Đà Nẵng", false],
    ["", false],
  ])("%j for Hà Nội: %s", (said, right) => {
    expect(grade(question("short", ["Hà Nội", "Thăng Long"]), text(said)).right).toBe(right);
  });

  test("a mark that is the whole answer still counts", () => {
    expect(grade(question("short", ["?"]), text("?")).right).toBe(true);
    expect(grade(question("short", ["?"]), text("!")).right).toBe(false);
  });

  test.each([
    ["1.000", "1000", true],
    ["1.000", "1.000", true],
    ["1.000", "1,000", true],
    ["1.000", "1 000", true],
    ["1.000", "1", false],
    ["1000", "1.000", true],
    ["1,5", "1.5", true],
    ["1,5", "1,50", true],
    ["1,5", "15", false],
    ["0.125", "0,125", true],
    ["1.234,5", "1,234.50", true],
    ["1.234.567", "1234567", true],
    ["20%", "20", true],
    ["20", "20 %", true],
    ["72", "72.", true],
    ["72", "７２", true],
    ["72", "072", true],
    ["-5", "−5", true],
    ["-5", "5", false],
    ["0", "-0", true],
    ["72", "bảy mươi hai", false],
    ["72", "", false],
    ["72", "72 73", false],
    ["9007199254740993", "9007199254740992", false],
    ["bảy", "Bảy", true],
  ])("the number %s answered with %j: %s", (accepted, said, right) => {
    expect(grade(question("numeric", [accepted]), text(said)).right).toBe(right);
  });

  test.each([
    ["1.000", ["1000", "1"]],
    ["1,000", ["1", "1000"]],
    ["0.500", ["0.5"]],
    ["1.2.3", []],
    ["1,234.567,8", []],
    ["12.34,5", []],
    [".5", ["0.5"]],
    ["abc", []],
    ["%", []],
  ])("%j can mean %j", (said, readings) => {
    expect(numberReadings(said)).toEqual(readings);
  });

  test("a number written the Vietnamese way, the English way or plainly is the same number", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.nat(99), (whole, cents) => {
        const number = whole + (Math.sign(whole) || 1) * (cents / 100);
        const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
        const asked = question("numeric", [number.toLocaleString("vi-VN", digits)]);
        for (const locale of ["vi-VN", "en-US"]) {
          expect(grade(asked, text(number.toLocaleString(locale, digits))).right).toBe(true);
        }
        expect(grade(asked, text(number.toFixed(2))).right).toBe(true);
        expect(grade(asked, text((number + 1).toFixed(2))).right).toBe(false);
      }),
    );
  });
});
