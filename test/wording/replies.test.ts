import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCode } from "#wording/codes.ts";
import { readFullName } from "#wording/full-name.ts";
import { readConsent, readListChoice, readsEraseAll } from "#wording/replies.ts";
import { readBareWish, readWish } from "#wording/wishes.ts";

describe("consent", () => {
  const toWhom = [
    ...["Đồng ý nhé em", "đồng ý em ạ", "dong y nhe em", "Tôi đồng ý tham gia", "đồng ý tham gia lớp học"],
    ...["OK đồng ý ạ", "oke dong y", "em ddoongf ys"],
    ...["đồng ý vào học em nhé", "tôi đồng ý với thông báo trên", "đồng ý với nội dung này"],
    ...[
      "Dạ em đồng ý ạ, em cảm ơn",
      "Tôi đã đọc và đồng ý",
      "da em dong y a",
      "dongy",
      "Tôi hoàn toàn đồng ý",
      "đồng ý luôn",
    ],
    ...["Vâng, tôi đã đọc kỹ thông báo và đồng ý. Xin cảm ơn", "đồng ý nhận bài", "có, đồng ý", "Nhất trí, đồng ý"],
  ];
  it.each(["ĐỒNG Ý", "đồng ý", "dong y", "Đồng ý ạ.", "Tôi đồng ý", "dạ em đồng ý", "đồng ý!", ...toWhom])(
    "%j agrees",
    (text) => expect(readConsent(text)).toBe("agree"),
  );
  it.each([
    "không đồng ý",
    "không đồng ý nhé em",
    "khoong ddoongf ys",
    "chưa đồng ý tham gia",
    "KHONG DONG Y",
    "ko đồng ý",
    "tôi không đồng ý",
    "chưa đồng ý",
    "Không ạ",
    "từ chối",
  ])("%j refuses", (text) => expect(readConsent(text)).toBe("refuse"));
  it.each([
    "",
    "đồng ý không?",
    "đồng ý không",
    "đồng ý không em ạ",
    "đồng ý nhỉ",
    "đồng ý tham gia một phần",
    ...["đã đọc", "cảm ơn", "đã đọc, chưa hiểu, đồng ý gì", "không hiểu, cảm ơn", "có đồng ý không", "đồng ý thì sao"],
    "có đồng ý gì đâu",
    "ok",
    "đồng ý một phần",
    "👍",
    "đồng ý?",
  ])("%j is neither", (text) => expect(readConsent(text)).toBeNull());
});

describe("the words that erase", () => {
  it.each(["XÓA HẾT", "xoá hết", "xoa het", "Xóa hết."])("are %j", (text) => expect(readsEraseAll(text)).toBe(true));
  it.each(["xóa", "xóa hết đi", "có", "không xóa hết", "xóahết"])("are not %j", (text) =>
    expect(readsEraseAll(text)).toBe(false),
  );
});

describe("a code", () => {
  it.each([
    "K7M4QX9T",
    "k7m4qx9t",
    " K7M4 QX9T ",
    "k7m4-qx9t",
    "K 7 M 4 Q X 9 T",
    "Ｋ７Ｍ４ＱＸ９Ｔ",
    "/start K7M4QX9T",
    "start k7m4qx9t",
    "bắt đầu K7M4QX9T",
    "bat dau K7M4QX9T",
    "mã K7M4QX9T",
    "Mã: k7m4 qx9t",
    "mã:K7M4QX9T",
    "ma K7M4QX9T",
    "code K7M4QX9T",
    "kết nối K7M4QX9T",
    "mã của tôi là K7M4QX9T",
    "mã mời là: K7M4QX9T.",
    "Mời anh chị vào học\nK7M4QX9T\nTrân trọng",
    "K7M4\u200bQX9T",
    "K7M4QX9T ạ",
    "k7m4 qx9t nhé",
    ...[
      "mã K7M4QX9T nhé em",
      "K7M4QX9T em nhé",
      "K7M4 QX9T, em cảm ơn",
      "k7m4qx9t của tôi đây",
      "chào em, mã K7M4QX9T ạ",
    ],
    "K7M4QX9T a",
    "dạ K7M4QX9T",
    "Dạ, mã K7M4QX9T ạ.",
    "dạ vâng em gửi mã: K7M4QX9T",
    "Em gửi mã K7M4QX9T ạ",
    "em xin gui ma lop k7m4qx9t a",
    "Mã của em: K7M4QX9T",
    "Mã của tôi là K7M4QX9T, cảm ơn",
    "Mã mời của tôi đây: “K7M4QX9T”",
    "Anh gửi K7M4QX9T",
  ])("is read from %j", (text) => expect(readCode(text)).toEqual({ kind: "personal", code: "K7M4QX9T" }));

  it.each([
    "123456",
    "123 456",
    "123-456",
    "mã 123456",
    "/lienket 123456",
    "start 123456",
    "１２３４５６",
    "mã kết nối 123456",
    "Mã kết nối: 123456",
    "mã kết nối của em là 123456 ạ",
    "dạ 123456",
  ])("of six digits is read from %j", (text) => expect(readCode(text)).toEqual({ kind: "link", code: "123456" }));

  it.each(["123456789", "123 456 789", "mã kết nối 123456789"])("of nine digits is read from %j", (text) =>
    expect(readCode(text)).toEqual({ kind: "link", code: "123456789" }),
  );

  it("may have no digit", () => {
    expect(readCode("ABCDEFGH")).toMatchObject({ code: "ABCDEFGH" });
    expect(readCode("abcd-efgh")).toMatchObject({ code: "ABCDEFGH" });
    expect(readCode("mã abcd efgh")).toMatchObject({ code: "ABCDEFGH" });
  });

  it.each([
    "",
    "K7M4QX9",
    "K7M4QX9TT",
    ...["thuhuyen ơi", "THANHNAM em", "chuyen do nhe em"],
    "K7M4QX90",
    "K1M4QX9T",
    "thang nam",
    "Á7M4QX9T",
    "1234567",
    "xin chào",
    "start",
    "mã",
    "A\nB",
    "em thangnam",
    "dạ thang nam",
    "em ơi K7M4QX9T là mã gì",
    "anh 12345",
    "gửi 0912345678",
  ])("is not in %j", (text) => expect(readCode(text)).toBeNull());

  it("is found whatever stands in front of it, and never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readCode(text)));
  });
});

