import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReadAnswer, ShownQuestion } from "#wording/answer.ts";
import { readAnswer } from "#wording/answers.ts";

const four = ["Gấp", "Sợ", "Tham", "Bí mật"];
const single: ShownQuestion = { type: "single", options: four, openSingle: true };
const multiple: ShownQuestion = { type: "multiple", options: four, openSingle: true };
const truefalse: ShownQuestion = { type: "truefalse", options: ["Sai", "Đúng"], openSingle: true };
const order: ShownQuestion = { type: "order", options: four.slice(0, 3), openSingle: true };
const short: ShownQuestion = { type: "short", options: [], openSingle: true };

/** "B", "2: A C", "ask", "none", "skip": short for what was read. */
function told(read: ReadAnswer): string {
  if (read.kind === "ask" || read.kind === "none") return read.kind;
  const number = read.questionNumber === null ? "" : `${read.questionNumber}: `;
  if (read.kind === "options") return number + read.positions.map((position) => "ABCDE"[position]).join(" ");
  return number + (read.kind === "text" ? `"${read.text}"` : "skip");
}

function table(name: string, question: ShownQuestion, rows: Record<string, readonly string[]>) {
  describe(name, () => {
    for (const [meaning, texts] of Object.entries(rows)) {
      it.each(texts)(`reads %j as ${meaning}`, (text) => expect(told(readAnswer(text, question))).toBe(meaning));
    }
  });
}

table("one choice, by letter", single, {
  A: ["A", "a", "A.", "a)", "(a)", "[A]", '"A"', "“A”", "A!", " a ", "Câu A", "cau a", "Ａ", "🅰️", "🅰", "mình chọn A"],
  B: [
    "Đáp án B",
    "đáp án: b",
    "dap an b",
    "đ/a B",
    "ĐA B",
    "da b",
    "lựa chọn b",
    "em chọn B",
    "e chon b",
    "🅱️",
    "b?",
    "tôi chọn B",
    "đáp án đúng là b",
    "tôi xin chọn đáp án B",
    "em nghĩ là B",
    "em xin trả lời: B ạ",
    "đáp án của em là B",
    "B đi",
    "chọn b đi ạ",
    "B, cảm ơn",
    "b. Cảm ơn em nhé",
    "B 👍",
    "B 👍🏽👍🏽",
    "👉 B",
    "✅ B ạ 🙏",
  ],
  C: [
    "phương án C",
    "chọn c",
    "theo em là C",
    "dạ C",
    "C đúng không",
    "c đúng không ạ?",
    "dạ thưa, c ạ",
    "câu trả lời là C",
    "Trả lời: C",
  ],
  D: ["ý d", "Ý D.", "chắc là D", "D chắc", "Đ", "đ.", "anh chọn D"],
});

table("one choice, with words of courtesy", single, {
  A: ["A nha", "a ạ", "a à"],
  B: ["b nhé", "B nhá", "b ạ", "B ah", "dạ b ạ", "b nhen", "b nhe", "vâng b", "thưa B", "b ạ"],
});

table("one choice, said to somebody", single, {
  A: ["A nhé em", "a nhé em", "A em ạ", "Câu A em nhé", "A nhé chị", "tôi chọn A nhé em", "Chắc là A nhỉ", "A thôi"],
  B: ["B ạ em", "bác chọn b", "cô chọn B em nhé", "tôi trả lời B", "theo tôi thì B", "cho tôi B", "2 em nhé"],
  ask: ["ba em ạ", "câu em ạ", "thôi", "nhỉ", "theo tôi", "cho em"],
  none: ["em ạ", "nhé em", "a em", "c em a", "b em a", "cho tôi hỏi"],
});

table("one choice, by number", single, {
  A: ["1", "１", "1️⃣", "1.", "số 1"],
  B: ["2.", "ý 2", "số 2 ạ"],
  C: ["số 3", "câu 3", "Câu 3 đúng không", "3️⃣"],
});

table("one choice, with the question's number", single, {
  "2: B": [
    "Câu 2: B",
    "2. B",
    "2B",
    "2b",
    "câu 2 b",
    "câu 2 chọn b",
    "Câu 2 là B ạ",
    "câu 2 đáp án b",
    "2) B",
    "câu2: b",
  ],
  "2: C": ["Câu 2: 3", "câu 2: số 3"],
  "2: skip": ["câu 2 bỏ qua"],
});

