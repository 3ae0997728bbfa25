import { describe, expect, test } from "vitest";
import type { UnitId } from "#domain/ids.ts";
import { readQuestion } from "#wording/ask/read-question.ts";
import { province1, read } from "./sample.ts";

/** What the head of a province types on a phone on Saturday 28/11/2026, class by class. */
const classes: Readonly<Record<string, readonly (readonly [text: string, meaning: string])[]>> = {
  "what offices deal with besides learning is nobody's progress": [
    ["có bao nhiêu hồ sơ quá hạn tuần này", "none"],
    ["hồ sơ một cửa trễ hạn mấy cái", "none"],
    ["dân số xã Tân Lập bao nhiêu người", "none"],
    ["tỷ lệ phiếu đồng ý là bao nhiêu phần trăm", "none"],
    ["hôm nay mấy người vắng họp", "none"],
    ["ai chưa nộp báo cáo", "none"],
    ["xã nào chậm báo cáo", "none"],
    ["bao nhiêu người chưa đăng ký tham gia hội thao", "none"],
    ["kết quả cuộc họp hôm nay thế nào", "none"],
    ["xã nào chậm báo cáo tôi biết", "overdue own now last 60 units xa"],
    ["tiến độ báo cáo tôi", "completion own now total"],
    ["chuẩn bị hội nghị, danh sách ai chưa tham gia", "not_joined own now names"],
  ],
  "nor is what somebody says of home, of yes and of why": [
    ["cháu nhà bác học lớp mấy rồi", "none"],
    ["con chị học xong chưa", "none"],
    ["vâng ạ để em nhắc mọi người", "none"],
    ["vang a", "none"],
    ["sao thế", "none"],
    ["sao ít vậy em", "none"],
    ["sao rồi em", "completion own now total"],
    ["ai vang hom nay", "not_learnt own 11-28 names"],
  ],
  "what a course holds, who reached what is not said, who heads a room, who is new and who grew are not counted; 'đâu' is no 'đầu'":
    [
      ["khóa học có bao nhiêu bài", "none"],
      ["lớp học được bao nhiêu bài rồi", "lessons own now total"],
      ["bao nhiêu người đạt", "none"],
      ["trưởng phòng nào chưa học", "none"],
      ["ai mới vào lớp", "none"],
      ["xã nào tăng nhanh nhất", "none"],
      ["xã Tân Lập đang đứng đâu", "completion unit:2 now place"],
      ["xã nào đứng đầu", "completion own now best 5 units xa"],
    ],
  "each module is no figure of all of them": [
    ["từng học phần tỉnh mình đạt bao nhiêu %", "completion own now best 60 modules by share"],
    ["mỗi phần xong mấy phần trăm", "completion own now best 60 modules by share"],
    ["từng học phần thế nào", "none"],
  ],
  "a result is of what stands behind it": [
    ["kết quả tham gia của các xã", "joined own now best 60 units xa"],
    ["kết quả hoàn thành của tỉnh", "completion own now total"],
    ["kết quả xếp hạng các xã", "completion own now best 10 units xa"],
    ["kết quả học tập của tỉnh", "score own now total"],
  ],
  "what others have left is asked back: how far they are, or what they have done": [
    ["xã Tân Lập còn mấy bài nữa", "? completion unit:2 now total | lessons unit:2 now total"],
    ["tỉnh mình còn bao nhiêu bài nữa thì xong", "? completion own now total | lessons own now total"],
    ["tôi còn mấy bài nữa", "lessons me now total"],
    ["xã Tân Lập được mấy bài rồi", "lessons unit:2 now total"],
  ],
  "whoever asks may speak of themself across a day": [
    ["anh hôm nay học chưa em", "learnt me 11-28 total"],
    ["bản thân anh tuần này được mấy bài em", "lessons me 11-23..11-28 total"],
    ["anh em hôm nay học chưa", "learnt own 11-28 total"],
  ],
  "letters stand for people": [
    ["xã e ai chưa học hnay v ạ", "not_learnt own 11-28 names"],
    ["cho c xin tỷ lệ ht của tỉnh", "completion own now total"],
    ["a Nam hnay hc chưa", "learnt person:104 11-28 total"],
    ["Ng Thị Lan học mấy bài", "lessons person:101 now total"],
    ["ng thị lan học mấy bài", "lessons person:101 now total"],
    ["mấy ng chưa học", "not_learnt own 11-28 total"],
    ["xã c tiến độ sao r e", "completion own now total"],
    ["bây h mấy ng học r", "learnt own 11-28 total"],
    ["tổ cn số ai chưa học", "unknown"],
    ["cn tuần trước ai học", "learnt own 11-22 names"],
  ],
  "the bot has a name": [
    ["Chào Học Vụ, hôm nay còn đồng chí nào chưa làm bài nhỉ", "not_learnt own 11-28 names"],
    ["Em Học Vụ cho anh biết hôm nay ai chưa học", "not_learnt own 11-28 names"],
    ["Phòng Học vụ ai chưa học", "unknown"],
  ],
  "an occasion needs no stop where it was dictated": [
    ["chiều nay anh họp với thường trực em cho anh số liệu tỷ lệ hoàn thành toàn tỉnh", "completion own now total"],
    ["mai tôi đi họp tỉnh cho tôi xin tỷ lệ hoàn thành", "completion own now total"],
    ["chị sắp họp chi bộ em gửi chị danh sách chưa học hôm nay", "not_learnt own 11-28 names"],
  ],
  "who is missing": [
    ["hôm nay còn thiếu ai", "not_learnt own 11-28 names"],
    ["thiếu mấy người", "not_learnt own 11-28 total"],
    ["còn sót ai không", "not_learnt own 11-28 names"],
    ["rà soát giúp a hnay ai chưa học", "not_learnt own 11-28 names"],
    ["thứ hai đến nay ai chưa học", "not_learnt own 11-23..11-28 names"],
    ["hôm nay mấy người học, mấy người chưa", "? learnt own 11-28 total | not_learnt own 11-28 total"],
    ["ai còn thiếu bài", "overdue own now names"],
  ],
  "the highest of nothing said is asked back": [
    [
      "xã nào cao nhất",
      "? completion own now best 5 units xa | score own now best 5 units xa | points own now best 5 units xa",
    ],
    [
      "top 3 xã thấp nhất",
      "? completion own now last 3 units xa | score own now last 3 units xa | points own now last 3 units xa",
    ],
    ["xã nào nhiều nhất", "none"],
  ],
  "a line goes around what it counts": [
    ["đơn vị nào có từ 2 người chưa tham gia trở lên", "not_joined own now last 60 units >= 2"],
    ["xã nào từ 3 người chưa học trở lên hôm nay", "not_learnt own 11-28 last 60 units xa >= 3"],
    ["phường nào từ 50% trở lên", "completion own now best 60 units phuong >= 50%"],
    ["xã nào chưa ai học hôm nay", "learnt own 11-28 last 60 units xa < 1"],
  ],
  "names cut or joined": [
    ["so tân lập với học tốt", "completion unit:2 now vs unit:5 now"],
    ["phần văn bản điện tử họp số xong bao nhiêu %", "? completion audience:van-phong hp2 total"],
    ["p lâm thao hnay ai chưa học", "unknown"],
    ["trong hai tổ thì tổ nào tỷ lệ đúng cao hơn", "score own now best 5 units to"],
    ["tình hình học tập của cán bộ công chức tỉnh", "completion own now total"],
  ],
};

