import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import ExcelJS from "exceljs";
import { describe, expect, test } from "vitest";
import { readRoster } from "#supervision/roster-file.ts";

type Fill = (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void;

async function workbook(fill: Fill): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet("Danh sách"), book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

async function read(fill: Fill) {
  const roster = await readRoster(await workbook(fill));
  if (!roster.ok) throw new Error(roster.problem);
  return roster.value;
}

async function problem(fill: Fill): Promise<string> {
  const roster = await readRoster(await workbook(fill));
  if (roster.ok) throw new Error("it was read");
  return roster.problem;
}

const people = [
  ["Trần Thị Lan", "Tỉnh A / Xã B"],
  ["Nguyễn An", "Tỉnh A"],
] as const;

const addPeople = (sheet: ExcelJS.Worksheet) => {
  for (const person of people) sheet.addRow(person);
};

describe("a workbook as people make it is read whole", () => {
  test.each<[what: string, fill: Fill, rows: readonly number[]]>([
    [
      "title rows, merged and not, above the header",
      (sheet) => {
        sheet.addRow(["UBND TỈNH A"]);
        sheet.addRow(["DANH SÁCH CÁN BỘ"]);
        sheet.mergeCells("A2:B2");
        sheet.addRow([]);
        sheet.addRow([new Date(0), { formula: "TODAY()" }]);
        sheet.addRow(["Họ và tên", "Đơn vị"]);
        addPeople(sheet);
      },
      [6, 7],
    ],
    [
      "a header in row 20",
      (sheet) => {
        for (let row = 1; row < 20; row++) sheet.addRow([`Căn cứ ${row}`]);
        sheet.addRow(["Họ tên", "Đơn vị"]);
        addPeople(sheet);
      },
      [21, 22],
    ],
    [
      "blank rows between and after",
      (sheet) => {
        sheet.addRow(["ho_ten", "don_vi"]);
        sheet.addRow([" ", ""]);
        sheet.addRow(people[0]);
        sheet.addRow([]);
        sheet.addRow(people[1]);
        for (let row = 0; row < 30; row++) sheet.addRow(["", " "]);
      },
      [3, 5],
    ],
    [
      "a hidden column and a hidden row",
      (sheet) => {
        sheet.addRow(["ho_ten", "don_vi"]);
        addPeople(sheet);
        sheet.getColumn(2).hidden = true;
        sheet.getRow(3).hidden = true;
      },
      [2, 3],
    ],
    [
      "blank columns with borders behind, and one between",
      (sheet) => {
        sheet.addRow(["ho_ten", "", "don_vi", "", ""]);
        for (const [name, unit] of people) sheet.addRow([name, "", unit, " ", ""]);
        for (const cell of ["D1", "E1", "F2"]) sheet.getCell(cell).border = { top: { style: "thin" } };
      },
      [2, 3],
    ],
    [
      "a column that numbers the rows, further than there are people",
      (sheet) => {
        sheet.addRow(["STT", "Họ và tên", "Đơn vị"]);
        for (const [at, person] of people.entries()) sheet.addRow([at + 1, ...person]);
        for (let at = 3; at < 40; at++) sheet.addRow([at]);
      },
      [2, 3],
    ],
    [
      "a row below the header that numbers the columns",
      (sheet) => {
        sheet.addRow(["Họ và tên", "Đơn vị"]);
        sheet.addRow(["(1)", "(2)"]);
        addPeople(sheet);
      },
      [3, 4],
    ],
    [
      "rich text in the sheet itself",
      (sheet) => {
        sheet.addRow(["ho_ten", "don_vi"]);
        sheet.addRow([{ richText: [{ text: "Trần " }, { font: { bold: true }, text: "Thị Lan" }] }, people[0][1]]);
        sheet.addRow(people[1]);
      },
      [2, 3],
    ],
  ])("%s", async (_, fill, rows) => {
    const roster = await read(fill);
    expect(roster).toMatchObject({ errors: [], warnings: [] });
    expect(roster.rows.map(({ row, fullName, unit }) => [row, fullName, unit.join(" / ")])).toEqual(
      people.map(([name, unit], at) => [rows[at], name, unit]),
    );
  });

  test.each([
    [["Họ và tên", "Đơn vị", "Chức danh", "Vai trò", "Email", "Điện thoại", "Mã"]],
    [["HỌ TÊN", "ĐƠN VỊ", "CHỨC VỤ", "VAI TRÒ", "E-mail", "SĐT", "MÃ CÁN BỘ"]],
    [["Họ và\ntên (*)", " don  vi ", "chuc_vu", "role", "Email:", "Số điện thoại", "code"]],
    [["Ho va ten".normalize("NFD"), "Đơn vị".normalize("NFD"), "title", "Vai tro", "email", "sdt", "ma"]],
  ])("with the header %j", async (header) => {
    const roster = await read((sheet) => {
      sheet.addRow(header);
      sheet.addRow(["An", "Xã B", "Chuyên viên", "Quản lý", "a@a.vn", 912345678, "K1"]);
    });
    const an = { fullName: "An", unit: ["Xã B"], title: "Chuyên viên", role: "supervisor", email: "a@a.vn" };
    expect(roster.rows).toMatchObject([{ ...an, phone: "0912345678", code: "K1" }]);
  });

  test("rich text that other programs write into the sheet itself loses no run", async () => {
    const stream = new PassThrough();
    const whole = buffer(stream);
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: false });
    const sheet = book.addWorksheet("a");
    sheet.addRow(["ho_ten", "don_vi"]).commit();
    const richText = [{ text: "Trần " }, { font: { bold: true }, text: "Thị Lan" }, { text: " & Hà" }];
    sheet.addRow([{ richText }, "Xã B"]).commit();
    await book.commit();
    const roster = await readRoster(await whole);
    expect(roster.ok && roster.value.rows.map(({ fullName }) => fullName)).toEqual(["Trần Thị Lan & Hà"]);
  });

  test("a figure that is shown with leading zeros is read as it is shown", async () => {
    const roster = await read((sheet) => {
      sheet.addRow(["ho_ten", "don_vi", "ma"]);
      sheet.addRow(["An", "Xã B", 123]);
      sheet.getCell("C2").numFmt = "000000";
      sheet.addRow(["Bình", "Xã B", "000456"]);
    });
    expect(roster.rows.map(({ code }) => code)).toEqual(["000123", "000456"]);
    expect(roster.warnings).toEqual([]);
  });
});

