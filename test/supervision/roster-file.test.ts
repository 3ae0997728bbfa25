import ExcelJS from "exceljs";
import { describe, expect, test } from "vitest";
import { readRoster } from "#supervision/roster-file.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

async function read(text: string) {
  const roster = await readRoster(utf8(text));
  if (!roster.ok) throw new Error(roster.problem);
  return roster.value;
}

async function problemOf(bytes: Uint8Array): Promise<string> {
  const roster = await readRoster(bytes);
  if (roster.ok) throw new Error("it was read");
  return roster.problem;
}

async function workbook(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet("Danh sách"), book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const lan = {
  row: 2,
  fullName: "Trần Thị Lan",
  unit: ["Tỉnh A", "Xã B"],
  title: "Chuyên viên",
  role: "supervisor",
  email: "lan@xab.gov.vn",
  phone: "0912345678",
  code: "CB01",
};

describe("a CSV roster", () => {
  test.each([
    [
      "commas",
      "ho_ten,don_vi,chuc_danh,vai_tro,email,dien_thoai,ma\nTrần Thị Lan,Tỉnh A / Xã B,Chuyên viên,quan_ly,lan@xab.gov.vn,0912345678,CB01\n",
    ],
    [
      "semicolons, CRLF and a BOM",
      "\ufeffho_ten;don_vi;chuc_danh;vai_tro;email;dien_thoai;ma\r\nTrần Thị Lan;Tỉnh A / Xã B;Chuyên viên;quan_ly;lan@xab.gov.vn;0912345678;CB01\r\n",
    ],
    [
      "English names in another order",
      "code,full_name,unit,title,role,phone,email\nCB01,Trần Thị Lan,Tỉnh A / Xã B,Chuyên viên,supervisor,0912345678,lan@xab.gov.vn",
    ],
    [
      "quotes, capitals and blanks",
      ' Ho_Ten ,"don_vi",chuc_danh,vai_tro,email,dien_thoai,ma\n"  Trần  Thị Lan","Tỉnh A / Xã B","Chuyên viên", Quản lý ,LAN@xab.gov.vn,"0912.345.678",CB01',
    ],
    [
      "letters and accents apart",
      "ho_ten,don_vi,chuc_danh,vai_tro,email,dien_thoai,ma\nTrần Thị Lan,Tỉnh A / Xã B,Chuyên viên,quan_ly,lan@xab.gov.vn,+84 912 345 678,CB01".normalize(
        "NFD",
      ),
    ],
  ])("is read with %s", async (_, text) => {
    expect(await read(text)).toMatchObject({ rows: [lan], errors: [] });
  });

  test("counts rows as a spreadsheet does: blank lines count, a cell of two lines is one row", async () => {
    const roster = await read('ho_ten,don_vi\n\n"An\nBình",Xã B\n , \nCúc,Xã B\n');
    expect(roster.rows.map(({ row, fullName }) => [row, fullName])).toEqual([
      [3, "An Bình"],
      [5, "Cúc"],
    ]);
  });

  test("says nothing of a role where there is no such column, and learner where the cell is empty", async () => {
    expect((await read("ho_ten,don_vi\nAn,Xã B")).rows[0]!.role).toBeNull();
    expect((await read("ho_ten,don_vi,vai_tro\nAn,Xã B,")).rows[0]!.role).toBe("learner");
  });

  test.each(["<b>An</b>", '=HYPERLINK("http://x.vn")', "+An", "@An", "A".repeat(300)])(
    "takes the name %s as text",
    async (name) => {
      const roster = await read(`ho_ten,don_vi\n"${name.replaceAll('"', '""')}",Xã B`);
      expect(roster.rows[0]!.fullName).toBe(name.slice(0, 120));
    },
  );

  test("takes signs that turn the writing out of a name", async () => {
    expect((await read("ho_ten,don_vi\nAn\u202e \u200fBình\u0007,Xã B")).rows[0]!.fullName).toBe("An Bình");
  });

  test.each([
    ["ho_ten", ",Xã B", /holds no name/],
    ["ho_ten", `${"A".repeat(301)},Xã B`, /longer than 300/],
    ["don_vi", "An,", /is empty/],
    ["don_vi", "An,Tỉnh A / / Xã B", /empty part 2/],
    ["don_vi", `An,${Array(13).fill("x").join(" / ")}`, /13 levels/],
    ["vai_tro", "An,Xã B,sếp", /no role/],
    ["email", "An,Xã B,,an@", /no e-mail/],
    ["dien_thoai", "An,Xã B,,,12ab", /no phone/],
    ["ma", `An,Xã B,,,,${"1".repeat(65)}`, /longer than 64/],
    ["", "An,Xã B,,,,1,thừa", /more cells/],
  ])("names row and column of a bad cell: %s in %j", async (column, line, message) => {
    const roster = await read(`ho_ten,don_vi,vai_tro,email,dien_thoai,ma\nBình,Xã B\n${line}`);
    expect(roster.rows).toHaveLength(1);
    expect(roster.errors).toMatchObject([{ row: 3, column, message: expect.stringMatching(message) }]);
  });
});

describe("a file that is no roster is refused in one line", () => {
  const header = "ho_ten,don_vi\n";
  const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  test.each<[string, Uint8Array, RegExp]>([
    ["empty", utf8(""), /is empty/],
    ["another column", utf8("ho_ten,don_vi,cccd\nAn,B,1"), /column 3 .*“cccd”.*ho_ten\|full_name/],
    ["a column twice", utf8("ho_ten,full_name,don_vi\nAn,An,B"), /column 2 .*there already/],
    [
      "tabs between its columns",
      utf8("ho_ten\tdon_vi\nLan\tXã A\n"),
      /^the columns are separated by tabs, .*“CSV UTF-8”/,
    ],
    ["no name", utf8("don_vi,email\nB,a@b.vn"), /no column ho_ten/],
    ["no unit", utf8("ho_ten,email\nAn,a@b.vn"), /no column don_vi/],
    ["UTF-16 with a mark", new Uint8Array(Buffer.from(`\ufeff${header}An,Xã`, "utf16le")), /UTF-16.*CSV UTF-8/],
    ["UTF-16 without one", new Uint8Array(Buffer.from(`${header}An,Xã`, "utf16le")), /UTF-16/],
    ["a NUL", utf8(`${header}An\0,Xã B`), /NUL/],
    ["TCVN3", latin(`${header}NguyÔn V¨n A,X· B\n`), /legacy.*CSV UTF-8/],
    ["TCVN3 saved as UTF-8", utf8(`${header}NguyÔn V¨n A,X· B`), /legacy/],
    ["VNI saved as UTF-8", utf8(`${header}Nguyeãn Vaên A,Xaõ B`), /legacy/],
    ["Windows-1258", latin(`${header}Nguy\xeaÞn V\xe3n A,X\xe3 B`), /legacy/],
    ["UTF-8 taken for Windows-1252", utf8(`${header}Nguyá»…n VÄƒn A,XÃ£ B`), /legacy/],
    ["an open quote", utf8(`${header}"An,Xã B\n`), /quote/],
    ["an old Excel file", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), /old \.xls/],
    ["a zip that is no workbook", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), /cannot be read/],
    ["too big", new Uint8Array(20 * 1024 * 1024 + 1), /20 MB/],
    ["too many rows", utf8(header + "An,B\n".repeat(200_001)), /200,000 rows/],
  ])("%s", async (_, bytes, problem) => {
    const line = await problemOf(bytes);
    expect(line).toMatch(problem);
    expect(line).not.toMatch(/\n/);
  });

  test("good Vietnamese is not taken for a legacy encoding", async () => {
    const names = [
      "Nguyễn Văn Ân",
      "Đỗ Hoà",
      "Trần Thuý Uyên",
      "Lê Quốc Khuê",
      "PHẠM THỊ ƯỚC",
      "Y Êban",
      "Võ Ngọc Ngoãn",
      "Đoàn Khoẻ",
    ];
    expect((await read(header + names.map((name) => `${name},Xã Hoà Bình`).join("\n"))).rows).toHaveLength(
      names.length,
    );
  });

  test("200,000 rows are read", async () => {
    expect((await read(header + "An,B\n".repeat(200_000))).rows).toHaveLength(200_000);
  });
});