table("one choice, two readings", single, {
  ask: [
    "b a",
    "A, C",
    "A hoặc B",
    "á",
    "ạ",
    "à",
    "ă",
    "ê",
    "cấu",
    "câu á",
    "câu ạ",
    "câu",
    "đáp án",
    "ba",
    "ca",
    "AC",
    "tất cả",
    "cả 4",
    "A1",
    "b2",
    "đúng không",
    "đi",
  ],
});

table("one choice, no answer", single, {
  none: [
    "",
    "  ",
    "a ơi cho e hỏi",
    "a ơi",
    "em không biết chọn A hay B",
    "7",
    "2026",
    "E",
    "👍",
    "👍👍",
    "B ❌",
    "B 👎",
    "B 👍 A",
    "a cảm ơn",
    "c cảm ơn em",
    "cảm ơn",
    "ok",
    "dạ",
    "vâng ạ",
    "bạ",
    "1,5",
    "không phải A",
    "xin chào",
  ],
  skip: ["không biết", "ko bt", "bỏ qua", "skip", "Bỏ qua ạ.", "dạ em không biết ạ", "khong biet", "KHÔNG BIẾT"],
});

table("one choice, by its text", single, {
  A: ["gấp", "Gấp.", "đáp án gấp", "GAP", "A. Gấp", "A) gấp ạ", "em chọn A: Gấp", "a gap"],
  "2: D": ["câu 2: bí mật"],
  B: ["sợ đúng không", "B Sợ 👍"],
  D: ["D. Bí mật", "Đ. bí mật"],
  ask: ["B. Gấp", "A. Bí mật", "đáp án A bí mật"],
  none: ["B. Hai điều", "A. Gấp rút"],
});

table(
  "one choice of sentences, by letter and text",
  { ...single, options: ["Một điều", "Hai điều"] },
  {
    B: ["B. Hai điều", "b hai dieu", "B - Hai điều.", "Đáp án B: hai điều ạ", "B\nHai điều"],
    ask: ["A. Hai điều", "B. Một điều"],
    none: ["B. Hai", "B. Ba điều"],
  },
);

table("several choices", multiple, {
  "A C": [
    "A, C",
    "A C",
    "a+c",
    "A và C",
    "a với c",
    "a&c",
    "a/c",
    "AC",
    "1,3",
    "1 và 3",
    "cả A và C",
    "ac",
    "c a",
    "A;C",
    "A|C",
    "A.C",
    "A-C",
    "A\nC",
    "đáp án a c ạ",
    "A, C nhé em",
    "A và C em ạ",
    "gấp và tham",
    "A, C, A",
  ],
  "A B": ["b a", "AB", "a b"],
  "A B D": ["abd", "A B D", "1 2 4", "a, b, đ"],
  B: ["b ạ", "b", "câu b"],
  "A B C D": ["tất cả", "cả 4", "Tất cả ạ", "cả bốn", "abcd", "tất cả các đáp án", "tất cả đều đúng"],
  "2: A C": ["Câu 2: A, C", "2. A C", "câu 2: 1 và 3"],
  "1: C": ["1 C"],
  ask: ["ba", "da", "ca", "cả ba", "cả 2", "A hoặc B", "A, 3", "1,C", "13", "á", "cả", "đáp án", "A1"],
  none: ["âc", "a ơi", "A, C và mấy cái nữa", "A E", "không phải tất cả", "1 👍 3"],
  skip: ["bỏ qua"],
});

table("true or false, shown as A. Sai, B. Đúng", truefalse, {
  B: [
    "đúng",
    "Đ",
    "dung",
    "đ",
    "d",
    "D",
    "Đúng ạ",
    "b",
    "B.",
    "2",
    "ĐÚNG!",
    "đáp án đúng",
    "đúng rồi",
    "Đúng rồi ạ 👍",
    "B. Đúng",
    "đúng em ạ",
    "Câu này đúng nhé em",
    "Đúng vậy",
    ...["đung", "dúng"],
  ],
  A: [
    "sai rồi ạ",
    "Sai em nhé",
    "cái này sai em ạ",
    "sai hoàn toàn",
    "tôi cho là sai",
    "không đúng",
    "Không đúng ạ.",
    "ko đúng",
    "chưa đúng",
    "khong dung",
    "sai",
    "S",
    "s",
    "Sai.",
    "a",
    "1",
    "sai đúng không",
    ...["tôi thấy sai", "khẳng định này sai", "hoàn toàn sai", "phát biểu trên là sai ạ"],
  ],
  "2: B": ["Câu 2: đúng", "2. đ", "2Đ"],
  ask: [
    "đúng không",
    "câu này đúng không",
    "câu này",
    "vậy",
    "câu 2 đúng không",
    "đúng sai",
    "tất cả",
    "A. Đúng",
    "B sai",
    "rồi",
    ...["dừng", "Dừng ạ", "đừng", "dùng", "câu này dừng"],
  ],
  none: [
    "câu này khó",
    "câu này đúng hay sai",
    "đúng hay sai vậy",
    "c",
    "không dùng",
    "không",
    "không sai",
    "có đúng không đúng",
  ],
  skip: ["không biết", "chịu", "k bit", "hok biết", "bó tay", "em không nhớ", "quên mất rồi"],
});