describe("what is doubtful in a workbook is said with its address", () => {
  test("a code that lost its zeros is an error where it is a figure, and a warning where it is text", async () => {
    const roster = await read((sheet) => {
      sheet.addRow(["Danh sách"]);
      sheet.addRow(["Họ tên", "Đơn vị", "Mã cán bộ"]);
      sheet.addRow(["An", "Xã B", "000123"]);
      sheet.addRow(["Bình", "Xã B", 456]);
      sheet.addRow(["Cúc", "Xã B", "789"]);
      sheet.addRow(["Dũng", "Xã B", 123456]);
    });
    const said = { column: "mã cán bộ", message: expect.stringMatching(/zeros.*6 digits.*for example 000001/) };
    expect(roster.errors).toEqual([{ row: 4, cell: "C4", ...said }]);
    expect(roster.warnings).toEqual([{ row: 5, cell: "C5", ...said }]);
    expect(roster.rows.map(({ fullName }) => fullName)).toEqual(["An", "Cúc", "Dũng"]);
    expect(roster.spoilt).toMatchObject([{ code: "456" }]);
  });

  test("codes of many lengths, and those without a leading zero, are left alone", async () => {
    for (const codes of [
      ["0123", "012", 7],
      [7, 88, "999"],
      ["CB01", "7"],
    ]) {
      const roster = await read((sheet) => {
        sheet.addRow(["ho_ten", "don_vi", "ma"]);
        for (const [at, code] of codes.entries()) sheet.addRow([`An ${at}`, "Xã B", code]);
      });
      expect(roster).toMatchObject({ errors: [], warnings: [], rows: { length: codes.length } });
    }
  });

  test("a code that is a day or looks like one", async () => {
    const roster = await read((sheet) => {
      sheet.addRow(["ho_ten", "don_vi", "ma"]);
      sheet.addRow(["An", "Xã B", new Date(0)]);
      sheet.addRow(["Bình", "Xã B", "03/12/2025"]);
    });
    expect(roster.errors).toEqual([
      { row: 2, column: "ma", cell: "C2", message: expect.stringMatching(/is a date.*as text.*for example CB01/) },
    ]);
    expect(roster.warnings).toMatchObject([{ row: 3, cell: "C3" }]);
  });

  test("cells without a header above, and beside the table", async () => {
    const roster = await read((sheet) => {
      sheet.addRow(["ho_ten", "", "don_vi"]);
      sheet.addRow(["An", "", "Xã B"]);
      sheet.addRow(["Bình", "bí mật", "Xã B", "", "ghi chú"]);
      sheet.addRow(["", "", "", "", "thêm"]);
    });
    expect(roster.rows).toHaveLength(2);
    expect(roster.errors).toEqual([]);
    expect(roster.warnings.map(({ row, cell }) => [row, cell])).toEqual([
      [3, "B3"],
      [3, "E3"],
    ]);
    expect(JSON.stringify(roster.warnings)).not.toMatch(/bí mật|ghi chú/);
  });

  test("other sheets that hold data, by name; empty ones are passed over", async () => {
    const roster = await read((sheet, book) => {
      sheet.addRow(["ho_ten", "don_vi"]);
      addPeople(sheet);
      book.addWorksheet("Trống");
      book.addWorksheet("Phòng <B> & C").addRow(["Lê Bình", 1]);
      book.addWorksheet("Ẩn", { state: "hidden" }).addRow([7]);
    });
    expect(roster.rows).toHaveLength(2);
    expect(roster.warnings).toEqual([
      { row: 0, column: "", cell: "", message: expect.stringContaining("“Phòng <B> & C”, “Ẩn” holds data too") },
    ]);
  });

  test("and where the first sheet is no roster, the others are named in the refusal", async () => {
    const line = await problem((sheet, book) => {
      sheet.addRow(["Hướng dẫn điền"]);
      book.addWorksheet("Cán bộ").addRow(["ho_ten", "don_vi"]);
    });
    expect(line).toMatch(/no header.*first 20 rows.*only the first sheet is read.*“Cán bộ”/);
  });
});