describe.each(Object.entries(classes))("%s", (_, cases) => {
  test.each(cases)("%s", (text, meaning) => {
    expect(read(text)).toBe(meaning);
  });
});

describe("said next", () => {
  test.each([
    ["hôm nay ai chưa học", "hôm qua nữa", "not_learnt own 11-27 names"],
    ["toàn tỉnh bao nhiêu người đã tham gia", "vậy còn bao nhiêu chưa", "not_joined own now total"],
    ["toàn tỉnh bao nhiêu người đã tham gia", "còn mấy người chưa", "not_joined own now total"],
    ["bao nhiêu người tham gia rồi", "thiếu ai", "not_joined own now names"],
    ["xếp hạng các xã theo tiến độ", "chỉ lấy 3 xã đầu", "completion own now best 3 units xa"],
    ["xếp hạng các xã theo tiến độ", "3 xã cuối thôi", "completion own now last 3 units xa"],
    ["xã nào tiến độ thấp nhất", "lấy 2 xã đầu", "completion own now last 2 units xa"],
    ["xã Tân Lập hôm nay mấy người học", "ai nhiều nhất", "lessons unit:2 11-28 best 5 people"],
  ])("%s → %s", (before, text, meaning) => {
    const first = readQuestion(before, province1, null);
    expect(read(text, province1, first.kind === "question" ? first.question : null)).toBe(meaning);
  });
});

test("an office is its head's, and a commune of a shorter name is not", () => {
  const office = { ...province1, own: [{ id: 10 as UnitId, name: "Văn phòng HĐND", path: province1.units[9]!.path }] };
  expect(read("văn phòng hôm nay ai chưa học", office)).toBe("not_learnt unit:10 11-28 names");
  const commune = { ...province1, own: [{ id: 2 as UnitId, name: "Xã Tân Lập", path: province1.units[1]!.path }] };
  expect(read("Xã Tân có bao nhiêu học viên", commune)).toBe("? people unit:2 now total");
});
