import { describe, expect, test } from "vitest";
import type { UnitId } from "#domain/ids.ts";
import { readQuestion } from "#wording/ask/read-question.ts";
import { province1, read } from "./sample.ts";

/** What the head of a province writes as they would say it, on Saturday 28/11/2026, class by class. */
const classes: Readonly<Record<string, readonly (readonly [text: string, meaning: string])[]>> = {
  "who has the question is not whom it is about": [
    ["anh Thắng hỏi toàn tỉnh hôm nay mấy người học rồi", "learnt own 11-28 total"],
    ["anh thang hoi toan tinh may nguoi hoc roi", "learnt own 11-28 total"],
    ["anh Kiên bên Ban Tuyên giáo hỏi xã Tân Lập được bao nhiêu phần trăm", "completion unit:2 now total"],
    ["chị Lan vừa gọi, hỏi còn ai chưa tham gia", "not_joined own now names"],
    ["bí thư yêu cầu báo cáo danh sách chưa học tuần này", "not_learnt own 11-23..11-28 names"],
    ["Văn phòng Quốc hội đề nghị cung cấp tỷ lệ hoàn thành", "completion own now total"],
    ["Đoàn giám sát hỏi đơn vị nào dưới 50%", "completion own now last 60 units < 50%"],
    ["trên hỏi tỉnh mình bao nhiêu %", "completion own now total"],
    ["Fwd: Đề nghị tỉnh báo cáo số người chưa tham gia", "not_joined own now total"],
    ["Chị Lan bảo em kiểm tra xem ai chưa học tuần này", "not_learnt own 11-23..11-28 names"],
    ["a Nam hỏi a ấy được mấy điểm rồi", "points person:104 now total"],
  ],
  "but may be, where nobody else is": [
    ["chị Lan hỏi học được mấy bài rồi", "? lessons person:101 now total | lessons person:103 now total"],
    ["anh Nam hỏi phòng anh ấy ai chưa học", "none"],
    ["anh Nam cần học mấy bài nữa", "lessons person:104 now total"],
    ["anh Nam nhắn hôm nay bận", "none"],
    ["Đề nghị xã Tân Lập báo cáo số người chưa tham gia", "not_joined unit:2 now total"],
    ["xã Tân Lập hỏi còn ai chưa học", "not_learnt unit:2 11-28 names"],
    ["bác hỏi bác học được mấy bài rồi cháu", "lessons me now total"],
    ["anh Nam hỏi hồ sơ xã Tân Lập đến đâu rồi", "none"],
    ["Anh Nam yêu cầu gửi tài liệu họp", "none"],
  ],
  "a reason may go first": [
    ["để nhắc anh em, ai chưa học", "not_learnt own 11-28 names"],
    ["đang làm thi đua quý 4, cho biết tỷ lệ hoàn thành", "completion own now total"],
    ["cho chắc ăn thôi, toàn tỉnh bao nhiêu người chưa tham gia", "not_joined own now total"],
    ["vì xã Tân Lập kém quá, cho xin tỷ lệ hoàn thành", "completion unit:2 now total"],
    ["tại hôm qua mất điện, mấy người học", "unknown"],
  ],
  "of a paragraph the sentence that asks is read": [
    [
      "Chào Học Vụ. Sáng nay tôi họp với Thường trực, các đồng chí ai cũng nói phong trào này tốt. Vậy toàn tỉnh ta đã có bao nhiêu người tham gia rồi?",
      "joined own now total",
    ],
    [
      "Tôi vừa đi xã Tân Lập về, thấy anh em còn lúng túng lắm, máy móc thì cũ. Xã này hiện có bao nhiêu người chưa tham gia?",
      "not_joined unit:2 now total",
    ],
    [
      "Anh Nam dạo này hay ốm, tôi cũng lo cho anh ấy mà không biết làm sao được. Tuần này anh ấy học được mấy bài?",
      "lessons person:104 11-23..11-28 total",
    ],
    [
      "Kính gửi đồng chí. Hôm nay ai chưa học? Tôi cần danh sách để còn nhắc nhở anh em trong buổi giao ban, nếu không thì lại quên mất.",
      "not_learnt own 11-28 names",
    ],
    [
      "Các đồng chí lưu ý tuần này thực hiện nghiêm quy chế làm việc. Ai chưa nộp báo cáo thì nộp ngay. Tôi sẽ kiểm tra vào thứ sáu.",
      "none",
    ],
    ["Hôm nay trời mưa to quá, đường về xã ngập hết, xe không đi được nữa rồi. Mai họp lúc mấy giờ?", "none"],
  ],
  "and what the story names and the question does not is asked back": [
    [
      "Xã Tân Lập mấy hôm nay mưa lớn, đường ngập nhiều, bà con đi lại khó. Vậy hôm nay có bao nhiêu người đã học?",
      "? learnt own 11-28 total | learnt unit:2 11-28 total",
    ],
    [
      "Tuần trước cả tỉnh lo chuẩn bị đại hội nên anh em ai cũng bận. Giờ tôi muốn biết có bao nhiêu người đã học?",
      "? learnt own 11-28 total | learnt own 11-16..11-22 total",
    ],
    [
      "Xã Thanh Ba mấy hôm nay mưa lớn, đường ngập nhiều, bà con đi lại khó khăn lắm. Vậy hôm nay có bao nhiêu người đã học?",
      "unknown",
    ],
  ],
  "though what the story names may be known by more words than stand in capitals, and be one of two": [
    [
      "Kính gửi lãnh đạo. Trong tuần này tôi được giao theo dõi phong trào học tập ở Sở Nội vụ, nên rất cần số liệu chính xác. Xin cho biết tỷ lệ hoàn thành?",
      "? completion own now total | completion unit:8 now total",
    ],
    [
      "Anh Nam và chị Lan mới chuyển về, công việc còn bỡ ngỡ lắm nên học chậm cũng phải. Chị ấy tuần này học được mấy bài?",
      "none",
    ],
  ],
  "a range may be said in words": [
    ["xã nào đạt từ sáu mươi đến tám mươi phần trăm", "completion own now best 60 units xa >= 60% <= 80%"],
    ["ai được từ năm đến mười bài", "lessons own now best 60 people >= 5 <= 10"],
    ["ai từ hai mươi tới năm mươi điểm", "points own now best 60 people >= 20 <= 50"],
    ["xã nào từ một đến ba người chưa học", "not_learnt own 11-28 last 60 units xa >= 1 <= 3"],
  ],
  "days that are to come are none of last year": [
    ["29/11 ai học", "none"],
    ["từ 29/11 ai chưa học", "none"],
    ["tháng 12 mấy người học", "none"],
    ["29/11/2025 ai học", "learnt own 11-29 names"],
    ["27/11 ai học", "learnt own 11-27 names"],
    ["từ 20/11 đến 30/11 mấy người học", "learnt own 11-20..11-30 total"],
  ],
  "half a month is no month, and a stretch may end yesterday or on a weekday": [
    ["nửa tháng nay ai chưa học", "not_learnt own 11-14..11-28 names"],
    ["nửa năm nay mấy người học", "none"],
    ["từ đầu tháng đến hôm qua bao nhiêu người học", "learnt own 11-01..11-27 total"],
    ["từ 16/11 đến hôm qua mấy người học", "learnt own 11-16..11-27 total"],
    ["tính đến hôm qua bao nhiêu người chậm", "overdue own now total"],
    ["đến hôm qua bao nhiêu người học", "none"],
    ["tuần này tính tới thứ tư bao nhiêu người học", "learnt own 11-23..11-25 total"],
    ["hôm nay là thứ bảy rồi mà từ thứ hai đến giờ ai chưa học", "not_learnt own 11-23..11-28 names"],
    ["hôm nay là ngày 28/11, mấy người học hôm qua", "learnt own 11-27 total"],
  ],
  "a number may be wanted and no names": [
    ["không cần tên, chỉ cần số người chưa học hôm nay", "not_learnt own 11-28 total"],
    ["đừng kể tên, cho con số tham gia thôi", "joined own now total"],
    ["ai chưa học hôm nay, không cần tên", "not_learnt own 11-28 total"],
    ["khỏi liệt kê danh sách, ai chưa tham gia", "not_joined own now total"],
    ["ai không cần nhắc", "none"],
  ],
  "few people are units with few of them": [
    ["ít người học nhất tuần này", "learnt own 11-23..11-28 last 5 units by number"],
    ["nhiều người chưa tham gia nhất", "not_joined own now last 5 units by number"],
    ["ai học ít nhất tuần này", "lessons own 11-23..11-28 last 5 people"],
    ["người học nhiều nhất", "lessons own now best 5 people"],
  ],
  "letters of the young, and rooms by theirs": [
    ["còn bn ng ch hc tuần này", "not_learnt own 11-23..11-28 total"],
    ["ai ch hc hnay", "not_learnt own 11-28 names"],
    ["ds mn chx tg", "not_joined own now names"],
    ["tg học thế nào", "none"],
    ["phòng HC hôm qua ai chưa học", "unknown"],
    ["p.HC hqua ai chưa học", "unknown"],
    ["p việt trì đc bn % r", "unknown"],
    ["p thanh miếu đc bn % r", "unknown"],
    ["p hoà bình bn % r", "completion unit:7 now total"],
  ],
  "what is dictated sounds like what was said": [
    ["danh sách những đồng chí trậm tiến độ", "overdue own now names"],
    ["tỉnh mình còn mấy đồng chí chưa vào nớp", "not_joined own now total"],
    ["tuần lày mấy người học dồi", "learnt own 11-23..11-28 total"],
    ["sã lào chậm nhất", "completion own now last 5 units xa"],
    ["những người mà trưa học hôm nay", "not_learnt own 11-28 names"],
    ["xã nào nhiều người trưa tham gia nhất", "not_joined own now last 5 units xa by number"],
    ["trưa nay mấy người học", "learnt own 11-28 total"],
    ["xã lào cai mấy người học", "unknown"],
    ["anh dồi học chưa", "unknown"],
  ],
  "a share, or a name, alone": [
    ["tỷ lệ?", "? completion own now total | score own now total"],
    ["% toàn tỉnh", "completion own now total"],
    ["xã Tân Lập %", "completion unit:2 now total"],
    ["tỷ lệ của xã Tân Lập", "completion unit:2 now total"],
    ["tỷ lệ hộ nghèo", "none"],
    ["100%", "none"],
    ["Hòa Bình", "completion unit:7 now total"],
    ["Học Tốt", "none"],
    ["Mai Hoa", "none"],
  ],
  "two questions that are none together are both asked back": [
    [
      "xã nào cao nhất, phường nào thấp nhất?",
      "? completion own now best 5 units xa | score own now best 5 units xa | points own now best 5 units xa | completion own now last 5 units phuong | score own now last 5 units phuong | points own now last 5 units phuong",
    ],
    ["mai họp ở Tân Lập, ai đi", "none"],
    ["ai chưa nộp báo cáo, ai chưa học", "none"],
  ],
  "what is said to them all asks nothing": [
    ["Ai chưa học thì học ngay nhé", "none"],
    ["ai chưa tham gia thì vào lớp đi", "none"],
    ["còn ai chưa học thì đọc tên cho tôi nghe", "? not_learnt own 11-28 names"],
  ],
  "who sits in an assembly is nobody's progress": [
    ["bao nhiêu đại biểu dự kỳ họp thứ 5", "none"],
    ["bao nhiêu đại biểu tham gia giám sát", "none"],
    ["xã nào tham gia hội thao", "none"],
    ["bao nhiêu đại biểu đã tham gia", "joined audience:dai-bieu now total"],
  ],
};

