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
    "office",
    [
      ...["họ tên của em bị viết sai ạ", "ghi sai đơn vị", "Chức danh của tôi vẫn để cũ", "em chuyển công tác rồi"],
      ...[
        "tôi được điều động sang huyện khác",
        "đổi tên đơn vị giúp tôi",
        "ai phụ trách lớp mình vậy",
        "liên hệ với ai",
      ],
      ...[
        "xin số hotline",
        "học cái này có tính vào thi đua không",
        "chồng em đang cầm điện thoại",
        "tôi là con của bác Lan",
      ],
      ...["khóa tiếp theo bao giờ mở", "khong hoc co bi phat khong"],
    ],
  ],
  [
    "trust",
    [
      ...["có phải lừa đảo không", "cái này có thật không vậy", "học có mất phí không", "có tốn tiền không ạ"],
      ...["đây là robot hay người", "họ gọi đòi mã OTP thì phải làm gì"],
    ],
  ],
  [
    "data",
    [
      "vì sao biết số điện thoại của tôi",
      "có lộ thông tin không",
      "ai thấy được kết quả của em",
      "sếp có xem điểm em không",
    ],
  ],
  [
    "link",
    [
      "em mới thay điện thoại",
      "tôi dùng sim khác rồi",
      "muốn học trên telegram",
      "chuyển qua zalo khác, học bên máy mới",
    ],
  ],
  [
    "screen",
    [
      "sao không có nút nào",
      "bấm mãi không được",
      "hình không xem được",
      "ảnh bị nhòe",
      "chữ bé quá",
      "khong thay nut bam",
    ],
  ],
  ["mistake", ["em bấm nhầm", "lỡ chọn nhầm đáp án rồi", "cho làm lại câu trước", "con em trả lời bậy", "nhầm tay ạ"]],
  ["mistake", ["nhầm", "ấy chết, em nhầm rồi"]],
  ["link", ["tôi đổi máy", "thay máy rồi"]],
  [
    "library",
    ["cho xem lại bài hôm trước", "đọc lại bài cũ", "học lại từ đầu", "ôn lại bài", "luyện thêm", "em xóa mất bài rồi"],
  ],
  [
    "lesson",
    [
      ...[
        "nay học gì thế",
        "lịch học ra sao",
        "bao giờ khai giảng",
        "học bù được không",
        "gửi thêm bài",
        "hết bài chưa",
      ],
      ...["em nghỉ phép về rồi", "hết ốm rồi ạ", "tôi khỏi bệnh rồi", "hủy tạm nghỉ", "thứ 7 có học không"],
    ],
  ],
  [
    "course",
    [
      ...["bao giờ thì kết thúc khóa", "khóa học gồm mấy bài", "học bao nhiêu tuần", "chương trình này dài bao lâu"],
      "còn bao nhiêu bài nữa thì xong",
    ],
  ],
  [
    "terms",
    [
      ...[
        "mỗi bài mất bao lâu",
        "một bài học có mấy câu ạ",
        "học 1 bài hết bao nhiêu phút",
        "một ngày mất bao nhiêu phút",
      ],
      ...["bao nhiêu điểm thì đạt", "đúng mấy câu mới qua", "mức đạt là bao nhiêu", "thế nào là đạt ạ"],
    ],
  ],
  ["standing", ["kết quả của em", "sao em mất chuỗi", "chuỗi là gì vậy", "vì sao đúng rồi mà không cộng điểm"]],
  ["help", ["giúp em với", "sử dụng thế nào ạ", "có các lệnh nào", "tôi nhắn bạn không hiểu"]],
  [
    "later",
    [
      ...["đợi tí", "chờ em một lát", "lát nữa em trả lời", "để em suy nghĩ đã", "5 phút nữa làm", "em đang lái xe"],
      ...["mạng chậm quá", "mất mạng rồi", "mai tôi làm nhé"],
    ],
  ],
  [
    "time",
    [
      "gửi bài muộn quá",
      "bận sáng, cho nhận bài lúc 12h trưa",
      "ddooir giowf hocj sang 20h",
      "đừng gửi khuya, gửi giờ khác",
    ],
  ],
  ["pause", ["em nhập viện rồi", "xin nghỉ ạ", "tôi đi tập huấn, xin nghỉ", "nghỉ thêm 3 ngày", "em nghỉ thai sản"]],
  [
    "leave",
    ["đừng nhắn tin nữa", "thoát khỏi nhóm", "cho em ra khỏi lớp", "gửi tin ít thôi", "phiền quá, dừng giúp tôi"],
  ],
  ["greeting", ["tạm biệt nhé", "Chúc anh chị và gia đình năm mới nhiều sức khỏe"]],
  ["courtesy", ["bài hôm nay rất bổ ích", "haha", "nội dung hay quá"]],
  // Figures that are asked for, and names.
  [
    null,
    [
      ...[
        "hôm nay tôi học chưa",
        "đã học chưa",
        "Minh học chưa",
        "hôm nay có học không",
        "còn bài nào",
        "hôm nay học bài nào",
      ],
      ...[
        "cho xem top 10",
        "cho xem kết quả",
        "thế anh Dế",
        "có mấy xã dưới 70%",
        "hỏi ai chưa học",
        "tôi hay sai bài nào",
      ],
      ...["thế học mấy bài rồi", "hả"],
    ],
  ],
  [
    null,
    [
      ...[
        "lừa đảo",
        "chuyển tiếp",
        "chuyển sang chế độ máy bay",
        "sai",
        "thông tin sai",
        "mật khẩu",
        "chữ ký số",
        "máy tính",
      ],
      ...[
        "sao lưu",
        "sao chép",
        "Trợ lý ảo AI",
        "giấy tờ tùy thân",
        "dừng lại",
        "đúng",
        "gọi công an",
        "báo cáo lãnh đạo",
      ],
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
