import ExcelJS from "exceljs";
import { expect, test } from "vitest";
import { firstSheetOnly, ZipTooBig } from "#domain/xlsx-zip.ts";

test("a workbook that unpacks to a thousand times its size is refused before it is unpacked whole", async () => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet("a").addRow(["A".repeat(1_000_000)]);
  const bytes = Buffer.from(await book.xlsx.writeBuffer());
  expect(bytes.length).toBeLessThan(20_000);
  expect(() => firstSheetOnly(bytes, 1_000_000)).toThrow(ZipTooBig);
  expect(firstSheetOnly(bytes, 2_000_000).length).toBeLessThan(20_000);
});
