import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold, tidied } from "#domain/fold.ts";

describe("folding", () => {
  test.each([
    ["  ĐÁP   Án B ", "dap an b"],
    ["Đường", "duong"],
    ["\u00D0ường \u0189ường", "duong duong"],
    ["huỷ", "huy"],
    ["hủy", "huy"],
    ["Hoà Bình".normalize("NFD"), "hoa binh"],
    ["Ａ", "a"],
    ["１", "1"],
    ["1️⃣", "1"],
    ["🅰️", "a"],
    ["🅱", "b"],
    ["a\u00A0b", "a b"],
    ["a\u200Bb\uFEFF", "ab"],
    ["Ữ ự Ẵ ỵ", "u u a y"],
    ["\u202Eabc", "abc"],
    ["dòng\nhai\t", "dong hai"],
    ["", ""],
  ])("%j is %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test("tidying keeps the accents", () => {
    expect(tidied("  B Ạ ".normalize("NFD"))).toBe("b ạ");
    expect(tidied("Đúng")).toBe("đúng");
    expect(tidied("\u00D0úng \u00F0ó")).toBe("đúng đó");
  });

  const letters = fc.string({
    unit: fc.constantFrom(..."aăâđeêơưyAĐƠÐ 1\u0301\u0323\u0309\u200B\u00A0Ａ🅰ﬁ…½´", "1️⃣", "ngh"),
  });

  test("folding again changes nothing, and spelling, case and blanks around are of no account", () => {
    fc.assert(
      fc.property(fc.oneof(letters, fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" })), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(tidied(tidied(text))).toBe(tidied(text));
        expect(fold(tidied(text))).toBe(fold(text));
        expect(fold(`  ${text.normalize("NFD")}\u200B `)).toBe(fold(text));
      }),
      { numRuns: 1000 },
    );
  });
});