describe("a workbook", () => {
  test("is read from its first sheet: rich text, links and figures are text, a lost 0 comes back", async () => {
    const bytes = await workbook((sheet, book) => {
      sheet.addRow(["ho_ten", "don_vi", "chuc_danh", "vai_tro", "email", "dien_thoai", "ma"]);
      sheet.addRow([
        { richText: [{ text: "Trần " }, { font: { bold: true }, text: "Thị Lan" }] },
        "Tỉnh A / Xã B",
        "Chuyên viên",
        "quan_ly",
        { text: "lan@xab.gov.vn", hyperlink: "mailto:lan@xab.gov.vn" },
        912345678,
        1024,
      ]);
      book.addWorksheet("Khác").addRow(["mật khẩu"]);
    });
    expect(await readRoster(bytes)).toMatchObject({
      ok: true,
      value: { rows: [{ ...lan, code: "1024" }], errors: [] },
    });
  });

  test("is refused where a cell is a formula, a date or an error, by row and column", async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(["ho_ten", "don_vi", "ma", "dien_thoai"]);
      sheet.addRow([{ formula: 'CONCAT("A","n")', result: "An" }, "Xã B", new Date(0), { error: "#N/A" }]);
      sheet.addRow([]);
      sheet.addRow(["=An", "Xã B", 7]);
    });
    const roster = await readRoster(bytes);
    expect(roster.ok && roster.value.rows).toMatchObject([{ row: 4, fullName: "=An", code: "7" }]);
    expect(roster.ok && roster.value.errors).toMatchObject([
      { row: 2, column: "ho_ten", message: expect.stringMatching(/formula/) },
      { row: 2, column: "dien_thoai", message: expect.stringMatching(/error/) },
      { row: 2, column: "ma", message: expect.stringMatching(/date/) },
    ]);
  });

  test("with merged cells names the rows that are empty for it", async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(["ho_ten", "don_vi"]);
      sheet.addRow(["An", "Xã B"]);
      sheet.addRow(["Bình", ""]);
      sheet.mergeCells("B2:B3");
    });
    const roster = await readRoster(bytes);
    expect(roster.ok && roster.value.rows).toHaveLength(1);
    expect(roster.ok && roster.value.errors).toMatchObject([
      { row: 3, column: "don_vi", message: expect.stringMatching(/merged/) },
    ]);
  });

  test("keeps every letter of every name, wherever it lies in the file", async () => {
    const names = Array.from(
      { length: 5000 },
      (_, at) => `Nguyễn Thị Thuỳ Dương ${"ữơệ".repeat((at % 7) + 1)} ${at} 😀`,
    );
    const bytes = await workbook((sheet) => {
      sheet.addRow(["ho_ten", "don_vi"]);
      for (const [at, name] of names.entries()) sheet.addRow([name, `Xã Đông Hưng ${at}`]);
    });
    const roster = await readRoster(bytes);
    expect(roster.ok && roster.value.rows.map(({ fullName }) => fullName)).toEqual(names);
  });

  test("cut off in the middle is refused", async () => {
    const bytes = await workbook((sheet) => sheet.addRow(["ho_ten", "don_vi"]));
    expect(await problemOf(bytes.slice(0, bytes.length / 2))).toMatch(/cannot be read/);
  });
});
