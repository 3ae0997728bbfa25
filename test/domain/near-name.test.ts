import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellAddress, columnLetters } from "#domain/cell-address.ts";
import { nearNames } from "#domain/near-name.ts";

describe("a new name that is nearly one that is known", () => {
  test.each([
    ["accents", "Xã Tân Lâp", "Xã Tân Lập"],
    ["the letter đ", "Sở Dân dung", "Sở Đan dụng"],
    ["a missing blank", "Xã TânLập", "Xã Tân Lập"],
    ["a letter more", "Xã Tân Lậpp", "Xã Tân Lập"],
    ["a letter less", "Phòng Văn ho", "Phòng Văn hoá"],
    ["another letter", "Sở Nội vu", "Sở Nột vụ"],
    ["two letters changed over", "Phòng Nội chính", "Phòng Nội cihnh"],
    ["a sign", "Phòng Kinh tế - Hạ tầng", "Phòng Kinh tế Hạ tầng"],
  ])("is found: %s", (_, fresh, known) => {
    expect(nearNames([fresh], ["Khác hẳn", known])).toEqual([known]);
  });

  test.each([
    ["numbers", "Xã Tân 1", "Xã Tân 2"],
    ["Roman numbers", "Khối II", "Khối III"],
    ["letters that count", "Tổ A", "Tổ B"],
    ["two words", "Xã Tâm Lạc", "Xã Tân Lập"],
    ["two letters", "Xã Hoà Bình", "Xã Hoà Ninhh"],
  ])("is not meant where they differ in %s", (_, fresh, known) => {
    expect(nearNames([fresh], [known])).toEqual([null]);
  });

  test("may be another new one before it", () => {
    expect(nearNames(["Xã Tân Lập", "Xã Khác", "Xã Tân Lâp"], [])).toEqual([null, null, "Xã Tân Lập"]);
  });
});

test("a cell's address is what spreadsheets call it", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
  expect(cellAddress(2, 17)).toBe("C17");
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(20_000), (a, b) => {
      expect(columnLetters(a) === columnLetters(b)).toBe(a === b);
    }),
  );
});
