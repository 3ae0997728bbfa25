import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDays, readTableAsked, readTime } from "#wording/arguments.ts";
import { readAnnouncement, readCommand } from "#wording/keywords.ts";

describe("a command", () => {
  it.each([
    ["/baihoc", "baihoc"],
    ["BÀI HỌC", "baihoc"],
    ["bai hoc", "baihoc"],
    ["hoc", "baihoc"],
    ["Học!", "baihoc"],
    ["học bài", "baihoc"],
    ["lesson", "baihoc"],
    ["ôn tập", "ontap"],
    ["/review", "ontap"],
    ["điểm", "diem"],
    ["ĐIỂM ạ", "diem"],
    ["điểm nhé em", "diem"],
    ["xếp hạng em ạ", "xephang"],
    ["score", "diem"],
    ["/diem@HocVuBot", "diem"],
    ["@Bot Học Thử điểm", "diem"],
    ["@Bot Học Vụ /xep hang", "xephang"],
    ["chuỗi", "chuoi"],
    ["Streak", "chuoi"],
    ["／ｒａｎｋ", "xephang"],
    ["xếp  hạng", "xephang"],
    ["tiếp tục", "tieptuc"],
    ["resume", "tieptuc"],
    ["liên kết", "lienket"],
    ["link", "lienket"],
    ["dữ liệu", "dulieu"],
    ["mydata", "dulieu"],
    ["xoá", "xoa"],
    ["xóa", "xoa"],
    ["erase", "xoa"],
    ["trợ giúp", "trogiup"],
    ["giúp", "trogiup"],
    ["help", "trogiup"],
    ["bảng", "bang"],
    ["dashboard", "bang"],
    ["bắt đầu", "start"],
    ["/start", "start"],
    ["hạng", "xephang"],
    ["Thứ hạng ạ", "xephang"],
    ["chưa học", "chuahoc"],
    ["hỏi", "hoi"],
    ["/gio", "gio"],
    ["time", "gio"],
    ["tạm dừng", "tamdung"],
    ["BAI HOC", "baihoc"],
    ["baihoc", "baihoc"],
    ["bàihọc", "baihoc"],
    ["bài hoc", "baihoc"],
    ["tiếnđộ", "tiendo"],
    ["TIẾN ĐỘ", "tiendo"],
    ["tien do", "tiendo"],
    ["nhắc", "nhac"],
    ["Nhac ạ", "nhac"],
    ["cần giúp", "cangiup"],
    ["/cangiup", "cangiup"],
    ["at risk", "cangiup"],
    ["bản tin", "bantin"],
    ["Dừng bản tin ạ", "dungbantin"],
    ["tat ban tin", "dungbantin"],
    ["bật bản tin", "batbantin"],
    ["thông báo", "thongbao"],
    ["announce", "thongbao"],
    ["xuất", "xuat"],
    ["xuat", "xuat"],
    ["chua hoc", "chuahoc"],
    ["Ôn ạ", "ontap"],
    ["/hội", "hoi"],
  ])("%j is %s", (text, command) => expect(readCommand(text)).toMatchObject({ command, argument: "" }));

  it("is the same decomposed", () => {
    expect(readCommand("Trợ giúp".normalize("NFD"))).toMatchObject({ command: "trogiup" });
  });

  it.each([
    ["/start k7m4-qx9t", "start", "k7m4-qx9t"],
    ["bắt đầu K7M4 QX9T", "start", "K7M4 QX9T"],
    ["/gio 07:15", "gio", "07:15"],
    ["gio 7h15", "gio", "7h15"],
    ["giờ 7 giờ 15", "gio", "7 giờ 15"],
    ["giờ: 7h", "gio", "7h"],
    ["/gio mai", "gio", "mai"],
    ["tam dung 3 ngày", "tamdung", "3 ngày"],
    ["/tamdung ba hôm", "tamdung", "ba hôm"],
    ["pause 5", "tamdung", "5"],
    ["tiến độ Hà Nội / Ba Đình", "tiendo", "Hà Nội / Ba Đình"],
    ["chua hoc Sở Nội vụ", "chuahoc", "Sở Nội vụ"],
    ["/nhac Lớp 1", "nhac", "Lớp 1"],
    ["xuất Lớp 1", "xuat", "Lớp 1"],
    ["hỏi mật khẩu mạnh là gì?", "hoi", "mật khẩu mạnh là gì?"],
    ["hoi mat khau manh la gi", "hoi", "mat khau manh la gi"],
    ["tiến độ Phòng Một", "tiendo", "Phòng Một"],
    ["tien do phong mot", "tiendo", "phong mot"],
    ["TIẾN ĐỘ PHÒNG MỘT", "tiendo", "PHÒNG MỘT"],
    ["nhắc 2A", "nhac", "2A"],
    ["/bantin tắt", "bantin", "tắt"],
    ["ban tin off", "bantin", "off"],
    ["chưa học uỷ ban xã", "chuahoc", "uỷ ban xã"],
    ["/chuahoc hà nội", "chuahoc", "hà nội"],
  ])("%j is %s with %j", (text, command, argument) => {
    expect(readCommand(text)).toMatchObject({ command, argument });
  });

  it.each([
    "tôi muốn học",
    "học được nhiều điều",
    "học phí là bao nhiêu",
    "điểm của tôi",
    "giờ làm việc của cơ quan",
    "tạm dừng công việc",
    "bắt đầu từ đâu",
    "xóa hết",
    "/khongco",
    "",
    "@Bot Học Vụ xin chào",
    "B",
    "đồng ý",
    "bảng tính",
    "Hội đồng nhân dân xã",
    "Hơi khó hiểu",
    "Hội nghị mấy giờ họp?",
    "Xuất sắc!",
    "XUẤT SẮC",
    "Chưa học được ạ",
    "chua hoc duoc a",
    "Chưa học, bận quá",
    "Chưa học số nào",
    "Tiền đó nộp ở đâu?",
    "Tiền đó",
    "Ổn ạ",
    "ổn",
    "nhạc",
    "Nhắc em với",
    "em cần giúp với",
    "bản tin hay quá",
    "bằng",
    "Điềm",
  ])("%j is none", (text) => expect(readCommand(text)).toBeNull());

  it("says whether the slash was there", () => {
    expect(readCommand("/diem")?.slashed).toBe(true);
    expect(readCommand("điểm")?.slashed).toBe(false);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readCommand(text)));
  });
});

