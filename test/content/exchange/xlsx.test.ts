import ExcelJS from "exceljs";
import { describe, expect, test } from "vitest";
import { toldAt } from "#app/told.ts";
import { readBank, writeBanks } from "#content/exchange/exchange.ts";
import type { Question } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";
import { lossInWords } from "#wording/bank-losses.ts";

async function bytesOf(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet("Trang 1"), book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** What is said of a sheet, and the texts of its questions. */
async function read(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void) {
  const { questions, lost, errors } = await readBank(await bytesOf(fill), "xlsx");
  return {
    questions,
    lost: lost.map(({ line, what }) => `${line}: ${lossInWords(what)}`),
    errors: errors.map(toldAt).map(({ line, message }) => `${line}: ${message}`),
  };
}

const head = ["type", "question", "option_a", "option_b", "right", "accepted"];
const single = (question: unknown, option: unknown = "x") => ["single", question, option, "y", "A"];

describe("a workbook of questions, written", () => {
  const texts = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "＝1+1"];
  const options = texts.map((text, at) => ({ text, right: at === 0, feedback: '=cmd|"/c calc"!A1' }));
  const question = { id: "#1", type: "single", prompt: "=1+1", options, accepted: [], explanation: "một\nhai" };
  const bank = { id: "=bai" as LessonId, title: "@bài", questions: [question as unknown as Question] };

  const opened = async () => {
    const { content, lost } = await writeBanks([bank], "xlsx");
    expect(lost).toEqual([]);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(content) as unknown as ArrayBuffer);
    return book.worksheets[0]!;
  };

  test("holds texts alone, in cells that stay text when somebody writes in them", async () => {
    const sheet = await opened();
    const cells: ExcelJS.Cell[] = [];
    sheet.eachRow((row) => row.eachCell((cell) => cells.push(cell)));
    expect(cells.map(({ value }) => value)).toEqual(expect.arrayContaining(["=bai", "@bài", "=1+1", ...texts]));
    expect(cells.filter(({ type }) => type !== ExcelJS.ValueType.String)).toEqual([]);
    expect(cells.filter(({ numFmt }) => numFmt !== "@")).toEqual([]);
    expect(sheet.getColumn(30).numFmt).toBeUndefined();
  });

  test("is wide enough to read, wraps its lines and keeps the names of its columns in sight", async () => {
    const sheet = await opened();
    expect(sheet.views).toEqual([expect.objectContaining({ state: "frozen", ySplit: 1 })]);
    expect(sheet.getRow(1).font?.bold).toBe(true);
    expect(sheet.getCell("D2").alignment).toMatchObject({ wrapText: true, vertical: "top" });
    for (let column = 1; column <= 17; column++) expect(sheet.getColumn(column).width).toBeGreaterThan(8);
  });

  test("says what no workbook can hold", async () => {
    const broken = { ...question, prompt: "a\uffff?" } as unknown as Question;
    const { content, lost } = await writeBanks([{ ...bank, questions: [broken] }], "xlsx");
    expect(lost).toEqual([{ question: "#1", what: ["unwritable"] }]);
    expect((await readBank(Buffer.from(content), "xlsx")).questions).toMatchObject([{ prompt: "a?" }]);
  });
});

