import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inertText } from "#domain/announcement.ts";

describe("what somebody writes to others", () => {
  test.each([
    ["Họp lúc 8 giờ.\nMang sổ tay.", "Họp lúc 8 giờ.\nMang sổ tay."],
    ["  a\t b \r\n\r\n\r\n\r\nc  ", "a b\n\nc"],
    ["a\u202Eb\u200Bc\u0000d", "abcd"],
    ["<b>*x*</b>", "<b>*x*</b>"],
    ["\n \n", ""],
    ["Hoà".normalize("NFD"), "Hoà"],
  ])("%j is kept as %j", (text, kept) => expect(inertText(text)).toBe(kept));

  test("is lines without what cannot be seen or turns the text round, and cleaning it again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const kept = inertText(text);
        expect(kept).not.toMatch(/[^\P{C}\n\p{Co}\p{Cn}]|\n{3}|^\s|\s$/u);
        expect(inertText(kept)).toBe(kept);
      }),
      { numRuns: 2000 },
    );
  });
});