table("one choice, as it is spoken", single, {
  A: ["ý thứ nhất", "chọn cái đầu tiên", "em chọn cái thứ nhất ạ"],
  B: [
    "đáp án bê",
    "câu bờ",
    "phương án thứ hai",
    "so hai",
    "đáp án hai ạ",
    "tui chọn b",
    "có lẽ là b",
    "con đoán b",
    "chốt b",
    "b là đúng",
    "B đúng nhất",
    "B cho chắc",
    ...["chị nghĩ là B", "chú nghĩ B", "B nhé cô"],
  ],
  C: ["ý ba", "cai thu ba", "xê", "câu cờ nhé"],
  D: ["đáp án cuối cùng", "đê ạ", "phương án thứ tư"],
  ask: ["ê"],
  none: ["câu đầu", "thứ hai", "hai", "hai ý", "thứ ba em đi vắng", "bà ba", "ý tôi là giờ khác"],
});

table("one choice, with keys left in it or said to somebody by name", single, {
  B: [
    "ddaps asn b",
    "em choonj b",
    "Kính gửi anh chị, em chọn B ạ. Trân trọng",
    "Thưa thầy cô: b",
    "Chào em, đáp án b",
  ],
  none: ["xin chào, em tên Bình", "ax"],
});

table(
  "one choice, by some of its words",
  {
    ...single,
    options: [
      "Khóa tài khoản rồi báo công an xã",
      "Mở tệp đính kèm để kiểm tra",
      "Không mở tệp, hỏi lại người gửi",
      "Cho bạn mượn điện thoại",
    ],
  },
  {
    A: ["khóa tài khoản rồi báo công an", "khoa tai khoan", "Dạ khóa tài khoản báo công an xã ạ"],
    B: ["mở tệp đính kèm"],
    C: ["không mở tệp"],
    D: ["cho mượn điện thoại"],
    ask: ["mở tệp", "mo tep hoi lai nguoi gui"],
    none: ["công an", "công an xã khóa tài khoản", "mở tệp đính kèm hả", "khoa", "cho bạn em mượn điện thoại"],
  },
);

table(
  "one choice whose text begins as if it were said to somebody",
  { ...single, options: ["Thưa dân, trả hồ sơ", "Chào hỏi, rồi thôi"] },
  { A: ["thưa dân, trả hồ sơ"], B: ["Chào hỏi, rồi thôi"] },
);

table(
  "several choices, by some of their words",
  { ...multiple, options: ["Cập nhật phần mềm", "Sao lưu hằng tuần", "Tắt tường lửa", "Ghi mật khẩu ra giấy"] },
  {
    "A B": [
      "cập nhật phần mềm, sao lưu hằng tuần",
      "sao lưu hằng tuần và cập nhật phần mềm ạ",
      "cả A lẫn B",
      "ý a cùng ý b",
    ],
    "A D": ["câu a, câu d", "đáp án a với đáp án d nhé"],
    none: ["cập nhật phần mềm và uống cà phê"],
  },
);

table("true or false, more or less surely", truefalse, {
  B: ["chắc chắn đúng", "đúng 100 %", "có lẽ đúng", "ddungs ạ", "tui nghĩ đúng", "đúng bạn ơi"],
  A: ["hình như là sai", "sai bét rồi", "em đoán sai", "sai em ơi"],
  none: ["sai chính tả", "đúng giờ đi họp", "sai tên em rồi"],
});

table("an order", order, {
  "B A C": [
    "B, A, C nhé em",
    "B A C",
    "b, a, c",
    "bac",
    "BAC",
    "b > a > c",
    "b→a→c",
    "b rồi a rồi c",
    "2 1 3",
    "213",
    "b-a-c",
  ],
  "2: B A C": ["Câu 2: B, A, C"],
  ask: ["A", "b a", "A B A C", "tất cả", "gấp"],
  none: ["A B D", "theo thứ tự A B C"],
});
table("an order of two", { ...order, options: ["Ngắt mạng", "Báo"] }, { "B A": ["b a", "B, A"], ask: ["ba", "a"] });

