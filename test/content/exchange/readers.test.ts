import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { toldAt } from "#app/told.ts";
import { type BankFormat, maxBankBytes, readBank, writeBanks } from "#content/exchange/exchange.ts";
import { questionsSection } from "#content/exchange/markdown.ts";
import type { Question } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";
import { lossInWords } from "#wording/bank-losses.ts";

const folder = path.join(import.meta.dirname, "..", "fixtures", "exchange");

/** A file of another tool: its questions as a lesson shows them, and what was said of it. */
async function readFixture(name: string, format: BankFormat) {
  const { questions, lost, errors } = await readBank(readFileSync(path.join(folder, name)), format);
  return {
    shown: questionsSection(questions)
      .text.split("\n\n### ")
      .slice(1)
      .map((text) => text.trim()),
    lost: lost.map(({ line, what }) => `${line}: ${lossInWords(what)}`),
    errors: errors.map(toldAt).map(({ line, message }) => `${line}: ${message}`),
  };
}

const faultsOf = async (text: string, format: BankFormat) =>
  (await readBank(Buffer.from(text), format)).errors.map(toldAt).map(({ line, message }) => `${line}: ${message}`);

const twoTicks = "- [x] Cập nhật máy\n- [ ] Dán mã sau máy\n  - Ai nhặt được cũng có mã.\n- [x] Khóa màn hình";

describe("GIFT", () => {
  test("is read as Moodle exports it, with all that goes told on its line", async () => {
    expect(await readFixture("moodle-export.gift", "gift")).toEqual({
      errors: [],
      shown: [
        "Mật khẩu nào khó đoán hôn cả?\n\n- [x] Sáu từ chỉ mình biết\n  - Đúng rồi.\n- [ ] 12345678\n  - Dãy này ai cũng thử đầu tiên.\n- [ ] Tên con mình\n\n> Dài thì khó đoán.\n>\n> Riêng thì khó lần.",
        `Những việc nào nên làm: chọn hai.\n\n${twoTicks}`,
        "Đã có vân tay thì không cần mã số.\n\n- [ ] Đúng\n  - Vẫn cần mã số phía sau.\n- [x] Sai\n  - Phải, mã số vẫn ở đó.\n\n> Vân tay chỉ là lối tắt.",
        "Phong trào năm 1945 tên là gì?\n\n= Bình dân học vụ | binh dan hoc vu",
        "Năm nào?\n\n= 1945",
      ],
      lost: [
        "2: tên nhóm câu hỏi: câu hỏi sẽ thuộc bài mà Anh/Chị dán vào",
        "6: định dạng HTML <b>",
        "26: lời nhắc của đáp án “Bình dân học vụ”",
        "26: lời nhắc của đáp án “học vụ”",
        "26: đáp án “học vụ”, vì chỉ được một phần điểm",
        "26: lời nhắc của đáp án “*”",
        "34: lời nhắc khi đáp số sai",
        "34: lời nhắc của đáp án “1945:0”",
        "34: đáp án “1946:1”, vì chỉ được một phần điểm",
        "41: bỏ cả câu: câu ghép cặp",
        "46: bỏ cả câu: câu tự luận, phải có người chấm",
        "48: bỏ cả câu: đoạn chữ không có đáp án trong { } nên không hỏi gì",
      ],
    });
  });

  test("is read as people write it: missing words, escapes, weights, comments", async () => {
    expect(await readFixture("by-hand.gift", "gift")).toEqual({
      errors: [],
      shown: [
        "Ai giữ mã OTP \\_\\_\\_\\_\\_ trong mọi trường hợp?\n\n- [x] chính mình\n- [ ] cán bộ\n- [ ] ngân hàng\n  - Ngân hàng không hỏi mã.",
        "1 + 1 = 2\n\n- [x] Đúng\n- [ ] Sai",
        "Bao nhiêu phần trăm?\n\n= 12,5 | 1000",
        "Từ 1 đến 5, số nào?\n\n= 3",
        "Từ nào có trong đoạn \\_\\_\\_\\_\\_ ?\n\n= {mã} ~ \\\\ | 50%",
        "Chọn hết:\n\n- [x] a\n- [x] b\n- [x] d\n- [ ] e",
        "Chọn cái hơn:\n\n- [x] a\n- [x] b\n- [ ] c",
      ],
      lost: [
        "8: sai số 2 của 3",
        "19: điểm từng phần của vài ý: ở đây chỉ có đúng hoặc sai",
        "21: bỏ cả câu: có nhiều ý đúng mà chỉ cần chọn một",
      ],
    });
  });

  test.each([
    ["Hỏi {=a ~b", "1: dấu ngoặc { } của đáp án không khớp"],
    ["Hỏi =a}", "1: dấu ngoặc { } của đáp án không khớp"],
    ["\n\nMột {=a ~b}\nHai {=a ~b}", "3: có hai phần đáp án { }: để một dòng trống"],
    ["::Tên Hỏi {=a ~b}", "1: tên câu hỏi chưa đóng"],
    ["Hỏi {~a ~b}", "1: chưa có ý nào đúng"],
  ])("tells what is wrong with %j", async (text, said) => {
    expect(await faultsOf(text, "gift")).toEqual([expect.stringContaining(said)]);
  });
});