describe("a workbook is refused in one line", () => {
  /** Rows from the given one on. */
  const from =
    (first: number, ...rows: ExcelJS.CellValue[][]): Fill =>
    (sheet) => {
      for (const [at, row] of rows.entries()) sheet.getRow(first + at).values = row;
    };
  test.each<[string, Fill, RegExp]>([
    ["for another column, with its address", from(2, ["Họ tên", "Đơn vị", "CCCD"]), /column 3 .*\(C2\), “CCCD”/],
    ["for a column twice", from(1, ["Họ tên", "Đơn vị", "Chức vụ", "chuc_danh"]), /column 4 .*\(D1\).*there already/],
    ["for a header that is too low", from(21, ["ho_ten", "don_vi"]), /header stands in row 21.*at most 19 rows above/],
    ["for a header without units", from(1, ["STT", "Họ và tên", "Email"]), /no column don_vi/],
    ["for a date in the header", from(1, ["ho_ten", "don_vi", new Date(0)]), /formula or a date/],
    ["for no header at all", from(1, ["Kính gửi", "các đơn vị"], ["An", "B"]), /no header was found/],
  ])("%s", async (_, fill, said) => {
    const line = await problem(fill);
    expect(line).toMatch(said);
    expect(line).not.toContain("\n");
  });
});

test("a workbook whose rows reach to the last column there is does not fill the memory", async () => {
  const wide = await problem((sheet) => {
    sheet.addRow(["ho_ten", "don_vi"]);
    for (let row = 2; row < 320; row++) {
      sheet.getCell(row, 1).value = "Trần Thị Lan";
      sheet.getCell(row, 16_384).value = "x";
    }
  });
  expect(wide).toMatch(/as far right as column XFD/);
});

test("a cell of megabytes is refused, and read by nothing", async () => {
  const pile = `${"a\u0301\u0323".repeat(200_000)}`;
  for (const [column, cell] of [
    ["dien_thoai", `${" - ".repeat(200_000)}x`],
    ["ma", pile],
    ["email", pile],
    ["chuc_danh", pile],
  ] as const) {
    const csv = `ho_ten,don_vi,${column}\nTrần Thị Lan,Tỉnh A,${cell}\n`;
    const roster = await readRoster(new TextEncoder().encode(csv));
    if (!roster.ok) throw new Error(roster.problem);
    const message = expect.stringContaining("longer than 8,000 characters");
    expect(roster.value.errors).toMatchObject([{ row: 2, column, cell: "C2", message }]);
  }
  const header = await readRoster(new TextEncoder().encode(`ho_ten,don_vi,${pile}\nTrần Thị Lan,Tỉnh A,\n`));
  expect(header).toMatchObject({ ok: false });
});

test("a CSV file may have titles above its header, and its separator is the header's", async () => {
  const text = "DANH SÁCH, năm 2026, đợt 1, lần 2;\n\nHọ và tên;Đơn vị;Mã\nAn;Tỉnh A, Xã B;01\nBình;Xã B;2\n";
  const roster = await readRoster(new TextEncoder().encode(text));
  expect(roster).toMatchObject({
    ok: true,
    value: {
      rows: [
        { row: 4, fullName: "An", unit: ["Tỉnh A, Xã B"], code: "01" },
        { row: 5, fullName: "Bình", code: "2" },
      ],
      errors: [],
      warnings: [{ row: 5, cell: "C5" }],
    },
  });
});