table("typed text", short, {
  '"mật khẩu"': ["mật khẩu", " mật  khẩu ", "mật khẩu ạ", "dạ mật khẩu ạ", "mật khẩu nha", "mật\nkhẩu"],
  '"Mật Khẩu"': ["Mật Khẩu"],
  '"xay nha"': ["xay nha"],
  '"A"': ["A"],
  '"3,5"': ["3,5", "dạ 3,5 ạ"],
  '"ok số"': ["ok số"],
  '"đá"': ["đá"],
  '2: "15"': ["Câu 2: 15", "cau 2. 15"],
  '2: "là mật khẩu"': ["câu 2 là mật khẩu"],
  none: [
    "",
    "👍",
    "...",
    "🙂🙂",
    "dạ",
    "dạ vâng ạ",
    "ok",
    "OK ạ",
    "cảm ơn em",
    "Cảm ơn Học Vụ nhiều ạ",
    "em chưa hiểu câu hỏi",
    "chưa hiểu ạ",
    "Cho em hỏi với",
    "anh ơi cho em hỏi đáp án ở đâu",
    "xin chào",
    "đáp án là",
  ],
  skip: ["không biết", "bỏ qua ạ"],
});

describe("typed text behind a lead-in or in quotes", () => {
  it.each([
    ["đáp án là ủy ban nhân dân", "ủy ban nhân dân"],
    ["Đáp án: Ủy ban nhân dân", "ủy ban nhân dân"],
    ["là ủy ban nhân dân ạ", "ủy ban nhân dân"],
    ["em chọn ủy ban nhân dân", "ủy ban nhân dân"],
    ["“Ủy ban nhân dân”", "ủy ban nhân dân"],
    ['dạ, em nghĩ là "Ủy ban nhân dân". Cảm ơn', "ủy ban nhân dân"],
    ["đuôi là .gov.vn", "đuôi là .gov.vn"],
    ["đáp án là .gov.vn", ".gov.vn"],
    ["ủy ban nhân dân đúng không ạ", "ủy ban nhân dân"],
    ["ủy ban nhân dân 👍", "ủy ban nhân dân"],
    ["ủy ban nhân dân em ạ", "ủy ban nhân dân"],
    ["ủy ban nhân dân nhé chị", "ủy ban nhân dân"],
    ["không phải ủy ban nhân dân", "không phải ủy ban nhân dân"],
  ])("%j may be %j", (text, core) => expect(readAnswer(text, short)).toMatchObject({ kind: "text", core }));
});

table(
  "a typed number",
  { ...short, type: "numeric" },
  {
    '"15"': [
      "15",
      "15 ngày",
      "15 người",
      "15 hội viên",
      "15 sao",
      "15 ngày làm việc",
      "là 15",
      "Đáp án: 15",
      "em chọn 15",
      "khoảng 15",
      "ít nhất 15 ngày ạ",
      "15 😊",
      "👉 15",
      "15.",
      "(15)",
      "15 đúng không ạ",
      "15 (mười lăm) ngày",
      "dạ 15 ạ",
      "Dạ, 15",
      "15, 15",
      "１５",
      "15m2",
      "15, cảm ơn",
      "câu 15",
      "mười lăm",
      "Muoi lam ngay a",
      "em nghĩ là mười lăm phút",
    ],
    '"10"': ["mười năm", "mười", "muoi nam a"],
    '"25"': ["hai mươi lăm", "hai mươi lăm phần trăm"],
    '"105"': ["một trăm linh năm", "mot tram le nam"],
    '"2026"': ["hai nghìn không trăm hai mươi sáu", "là hai ngàn không trăm hai mươi sáu ạ"],
    '"1 000"': ["1 000 đồng"],
    '"1.000.000"': ["1.000.000 đồng"],
    '"3,5"': ["3,5", "dạ 3,5 ạ", "đáp án 3,5 %"],
    '"20%"': ["20%", "là 20%"],
    '"-5"': ["-5", "là -5", "-5 độ"],
    '".5"': [".5"],
    '1: "15"': ["1. 15", "1) 15", "Câu 1: 15", "câu 1 là 15", "cau 1. 15 ngay"],
    ask: ["15 hay 16", "15 và 20", "10-15", "15/3", "từ 10 đến 15", "15h30", "7:15"],
    none: [
      "Cho em hỏi với",
      "dạ",
      "cảm ơn",
      "ok ạ",
      "",
      "👍",
      "15 không phải",
      "em ở phòng 15",
      "câu 15 đâu",
      "15 phút nữa em làm",
      "nghỉ 15 ngày",
      "nghi 15 ngay",
      "tôi 15 tuổi",
      "mười lăm phút nữa",
      "năm nay",
      "nam",
      "không",
      "hai vợ chồng tôi",
      "hơn 15",
      "không phải 15",
      "15 em chưa hiểu",
      "15 cho em hỏi",
    ],
    skip: ["không biết", "bỏ qua ạ"],
  },
);