describe.each(Object.entries(classes))("%s", (_, cases) => {
  test.each(cases)("%s", (text, meaning) => {
    expect(read(text)).toBe(meaning);
  });
});

describe("said next", () => {
  test.each([
    ["xã nào dưới 50%", "dưới 70 thì sao", "completion own now last 60 units xa < 70%"],
    ["xã nào dưới 50%", "thế trên 80", "completion own now best 60 units xa > 80%"],
    ["xã nào dưới 50%", "dưới 30 thôi", "completion own now last 60 units xa < 30%"],
    ["xã Tân Lập đạt 80% chưa", "trên 60 không", "completion unit:2 now reached > 60%"],
    ["ai dưới 5 bài", "dưới 3 thì sao", "lessons own now last 60 people < 3"],
    ["xã nào dưới 50%", "dưới 700 thì sao", "none"],
    ["hôm qua ai chưa học", "ý tôi hỏi hôm nay cơ", "not_learnt own 11-28 names"],
    ["hôm qua ai chưa học", "ý anh là tuần này", "not_learnt own 11-23..11-28 names"],
    ["xã Tân Lập ai chưa học hôm nay", "tất cả mấy người", "not_learnt unit:2 11-28 total"],
    ["xã Tân Lập ai chưa học hôm nay", "gửi lại đi", "not_learnt unit:2 11-28 names"],
    ["xã Tân Lập ai chưa học hôm nay", "gửi lại đi em ơi", "not_learnt unit:2 11-28 names"],
    ["xã Tân Lập ai chưa học hôm nay", "nói lại giúp anh", "not_learnt unit:2 11-28 names"],
    ["xã Tân Lập ai chưa học hôm nay", "nhắc lại họ", "none"],
    ["xã Tân Lập ai chưa học hôm nay", "gửi lại bài học", "none"],
    ["xã Tân Lập ai chưa học hôm nay", "xã kia thì sao", "not_learnt unit:5 11-28 names"],
    ["phường Hòa Bình ai chưa học hôm nay", "phường kia", "none"],
    ["xã Tân Lập hôm nay mấy người học", "thế còn những người kia", "not_learnt unit:2 11-28 names"],
  ])("%s → %s", (before, text, meaning) => {
    const first = readQuestion(before, province1, null);
    expect(read(text, province1, first.kind === "question" ? first.question : null)).toBe(meaning);
  });
});

test("whoever supervises a commune is told nothing of their own when they ask for the province", () => {
  const commune = { ...province1, own: [{ id: 2 as UnitId, name: "Xã Tân Lập", path: province1.units[1]!.path }] };
  expect(read("toàn tỉnh bao nhiêu %", commune)).toBe("unknown");
  expect(read("bao nhiêu người trong tỉnh đã học", commune)).toBe("unknown");
  expect(read("ca xa tinh hinh sao roi", commune)).toBe("completion own now total");
  expect(read("xã mình đứng thứ mấy toàn tỉnh", commune)).toBe("completion own now place");
  expect(read("toàn xã bao nhiêu %", commune)).toBe("completion own now total");
});