describe("an announcement", () => {
  const read = (typed: string) => readAnnouncement(typed, readCommand(typed)?.argument ?? "");
  it.each([
    ["/thongbao", { kind: "list" }],
    ["/thongbao 12", { kind: "outcome", number: 12 }],
    ["/thongbao mới", { kind: "new" }],
    ["/thongbao Lớp 1", { kind: "to", scope: "Lớp 1", text: "" }],
    ["/thongbao Lớp 1: Họp lúc 8:30\nở phòng 2", { kind: "to", scope: "Lớp 1", text: " Họp lúc 8:30\nở phòng 2" }],
    ["/THONGBAO lớp 1：Họp", { kind: "to", scope: "lớp 1", text: "Họp" }],
    ["Thông báo: Mai nghỉ", { kind: "to", scope: "", text: " Mai nghỉ" }],
    ["thong bao Phòng 12: x", { kind: "to", scope: "Phòng 12", text: " x" }],
    ["/thongbao Mai nghỉ: thứ hai", { kind: "to", scope: "Mai nghỉ", text: " thứ hai" }],
  ])("%j is %o", (typed, wanted) => expect(read(typed)).toEqual(wanted));
});

describe("a time of day", () => {
  it.each([
    ["07:15", "07:15"],
    ["7h15", "07:15"],
    ["7 giờ 15", "07:15"],
    ["7 giờ 15 phút ạ", "07:15"],
    ["7h", "07:00"],
    ["7", "07:00"],
    ["7g30", "07:30"],
    ["7.05", "07:05"],
    ["7h rưỡi", "07:30"],
    ["7 rưỡi sáng", "07:30"],
    ["lúc 7 giờ tối", "19:00"],
    ["19h45", "19:45"],
    ["1 giờ trưa", "13:00"],
    ["12 giờ trưa", "12:00"],
    ["0:05", "00:05"],
    ["19h30'", "19:30"],
    ["7h sáng mai", "07:00"],
    ["7pm", "19:00"],
    ["12 pm", "12:00"],
    ["12 am", "00:00"],
    ["7:30 am", "07:30"],
    ["sang 7h tối", "19:00"],
  ])("%j is %s", (text, time) => expect(readTime(text)).toBe(time));
  it.each(["", "25h", "7h75", "sáng", "7 8", "mai 7h", "-7"])("%j is none", (text) =>
    expect(readTime(text)).toBeNull(),
  );
});

describe("a number of days", () => {
  it.each([
    ["3", 3],
    ["3 ngày", 3],
    ["3ngay", 3],
    ["ba hôm ạ", 3],
    ["1 tuần", 7],
    ["hai tuần", 14],
    ["học 5 ngày", 5],
    ["1 tháng", 30],
    ["nửa tháng", 15],
  ])("%j is %i", (text, days) => expect(readDays(text)).toBe(days));
  it.each(["", "0", "-3", "vài ngày", "3,5", "12345"])("%j is none", (text) => expect(readDays(text)).toBeNull());
});

describe("what a table is wanted of", () => {
  it.each([
    ["csv", ""],
    ["CSV.", ""],
    [".csv", ""],
    ["Lớp 1 csv", "Lớp 1"],
    ["UBND tỉnh / Sở Nội vụ, csv", "UBND tỉnh / Sở Nội vụ"],
    ["", null],
    ["Lớp 1", null],
    ["csv Lớp 1", null],
    ["Phòng XCSV", null],
  ])("%j is %j", (text, scope) => expect(readTableAsked(text)).toBe(scope));
});