describe("a workbook of questions, read", () => {
  test("is its first sheet: rich text, links, figures and escapes are text", async () => {
    const found = await read((sheet, book) => {
      sheet.addRow(head);
      sheet.addRow(single({ richText: [{ text: "Hỏi " }, { font: { bold: true }, text: "gì?" }] }, 12));
      sheet.addRow(["short", { text: "Ở đâu?", hyperlink: "https://a.vn" }, "", "", "", "=Hà Nội | _x0041_"]);
      sheet.addRow(["numeric", "Mấy?", "", "", "", 1.234]);
      book.addWorksheet("Khác").addRow(["mật khẩu"]);
    });
    expect(found).toMatchObject({ lost: [], errors: [] });
    expect(found.questions).toMatchObject([
      { prompt: "Hỏi gì?", options: [{ text: "12" }, { text: "y" }] },
      { prompt: "Ở đâu?", accepted: ["=Hà Nội", "A"] },
      { type: "numeric", accepted: ["1,234"] },
    ]);
  });

  test("may have titles above the names of its columns, and empty rows: rows count as the sheet shows them", async () => {
    const found = await read((sheet) => {
      sheet.addRow(["Ngân hàng câu hỏi", { formula: "TODAY()" }]);
      sheet.addRow([]);
      sheet.addRow(["Question", "TYPE ", "ghi chú", "option_a", "option_b", "right"]);
      sheet.addRow(["Một?", "single", new Date(0), "a", "b", "A"]);
      sheet.addRow([]);
      sheet.addRow(["Hai?", "essay"]);
      sheet.getCell("AB4").value = "thừa";
      sheet.getCell("XFD4").value = "xa";
    });
    expect(found).toEqual({
      questions: [expect.objectContaining({ prompt: "Một?" })],
      lost: [
        "1: bỏ cả câu: dòng này nằm trên hàng tên cột",
        "4: cột ghi chú",
        "4: cột AB, vì không có tên",
        "4: cột XFD, vì không có tên",
      ],
      errors: ["6: loại câu hỏi không đúng: ở cột type viết single, multiple, truefalse, short, numeric hoặc order"],
    });
  });

  test("is refused cell by cell where a cell does not say what it shows", async () => {
    const { errors, questions } = await read((sheet) => {
      sheet.addRow(head);
      sheet.addRow(single({ formula: 'CONCAT("a","b")', result: "ab" }));
      sheet.addRow(single({ formula: "A1", shareType: "shared", ref: "B3:B4", result: "ab" } as never));
      sheet.addRow(single({ sharedFormula: "B3", result: "ab" }));
      sheet.addRow(single("ngày", new Date(0)));
      sheet.addRow(single("thật", true));
      sheet.addRow(single("lỗi", { error: "#N/A" }));
      sheet.addRow(single("phần trăm", 0.5)).getCell(3).numFmt = "0%";
      sheet.addRow(single("lớn", 1e30));
      sheet.addRow(single("m\u200bột"));
      sheet.addRow(single("_x001b_[31m"));
    });
    expect(questions).toEqual([]);
    expect(errors).toEqual([
      "2: ô B2 là công thức: chép rồi dán dạng giá trị (Paste Values)",
      expect.stringContaining("3: ô B3 là công thức"),
      expect.stringContaining("4: ô B4 là công thức"),
      expect.stringContaining("5: ô C5 là ngày tháng"),
      expect.stringContaining("6: ô C6 là giá trị đúng/sai"),
      expect.stringContaining("7: ô C7 đang báo lỗi"),
      expect.stringContaining("8: ô C8 là số hiện ra khác"),
      expect.stringContaining("9: ô C9 là số hiện ra khác"),
      "10: ô B10 có một dấu không nhìn thấy: xóa nội dung ô và gõ lại bằng tay",
      "11: ô B11 có một dấu không nhìn thấy: xóa nội dung ô và gõ lại bằng tay",
    ]);
  });

  test.each<[string, (sheet: ExcelJS.Worksheet) => void, string]>([
    ["nothing", () => {}, "1: bảng đang trống: hàng đầu tiên ghi tên các cột lesson, lesson_title, type, question"],
    ["no names", (sheet) => void sheet.addRow(single("x")), "1: thiếu cột type"],
    ["a column twice", (sheet) => void sheet.addRow([...head, "type"]), "1: cột type có hai lần"],
  ])("with %s is refused", async (_, fill, said) => {
    expect((await read(fill)).errors[0]).toContain(said);
  });

  test("that unpacks to far more than it is, or is none, is refused as a whole", async () => {
    const bomb = await bytesOf((sheet) => {
      sheet.addRow(head);
      for (let row = 0; row < 1100; row++) sheet.addRow(single(`${row}${"a".repeat(32_000)}`));
    });
    expect(bomb.length).toBeLessThan(1_000_000);
    const whole = await bytesOf((sheet) => sheet.addRow(head));
    const faults = [bomb, whole.slice(0, 300), Buffer.from("type,question"), Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)];
    for (const [at, bytes] of faults.entries()) {
      const { questions, errors } = await readBank(bytes, "xlsx");
      const said = ["mở ra quá lớn", "không đọc được bảng tính", "không đọc được bảng tính", "đây là tệp .xls cũ"][at]!;
      expect(questions).toEqual([]);
      expect(errors.map(toldAt)).toEqual([{ line: 1, message: expect.stringContaining(said) }]);
    }
  });
});
