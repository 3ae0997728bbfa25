import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Situation, understand } from "#conversation/understand.ts";
import type { Question } from "#domain/course.ts";
import type { AttemptId } from "#domain/ids.ts";
import type { TurnView } from "#learning/lesson.ts";
import { makeCourse } from "../setup/school.ts";

const single = makeCourse().modules[0]!.lessons[0]!.questions[0]!;
const turnOn = (asked: Question): TurnView => ({
  attemptId: 7 as AttemptId,
  question: 0,
  comeback: false,
  number: 1,
  of: 3,
  asked,
  order: asked.options.map((_, index) => index).reverse(),
});
const short: Question = { ...single, type: "short", options: [], accepted: ["điểm"] };
const percent: Question = { ...short, accepted: ["100%", "100", "một trăm phần trăm", "XIV"] };
const numeric: Question = { ...short, type: "numeric", accepted: ["15"] };
const portal: Question = { ...short, prompt: "Cổng dịch vụ của xã tên là gì?", accepted: ["Sen"] };
const colour: Question = { ...short, prompt: "Cổng tên Sen hay Hồng, hay không có tên?", accepted: ["hồng"] };
const asking: Question = { ...single, options: [{ text: "Hỏi lại", right: true, feedback: null }] };
const nowhere: Situation = { asking: false, consenting: false, offered: null, turn: null };
const text = (said: string, situation: Partial<Situation> = {}) =>
  understand({ kind: "text", text: said }, { ...nowhere, ...situation });

