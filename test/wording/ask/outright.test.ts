import { expect, test } from "vitest";
import type { Question } from "#domain/question.ts";
import { asksOutright } from "#wording/ask/outright.ts";
import { readQuestion } from "#wording/ask/read-question.ts";
import { province1 } from "./sample.ts";

test.each([
  "xã nào dưới 50%",
  "ai dưới 3 bài",
  "có bao nhiêu xã trên 80%",
  "tôi đứng thứ mấy",
  "hôm nay ai chưa học",
  "tuần này mọi người được bao nhiêu điểm",
  "xã nào từ 50% đến 80%",
  "học phần nào sai nhiều nhất",
  "bài nào nhiều người sai nhất",
])("“%s” is a question of its own while a quiz question waits for words", (text) => {
  expect(asksOutright(text)).toBe(true);
});

test.each([
  ...["dưới 50%", "trên 50 phần trăm", "50%", "ít nhất 40%", "từ 40% trở lên", "đạt 80%", "100%", "khoảng một nửa"],
  ...["từ 50% đến 80%", "50-80%", "từ 5 đến 10 bài", "trên 30% nhưng dưới 70%", "50%-80%", "khoảng 50 đến 100 điểm"],
  ...["bài khó nhất", "học phần 2", "3 bài khó nhất", "từng học phần", "được 100 điểm", "đủ 10 bài"],
  ...["thứ nhất", "hạng hai", "mật khẩu mạnh", "quốc hội"],
])("“%s” may be an answer to it", (text) => {
  expect(asksOutright(text)).toBe(false);
});

test.each(["tôi đứng thứ mấy", "còn tôi đứng thứ mấy", "em xếp hạng mấy"])(
  "“%s” is asked of the board, whatever was asked before",
  (text) => {
    const before: Question = {
      measure: "lessons",
      subject: { kind: "own" },
      period: { kind: "now" },
      form: { kind: "ranking", of: "people", level: [], best: true, limit: 10 },
    };
    const board = { measure: "points", subject: { kind: "me" }, period: { kind: "now" }, form: { kind: "place" } };
    expect(readQuestion(text, province1, before)).toEqual({ kind: "question", question: board });
  },
);
