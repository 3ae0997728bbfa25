import { describe, expect, test } from "vitest";
import { readWish, timeNamed, type Wish } from "#wording/wishes.ts";

const said: readonly (readonly [Wish | null, readonly string[]])[] = [
  [
    "courtesy",
    [
      "Cảm ơn",
      "cam on em nhe",
      "Dạ em cảm ơn ạ",
      "ok",
      "OK nhé",
      "vâng ạ",
      "Vâng, tôi hiểu rồi",
      "đã rõ",
      "👍",
      "🙏🏻",
      "❤️❤️",
    ],
  ],
  ["courtesy", ["Bài hay quá, cảm ơn anh chị nhiều, tôi sẽ chia sẻ với đồng nghiệp ở xã", "Rất hay", "thank you"]],
  [
    "greeting",
    ["Xin chào", "chào em", "Em chào anh chị ạ", "alo", "Hello", "Chúc mừng năm mới", "chúc một ngày tốt lành"],
  ],
  ["agreed", ["đồng ý", "DONG Y", "Tôi đồng ý ạ"]],
  ["erase", ["XÓA HẾT", "xoa het", "xóa hết thông tin của tôi đi", "tôi muốn xóa dữ liệu", "xoa tai khoan cua toi"]],
  [
    "data",
    ["các anh lưu gì về tôi", "cho tôi xem dữ liệu của tôi", "cho xem thông tin của tôi", "học vụ biết gì về tôi"],
  ],
  [
    "stuck",
    [
      ...["câu này khó quá", "khó quá", "khó thế", "bài này khó quá em ơi", "Câu hỏi này khó hiểu quá", "gợi ý đi"],
      ...["gợi ý cho em với", "cho xin gợi ý", "giải thích giúp tôi", "tôi không hiểu", "em chưa hiểu câu hỏi"],
      ...[
        "chưa hiểu lắm",
        "ko hiểu gì cả",
        "tại sao b lại sai",
        "sao em sai",
        "sai ở đâu",
        "cho xin đáp án",
        "đáp án là gì",
      ],
    ],
  ],
  [
    "certificate",
    [
      ...["giấy chứng nhận", "có giấy chứng nhận không", "học xong có được cấp giấy chứng nhận không"],
      ...["bao giờ có chứng chỉ ạ", "chứng chỉ của tôi", "hoàn thành khóa học này có được nhận chứng nhận không"],
    ],
  ],
  [
    null,
    [
      ...["khô", "kho", "kho dữ liệu", "kho bạc", "khó", "bài nào khó nhất", "câu nào khó", "ai không hiểu bài"],
      ...[
        "chứng chỉ",
        "chứng chỉ số",
        "danh sách cấp giấy chứng nhận",
        "giấy chứng nhận đăng ký xe",
        "sai",
        "đáp án b",
      ],
    ],
  ],
  [null, ["xóa dữ liệu của xã Tân Lập", "dữ liệu cá nhân", "xem thông tin xã Tân Lập"]],
  ["withdraws", ["không đồng ý", "Tôi không đồng ý"]],
  [
    "time",
    [
      "tôi muốn học lúc 7h tối",
      "Đổi giờ học sang 7h tối",
      "cho tôi học lúc 19h",
      "toi muon nhan bai luc 20 gio",
      "xin đổi giờ",
    ],
  ],
  [
    "pause",
    [
      ...[
        "nghỉ phép đến thứ 6",
        "Tôi nghỉ phép 3 ngày",
        "tạm dừng đến thứ 6",
        "tam nghi 3 ngay",
        "em xin nghỉ hôm nay",
      ],
      ...["Em xin phép nghỉ 2 hôm", "hôm nay tôi bận", "Tôi bận họp", "toi di cong tac 1 tuan", "em ốm"],
    ],
  ],
  ["leave", ["tôi không muốn học nữa", "hủy đăng ký", "Ngừng gửi tin", "stop", "Tôi nghỉ hưu rồi", "không học nữa"]],
  [
    "lesson",
    [
      ...[
        "sao em không nhận được bài",
        "Sao tôi không nhận được bài học?",
        "hôm nay tôi chưa nhận được bài",
        "chưa thấy bài",
      ],
      ...[
        "chua thay gui bai",
        "em chưa có bài học hôm nay",
        "bao giờ có bài mới",
        "gửi lại bài",
        "cho xin bài",
        "bài mới",
      ],
      ...["bắt đầu học", "vào học", "học thế nào", "làm thế nào để học", "mở bài", "bài tiếp theo"],
    ],
  ],
  [
    null,
    [
      ...[
        "em nghĩ là B",
        "em nghi la B",
        "bạn là ai",
        "ban la ai",
        "bán hàng",
        "tối 7h",
        "7h",
        "không",
        "có",
        "50%",
        "100",
      ],
      ...[
        "ai chưa nhận được bài",
        "hôm nay ai chưa học",
        "xã Tân Lập bao nhiêu người chưa có bài",
        "đơn vị nào chưa có bài",
      ],
      ...["tôi còn bao nhiêu bài", "mật khẩu mạnh", "đồ ngu", "họp lúc 7h", "", "…", "!!!"],
    ],
  ],
];

describe("what plain words are about", () => {
  test.each(said.flatMap(([wish, texts]) => texts.map((text) => [text, wish] as const)))("%s: %s", (text, wish) => {
    expect(readWish(text)).toBe(wish);
  });
});

test("the time in a wish is that of the part of the day that is named", () => {
  expect(timeNamed("tôi muốn đổi giờ nhận bài sang 8 giờ tối")).toBe("20:00");
  expect(timeNamed("học lúc 7h tối")).toBe("19:00");
  expect(timeNamed("nhận bài lúc 19 giờ 30")).toBe("19:30");
  expect(timeNamed("nhận bài lúc 8 giờ sáng")).toBe("08:00");
});