describe("options that look like labels", () => {
  const numbers: ShownQuestion = { type: "single", options: ["2", "3", "2020"], openSingle: true };
  it.each([
    ["2", "A"],
    ["3", "B"],
    ["2020", "C"],
    ["đáp án 2020", "C"],
    ["1", "A"],
    ["c", "C"],
  ])("takes %j among 2, 3, 2020 as %s", (text, meaning) => expect(told(readAnswer(text, numbers))).toBe(meaning));

  it("lets the exact text win over a letter", () => {
    const swapped: ShownQuestion = { type: "single", options: ["B", "A"], openSingle: true };
    expect(told(readAnswer("b", swapped))).toBe("A");
  });

  it("asks when an option itself says 'all'", () => {
    const options = ["Một", "Hai", "Tất cả các ý trên"];
    expect(told(readAnswer("tất cả", { type: "multiple", options, openSingle: true }))).toBe("ask");
    expect(told(readAnswer("tất cả các ý trên", { type: "single", options, openSingle: true }))).toBe("C");
  });

  it("tells options apart by their marks where only marks differ", () => {
    const options = ["Má", "Mã"];
    expect(told(readAnswer("mã", { type: "single", options, openSingle: true }))).toBe("B");
    expect(told(readAnswer("ma", { type: "single", options, openSingle: true }))).toBe("ask");
  });
});

describe("a message of several lines", () => {
  it("takes the only line that is an answer", () => {
    expect(told(readAnswer("Chào Học Vụ\nB\nvì tin nhắn giục gấp", single))).toBe("B");
  });
  it("takes none when two lines are answers", () => {
    expect(told(readAnswer("Chào\nA\nB", single))).toBe("none");
  });
});

describe("a lone number where another question may be meant", () => {
  const crowded = { ...single, openSingle: false };
  it.each(["2", "câu 3", "số 1"])("asks about %j", (text) => expect(told(readAnswer(text, crowded))).toBe("ask"));
  it("still reads letters and numbers behind a question's number", () => {
    expect(told(readAnswer("B", crowded))).toBe("B");
    expect(told(readAnswer("Câu 2: 3", crowded))).toBe("2: C");
  });
});

describe("whatever is typed", () => {
  const question = fc.record({
    type: fc.constantFrom("single", "multiple", "truefalse", "short", "numeric", "order" as const),
    options: fc.array(fc.string({ unit: "grapheme", maxLength: 12 }), { minLength: 2, maxLength: 5 }),
    openSingle: fc.boolean(),
  });
  const pieces = fc.constantFrom(
    "a",
    "B",
    "đ",
    "á",
    " ",
    ",",
    "2",
    ".",
    "câu",
    "và",
    "tất cả",
    "ạ",
    "\n",
    "🅰️",
    "/",
    "\u0301",
  );
  const typed = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.array(pieces).map((all) => all.join("")),
  );

  it("never throws and never names an option that is not there", () => {
    fc.assert(
      fc.property(typed, question, (text, shown) => {
        const read = readAnswer(text, shown);
        if (read.kind !== "options") return true;
        const known = read.positions.every((position) => position >= 0 && position < shown.options.length);
        return known && new Set(read.positions).size === read.positions.length && read.positions.length > 0;
      }),
      { numRuns: 2000 },
    );
  });

  it("is no number behind a page of what leads in a number", () => {
    const numeric: ShownQuestion = { ...short, type: "numeric" };
    expect(told(readAnswer(`${"em chọn ".repeat(10)}mười`, numeric))).toBe('"10"');
    expect(told(readAnswer(`${"em chọn ".repeat(500)}mười`, numeric))).toBe("none");
  });

  it("reads composed and decomposed text alike", () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(readAnswer(text.normalize("NFD"), single)).toEqual(readAnswer(text.normalize("NFC"), single));
      }),
    );
  });
});