describe("Moodle XML", () => {
  test("is read as Moodle exports it, with all that goes told on its line", async () => {
    expect(await readFixture("moodle-export.xml", "moodle-xml")).toEqual({
      errors: [],
      shown: [
        "Mật khẩu nào khó đoán hơn cả?\n\n- [x] Sáu từ chỉ mình biết\n- [ ] 12345678 & 0000\n  - Ai cũng thử đầu tiên.\n- [ ] Ảnh này\n\n> Dài thì khó đoán.\n>\n> Riêng thì khó lần & khó dò: 8 \\< 15.",
        `Những việc nào nên làm?\n\n${twoTicks}`,
        "Đã có vân tay thì không cần mã số.\n\n- [ ] Đúng\n  - Vẫn cần mã số.\n- [x] Sai",
        "Phong trào năm 1945 tên là gì?\n\n= Bình dân học vụ",
        "Giá trị của một phần tám?\n\n= 0,125",
        "Mất máy, xếp các việc.\n\n1. Khóa SIM\n2. Đổi mật khẩu\n3. Báo cơ quan",
      ],
      lost: [
        "4: tên nhóm câu hỏi: câu hỏi sẽ thuộc bài mà Anh/Chị dán vào",
        "13: định dạng HTML <strong>",
        "13: tệp kèm theo, ví dụ ảnh",
        "13: định dạng HTML <img>",
        "13: nội dung trong <correctfeedback>, <hint>, <tags>",
        "67: việc phân biệt chữ hoa: ở đây không phân biệt",
        "67: lời nhắc của đáp án “Bình dân học vụ”",
        "67: đáp án “học vụ”, vì chỉ được một phần điểm",
        "67: đáp án “Bình dân*”: dấu * ở bên kia thay cho chữ bất kỳ",
        "75: sai số 0.01 của 0,125",
        "88: bỏ cả câu: ở đây không có loại câu essay",
      ],
    });
  });

  test.each([
    ["<quiz>\n<question type='essay'></quiz>", "2: chỗ này không đúng dạng XML"],
    ["<quiz>\n&nope;</quiz>", "2: chỗ này không đúng dạng XML"],
    ["", "1: chỗ này không đúng dạng XML"],
    ["<html/>", "1: tệp bắt đầu bằng <html>"],
    ["<quiz><p/></quiz>", "1: <p> không nằm trong <quiz> được"],
    ["<quiz>\n<question/></quiz>", "2: câu hỏi chưa có loại"],
    ["<quiz>\n<question type='multichoice'/></quiz>", "2: chưa có ý nào đúng"],
    ["<quiz>\n<question type='truefalse'/></quiz>", "2: câu đúng hay sai có hai đáp án true và false"],
    [
      "<quiz><question type='essay'><questiontext><text>\n<p>x</p></text></questiontext></question></quiz>",
      "2: <p> nằm thẳng trong <text>: để phần HTML trong <![CDATA[",
    ],
  ])("tells what is wrong with %j", async (text, said) => {
    expect(await faultsOf(text, "moodle-xml")).toEqual([expect.stringContaining(said)]);
  });
});

describe("Aiken", () => {
  test("is read as Notepad saves it", async () => {
    expect(await readFixture("notepad.txt", "aiken")).toEqual({
      errors: [],
      lost: [],
      shown: ["Câu nào đúng?\n\n- [ ] Một\n- [x] Hai\n- [ ] Ba", "Mã OTP dùng một lần.\n\n- [x] Đúng\n- [ ] Sai"],
    });
  });

  test("has every fault told once, on its line", async () => {
    const option = "chưa nêu ý đúng: viết “ANSWER: ” và chữ cái của một ý ở trên, ví dụ “ANSWER: B”";
    expect((await readFixture("faults.txt", "aiken")).errors).toEqual([
      "3: ý C không đúng thứ tự: đến lượt chữ B",
      "7: câu hỏi ở dòng 6 bị ngắt xuống đây: viết trên một dòng, dưới đó là các ý “A. Nội dung”",
      `10: ${option}`,
      "12: phía trên chưa có câu hỏi: viết câu hỏi trên một dòng trước",
      "15: không phải ý, cũng không phải đáp án của câu hỏi ở dòng 13: viết “B. Nội dung” hoặc “ANSWER: A”",
      `17: ${option}`,
      "23: không phải ý, cũng không phải đáp án của câu hỏi ở dòng 19: viết “C. Nội dung” hoặc “ANSWER: A”",
      "26: câu hỏi ở dòng 23 chưa có đáp án: bên dưới viết “ANSWER: A”",
    ]);
  });
});

