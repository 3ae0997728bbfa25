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

/** A zip of parts as they are, whatever they are. */
function zipOf(parts: Readonly<Record<string, string>>): Buffer {
  const [locals, central]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const local = Buffer.alloc(30);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(Buffer.byteLength(text), 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    const whole = Buffer.concat([local, Buffer.from(name + text)]);
    locals.push(whole);
    central.push(entry, Buffer.from(name));
    at += whole.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...central, end]);
}

const relation = (id: string, sheet: string) => `<Relationship Id="${id}" Target="worksheets/${sheet}.xml"/>`;

test("a sheet's name knows no sign by a name that every object knows", () => {
  const zip = zipOf({
    "xl/workbook.xml": '<sheet name="a" r:id="r1"/><sheet name="&toString;&__proto__;&amp;" r:id="r2"/>',
    "xl/_rels/workbook.xml.rels": relation("r1", "a") + relation("r2", "b"),
    "xl/worksheets/b.xml": "<v>1</v>",
  });
  expect(otherFilledSheets(zip, 1_000_000)).toEqual(["&toString;&__proto__;&"]);
});

test.each([
  ["cells that begin and never end", "", "<is>".repeat(500_000)],
  ["readings that never end", "", `<is>${"<rPh ".repeat(300_000)}</is>`],
  ["texts that never end", "", `<is>${"<t ".repeat(500_000)}</is>`],
  ["sheets and relations without number", '<sheet name="x" r:id="x"/>'.repeat(100_000), "<v>1</v>"],
])("%s are read through once", (_, sheets, sheet) => {
  const zip = zipOf({
    "xl/workbook.xml": `<sheet name="a" r:id="r1"/>${sheets}`,
    "xl/_rels/workbook.xml.rels": relation("r1", "a") + (sheets === "" ? "" : relation("y", "b").repeat(100_000)),
    "xl/worksheets/a.xml": sheet,
  });
  expect(firstSheetOnly(zip, 100_000_000).length).toBeGreaterThan(0);
});
