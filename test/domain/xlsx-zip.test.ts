import ExcelJS from "exceljs";
import { expect, test } from "vitest";
import { firstSheetOnly, otherFilledSheets, ZipTooBig } from "#domain/xlsx-zip.ts";

test("a workbook that unpacks to a thousand times its size is refused before it is unpacked whole", async () => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet("a").addRow(["A".repeat(1_000_000)]);
  const bytes = Buffer.from(await book.xlsx.writeBuffer());
  expect(bytes.length).toBeLessThan(20_000);
  expect(() => firstSheetOnly(bytes, 1_000_000)).toThrow(ZipTooBig);
  expect(firstSheetOnly(bytes, 2_000_000).length).toBeLessThan(20_000);
});

test("sheets beside the first that hold a cell are named as people named them, and a bomb among them is refused", async () => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet("Một").addRow(["a"]);
  book.addWorksheet("Hai").getCell("B2").border = { top: { style: "thin" } };
  book.addWorksheet("\"Ba\" <&> 'bốn' nữa").addRow([0]);
  book.addWorksheet("Năm").addRow(Array.from({ length: 10_000 }, () => 7));
  const bytes = Buffer.from(await book.xlsx.writeBuffer());
  expect(otherFilledSheets(bytes, 2_000_000)).toEqual(["\"Ba\" <&> 'bốn' nữa", "Năm"]);
  expect(() => otherFilledSheets(bytes, 100_000)).toThrow(ZipTooBig);
});