describe("what words mean depends on where the person stands", () => {
  const cases: [string, Partial<Situation>, object][] = [
    ["điểm", {}, { kind: "command", command: { command: "diem" } }],
    ["điểm", { turn: turnOn(single) }, { kind: "command", command: { command: "diem" } }],
    ["điểm", { turn: turnOn(short) }, { kind: "answer", said: { kind: "text", text: "điểm" } }],
    ["xếp hạng", { turn: turnOn(short) }, { kind: "command", command: { command: "xephang" } }],
    ["/diem", { turn: turnOn(short) }, { kind: "command", command: { command: "diem" } }],
    ["Hội đồng nhân dân xã", { turn: turnOn(short) }, { kind: "answer", said: { text: "Hội đồng nhân dân xã" } }],
    ["Hoi dong nhan dan xa", { turn: turnOn(short) }, { kind: "answer", said: { text: "Hoi dong nhan dan xa" } }],
    ["Nhắc", { turn: turnOn(short) }, { kind: "answer", said: { kind: "text", text: "Nhắc" } }],
    ["nhắc Phòng Một", { turn: turnOn(short) }, { kind: "answer" }],
    ["tiến độ Phòng Một", { turn: turnOn(short) }, { kind: "answer" }],
    ["tiến độ", { turn: turnOn(short) }, { kind: "command", command: { command: "tiendo" } }],
    ["/nhac Phòng Một", { turn: turnOn(short) }, { kind: "command", command: { command: "nhac" } }],
    ["giờ 7h15", { turn: turnOn(short) }, { kind: "command", command: { command: "gio" } }],
    ["Nhắc", { turn: turnOn(single) }, { kind: "command", command: { command: "nhac" } }],
    ["Hỏi lại", { turn: turnOn(asking) }, { kind: "answer", said: { kind: "positions", positions: [0] } }],
    ["Hỏi ai", { turn: turnOn(asking) }, { kind: "command", command: { command: "hoi", argument: "ai" } }],
    ["B", { turn: turnOn(single) }, { kind: "answer", of: null, said: { kind: "positions", positions: [1] } }],
    ["câu 2: B", { turn: turnOn(single) }, { kind: "other_question", typed: 2 }],
    ["không biết", { turn: turnOn(single) }, { kind: "answer", said: { kind: "skip" } }],
    ["B", {}, { kind: "words", text: "B" }],
    ["đồng ý", { consenting: true }, { kind: "consent", agreed: true }],
    ["không đồng ý", { consenting: true }, { kind: "consent", agreed: false }],
    ["đồng ý", {}, { kind: "words" }],
    ["Nguyễn Văn Điểm", { asking: true }, { kind: "words", text: "Nguyễn Văn Điểm" }],
    ["K7M4QX9T", { asking: true }, { kind: "code", code: { kind: "personal", code: "K7M4QX9T" } }],
    ["ABCDEFGH", { asking: true }, { kind: "code" }],
    ["THANH NAM", { asking: true }, { kind: "words", text: "THANH NAM" }],
    ["thuhuyen", { asking: true }, { kind: "words" }],
    ["12", { asking: true }, { kind: "words" }],
    ["Trợ giúp", { asking: true }, { kind: "command", command: { command: "trogiup" } }],
    ["điểm", { asking: true }, { kind: "words" }],
    ["/trogiup", { asking: true }, { kind: "command" }],
    ["mã: k7m4 qx9t", {}, { kind: "code", code: { kind: "personal", code: "K7M4QX9T" } }],
    ["123456", { turn: turnOn(single) }, { kind: "code", code: { kind: "link" } }],
    ["123456", { turn: turnOn({ ...short, type: "numeric", accepted: ["123456"] }) }, { kind: "answer" }],
    ["15 ngày ạ", { turn: turnOn(numeric) }, { kind: "answer", said: { kind: "text", text: "15" } }],
    ["1. 15", { turn: turnOn(numeric) }, { kind: "answer", said: { text: "15" } }],
    ["2. 15", { turn: turnOn(numeric) }, { kind: "other_question", typed: 2 }],
    ["cảm ơn", { turn: turnOn(numeric) }, { kind: "unclear", why: "not_understood" }],
    ["15 hay 16", { turn: turnOn(numeric) }, { kind: "unclear", why: "ambiguous" }],
    ["bài này dài quá em ạ", { turn: turnOn(percent) }, { kind: "unclear", why: "not_understood" }],
    ["mai hocj tiếp nhé", { turn: turnOn(percent) }, { kind: "unclear", why: "not_understood" }],
    ["bài này dài quá em ạ", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["đau lưng quá", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["trả bài rồi mà", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["máy treo", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["kết quả", { turn: turnOn(short) }, { kind: "answer" }],
    ["cho vay", { turn: turnOn(short) }, { kind: "answer" }],
    ["em chọn chuỗi", { turn: turnOn(short) }, { kind: "answer", said: { text: "em chọn chuỗi" } }],
    ["theo tôi là chuỗi", { turn: turnOn(short) }, { kind: "answer" }],
    ["app tên là Sen", { turn: turnOn(portal) }, { kind: "answer", said: { text: "sen" } }],
    ["em có 2 cháu", { turn: turnOn(numeric) }, { kind: "unclear", why: "not_understood" }],
    ["câu này khó quá em ạ", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["gợi ý giúp tôi", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["gợi ý", { turn: turnOn({ ...short, accepted: ["gợi ý"] }) }, { kind: "answer" }],
    ["kho dữ liệu", { turn: turnOn(short) }, { kind: "answer" }],
    ["100% em nhé", { turn: turnOn(percent) }, { kind: "answer", said: { text: "100%" } }],
    ["năm mươi phần trăm", { turn: turnOn(percent) }, { kind: "answer" }],
    ["40 phần trăm", { turn: turnOn(percent) }, { kind: "answer" }],
    ["khóa xv", { turn: turnOn(percent) }, { kind: "answer" }],
    ["toàn bộ đại biểu", { turn: turnOn(percent) }, { kind: "answer" }],
    ["không", { turn: turnOn(percent) }, { kind: "answer" }],
    ["đáp án là “Điểm”", { turn: turnOn(short) }, { kind: "answer", said: { kind: "text", text: "điểm" } }],
    ["đáp án là xã", { turn: turnOn(short) }, { kind: "answer", said: { kind: "text", text: "đáp án là xã" } }],
    ["dạ vâng ạ", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    // Said to us, so no wrong answer: a wish, something asked, something told of oneself.
    ["đợi em tí nhé", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["chữ bé quá", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["sai họ tên em rồi", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["em chưa ăn cơm", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["gõ tắt được không ạ", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ["ủa lạ nhỉ", { turn: turnOn(short) }, { kind: "unclear", why: "not_understood" }],
    ...[
      ...["google đi", "nói luôn đi", "tra google", "lên mạng tìm", "hỏi chatgpt", "tìm trên mạng xem"],
      ...[
        "là gì",
        "cái gì",
        "gõ gì",
        "gõ sao ạ",
        "viết thế nào",
        "tiếp",
        "câu khác",
        "qua câu khác",
        "hỏi câu khác đi",
      ],
      ...["nhắc lại câu hỏi", "đã học xong", "xong rồi", "đã đọc", "lát nữa", "để sau", "hẹn hôm khác", "máy bị lỗi"],
      ...["dừng", "Dừng lại nhé", "thoát"],
      // The answer to some other question, as where a lesson came in between.
      ...["B", "câu b ạ", "2", "đúng", "Sai ạ"],
    ].map((said): [string, Partial<Situation>, object] => [
      said,
      { turn: turnOn(short) },
      { kind: "unclear", why: "not_understood" },
    ]),
    ...["Google", "google dịch", "doc", "xem trước", "câu lạc bộ", "tiếp công dân", "mạng nội bộ", "không"].map(
      (said): [string, Partial<Situation>, object] => [said, { turn: turnOn(short) }, { kind: "answer" }],
    ),
    ["dừng lại", { turn: turnOn({ ...short, accepted: ["dừng lại"] }) }, { kind: "answer" }],
    ["Google đi", { turn: turnOn({ ...short, accepted: ["google"] }) }, { kind: "answer", said: { text: "google" } }],
    ["5", { turn: turnOn(percent) }, { kind: "answer", said: { text: "5" } }],
    ["B", { turn: turnOn({ ...short, accepted: ["C"] }) }, { kind: "answer", said: { text: "B" } }],
    ["chịu thua", { turn: turnOn(short) }, { kind: "answer", said: { kind: "skip" } }],
    ["quên mất rồi ạ", { turn: turnOn(short) }, { kind: "answer", said: { kind: "skip" } }],
    ["7h tối", { turn: turnOn(numeric) }, { kind: "unclear", why: "not_understood" }],
    ["lịch học", { turn: turnOn({ ...short, accepted: ["lịch học"] }) }, { kind: "answer" }],
    ["Tôi không bấm", { turn: turnOn({ ...short, accepted: ["tôi không bấm"] }) }, { kind: "answer" }],
    ["sao lưu", { turn: turnOn(short) }, { kind: "answer" }],
    ["chuyển tiếp", { turn: turnOn(short) }, { kind: "answer" }],
    ["em đang họp 15 phút", { turn: turnOn(numeric) }, { kind: "unclear", why: "not_understood" }],
    ["mười sáu", { turn: turnOn(numeric) }, { kind: "answer", said: { text: "16" } }],
    // Words of the question before the answer are no part of it, unless they turn it round or the question offers the rest.
    ["cổng dịch vụ của xã là Sen", { turn: turnOn(portal) }, { kind: "answer", said: { text: "sen" } }],
    ["cổng Hồng", { turn: turnOn(portal) }, { kind: "answer", said: { text: "cổng Hồng" } }],
    ["không hồng", { turn: turnOn(colour) }, { kind: "answer", said: { text: "không hồng" } }],
    ["Sen hay hồng", { turn: turnOn(colour) }, { kind: "answer", said: { text: "Sen hay hồng" } }],
    ["OK", { turn: turnOn({ ...short, accepted: ["ok"] }) }, { kind: "answer", said: { text: "OK" } }],
    // A number behind these is no choice among the options, nor the number that was asked for.
    ["TỰ TIN 3", { turn: turnOn(single) }, { kind: "command", command: { command: "tutin", argument: "3" } }],
    ["tu tin 3", { turn: turnOn(numeric) }, { kind: "command", command: { command: "tutin", argument: "3" } }],
    ["thư viện 2", { turn: turnOn(single) }, { kind: "command", command: { command: "thuvien", argument: "2" } }],
    ["luyện 1.1", { turn: turnOn(single) }, { kind: "command", command: { command: "luyen", argument: "1.1" } }],
    ["hoc lai 1.2", { turn: turnOn(single) }, { kind: "command", command: { command: "hoclai", argument: "1.2" } }],
    // A number is an offer of the digest only while nothing was said after it; in words it always is.
    ["1", { offered: "last" }, { kind: "offer", what: 1 }],
    ["số 2 ạ", { offered: "last", turn: turnOn(single) }, { kind: "offer", what: 2 }],
    ["B", { offered: "last", turn: turnOn(single) }, { kind: "answer", said: { positions: [1] } }],
    ["1", { offered: "before", turn: turnOn(single) }, { kind: "answer", said: { positions: [0] } }],
    ["15", { offered: "last", turn: turnOn(numeric) }, { kind: "answer", said: { text: "15" } }],
    ["2", { offered: "last", turn: turnOn({ ...numeric, accepted: ["2"] }) }, { kind: "answer", said: { text: "2" } }],
    ["2", { offered: "last", turn: turnOn(numeric) }, { kind: "offer", what: 2 }],
    ["làm 1", { offered: "before", turn: turnOn(single) }, { kind: "offer", what: 1 }],
    ["làm 1", { turn: turnOn(single) }, { kind: "unclear" }],
    ["làm 1", { offered: "before", turn: turnOn({ ...short, accepted: ["làm 1"] }) }, { kind: "answer" }],
    ["làm 1", { asking: true, offered: "last" }, { kind: "words" }],
    ["chị ơi cho em hỏi", { turn: turnOn(single) }, { kind: "unclear", why: "not_understood" }],
  ];
  test.each(cases)("%s (%o)", (said, situation, intent) => expect(text(said, situation)).toMatchObject(intent));
});

test("a press says what its button said, and anything else is no button of ours", () => {
  const tap = (action: string) => understand({ kind: "tap", action }, nowhere);
  expect(tap("a:7:0:1:2")).toMatchObject({
    kind: "answer",
    of: { attempt: 7, question: 0, comeback: true },
    said: { positions: [2] },
  });
  expect(tap("x:baihoc")).toMatchObject({ kind: "command" });
  expect(tap("c:0")).toMatchObject({ kind: "consent", agreed: false });
  for (const foreign of ["", "a:7", "r:3:1", "t:1", "'; drop table people; --"]) {
    expect(tap(foreign)).toEqual({ kind: "expired" });
  }
});

test("whatever strangers write is understood as something", () => {
  const situations = [
    nowhere,
    { ...nowhere, asking: true },
    { ...nowhere, turn: turnOn(single) },
    { ...nowhere, turn: turnOn(short) },
  ];
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.constantFrom(...situations), (said, situation) => {
      expect(understand({ kind: "text", text: said }, situation).kind).toBeTypeOf("string");
    }),
  );
});
