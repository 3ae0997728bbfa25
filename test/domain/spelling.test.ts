import { describe, expect, test } from "vitest";
import { spellingKey } from "#domain/spelling.ts";

describe("two spellings of a name", () => {
  test.each([
    ["Xã Hoà Bình", "xã  HÒA bình"],
    ["Thuý", "Thúy"],
    ["Khoẻ", "Khỏe"],
    ["Đường Lâm", "đường lâm".normalize("NFD")],
  ])("%s and %s are one", (a, b) => {
    expect(spellingKey(a)).toBe(spellingKey(b));
  });

  test.each([
    ["Xã Tân", "Xã Tấn"],
    ["Xã An", "Xã Ân"],
    ["Đông Hà", "Đồng Hà"],
    ["Hùng", "Hưng"],
    ["Đan", "Dan"],
    ["Hòa", "Hóa"],
  ])("%s and %s are two", (a, b) => {
    expect(spellingKey(a)).not.toBe(spellingKey(b));
  });
});
