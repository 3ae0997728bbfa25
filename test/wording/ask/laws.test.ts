import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "#domain/fold.ts";
import { readQuestion } from "#wording/ask/read-question.ts";
import { longestQuestion } from "#wording/ask/words.ts";
import { province1, read } from "./sample.ts";

/** Questions whose words have one meaning with and without marks. */
const plain = [
  "hôm nay ai chưa học",
  "xã Tân Lập hôm qua bao nhiêu người học",
  "tiến độ Phường Hòa Bình",
  "điểm trung bình tuần trước",
  "tỷ lệ hoàn thành của Sở Nội vụ",
  "ai chưa tham gia lớp",
  "top 5 xã tốt nhất",
  "so xã Tân Lập với phường Hòa Bình",
  "những ai chậm tiến độ",
  "dự báo cuối khóa",
  "từ 1/9 đến 15/9 ai chưa học",
  "bao nhiêu người đang tạm dừng",
];
const before = [
  "cho em hỏi",
  "dạ",
  "bot ơi,",
  "Chào em,",
  "anh muốn biết",
  "cho tôi biết",
  "làm ơn cho xem",
  "vui lòng cho biết",
];
const after = ["ạ", "nhé", "với ạ", "vậy em", "?", "cảm ơn", "nha", "giúp tôi với"];

describe("a question", () => {
  test("is read the same with and without marks", () => {
    for (const text of plain) expect([text, read(fold(text))]).toEqual([text, read(text)]);
  });

  test("is read the same in capitals", () => {
    for (const text of plain) expect([text, read(text.toUpperCase())]).toEqual([text, read(text)]);
  });

  test("is read the same however politely it is put", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...plain),
        fc.constantFrom("", ...before),
        fc.constantFrom("", ...after),
        (text, lead, end) => {
          expect([lead, end, read(`${lead} ${text} ${end}`)]).toEqual([lead, end, read(text)]);
        },
      ),
    );
  });

  test("is read whatever is typed: no text makes it fail", () => {
    const words = fc.array(
      fc.constantFrom(
        ...plain.flatMap((text) => text.split(" ")),
        "#1",
        "@0",
        "_",
        "%",
        "31/2",
        "99",
        "Lan",
        "(",
        "[",
        "\\",
      ),
      { maxLength: 12 },
    );
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      words.map((all) => all.join(" ")),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(null, ...plain), (typed, earlier) => {
        const known = earlier === null ? null : readQuestion(earlier, province1, null);
        const context = known?.kind === "question" ? known.question : null;
        expect(["question", "which", "unknown_subject", "none"]).toContain(
          readQuestion(typed, province1, context).kind,
        );
      }),
      { numRuns: 500 },
    );
  });

  test("is never read out of a long text", () => {
    expect(read("hôm nay ai chưa học ".repeat(40))).toBe("none");
  });
});

/** A pattern that passes over what was understood in two ways tries them all: twice as long for each word more. */
test("what is understood over and over ends", () => {
  for (const said of ["hôm qua", "xã Tân Lập", "nội vụ", "tuần trước", "để báo cáo", "phục vụ họp", "phát để họp"])
    expect(read(`thứ ${`${said} `.repeat(40)}`.slice(0, longestQuestion))).toEqual(expect.any(String));
});
