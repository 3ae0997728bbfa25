import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { givenName, inertName } from "#domain/name.ts";

describe("a person's name", () => {
  test.each([
    ["  Nguyễn   Thị\tLan\n", "Nguyễn Thị Lan"],
    ["Nguyễn Thị Lan".normalize("NFD"), "Nguyễn Thị Lan"],
    ["Lan\u0000\u0007", "Lan"],
    ["\u202Enal\u202C", "nal"],
    ["L\u200Ba\u2060n\uFEFF", "Lan"],
    ["Lan\uD83D", "Lan"],
    ["<b>Lan</b> & 'x'", "<b>Lan</b> & 'x'"],
    [`a${"\u0301".repeat(50)}`, `á${"\u0301".repeat(4)}`],
    ["ệ".repeat(300), "ệ".repeat(120)],
    ["\u200B \u0000", ""],
    ["\u3164 \u115F\uFFA0 \u034F\uFE0F", ""],
  ])("%j is kept as %j", (given, kept) => {
    expect(inertName(given)).toBe(kept);
  });

  test("cleaning again changes nothing, and nothing that hides or turns letters is left", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ unit: "grapheme" })), (given) => {
        const kept = inertName(given);
        expect(inertName(kept)).toBe(kept);
        expect(kept).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]|^\s|\s$|\s\s/u);
        expect([...new Intl.Segmenter("vi").segment(kept)].length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["Nguyễn Thị Lan", "Lan"],
    ["Lan", "Lan"],
    [" Trần Văn  Bình ", "Bình"],
    ["", ""],
  ])("%j is called %j", (full, given) => {
    expect(givenName(full)).toBe(given);
  });
});
