import { Readable } from "node:stream";
import ExcelJS from "exceljs";

async function read(bytes: Uint8Array): Promise<readonly ExcelJS.Worksheet[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.read(Readable.from([Buffer.from(bytes)]));
  return book.worksheets;
}

/** The first cells of the rows below the heads, as text. */
function firstCells(sheets: readonly ExcelJS.Worksheet[]): string[] {
  const cells: string[] = [];
  for (const sheet of sheets)
    sheet.eachRow((row, at) => {
      if (at > 2) cells.push(String(row.getCell(1).value));
    });
  return cells;
}

/** The people a workbook names. */
export const peopleIn = async (bytes: Uint8Array): Promise<string[]> =>
  firstCells((await read(bytes)).filter(({ name }) => name === "Học viên"));

/** The units a workbook names, level by level. */
export const unitsIn = async (bytes: Uint8Array): Promise<string[]> =>
  firstCells((await read(bytes)).filter(({ name }) => name.startsWith("Đơn vị cấp")));

/** All that a workbook says, sheet by sheet and row by row. */
export const cellsOf = async (bytes: Uint8Array): Promise<readonly unknown[]> =>
  (await read(bytes)).map((sheet) => [sheet.name, sheet.getSheetValues()]);
