import { describe, expect, test } from "vitest";
import { readQuestion } from "#wording/ask/read-question.ts";
import { suggested } from "#wording/ask/suggest.ts";
import { inShort, province1 } from "./sample.ts";

const near = (text: string, before: string | null = null): string[] => {
  const asked = before === null ? null : readQuestion(before, province1, null);
  if (asked !== null && asked.kind !== "question") throw new Error(`“${before}” is no question`);
  return suggested(text, province1, asked?.question ?? null).map(({ question }) => inShort(question));
};

describe("near a text that is no question or not understood", () => {
  test.each([
    [
      "Trần Văn Minh",
      ["completion person:102 now total", "lessons person:102 now total", "streak person:102 now total"],
    ],
    [
      "mai họp ở Tân Lập 8h",
      ["completion unit:2 now total", "not_learnt unit:2 11-28 names", "learnt unit:2 11-28 total"],
    ],
    ["% toàn tỉnh", ["completion own now total", "not_learnt own 11-28 names", "learnt own 11-28 total"]],
    [
      "xã Tân Lập trong ngày hôm qua ra ngô ra khoai",
      ["learnt unit:2 11-27 total", "not_learnt unit:2 11-27 names", "lessons unit:2 11-27 total"],
    ],
  ])("lies what is asked most often of whom and when it names: %s", (text, questions) => {
    expect(near(text)).toEqual(questions);
  });

  test("lies first what it wants counted, of each that is named", () => {
    expect(near("thời tiết Tân Lập với Hòa Bình, rồi tỷ lệ trả lời đúng nữa")[0]).toBe("score unit:2 now total");
    expect(near("bài nào đúng dưới 70%")[0]).toBe("score own now total");
  });

  test("lies what was asked before, where it goes on from that", () => {
    expect(near("lại Tân Lập xem", "Phường Hòa Bình tuần này được mấy bài")[0]).toMatch(/^lessons unit:2 /);
  });

  test.each(["trời hôm nay đẹp quá", "ai?", "abc", "", "Xã Không Có thì nắng", `${"Tân Lập ".repeat(60)}`])(
    "lies nothing, where it names nothing: %s",
    (text) => {
      expect(near(text)).toEqual([]);
    },
  );

  test("lies nothing for whoever supervises nobody", () => {
    expect(suggested("Trần Văn Minh", { ...province1, own: [] }, null)).toEqual([]);
  });
});
