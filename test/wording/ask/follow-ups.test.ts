import { describe, expect, test } from "vitest";
import type { Question } from "#domain/question.ts";
import { readChoice } from "#wording/ask/choice.ts";
import { readQuestion } from "#wording/ask/read-question.ts";
import { province1, read } from "./sample.ts";

const asked = (text: string): Question => {
  const result = readQuestion(text, province1, null);
  if (result.kind !== "question") throw new Error(`${text} is ${result.kind}`);
  return result.question;
};

/** As it comes back from `jsonb`, whose keys stand in an order of its own. */
const kept = (question: Question): Question => {
  const turned = (value: unknown): unknown =>
    value === null || typeof value !== "object" || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .map(([key, one]) => [key, turned(one)] as const)
            .reverse(),
        );
  return turned(question) as Question;
};

describe("what follows a question changes only what it names", () => {
  const cases: readonly (readonly [before: string, text: string, meaning: string])[] = [
    ["tuần này bao nhiêu người học", "còn tuần trước?", "learnt own 11-16..11-22 total"],
    ["tuần này bao nhiêu người học", "thế xã Tân Lập?", "learnt unit:2 11-23..11-28 total"],
    ["tuần này bao nhiêu người học", "xã Tân Lập thì sao", "learnt unit:2 11-23..11-28 total"],
    ["hôm nay bao nhiêu người chưa học", "ai?", "not_learnt own 11-28 names"],
    ["hôm nay bao nhiêu người chưa học", "kể tên", "not_learnt own 11-28 names"],
    ["hôm nay bao nhiêu người chưa học", "là những ai vậy", "not_learnt own 11-28 names"],
    ["xã Tân Lập hôm nay ai chưa học", "bao nhiêu người?", "not_learnt unit:2 11-28 total"],
    ["xã Tân Lập tiến độ", "còn điểm?", "points unit:2 now total"],
    ["xã Tân Lập tiến độ", "thế còn điểm trung bình?", "score unit:2 now total"],
    ["xã Tân Lập hôm nay ai chưa học", "hôm qua?", "not_learnt unit:2 11-27 names"],
    ["xã Tân Lập hôm nay ai chưa học", "còn phường Hòa Bình", "not_learnt unit:7 11-28 names"],
    ["bao nhiêu người chưa học", "xã nào?", "not_learnt own 11-28 last 60 units xa"],
    ["bao nhiêu người học hôm nay", "so với hôm qua?", "learnt own 11-28 vs own 11-27"],
    ["tiến độ xã Tân Lập", "so với xã Học Tốt?", "completion unit:2 now vs unit:5 now"],
    ["dự báo hoàn thành", "so sánh tuần này với tuần trước", "learnt own 11-23..11-28 vs own 11-16..11-22"],
    ["ai chưa tham gia", "hôm nay so với hôm qua", "learnt own 11-28 vs own 11-27"],
    [
      "chuỗi ngày học xã Tân Lập",
      "tuần này so với tuần trước thế nào",
      "learnt unit:2 11-23..11-28 vs unit:2 11-16..11-22",
    ],
    ["xã nào tốt nhất", "còn kém nhất?", "completion own now last 5 units xa"],
    ["điểm trung bình xã Tân Lập", "thế học phần 2", "score unit:2 hp2 total"],
    ["xã Tân Lập hôm nay ai chưa học", "thế xã Tân Phú?", "unknown"],
    ["xã nào tốt nhất", "còn phòng?", "completion own now best 5 units phong"],
    ["xã Tân Lập hôm nay bao nhiêu người học", "mấy người chưa", "not_learnt unit:2 11-28 total"],
    ["xã nào tốt nhất", "top 3", "completion own now best 3 units xa"],
    ["tuần trước bao nhiêu người học", "cả tháng", "learnt own 11-01..11-28 total"],
    ["tuần này học được bao nhiêu bài", "riêng xã Tân Lập", "lessons unit:2 11-23..11-28 total"],
    ["tiến độ xã Tân Lập", "thế còn tôi", "completion me now total"],
    ["chị Lan phường Hòa Bình học mấy bài", "chuỗi mấy ngày", "? streak person:103 now total | streak own now total"],
    [
      "tuần này học được bao nhiêu bài",
      "ai học nhiều nhất",
      "? lessons own 11-23..11-28 best 5 people | lessons own now best 5 people",
    ],
    [
      "tuần này so với tuần trước",
      "ai giỏi nhất xã",
      "? points own 11-23..11-28 best 5 people | score own 11-23..11-28 best 5 people | lessons own 11-23..11-28 best 5 people",
    ],
    [
      "hôm nay bao nhiêu người học",
      "ai kém nhất",
      "? points own 11-28 last 5 people | score own 11-28 last 5 people | lessons own 11-28 last 5 people",
    ],
    ["xã Tân Lập điểm trung bình", "ai giỏi nhất", "score unit:2 now best 5 people"],
    ["chị Lan phường Hòa Bình học mấy bài", "còn Khúc Vĩnh Xương?", "unknown"],
    ["chị Lan phường Hòa Bình học mấy bài", "con khuc vinh xuong", "unknown"],
    ["xã nào trên 50%", "xã nào chưa?", "completion own now last 60 units xa <= 50%"],
    ["bao nhiêu xã đạt 60%", "bao nhiêu xã chưa đạt", "completion own now last 60 units xa < 60%"],
    ["đơn vị nào trên 50%", "thế còn đơn vị nào chưa vậy em", "completion own now last 60 units <= 50%"],
    ["ai trên 10 bài", "ai chưa ạ", "lessons own now last 60 people <= 10"],
    ["xã nào nhiều người chưa học nhất", "còn ít nhất", "not_learnt own 11-28 best 5 units xa by number"],
    ["xã nào nhiều người chưa học nhất", "còn theo tiến độ", "completion own now last 5 units xa"],
    ["xã nào tốt nhất", "còn phường Hòa Bình", "completion unit:7 now total"],
    ["từng xã hôm nay mấy người học", "Học Tốt?", "learnt unit:5 11-28 total"],
    ["xã nào dưới 50%", "còn phường Hòa Bình", "completion unit:7 now reached < 50%"],
    ["đơn vị nào kém nhất", "còn xã Tân Lập", "completion unit:2 now last 5 units"],
    ["đơn vị nào kém nhất", "còn phường Hòa Bình", "completion unit:7 now total"],
    ["xã Tân Lập hôm nay ai chưa học", "cảm ơn", "none"],
    ["xã Tân Lập hôm nay ai chưa học", "ok để tôi nhắc", "none"],
    ["xã Tân Lập hôm nay ai chưa học", "ai chậm tiến độ", "? overdue unit:2 now names | overdue own now names"],
  ];

  test.each(cases)("%s → %s", (before, text, meaning) => {
    expect(read(text, province1, asked(before))).toBe(meaning);
    expect(read(text, province1, kept(asked(before)))).toBe(meaning);
  });

  test("nothing is asked back twice, in whatever order the database kept the parts of the question before", () => {
    const before = kept(asked("hôm nay bao nhiêu người học"));
    expect(read("ai chưa học", province1, before)).toBe("not_learnt own 11-28 names");
  });
});

describe("a reply to which of several is meant", () => {
  const labels = ["Đã học: Nguyễn Thị Lan (Tổ 1)", "Đã học: Lê Thị Lan (Phường Hòa Bình)"];
  test.each([
    ["1", 0],
    ["số 2", 1],
    ["B", 1],
    ["cái đầu", 0],
    ["phường hoà bình", 1],
    ["nguyen thi lan", 0],
    ["Lan", null],
    ["3", null],
    ["không biết", null],
    ["", null],
  ])("%s", (text, place) => {
    expect(readChoice(text, labels)).toBe(place);
  });

  test("may agree where there is only one", () => {
    expect(readChoice("đúng rồi ạ", ["Đã học: Xã Tân Lập"])).toBe(0);
    expect(readChoice("đúng rồi ạ", labels)).toBeNull();
  });
});