describe("a line of a list", () => {
  it.each([
    ["3", { kind: "number", number: 3 }],
    ["số 12 ạ", { kind: "number", number: 12 }],
    ["3.", { kind: "number", number: 3 }],
    ["trang sau", { kind: "next" }],
    ["Tiếp ạ", { kind: "next" }],
    ["trang trước", { kind: "back" }],
  ])("%j is %j", (text, choice) => expect(readListChoice(text)).toEqual(choice));
  it.each(["", "0", "ba", "3 và 4", "đơn vị khác"])("%j is none", (text) => expect(readListChoice(text)).toBeNull());
});

describe("a full name", () => {
  it.each([
    ["Nguyễn Văn An", "Nguyễn Văn An"],
    ["  nguyễn   thị lan  ", "nguyễn thị lan"],
    ["Tôi là Trần Thị Mẫu ạ", "Trần Thị Mẫu"],
    ["Họ và tên: Lê Minh", "Lê Minh"],
    ["tên tôi là Hồ A", "Hồ A"],
    ["Minh Anh", "Minh Anh"],
    ["Y Blia Niê-Kdăm", "Y Blia Niê-Kdăm"],
    ["Dạ Nguyễn Văn An", "Nguyễn Văn An"],
    ["Dạ, Nguyễn Văn An", "Nguyễn Văn An"],
    ["dạ em tên Nguyễn Văn An", "Nguyễn Văn An"],
    ["Dạ vâng, em tên là Nguyễn Văn An ạ.", "Nguyễn Văn An"],
    ["Em là Lê Minh", "Lê Minh"],
    ["Anh Nguyễn Văn An", "Nguyễn Văn An"],
    ["chị Trần Thị Mẫu", "Trần Thị Mẫu"],
    ["Họ tên đầy đủ của em là Lê Minh", "Lê Minh"],
    ["ho va ten: Le Minh", "Le Minh"],
    ["em ten la Nguyen Van An", "Nguyen Van An"],
    ["Em La Văn Cầu", "La Văn Cầu"],
    ["Anh Thư", "Anh Thư"],
    ["Khổng Văn Xuân", "Khổng Văn Xuân"],
    ["Chảo Láo Tả", "Chảo Láo Tả"],
    ["Vàng Thị Mỷ", "Vàng Thị Mỷ"],
    ["Đa Cát Vinh", "Đa Cát Vinh"],
    ["Da Cat Vinh", "Da Cat Vinh"],
    ["Văn Phong", "Văn Phong"],
    ["TRẦN VĂN HỌC", "TRẦN VĂN HỌC"],
    ["Trần Trọng Điểm", "Trần Trọng Điểm"],
    ["Ng. Văn An", "Ng. Văn An"],
    ["H'Hen Niê", "H'Hen Niê"],
  ])("is read from %j", (text, name) => expect(readFullName(text)).toBe(name));
  it.each([
    "",
    "Lan",
    "12 34",
    "Nguyễn Văn 9",
    "https://a.vn b",
    "x ".repeat(60),
    "www.hack.vn An",
    "vietcombank.top Nguyen",
    "cho em hỏi",
    "Cho em hỏi với ạ",
    "không biết",
    "khong biet",
    "em không biết ạ",
    "em chưa hiểu",
    "trợ giúp",
    "đồng ý",
    "Em đồng ý ạ",
    "không đồng ý",
    "xin chào",
    "Chào Học Vụ",
    "chào em",
    "em chào anh",
    "cảm ơn",
    "Cảm ơn em nhiều",
    "dạ vâng ạ",
    "Văn phòng",
    "Văn phòng UBND xã",
    "van phong",
    "Hội đồng nhân dân xã",
    "phòng Nội vụ",
    "bài học",
    "bai hoc",
    "tiến độ",
    "làm sao vào lớp",
    "bỏ qua",
    "họ và tên",
    "dạ em tên là",
    "mã của em",
  ])("is not %j", (text) => expect(readFullName(text)).toBeNull());
  it("comes back composed", () => {
    expect(readFullName("Nguyễn Thị Đào".normalize("NFD"))).toBe("Nguyễn Thị Đào".normalize("NFC"));
  });
});

/** A pattern in which the same words can be read in two ways tries all of them: twice as long for each word more. */
it("what is said over and over ends", () => {
  const said =
    "dạ vâng em tôi này xin cho hỏi giờ đã đọc xem hiểu kỹ thông báo và đồng ý cảm ơn mã của nhé gửi học tiếp dừng lại câu khác".split(
      " ",
    );
  const readers = [readConsent, readCode, readsEraseAll, readFullName, readWish, readBareWish];
  for (const one of said)
    for (const other of said)
      for (const read of readers)
        for (const times of [12, 31]) expect(() => read(`${`${one} ${other} `.repeat(times)}x`)).not.toThrow();
}, 30_000);