describe("CSV", () => {
  test("is read as Excel saves it here: a mark in front, semicolons, lines in cells", async () => {
    expect(await readFixture("excel.csv", "csv")).toEqual({
      errors: [],
      lost: ["2: cột ghi chú"],
      shown: ["Chọn; một\n\n- [ ] Có\n- [x] Không\n\n> Vì\n>\n> thế", "Chọn hai\n\n- [x] a\n- [ ] b\n- [x] c"],
    });
  });

  test("needs no more columns than a question does; guards of formulas go, other apostrophes stay", async () => {
    expect(await readFixture("minimal.csv", "csv")).toEqual({
      errors: [],
      lost: ["2: đáp án “4”: viết hai lần"],
      shown: [
        "Mấy nút?\n\n= 4 | bốn",
        "=1+1 bằng mấy?\n\n= 2",
        "Xếp\n\n1. \\-một\n2. hai",
        "'Tháng Ba\n\n- [x] Đúng\n- [ ] Sai",
      ],
    });
  });

  test.each([
    ["", "1: bảng đang trống"],
    ["type,prompt\nshort,x", "1: thiếu cột question"],
    ["type,question\nshort,x\n\nessay,y\n", "4: loại câu hỏi không đúng"],
    ['type,question\nshort,"x', "2: tệp CSV không đúng dạng"],
    ['type,question,option_a,right\nsingle,"x\ny",a,B', "2: cột right chưa nêu ý đúng"],
    ["type,question,option_a,option_b,right\nsingle,x,a,b,both", "2: cột right chưa nêu"],
  ])("tells what is wrong with %j", async (text, said) => {
    expect((await faultsOf(text, "csv")).slice(-1)).toEqual([expect.stringContaining(said)]);
  });

  test("runs nothing in a spreadsheet", async () => {
    const options = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1"].map((text, at) => ({
      text: text.trim(),
      right: at === 0,
      feedback: ' =cmd|"/c calc"!A1',
    }));
    const question = { id: "#1", type: "single", prompt: "＝1+1", options, accepted: [], explanation: "'=1" };
    const bank = { id: "=bai" as LessonId, title: "@bài", questions: [question as unknown as Question] };
    const { content } = await writeBanks([bank], "csv");
    const row = String(content).split("\r\n")[1]!;
    const cells = row.match(/"(?:[^"]|"")*"|[^,]+/g)!.map((cell) => cell.replace(/^"/, ""));
    expect(cells.filter((cell) => /^[\s'"]*[=+\-@＝]/.test(cell) && !cell.startsWith("'"))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith("'")).length).toBe(14);
  });
});

describe("a file", () => {
  test.each([
    [
      "more than 1 MB",
      Buffer.alloc(maxBankBytes + 1, "a"),
      "1: tệp nặng hơn 1048576 byte (1 MB): chia thành nhiều tệp",
    ],
    [
      "UTF-16",
      Buffer.from("\ufeffa", "utf16le"),
      "1: tệp lưu theo bảng mã UTF-16, máy không đọc được: mở tệp, chọn Lưu thành (Save as), bảng mã (Encoding) UTF-8, rồi lưu lại",
    ],
    [
      "a NUL",
      Buffer.from("Hỏi\na\0"),
      "2: ở ký tự thứ 2 của dòng có một dấu không nhìn thấy (U+0000): xóa đoạn ấy và gõ lại bằng tay",
    ],
    [
      "no UTF-8",
      Buffer.from([0x41, 0x0a, 0xff]),
      "2: chữ ở dòng này không theo bảng mã UTF-8 (có thể là VNI, TCVN3): chuyển sang Unicode, mở tệp, chọn Lưu thành (Save as), bảng mã (Encoding) UTF-8, rồi lưu lại",
    ],
  ])("with %s is refused as every format", async (_, bytes, said) => {
    for (const format of ["gift", "moodle-xml", "aiken", "csv"] as const) {
      const { questions, errors } = await readBank(bytes, format);
      expect(questions).toEqual([]);
      expect(errors.map(toldAt).map(({ line, message }) => `${line}: ${message}`)).toEqual([said]);
    }
  });
});
